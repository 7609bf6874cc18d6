"""An organisation's own metrics and groupings equal SQL written by hand: every metric under every kind of condition."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Unknown
from comptoir.semantic import facade
from comptoir.semantic.condition import Filter, Op
from comptoir.semantic.extending import Own, OwnGrouping, OwnMetric
from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.query import parse_query
from tests.contract.semantic.reference import DIMENSIONS, METRICS
from tests.contract.semantic.test_every_metric import MONEY, RANGE, by_hand, by_key, rounded
from tests.contract.semantic.test_rows_and_files import all_rows
from tests.contract.semantic.world import ACTOR

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]
WHEN = f"day between '{RANGE['from']}' and '{RANGE['to']}'"
CONDITIONS: dict[str, tuple[tuple[Filter, ...], str]] = {
    "line": ((Filter("category", Op.IN, ("Tea",)),), "category = 'Tea'"),
    "not_line": ((Filter("category", Op.NE, "Tea"),), "category is distinct from 'Tea'"),
    "unknown": ((Filter("category", Op.IS_NULL),), "category is null"),
    "order": ((Filter("country", Op.EQ, "DE"),), "country = 'DE'"),
    "rolled_up": ((Filter("channel", Op.NE, "web"),), "channel is distinct from 'web'"),
    "store": ((Filter("store", Op.IN, ("berlin", "osaka")),), f"{DIMENSIONS['store']} in ('berlin', 'osaka')"),
    "current": ((Filter("category_current", Op.EQ, "Herbs"),), f"{DIMENSIONS['category_current']} = 'Herbs'"),
    "many": ((Filter("tag", Op.IS_NULL),), "tags[1] is null"),
    "hour": ((Filter("hour_of_day", Op.BETWEEN, (8, 12)),), f"{DIMENSIONS['hour_of_day']} between 8 and 12"),
    "weekday": ((Filter("weekday", Op.GTE, 6),), f"{DIMENSIONS['weekday']} >= 6"),
    "two": (
        (Filter("category", Op.EQ, "Coffee"), Filter("country", Op.NE, "US")),
        "category = 'Coffee' and country is distinct from 'US'",
    ),
}


def metric(key: str, formula: str, *filters: Filter, **more: Any) -> OwnMetric:
    return OwnMetric(key, key, "", formula, "Ana", 3, filters=filters, **more)


def grouping(key: str, dimension: str, **more: Any) -> OwnGrouping:
    return OwnGrouping(key, key, "", dimension, "Ana", 2, **more)


def holding(layer: SemanticLayer, *metrics: OwnMetric, groupings: Sequence[OwnGrouping] = ()) -> SemanticLayer:
    own = Own(metrics=tuple(metrics), groupings=tuple(groupings))

    async def read(actor: Actor, *, refresh: bool = False) -> Own:
        return own

    layer.own = read
    return layer


async def answer(layer: SemanticLayer, **query: Any) -> Any:
    return await layer.run(ACTOR, parse_query({"limit": 5000, "range": RANGE, "currency": "EUR", **query}))


@pytest.mark.parametrize("kind", CONDITIONS)
async def test_every_metric_under_a_condition(layer: SemanticLayer, reference: Any, kind: str) -> None:
    filters, where = CONDITIONS[kind]
    holding(layer, *(metric(f"own_{key}", key, *filters) for key in METRICS))
    own = [f"own_{key}" for key in METRICS]
    result = await answer(layer, metrics=[*own, "orders"], dimensions=["country"])
    expected = by_hand(reference, keys={"country": "country"}, where=f"{WHEN} and {where}")
    got = by_key(result, ["country"])
    assert expected.keys() <= got.keys()
    for key, row in got.items():
        shown = {name: rounded(name, row[f"own_{name}"]) for name in METRICS}
        if key in expected:
            assert shown == expected[key], key
        else:
            assert not any(shown.values()), key
    totals = by_hand(reference, keys={}, where=f"{WHEN} and {where}")[()]
    assert {name: rounded(name, result.totals[f"own_{name}"]) for name in METRICS} == totals
    assert result.totals["orders"] == by_hand(reference, keys={}, where=WHEN)[()]["orders"]


@pytest.mark.parametrize("kind", ["line", "rolled_up", "store", "current"])
async def test_with_filters_grain_and_comparison_of_the_query(layer: SemanticLayer, reference: Any, kind: str) -> None:
    filters, where = CONDITIONS[kind]
    holding(layer, *(metric(f"own_{key}", key, *filters) for key in METRICS))
    result = await answer(
        layer,
        metrics=[f"own_{key}" for key in METRICS],
        grain="month",
        compare="previous_year",
        filters=[{"field": "country", "op": "in", "value": ["DE", "US"]}],
    )
    mine = f"({where}) and country in ('DE', 'US')"
    expected = by_hand(reference, keys={"period": "date_trunc('month', day)::date"}, where=f"{WHEN} and {mine}")
    got = by_key(result, ["period"])
    for key, row in expected.items():
        assert {name: rounded(name, got[key][f"own_{name}"]) for name in METRICS} == row, key
    earlier = f"day between '2023-06-15' and '2024-02-10' and {mine}"
    before = by_hand(reference, keys={}, where=earlier)[()]
    shown = {name: result.totals[f"own_{name}__previous"] for name in METRICS}
    assert {name: rounded(name, value) for name, value in shown.items()} == before


@pytest.mark.parametrize(
    ("formula", "filters", "by_sql"),
    [
        ("net_sales - shipping", (), "sum(gross - discount - returned - shipping)"),
        ("net_sales * 0.8", (), "sum(gross - discount - returned) * 0.8"),
        ("-(returns / 3)", (), "-sum(returned) / 3"),
        ("orders + units_sold", (), METRICS["orders"] + " + sum(units)"),
        ("orders + customers", (), METRICS["orders"] + " + " + METRICS["customers"]),
        ("orders * 0.5", (), METRICS["orders"] + " * 0.5"),
        ("orders", CONDITIONS["line"][0], METRICS["orders"].replace("where", "where category = 'Tea' and")),
        ("orders - own_inner", (), METRICS["orders"].replace("where", "where category is distinct from 'Tea' and 1 = 1 and")),
        ("own_tea", CONDITIONS["order"][0], "coalesce(sum(gross - discount - returned) filter (where category = 'Tea' and country = 'DE'), 0)"),
    ],
)  # fmt: skip
async def test_rows_behind_a_figure_add_up_to_it(
    layer: SemanticLayer, reference: Any, formula: str, filters: tuple[Filter, ...], by_sql: str
) -> None:
    holding(
        layer,
        metric("own_inner", "orders", *CONDITIONS["line"][0]),
        metric("own_tea", "net_sales", *CONDITIONS["line"][0]),
        metric("own_figure", formula, *filters),
    )
    result = await answer(layer, metrics=["own_figure"], dimensions=["country"])
    if "own_inner" not in formula:
        expected = reference.execute(f"select {by_sql} from in_eur where {WHEN}").fetchone()[0]
        assert abs(Decimal(result.totals["own_figure"]) - expected) <= Decimal("0.01")
    query = {"metrics": ["own_figure"], "dimensions": ["country"], "range": RANGE, "currency": "EUR"}
    for country, figure in result.rows:
        rows, total = await all_rows(layer, query, metric="own_figure", row={"country": country})
        assert total == figure
        assert abs(sum(Decimal(row["value"] or 0) for row in rows) - Decimal(figure)) < Decimal("0.0051")


async def test_a_ratio_of_own_metrics(layer: SemanticLayer, reference: Any) -> None:
    tea = metric("own_tea", "net_sales", *CONDITIONS["line"][0])
    holding(layer, tea, metric("own_share", "own_tea / net_sales", unit="percent"))
    result = await answer(layer, metrics=["own_share"])
    net = "sum(gross - discount - returned)"
    by_sql = f"select {net} filter (where category = 'Tea') / {net} from in_eur where {WHEN}"
    expected = reference.execute(by_sql).fetchone()[0]
    assert abs(Decimal(result.totals["own_share"]) - expected) < Decimal("0.000001")
    [column] = result.columns
    assert (column.unit, column.version) == ("percent", 3)


REGION = (("DE", "Home"), ("AT", "Home"), ("US", "Away; '\"}drop --"))
GROUPINGS: dict[str, tuple[OwnGrouping, str]] = {
    "map": (
        grouping("own_group", "country", values=REGION),
        "case country when 'DE' then 'Home' when 'AT' then 'Home' when 'US' then 'Away; ''\"}drop --' else country end",
    ),
    "map_other": (
        grouping("own_group", "country", values=REGION[:2], other="Else"),
        "case when country is null then null when country in ('DE', 'AT') then 'Home' else 'Else' end",
    ),
    "line_map": (
        grouping("own_group", "category", values=(("Tea", "Leaves"),), other="Rest"),
        "case when category is null then null when category = 'Tea' then 'Leaves' else 'Rest' end",
    ),
    "store_map": (
        grouping("own_group", "store", values=(("berlin", "Europe"),), other="World"),
        f"case when {DIMENSIONS['store']} = 'berlin' then 'Europe' else 'World' end",
    ),
    "current_map": (
        grouping("own_group", "category_current", values=(("Herbs", "Green"),)),
        f"case {DIMENSIONS['category_current']} when 'Herbs' then 'Green' else {DIMENSIONS['category_current']} end",
    ),
    "tag_map": (
        grouping("own_group", "tag", values=(("gift", "Present"),), other="Other"),
        "case when tags[1] is null then null when tags[1] = 'gift' then 'Present' else 'Other' end",
    ),
    "bins": (
        grouping("own_group", "hour_of_day", edges=(Decimal(6), Decimal(12)), labels=("night", "morning", "later")),
        (f"case when {DIMENSIONS['hour_of_day']} >= 12 then 'later' when {DIMENSIONS['hour_of_day']} >= 6 then 'morning'"
        " else 'night' end"),
    ),
    "bins_of_text": (
        grouping("own_group", "sku", edges=(Decimal(0),), labels=("under", "over")),
        "case when sku ~ '^-?[0-9.]+$' then 'over' end",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", GROUPINGS)
async def test_own_groupings(layer: SemanticLayer, reference: Any, kind: str) -> None:
    made, by_sql = GROUPINGS[kind]
    holding(layer, groupings=[made])
    result = await answer(layer, metrics=[*METRICS], dimensions=["own_group"])
    expected = by_hand(reference, keys={"own_group": by_sql}, where=WHEN)
    got = by_key(result, ["own_group"])
    assert got.keys() == expected.keys()
    for key, row in expected.items():
        assert {name: rounded(name, got[key][name]) for name in METRICS} == row, key
    for (value,), row in expected.items():
        condition = {"field": "own_group", "op": "is_null" if value is None else "eq"}
        asked = await answer(
            layer, metrics=["net_sales", "orders"], filters=[condition | ({"value": value} if value else {})]
        )
        if kind != "tag_map":  # filters match any tag, groups are by the first
            shown = {name: rounded(name, asked.totals[name]) for name in ("net_sales", "orders")}
            assert shown == {name: row[name] for name in shown}, value
        page = await facade.rows(
            ACTOR,
            layer,
            query=parse_query(
                {"metrics": ["net_sales"], "dimensions": ["own_group"], "range": RANGE, "currency": "EUR"}
            ),
            row={"own_group": value},
        )
        assert rounded("net_sales", page.sum) == row["net_sales"]


async def test_a_metric_may_have_a_condition_on_an_own_grouping(layer: SemanticLayer, reference: Any) -> None:
    home = metric("own_home", "net_sales", Filter("own_group", Op.EQ, "Home"))
    holding(layer, home, groupings=[GROUPINGS["map"][0]])
    result = await answer(layer, metrics=["own_home"])
    totals = by_hand(reference, keys={}, where=f"{WHEN} and country in ('DE', 'AT')")[()]
    assert rounded("net_sales", result.totals["own_home"]) == totals["net_sales"]
    assert "net_sales" in MONEY


async def test_what_was_deleted_says_so(layer: SemanticLayer) -> None:
    own = Own(absent={"own_books": "'own_books' was deleted by Ana."})

    async def read(actor: Actor, *, refresh: bool = False) -> Own:
        return own

    layer.own = read
    with pytest.raises(Unknown, match="deleted by Ana"):
        await answer(layer, metrics=["own_books"])


async def test_an_explanation_names_version_and_conditions(layer: SemanticLayer) -> None:
    holding(layer, metric("own_tea", "net_sales", *CONDITIONS["line"][0]))
    found = await facade.explain(ACTOR, layer, query=parse_query({"metrics": ["own_tea"], "range": RANGE}))
    assert [(one.key, one.version) for one in found.metrics][:2] == [("own_tea", 3), ("discounts", 1)]
    assert "own_tea: Category is one of Tea." in found.filters
    assert "Tea" not in found.sql and ["Tea"] in found.parameters.values()
