"""A board of twenty tiles on a large home: its questions on the server, and the check of a formula while it is typed."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from bench.cases.overview import NOW, REPEATS, span
from bench.cases.semantic import opened
from bench.harness import Round, Sample, Stage
from comptoir.composed.boards.model.templates.known import TEMPLATES
from comptoir.composed.definitions.usecases.check_formula import check_formula
from comptoir.composed.insights import facade
from comptoir.composed.insights.sources import PlatformSources
from comptoir.semantic.batch import run_many
from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.query import Query, parse_query

TILES = 20
SHOWN = ("owner-home", "product-performance")  # both compare the last thirty days with those before
ONCE = ("line", "area", "combo", "scatter", "pie", "map")  # drawn without the compared period
BOMBS = ("orders+" * 1_000_000, "(" * 240 + "orders" + ")" * 240, "-" * 490 + "orders", "orders*" * 70 + "orders")


def questions(today: date) -> list[Query]:
    """What the panel asks for the first twenty tiles of the shown templates, courses behind numbers included."""
    range_ = span(today - timedelta(days=29), today)
    common = {"range": range_, "currency": "EUR"}
    return [parse_query({**common, **asked}) for tile in tiles() for asked in _asked(tile)]


def tiles() -> list[dict[str, Any]]:
    """Return the first twenty asking tiles of the shown templates."""
    found = [tile for name in SHOWN for tile in TEMPLATES[name].document()["tiles"] if "query" in tile][:TILES]
    if len(found) < TILES:
        raise RuntimeError(f"the templates have {len(found)} tiles")
    return found


def _asked(tile: dict[str, Any]) -> Iterator[dict[str, Any]]:
    query = {key: value for key, value in tile["query"].items() if key != "grain"}
    by = query.get("dimensions", [])
    if by:
        query = {"order_by": [f"-{query['metrics'][0]}"], "limit": 10, **query}
    is_course = tile["kind"] in ("line", "area", "combo") and (not by or "grain" in tile["query"])
    if is_course:
        query |= {"grain": "day", "limit": 5_000}
        query.pop("order_by", None)
    if not (tile["kind"] in ONCE and by):
        query["compare"] = "previous_period"
    yield query
    if tile["kind"] == "number":
        yield {"metrics": query["metrics"], "grain": "day", "limit": 5_000}


async def uncached(stage: Stage) -> Round:
    """95th percentile of answering a board at once; plans are cached, results are not."""
    platform, actor = await opened(stage)
    sources = PlatformSources(platform)
    layer = SemanticLayer(platform.warehouse, sources, facade.catalogue(), clock=lambda: NOW, results=None)
    asked = questions(NOW.date())
    stage.note(f"{TILES} tiles, {len(asked)} questions")

    async def one_round() -> Sample:
        taken = []
        for _ in range(REPEATS):
            started = time.perf_counter()
            failed = [one for one in await run_many(layer, actor, asked) if isinstance(one, Exception)]
            taken.append((time.perf_counter() - started) * 1000)
            if failed:
                raise failed[0]
        return Sample(ours=sorted(taken)[round(REPEATS * 0.95) - 1])

    return one_round


async def cached(stage: Stage) -> Round:
    """95th percentile of answering a board whose answers are kept; versions are read from PostgreSQL."""
    platform, actor = await opened(stage)
    layer = SemanticLayer(platform.warehouse, PlatformSources(platform), facade.catalogue(), clock=lambda: NOW)
    asked = questions(NOW.date())
    await run_many(layer, actor, asked)

    async def one_round() -> Sample:
        taken = []
        for _ in range(REPEATS):
            started = time.perf_counter()
            found = await run_many(layer, actor, asked)
            taken.append((time.perf_counter() - started) * 1000)
            if any(isinstance(one, Exception) or not one.cached for one in found):
                raise RuntimeError("an answer was not kept")
        return Sample(ours=sorted(taken)[round(REPEATS * 0.95) - 1])

    return one_round


async def formula(stage: Stage) -> Round:
    """The slowest check of a formula: long ones that are right, and bombs."""
    _, actor = await opened(stage)
    known = facade.catalogue()
    typed = [
        "net_sales / orders",
        "(gross_profit - shipping * 0.5) / net_sales",
        " + ".join(["net_sales"] * 35),
        *BOMBS,
    ]

    async def one_round() -> Sample:
        slowest = 0.0
        for text in typed:
            started = time.perf_counter()
            check_formula(actor, catalogue=known, formula=text)
            slowest = max(slowest, (time.perf_counter() - started) * 1000)
        return Sample(ours=slowest)

    return one_round
