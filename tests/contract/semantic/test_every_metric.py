"""Every metric by many dimensions equals SQL written by hand on PostgreSQL."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import psycopg
import pytest

from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.query import parse_query
from comptoir.semantic.result import Result
from tests.contract.semantic.reference import DIMENSIONS, METRICS
from tests.contract.semantic.world import ACTOR

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]
MONEY = {
    *"gross_sales discounts returns net_sales shipping taxes duties fees total_sales tips gift_card_sales".split(),
    *"gift_card_redeemed aov cogs gross_profit".split(),
}
RANGE = {"from": "2024-06-15", "to": "2025-02-10"}
PERIODS = {
    "day": "day",
    "week": "date_trunc('week', day)::date",
    "month": "date_trunc('month', day)::date",
    "quarter": "date_trunc('quarter', day)::date",
    "year": "date_trunc('year', day)::date",
}


def rounded(metric: str, value: Any) -> Decimal | None:
    if value is None:
        return None
    step = Decimal("0.01") if metric in MONEY else Decimal("0.000001")
    return Decimal(value).quantize(step, rounding=ROUND_HALF_UP)


def by_key(result: Result, keys: Sequence[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    names = [column.name for column in result.columns]
    rows = [dict(zip(names, row, strict=True)) for row in result.rows]
    return {tuple(row[key] for key in keys): row for row in rows}


def by_hand(
    connection: psycopg.Connection[Any], *, keys: Mapping[str, str], where: str = "true", table: str = "in_eur"
) -> dict[tuple[Any, ...], dict[str, Decimal | None]]:
    chosen = [f"{text} as k_{name}" for name, text in keys.items()] + [
        f'{text} as "{key}"' for key, text in METRICS.items()
    ]
    group = f"group by {', '.join(str(index + 1) for index in range(len(keys)))}" if keys else ""
    found = connection.execute(f"select {', '.join(chosen)} from {table} e where {where} {group}").fetchall()
    return {
        tuple(
            None if value is None else value if isinstance(value, int) else str(value) for value in row[: len(keys)]
        ): {metric: rounded(metric, value) for metric, value in zip(METRICS, row[len(keys) :], strict=True)}
        for row in found
    }


async def ask(layer: SemanticLayer, **query: Any) -> Result:
    return await layer.run(ACTOR, parse_query({"metrics": [*METRICS], "limit": 5000, **query}))


def check(result: Result, expected: dict[tuple[Any, ...], dict[str, Decimal | None]], keys: Sequence[str]) -> None:
    got = by_key(result, keys)
    assert got.keys() == expected.keys()
    for key, row in expected.items():
        assert {metric: rounded(metric, got[key][metric]) for metric in METRICS} == row, key


@pytest.mark.parametrize("dimension", DIMENSIONS)
async def test_each_dimension(layer: SemanticLayer, reference: Any, dimension: str) -> None:
    where = f"day between '{RANGE['from']}' and '{RANGE['to']}'"
    result = await ask(layer, dimensions=[dimension], range=RANGE, currency="EUR")
    check(result, by_hand(reference, keys={dimension: DIMENSIONS[dimension]}, where=where), [dimension])
    totals = by_hand(reference, keys={}, where=where)[()]
    assert {metric: rounded(metric, result.totals[metric]) for metric in METRICS} == totals
    assert not result.truncated


@pytest.mark.parametrize("grain", PERIODS)
async def test_each_grain(layer: SemanticLayer, reference: Any, grain: str) -> None:
    result = await ask(layer, grain=grain, dimensions=["country"], range=RANGE)
    where = f"day between '{RANGE['from']}' and '{RANGE['to']}'"
    check(
        result,
        by_hand(reference, keys={"period": PERIODS[grain], "country": "country"}, where=where),
        ["period", "country"],
    )


BASES = {
    ("store", "return", "order"): "day",
    ("store", "order", "order"): "order_day",
    ("store", "return", "edit"): "booked_day",
    ("store", "order", "edit"): "case kind when 'edit' then booked_day else order_day end",
    ("organisation", "return", "order"): "organisation_day",
    ("organisation", "order", "order"): "organisation_order_day",
    ("organisation", "return", "edit"): "organisation_booked_day",
    (
        "organisation",
        "order",
        "edit",
    ): "case kind when 'edit' then organisation_booked_day else organisation_order_day end",
}


@pytest.mark.parametrize("bases", BASES)
async def test_each_basis(layer: SemanticLayer, reference: Any, bases: tuple[str, str, str]) -> None:
    day, returns, edits = bases
    result = await ask(layer, grain="month", range=RANGE, day=day, returns_basis=returns, edits_basis=edits)
    where = f"({BASES[bases]}) between '{RANGE['from']}' and '{RANGE['to']}'"
    check(
        result,
        by_hand(reference, keys={"period": f"date_trunc('month', {BASES[bases]})::date"}, where=where),
        ["period"],
    )


FILTERS = {
    "country ne DE": ({"field": "country", "op": "ne", "value": "DE"}, "(country is null or country <> 'DE')"),
    "country in": ({"field": "country", "op": "in", "value": ["DE", "US"]}, "country in ('DE', 'US')"),
    "country not_in": (
        {"field": "country", "op": "not_in", "value": ["DE", "US"]},
        "(country is null or country not in ('DE', 'US'))",
    ),
    "country null": ({"field": "country", "op": "is_null"}, "country is null"),
    "store ne": ({"field": "store", "op": "ne", "value": "berlin"}, f"{DIMENSIONS['store']} <> 'berlin'"),
    "store begins": ({"field": "store", "op": "starts_with", "value": "B"}, f"{DIMENSIONS['store']} like 'b%'"),
    "category eq": ({"field": "category", "op": "eq", "value": "Tea"}, "category = 'Tea'"),
    "sku contains": ({"field": "sku", "op": "contains", "value": "ku-1"}, "sku ilike '%ku-1%'"),
    "code any": ({"field": "discount_code", "op": "contains", "value": "VIP"}, "'VIP' = any(discount_codes)"),
    "code eq": ({"field": "discount_code", "op": "eq", "value": "VIP"}, "'VIP' = any(discount_codes)"),
    "code ne": ({"field": "discount_code", "op": "ne", "value": "VIP"}, "not 'VIP' = any(discount_codes)"),
    "code in": (
        {"field": "discount_code", "op": "in", "value": ["VIP", "SPRING"]},
        "discount_codes && array['VIP', 'SPRING']",
    ),
    "code null": ({"field": "discount_code", "op": "is_null"}, "discount_codes = '{}'"),
    "tag not null": ({"field": "tag", "op": "not_null"}, "tags <> '{}'"),
    "hour between": (
        {"field": "hour_of_day", "op": "between", "value": [9, 17]},
        f"{DIMENSIONS['hour_of_day']} between 9 and 17",
    ),
    "weekday gt": ({"field": "weekday", "op": "gt", "value": 5}, "extract(isodow from day) > 5"),
    "current eq": (
        {"field": "category_current", "op": "eq", "value": "Herbs"},
        f"{DIMENSIONS['category_current']} = 'Herbs'",
    ),
    "current ne": (
        {"field": "category_current", "op": "ne", "value": "Herbs"},
        f"{DIMENSIONS['category_current']} is distinct from 'Herbs'",
    ),
    "current null": ({"field": "category_current", "op": "is_null"}, f"{DIMENSIONS['category_current']} is null"),
    "since between": (
        {"field": "customer_since", "op": "between", "value": ["2024-03-01", "2024-07-31"]},
        f"{DIMENSIONS['customer_since']} between '2024-03-01' and '2024-07-31'",
    ),
    "since before": (
        {"field": "customer_since_organisation", "op": "lt", "value": "2024-05-01"},
        f"{DIMENSIONS['customer_since_organisation']} < '2024-05-01'",
    ),
    "named by sku": (
        {"field": "product_name", "op": "in", "value": ["NEW-5", "Renamed 1"]},
        f"{DIMENSIONS['product_name']} in ('NEW-5', 'Renamed 1')",
    ),
    "platform eq": ({"field": "platform", "op": "eq", "value": "shopify"}, f"{DIMENSIONS['platform']} = 'shopify'"),
    "type new": ({"field": "customer_type", "op": "eq", "value": "new"}, f"{DIMENSIONS['customer_type']} = 'new'"),
}


@pytest.mark.parametrize("name", FILTERS)
async def test_each_filter(layer: SemanticLayer, reference: Any, name: str) -> None:
    condition, where = FILTERS[name]
    result = await ask(layer, filters=[condition], currency="EUR", dimensions=["channel"])
    check(result, by_hand(reference, keys={"channel": "channel"}, where=where), ["channel"])


async def test_one_store_speaks_its_own_currency(layer: SemanticLayer, reference: Any) -> None:
    chosen = [{"field": "store", "op": "eq", "value": "boston"}, {"field": "currency", "op": "eq", "value": "USD"}]
    result = await ask(layer, filters=chosen, dimensions=["category"])
    where = f"{DIMENSIONS['store']} = 'boston' and currency = 'USD'"
    check(result, by_hand(reference, keys={"category": "category"}, where=where, table="entries"), ["category"])
    assert {column.unit for column in result.columns if column.name == "net_sales"} == {"USD"}


NEW = """
select {key} as k, count(distinct e.customer) from entries e join customers c on c.customer = e.customer
where kind = 'sale' and line is not null and day between '{first}' and '{last}' and {seen} group by 1
"""


@pytest.mark.parametrize(
    ("grain", "dimension", "key", "seen"),
    [
        (None, "store", DIMENSIONS["store"], "c.first_day between '{first}' and '{last}'"),
        ("month", None, "date_trunc('month', day)::date", "date_trunc('month', c.first_day) = date_trunc('month', day) and c.first_day between '{first}' and '{last}'"),
        ("week", None, "date_trunc('week', day)::date", "date_trunc('week', c.first_day) = date_trunc('week', day) and c.first_day between '{first}' and '{last}'"),
        (None, "category", "category", "c.first_day between '{first}' and '{last}'"),
    ],
)  # fmt: skip
async def test_new_customers(
    layer: SemanticLayer, reference: Any, grain: str, dimension: str, key: str, seen: str
) -> None:
    bounds = {"first": RANGE["from"], "last": RANGE["to"]}
    query = {
        "metrics": ["new_customers", "customers", "returning_customers"],
        "range": RANGE,
        "grain": grain,
        "limit": 999,
    }
    result = await layer.run(ACTOR, parse_query({**query, "dimensions": [dimension] if dimension else []}))
    expected = {
        str(row[0]) if row[0] is not None else None: row[1]
        for row in reference.execute(NEW.format(key=key, seen=seen.format(**bounds), **bounds))
    }
    got = {row[0]: row[1] for row in result.rows if row[1]}
    assert got == expected
    assert all(row[2] - row[1] == row[3] for row in result.rows)
    whole = NEW.format(key="1", seen="c.first_day between '{first}' and '{last}'".format(**bounds), **bounds)
    assert result.totals["new_customers"] == reference.execute(whole).fetchone()[1]
