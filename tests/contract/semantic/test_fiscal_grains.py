"""Fiscal grains and weeks of any first day equal SQL written by hand, compared periods the periods asked for alone."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from comptoir.composed.insights.facade import catalogue
from comptoir.kernel.fiscal import Anchor, FiscalCalendar, Pattern
from comptoir.kernel.time import Grain, WeekStart
from comptoir.platform.warehouse import Warehouse
from comptoir.semantic.batch import run_many
from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.query import parse_query
from comptoir.semantic.result import Result
from tests.contract.semantic.conftest import NOW, FixedSources
from tests.contract.semantic.test_every_metric import ask, by_hand, check
from tests.contract.semantic.world import ACTOR, TENANT

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]
RETAIL = FiscalCalendar(WeekStart.SUNDAY, Pattern.FOUR_FIVE_FOUR, 2, Anchor.NEAREST)
LISTED = tuple(date(2024, 3, 4) + timedelta(days=28 * place + place // 3) for place in range(13))
CALENDARS = {
    "april": FiscalCalendar(first_month=4),
    "february": FiscalCalendar(WeekStart.SATURDAY, first_month=2),
    "retail": RETAIL,
    "custom": FiscalCalendar(WeekStart.WEDNESDAY, Pattern.CUSTOM, starts=LISTED),
}
APRIL = {
    "fiscal_month": "date_trunc('month', day)::date",
    "fiscal_quarter": "date_trunc('quarter', day)::date",
    "fiscal_year": "(date_trunc('year', day - interval '3 months') + interval '3 months')::date",
}
# The first days of the retail years 2023 to 2025, as published; months have four, five and four weeks.
YEARS = (date(2023, 1, 29), date(2024, 2, 4), date(2025, 2, 2))
WEEKS = (0, 4, 9, 13, 17, 22, 26, 30, 35, 39, 43, 48)
RETAIL_MONTHS = [start + timedelta(weeks=weeks) for start in YEARS for weeks in WEEKS]
STARTS = {
    ("retail", "fiscal_month"): RETAIL_MONTHS,
    ("retail", "fiscal_quarter"): RETAIL_MONTHS[::3],
    ("retail", "fiscal_year"): RETAIL_MONTHS[::12],
    ("custom", "fiscal_month"): [
        *(date(2024, month, 4) for month in (1, 2)),
        *LISTED[:-1],
        *(date(2025, month, 7) for month in range(2, 9)),  # outside the list months of the calendar
    ],
    ("custom", "fiscal_year"): [date(2023, 3, 4), LISTED[0], LISTED[-1]],
}


def layer_with(warehouse: Warehouse, calendar: FiscalCalendar) -> SemanticLayer:
    sources = FixedSources(held=dataclasses.replace(TENANT, calendar=calendar))
    return SemanticLayer(warehouse=warehouse, sources=sources, catalogue=catalogue(), clock=lambda: NOW)


def latest_of(starts: list[date]) -> str:
    listed = ", ".join(f"date '{start}'" for start in starts)
    return f"(select max(start) from unnest(array[{listed}]) as start where start <= day)"


@pytest.mark.parametrize("grain", APRIL)
@pytest.mark.parametrize("is_near", [True, False])
async def test_years_from_april(filled: Warehouse, reference: Any, grain: str, is_near: bool) -> None:
    period = {"from": "2024-02-10", "to": "2025-04-30"} if not is_near else {"from": "2025-03-30", "to": "2025-04-02"}
    where = f"day between '{period['from']}' and '{period['to']}'"
    found = await ask(layer_with(filled, CALENDARS["april"]), grain=grain, range=period)
    check(found, by_hand(reference, keys={"period": APRIL[grain]}, where=where), ["period"])


@pytest.mark.parametrize(("name", "grain"), STARTS)
async def test_months_of_lists(filled: Warehouse, reference: Any, name: str, grain: str) -> None:
    found = await ask(layer_with(filled, CALENDARS[name]), grain=grain, dimensions=["country"], currency="EUR")
    keys = {"period": latest_of(STARTS[name, grain]), "country": "country"}
    check(found, by_hand(reference, keys=keys), ["period", "country"])


@pytest.mark.parametrize("week_start", WeekStart)
async def test_weeks_of_any_first_day(filled: Warehouse, reference: Any, week_start: WeekStart) -> None:
    found = await ask(layer_with(filled, FiscalCalendar(week_start)), grain="week", currency="EUR")
    by = week_start.place
    check(found, by_hand(reference, keys={"period": f"date_trunc('week', day - {by})::date + {by}"}), ["period"])


def shown(result: Result) -> dict[Any, dict[str, Any]]:
    names = [column.name for column in result.columns]
    return {row[0]: dict(zip(names, row, strict=True)) for row in result.rows}


@pytest.mark.parametrize("grain", ["day", "week", "fiscal_month", "fiscal_quarter", "fiscal_year", None])
@pytest.mark.parametrize("compare", ["previous_year", "previous_period"])
async def test_a_retail_quarter_beside_an_earlier_one(filled: Warehouse, grain: str | None, compare: str) -> None:
    """The first quarter of 2025 stands beside that of 2024, or the last of 2024: never beside calendar days."""
    layer = layer_with(filled, RETAIL)
    quarter = RETAIL.period_of(date(2025, 3, 1), Grain.FISCAL_QUARTER)
    earlier = RETAIL.period_of(
        date(2024, 3, 1) if compare == "previous_year" else date(2025, 1, 1), Grain.FISCAL_QUARTER
    )
    asked = {"metrics": ["net_sales", "orders"], "currency": "EUR", "grain": grain}
    ranges = [{"from": one.start.isoformat(), "to": one.end.isoformat()} for one in (quarter, earlier)]
    both, now, then = [
        await layer.run(ACTOR, parse_query(asked | more))
        for more in ({"range": ranges[0], "compare": compare}, {"range": ranges[0]}, {"range": ranges[1]})
    ]
    assert both.totals["net_sales"] == now.totals["net_sales"]
    assert both.totals["net_sales__previous"] == then.totals["net_sales"]
    if grain:
        starts = [list(RETAIL.buckets(one, Grain(grain))) for one in (quarter, earlier)]
        past = shown(then)
        for one, other in zip(*starts, strict=False):
            row = shown(both).get(one.isoformat())
            if row is not None:
                assert row["orders__previous"] == past.get(other.isoformat(), {}).get("orders", 0)


async def test_an_unfinished_fiscal_month_up_to_the_same_minute(filled: Warehouse, reference: Any) -> None:
    """On 20 April 2025, the 15th day of the retail month, the year before counts up to its 15th day, 21 April 2024."""
    month = RETAIL.period_of(NOW.date(), Grain.FISCAL_MONTH)
    assert month.start == date(2025, 4, 6)
    query = {
        "metrics": ["orders"],
        "range": {"from": month.start.isoformat(), "to": month.end.isoformat()},
        "compare": "previous_year",
        "same_minute": True,
        "filters": [{"field": "store", "op": "eq", "value": "berlin"}],
    }
    found = await layer_with(filled, RETAIL).run(ACTOR, parse_query(query))
    by_hand_ = (
        "select count(distinct \"order\") from entries where kind = 'sale' and line is not null and store = %s "
        "and day >= date '2024-04-07' and occurred_at < %s"
    )
    cut = datetime(2024, 4, 21, 9, 41, tzinfo=UTC)
    assert found.totals["orders__previous"] == reference.execute(by_hand_, (TENANT.stores[0].id, cut)).fetchone()[0]


async def test_another_calendar_gives_other_figures_from_the_same_layer(filled: Warehouse) -> None:
    """Neither plans nor results of an old calendar are used again."""
    sources = FixedSources()
    layer = SemanticLayer(warehouse=filled, sources=sources, catalogue=catalogue(), clock=lambda: NOW)
    query = parse_query({"metrics": ["orders"], "grain": "fiscal_year"})
    seen = []
    for calendar in (*CALENDARS.values(), FiscalCalendar()):
        sources.held = dataclasses.replace(TENANT, calendar=calendar)
        seen.append(tuple(row[0] for row in (await layer.run(ACTOR, query)).rows))
        assert (await layer.run(ACTOR, query)).cached
    assert seen[-1] == ("2024-01-01", "2025-01-01")
    assert len(set(seen)) == len(seen)


async def test_asked_together_as_alone(filled: Warehouse) -> None:
    queries = [
        parse_query(
            {"metrics": [metric], "grain": grain, "range": {"from": first, "to": "2025-04-30"}, "compare": compare}
        )
        for metric, compare in (("net_sales", "previous_year"), ("orders", None))
        for grain in ("fiscal_month", "fiscal_quarter", "week")
        for first in ("2025-02-02", "2025-04-06")
    ]
    together = await run_many(layer_with(filled, RETAIL), ACTOR, queries)
    for query, answer in zip(queries, together, strict=True):
        alone = await layer_with(filled, RETAIL).run(ACTOR, query)
        assert not isinstance(answer, Exception)
        assert (answer.rows, answer.totals) == (alone.rows, alone.totals)
