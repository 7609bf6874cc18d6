"""Comparisons: the earlier figures are those a query of the earlier period gives, put beside by ordinal or calendar."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comptoir.kernel.fiscal import FiscalCalendar
from comptoir.kernel.time import Grain, Period
from comptoir.semantic.calendar import align, earlier_period
from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.query import Compare, parse_query
from comptoir.semantic.result import Result
from tests.contract.semantic.reference import SALE_LINE
from tests.contract.semantic.world import ACTOR

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]
METRICS = ["net_sales", "orders", "aov", "customers", "gross_margin"]
EVENLY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


async def ask(layer: SemanticLayer, **query: Any) -> Result:
    return await layer.run(ACTOR, parse_query({"metrics": METRICS, "limit": 9000, "currency": "EUR", **query}))


def a_range(period: Period) -> dict[str, str]:
    return {"from": period.start.isoformat(), "to": period.end.isoformat()}


def figures(result: Result) -> dict[Any, dict[str, Any]]:
    names = [column.name for column in result.columns]
    return {row[0]: dict(zip(names, row, strict=True)) for row in result.rows}


@EVENLY
@given(
    start=st.dates(min_value=date(2024, 5, 1), max_value=date(2025, 3, 1)),
    days=st.integers(0, 90),
    compare=st.sampled_from(Compare),
    grain=st.sampled_from([Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR]),
)
async def test_buckets(layer: SemanticLayer, start: date, days: int, compare: Compare, grain: Grain) -> None:
    period = Period(start, date.fromordinal(start.toordinal() + days))
    earlier = earlier_period(period, compare)
    compared = await ask(layer, grain=grain, range=a_range(period), compare=compare)
    now = await ask(layer, grain=grain, range=a_range(period))
    before = await ask(layer, grain=grain, range=a_range(earlier))
    pairs = align(period, compare=compare, grain=grain, calendar=FiscalCalendar(), zone_name="Europe/Berlin").pairs
    partner = {after.isoformat(): then.isoformat() for then, after in pairs}
    current, past = figures(now), figures(before)
    shown = figures(compared)
    assert set(shown) == set(current) | {after for after, then in partner.items() if then in past}
    for bucket, row in shown.items():
        for metric in METRICS:
            empty = "0.00" if metric == "net_sales" else 0 if metric in ("orders", "customers") else None
            one = current.get(bucket, {}).get(metric, empty)
            other = past.get(partner.get(bucket), {}).get(metric, empty)
            assert (row[metric], row[f"{metric}__previous"]) == (one, other)
            check_change(row, metric)
    assert {key: compared.totals[key] for key in METRICS} == now.totals
    assert {key: compared.totals[f"{key}__previous"] for key in METRICS} == before.totals


def check_change(row: dict[str, Any], metric: str) -> None:
    one, other, change, share = (row[f"{metric}{end}"] for end in ("", "__previous", "__change", "__change_pct"))
    if one is None or other is None:
        assert (change, share) == (None, None)
        return
    assert Decimal(change) == Decimal(one) - Decimal(other)
    if Decimal(other) == 0:
        assert share is None
    elif abs(Decimal(other)) > 100:
        assert abs(Decimal(share) - Decimal(change) / abs(Decimal(other))) < Decimal("0.0003")


async def test_groups_of_either_period_stand(layer: SemanticLayer) -> None:
    found = await ask(
        layer, dimensions=["sku"], range={"from": "2025-04-28", "to": "2025-04-30"}, compare=Compare.PREVIOUS_YEAR
    )
    assert any(row["orders"] == 0 and row["orders__previous"] for row in figures(found).values())


async def test_the_same_minute(layer: SemanticLayer, reference: Any) -> None:
    """On 20 April 9:41 UTC the day so far is compared with Sundays a year ago up to the same local minute."""
    query = {
        "range": {"from": "2025-04-14", "to": "2025-04-20"},
        "compare": "previous_year_weekday",
        "metrics": ["orders"],
    }
    whole = await ask(layer, **query)
    cut = await ask(layer, **query, same_minute=True)
    by_hand = (
        f'select count(distinct "order") from entries where {SALE_LINE} and day between %s and %s '
        "and occurred_at < timestamptz '2024-04-21 09:41+00'"
    )
    expected = reference.execute(by_hand, ("2024-04-15", "2024-04-21")).fetchone()[0]
    assert cut.totals["orders__previous"] == expected
    assert cut.totals["orders__previous"] <= whole.totals["orders__previous"]
    assert cut.totals["orders"] == whole.totals["orders"]


async def test_hours_beside_hours(layer: SemanticLayer) -> None:
    query = {"metrics": ["orders"], "grain": "hour", "range": {"from": "2025-01-01", "to": "2025-01-31"}}
    compared = await ask(layer, **query, compare="previous_year_weekday")
    past = await ask(layer, **{**query, "range": {"from": "2024-01-03", "to": "2024-02-02"}})
    assert sum(row["orders__previous"] for row in figures(compared).values()) == past.totals["orders"]
    assert compared.totals["orders__previous"] == past.totals["orders"]


@EVENLY
@given(
    dimension=st.sampled_from(
        ["country", "category", "discount_code", "customer_type", "sku", "category_current", "weekday"]
    ),
    metric=st.sampled_from(["orders", "net_sales", "units_sold", "cogs"]),
    data=st.data(),
)
async def test_a_filter_and_its_opposite_make_the_whole(
    layer: SemanticLayer, dimension: str, metric: str, data: Any
) -> None:
    """What is X and what is not X, the unknown included, are everything: nothing is lost between them."""
    values = [
        row[0] for row in (await ask(layer, metrics=["units_sold"], dimensions=[dimension])).rows if row[0] is not None
    ]
    value = data.draw(st.sampled_from(values))
    bare = metric if metric != "orders" or dimension not in ("category", "sku", "category_current") else "net_sales"
    parts = [
        (await ask(layer, metrics=[bare], filters=[{"field": dimension, "op": op, "value": value}])).totals[bare]
        for op in ("eq", "ne")
    ]
    whole = (await ask(layer, metrics=[bare])).totals[bare]
    assert abs(sum(Decimal(part or 0) for part in parts) - Decimal(whole or 0)) <= Decimal("0.01")


async def test_counting_orders_either_way_is_equal(layer: SemanticLayer) -> None:
    """A plain sum of order marks where orders cannot be split equals the distinct count."""
    everything = {"field": "sku", "op": "ne", "value": "no such sku"}
    for dimension in ("store", "country", "customer_type", "hour_of_day"):
        summed = await ask(layer, metrics=["orders", "guest_orders"], dimensions=[dimension])
        counted = await ask(layer, metrics=["orders", "guest_orders"], dimensions=[dimension], filters=[everything])
        assert figures(summed) == figures(counted)
        assert summed.totals == counted.totals
