"""Every figure of the overview equals SQL written by hand on PostgreSQL's commerce tables."""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from comptoir.composed.insights import facade as insights
from comptoir.kernel.actor import Actor
from comptoir.kernel.money import exponent
from comptoir.kernel.time import Period, add_months
from comptoir.platform.context import Platform
from comptoir.semantic.query import parse_query
from comptoir.semantic.result import Result
from tests.acceptance.by_hand import ByHand, Figures
from tests.acceptance.overview_tiles import ZONE, Tile, View, earlier, tiles
from tests.acceptance.small_merchant import NOW, STORES, load_rates, open_merchant

pytestmark = [pytest.mark.engine, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

SEEDS = (7, 11, 2026)
CURRENCIES = ("EUR", "USD", "JPY")
VIEWS = (
    ("today", ()),
    ("yesterday", ()),
    ("last30", ()),
    ("month", ()),
    ("year", ()),
    ("all", ()),
    ("today", ("us-east",)),
    ("last30", ("germany", "japan")),
)
COUNTS = ("orders", "guest_orders", "new_customers", "returning_customers", "units_returned")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def merchants(shared_platform: Platform) -> AsyncIterator[dict[int, Actor]]:
    """Three merchants side by side in one home: none may see a figure of another."""
    await load_rates(shared_platform)
    yield {seed: await open_merchant(shared_platform, seed=seed) for seed in SEEDS}


def cases() -> Iterator[tuple[int, str, str, tuple[str, tuple[str, ...]]]]:
    """Every seed, day basis and currency with one of the views in turn, so that each is met on both bases."""
    number = 0
    for day in ("store", "organisation"):
        for seed in SEEDS:
            for currency in CURRENCIES:
                yield seed, currency, day, VIEWS[number % len(VIEWS)]
                number += 1


@pytest.mark.parametrize(("seed", "currency", "day", "view"), [*cases()], ids=str)
async def test_every_tile(
    shared_platform: Platform,
    merchants: dict[int, Actor],
    seed: int,
    currency: str,
    day: str,
    view: tuple[str, tuple[str, ...]],
) -> None:
    actor, seen = merchants[seed], View(view[0], currency, day, view[1])
    compared = 0
    async with shared_platform.database.begin_system() as uow:
        hand = await ByHand.prepare(uow, organisation_id=actor.organisation_id, currency=currency, zone=ZONE)
        for tile in tiles(seen):
            answer = await insights.run(actor, shared_platform, query=parse_query(tile.query))
            compared += await check_tile(hand, seen, tile, answer)
    assert compared > 80, compared


async def check_tile(hand: ByHand, view: View, tile: Tile, answer: Result) -> int:
    """Compare rows, totals and the compared period of one question; return how many figures were compared."""
    where = f"{tile.name} of {view}"
    query = tile.query
    hand.zone = view.zone
    named = [column.name for column in answer.columns]
    rows = [dict(zip(named, row, strict=True)) for row in answer.rows]
    keys = [*(["period"] if query.get("grain") else []), *query.get("dimensions", [])]
    asked = [query["grain"] if key == "period" else key for key in keys]
    basis = {"basis": view.day, "stores": view.stores}
    period = Period(*(date.fromisoformat(query["range"][end]) for end in ("from", "to"))) if "range" in query else None
    days = (period.start, period.end) if period else None
    now = await hand.figures(days=days, keys=asked, **basis)
    totals = (await hand.figures(days=days, **basis)).get((), {})
    compared = check_rows(rows, now, keys=keys, query=query, currency=view.currency, where=where)
    compared += check_figures(answer.totals, totals, metrics=query["metrics"], currency=view.currency, where=where)
    if tile.name.startswith("chart"):
        check_bars(rows, answer, period, view=view, where=where)
    if query.get("compare") and period:
        past = earlier(period, query["compare"])
        cuts = cuts_of(view, period, query) if query.get("same_minute") else {}
        before = {"days": (past.start, past.end), "cuts": cuts, **basis}
        figures = await hand.figures(keys=asked, **before)
        whole = (await hand.figures(**before)).get((), {})
        compared += check_figures(
            answer.totals, whole, metrics=query["metrics"], currency=view.currency, where=where, suffix="__previous"
        )
        for row in rows:
            theirs = figures.get(tuple(row[key] for key in keys), {})
            compared += check_figures(
                row, theirs, metrics=query["metrics"], currency=view.currency, where=where, suffix="__previous"
            )
    return compared


def check_bars(rows: list[dict[str, Any]], answer: Result, period: Period | None, *, view: View, where: str) -> None:
    """The bars lie inside the days in view and add up to the headline."""
    drawn = sum((Decimal(row["net_sales"]) for row in rows), Decimal(0))
    rounded = Decimal(1).scaleb(-exponent(view.currency)) * (len(rows) + 1)
    assert abs(drawn - Decimal(answer.totals["net_sales"] or 0)) <= rounded, where
    if period is not None and period.days <= 2:
        assert {row["period"][:10] for row in rows} <= {period.start.isoformat(), period.end.isoformat()}, where


def check_rows(
    rows: list[dict[str, Any]],
    expected: dict[tuple[Any, ...], Figures],
    *,
    keys: list[str],
    query: Mapping[str, Any],
    currency: str,
    where: str,
) -> int:
    """Every row equals its group, no group is missing, and a list cut short holds the largest."""
    if not keys:
        return 0
    compared, seen = 0, set()
    for row in rows:
        key = tuple(row[name][:13] if name == "period" and query["grain"] == "hour" else row[name] for name in keys)
        assert key not in seen, f"{where}: {key} twice"
        seen.add(key)
        compared += check_figures(
            row, expected.get(key, {}), metrics=query["metrics"], currency=currency, where=f"{where} at {key}"
        )
    first = query["metrics"][0]
    left_out = [Decimal(figures[first] or 0) for key, figures in expected.items() if key not in seen]
    edge = Decimal("0.01") if exponent(currency) else Decimal(1)
    if len(rows) < query["limit"]:
        assert all(abs(value) < edge for value in left_out), f"{where}: missing {left_out}"
    elif left_out:
        assert max(left_out) <= Decimal(rows[-1][first]) + edge, f"{where}: not the largest"
    return compared


def check_figures(
    got: Mapping[str, Any], expected: Figures, *, metrics: list[str], currency: str, where: str, suffix: str = ""
) -> int:
    for metric in metrics:
        shown, exact = got[metric + suffix], expected.get(metric)
        if exact is None and metric not in ("gross_profit", "gross_margin", "aov"):
            exact = Decimal(0)
        place = f"{where}: {metric}{suffix} is {shown}, by hand {exact}"
        if shown is None or exact is None:
            # An ordered group with nothing in it shows nothing or zero; a figure never hides.
            assert exact is None or not exact, place
            assert shown is None, place
        else:
            assert abs(Decimal(shown) - Decimal(exact)) <= tolerance(metric, currency), place
    return len(metrics)


def tolerance(metric: str, currency: str) -> Decimal:
    """Half of the last place shown, and what six stored decimals may add up to."""
    if metric in COUNTS:
        return Decimal("0.000001")
    if metric == "gross_margin":
        return Decimal("0.00001")
    return Decimal(5).scaleb(-exponent(currency) - 1) + Decimal("0.002")


def cuts_of(view: View, period: Period, query: Mapping[str, Any]) -> dict[str, datetime]:
    """Where the period is unfinished, the compared one ends at the same time of day on the store's (or the one) clock."""
    cuts = {}
    for store in STORES:
        zone = ZoneInfo(store.timezone if view.day == "store" else ZONE)
        local = NOW.astimezone(zone)
        if not period.start <= local.date() <= period.end:
            continue
        if query["compare"] == "previous_year":
            partner = add_months(local.date(), -12)
        elif query["compare"] == "previous_year_weekday":
            partner = date.fromordinal(local.date().toordinal() - 364)
        else:
            partner = earlier(period, query["compare"]).start + (local.date() - period.start)
        cuts[store.slug] = datetime.combine(partner, local.time(), zone)
    return cuts


async def test_merchants_differ(shared_platform: Platform, merchants: dict[int, Actor]) -> None:
    query = parse_query({"metrics": ["net_sales", "orders"], "currency": "EUR"})
    totals = {str((await insights.run(actor, shared_platform, query=query)).totals) for actor in merchants.values()}
    organisations: set[UUID] = {actor.organisation_id for actor in merchants.values()}
    assert len(totals) == len(organisations) == len(SEEDS)
