"""The overview: all its questions at once, and how soon a browser shows it."""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.cases.semantic import opened
from bench.harness import Round, Sample, Stage
from bench.pages import visiting
from comptoir.composed.insights import facade
from comptoir.composed.insights.sources import PlatformSources
from comptoir.domains.orders import facade as orders
from comptoir.semantic.batch import run_many
from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.query import parse_query

NOW = datetime(2025, 11, 20, 15, 30, tzinfo=UTC)  # within the days of the large home
REPEATS = 20
FIGURES = ["net_sales", "orders", "aov", "gross_profit", "gross_margin", "new_customers", "returning_customers"]
FIGURES += ["guest_orders"]


def questions(today: date) -> dict[str, dict[str, Any]]:
    """What the panel asks when it opens on today, beside the same day of the week before."""
    day = {"range": span(today, today), "currency": "EUR"}
    compared = {**day, "compare": "previous_week", "same_minute": True, "metrics": ["net_sales"]}
    week = today - timedelta(days=today.weekday())

    def stretch(first: date, compare: str) -> dict[str, Any]:
        return {**compared, "range": span(first, today), "compare": compare}

    def ranked(dimension: str, limit: int) -> dict[str, Any]:
        return {**compared, "dimensions": [dimension], "order_by": ["-net_sales"], "limit": limit}

    hours = {**day, "metrics": ["net_sales"], "grain": "hour"}
    course = {**hours, "compare": "previous_week"}
    products = {"metrics": ["net_sales", "gross_margin"], "dimensions": ["product"], "order_by": ["-net_sales"]}
    return {
        "figures": {**compared, "metrics": FIGURES},
        "course": course,
        "this week": stretch(week, "previous_year_weekday"),
        "this month": stretch(today.replace(day=1), "previous_year"),
        "this year": stretch(today.replace(month=1, day=1), "previous_year"),
        "stores": ranked("store", 200),
        "stores by hour": {**hours, "dimensions": ["store"], "limit": 10_000},
        "channels": ranked("channel", 8),
        "products": {**day, **products, "limit": 8},
        "countries": ranked("country", 250),
    }


def span(first: date, last: date) -> dict[str, str]:
    return {"from": first.isoformat(), "to": last.isoformat()}


async def all_questions(stage: Stage) -> Round:
    """95th percentile of asking everything at once, as the panel does; plans are cached, results are not."""
    platform, actor = await opened(stage)
    layer = SemanticLayer(
        platform.warehouse, PlatformSources(platform), facade.catalogue(), clock=lambda: NOW, results=None
    )
    asked = {name: parse_query(question) for name, question in questions(NOW.date()).items()}
    for name, query in asked.items():
        await layer.run(actor, query)
        started = time.perf_counter()
        await layer.run(actor, query)
        stage.note(f"{name} alone: {(time.perf_counter() - started) * 1000:.0f} ms")

    async def one_round() -> Sample:
        taken = []
        for _ in range(REPEATS):
            started = time.perf_counter()
            failed = [one for one in await run_many(layer, actor, [*asked.values()]) if isinstance(one, Exception)]
            taken.append((time.perf_counter() - started) * 1000)
            if failed:
                raise failed[0]
        return Sample(ours=sorted(taken)[round(REPEATS * 0.95) - 1])

    return one_round


async def first_view(stage: Stage) -> Round:
    """First contentful paint of the signed-in overview in a headless Chromium, caches of the browser empty."""
    visitor = await visiting(stage)

    async def one_round() -> Sample:
        seen = await visitor.page()
        await seen.goto(visitor.address)
        await seen.wait_for_selector("h1")
        entry = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
        paint = await seen.evaluate(entry)
        await seen.context.close()
        return Sample(ours=float(paint) / 1000)

    return one_round


async def search(stage: Stage) -> Round:
    """95th percentile of looking for numbers, names and products, as the search field does while somebody types."""
    platform, actor = await opened(stage)
    words = [f"#{stage.orders * part // 23}" for part in range(1, 21)]
    words += [f"Product {number}" for number in range(7, 5_000, 260)] + [
        f"SKU-{number}" for number in range(3, 5_000, 260)
    ]

    async def one_round() -> Sample:
        taken = []
        for word in words:
            started = time.perf_counter()
            async with platform.database.begin(actor) as uow:
                found = await orders.search(actor, uow, query=word)
            taken.append((time.perf_counter() - started) * 1000)
            if not (found.orders or found.products):
                raise RuntimeError(f"nothing was found for {word}")
        return Sample(ours=sorted(taken)[round(len(taken) * 0.95) - 1])

    return one_round
