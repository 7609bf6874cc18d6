"""What each pass decides, without an engine."""

from dataclasses import replace
from datetime import date
from time import process_time
from timeit import repeat
from typing import Any
from uuid import UUID

import pytest
import sqlglot

from comptoir.composed.insights.facade import catalogue
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Forbidden
from comptoir.kernel.time import Period
from comptoir.semantic import sql
from comptoir.semantic.facade import metrics as offered_metrics
from comptoir.semantic.passes.bind import bind
from comptoir.semantic.passes.render import UnscopedPlan, check_scope, render
from comptoir.semantic.passes.resolve import resolve
from comptoir.semantic.passes.rights import check_rights
from comptoir.semantic.passes.scope import add_scope
from comptoir.semantic.query import parse_query
from tests.unit.semantic.asking import BERLIN, BOSTON, NOW, PARIS, TENANT, an_actor, plan_of, stores

RANGE = {"from": "2025-11-01", "to": "2025-11-30"}


def test_a_plan_without_a_scope_cannot_be_rendered() -> None:
    with pytest.raises(UnscopedPlan):
        render(replace(plan_of(), scope=None))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT sum(gross) FROM sales FINAL",
        "SELECT 1 FROM sales WHERE organisation = {organisation: UUID} OR 1 = 1",
        "SELECT 1 FROM sales WHERE organisation = organisation",
        "SELECT 1 FROM sales WHERE customer IN (SELECT customer FROM customers) AND organisation = {organisation: UUID}",
        "SELECT 1 FROM (SELECT 1 FROM sales) WHERE organisation = {organisation: UUID}",
    ],
)
def test_the_scope_is_checked_in_the_tree(text: str) -> None:
    with pytest.raises(UnscopedPlan):
        check_scope(sqlglot.parse_one(text, read="clickhouse"), plan=plan_of())


def test_another_organisation_is_refused() -> None:
    stranger = Actor(UUID(int=2), None, frozenset({"*"}))
    with pytest.raises(Forbidden):
        add_scope(plan_of(), actor=stranger)


def test_values_never_enter_the_text() -> None:
    evil = "x' OR 1=1 --"
    compiled = render(plan_of(filters=[{"field": "country", "op": "eq", "value": evil}], dimensions=["country"]))
    assert evil not in compiled.sql
    assert "1=1" not in compiled.sql


def test_plans_of_one_shape_share_their_sql() -> None:
    one = plan_of(range=RANGE, filters=[{"field": "country", "op": "eq", "value": "DE"}])
    other = plan_of(
        range={"from": "2024-01-01", "to": "2024-01-02"}, filters=[{"field": "country", "op": "eq", "value": "FR"}]
    )
    assert one.shape == other.shape
    assert render(one).sql == render(other).sql
    assert bind(one, compiled=render(one)).parameters != bind(other, compiled=render(other)).parameters


@pytest.mark.parametrize(
    ("change", "rolled"),
    [
        ({}, True),
        ({"dimensions": ["store", "channel", "country", "currency", "weekday", "platform"], "grain": "week"}, True),
        ({"dimensions": ["city"]}, False),
        ({"filters": [{"field": "sku", "op": "eq", "value": "A"}]}, False),
        ({"grain": "hour"}, False),
        ({"returns_basis": "order"}, False),
        ({"edits_basis": "edit"}, False),
        ({"day": "organisation"}, True),
        ({"metrics": ["customers"]}, False),
        ({"metrics": ["orders", "gross_margin", "guest_orders"]}, True),
        ({"range": RANGE, "compare": "previous_year"}, True),
    ],
)
def test_when_the_roll_up_answers(change: dict[str, Any], rolled: bool) -> None:
    assert [is_rolled for is_rolled, _, _ in reads(**change)] == [rolled]


def reads(**query: Any) -> list[tuple[bool, int, bool]]:
    """Return for every read whether it is of the roll-up, of how many spans, and whether one of them is cut."""
    found = [scan for part in plan_of(**query).parts for scan in part.scans]
    return [(scan.uses_rollup, len(scan.spans), any(span.is_cut for span in scan.spans)) for scan in found]


MINUTE: dict[str, Any] = {"compare": "previous_year", "same_minute": True}
TODAY = {"from": "2025-11-22", "to": "2025-11-22"}


def test_only_the_cut_day_of_an_unfinished_comparison_is_read_from_entries() -> None:
    assert reads(range=RANGE, **MINUTE) == [(False, 1, True), (True, 2, False)]
    assert reads(range=TODAY, **MINUTE) == [(False, 2, True)]
    assert reads(range=RANGE, dimensions=["city"], **MINUTE) == [(False, 2, True)]
    over = {"from": "2025-10-01", "to": "2025-10-31"}
    assert reads(range=over, **MINUTE) == [(True, 2, False)]


def test_the_cut_day_and_the_whole_days_before_it_meet_without_a_gap() -> None:
    plan = plan_of(range=RANGE, **MINUTE)
    values = bind(plan, compiled=render(plan)).parameters
    assert (values["previous_from_day"], values["previous_whole_day"]) == (date(2024, 11, 1), date(2024, 11, 21))
    assert (values["previous_cut_day"], values["previous_to_day"]) == (date(2024, 11, 22), date(2024, 11, 30))


def test_periods_that_overlap_are_read_apart() -> None:
    long = {"from": "2024-01-01", "to": "2025-06-30"}
    assert reads(range=long, compare="previous_year") == [(True, 1, False), (True, 1, False)]


@pytest.mark.parametrize(
    ("change", "currency", "converts"),
    [
        ({}, "CHF", True),
        ({"currency": "EUR"}, "EUR", True),
        ({"filters": [stores("berlin", "paris")]}, "EUR", False),
        ({"filters": [stores("berlin", "boston")]}, "CHF", True),
        ({"filters": [stores("boston")]}, "USD", False),
        ({"filters": [stores("boston")], "currency": "EUR"}, "EUR", True),
        ({"metrics": ["orders"]}, None, False),
        ({"filters": [{"field": "currency", "op": "eq", "value": "EUR"}], "currency": "EUR"}, "EUR", False),
        ({"filters": [{"field": "currency", "op": "eq", "value": "USD"}], "currency": "EUR"}, "EUR", True),
        ({"filters": [{"field": "currency", "op": "in", "value": ["EUR", "USD"]}], "currency": "EUR"}, "EUR", True),
        ({"filters": [{"field": "currency", "op": "ne", "value": "USD"}], "currency": "EUR"}, "EUR", True),
    ],
)
def test_currency(change: dict[str, Any], currency: str | None, converts: bool) -> None:
    plan = plan_of(**change)
    assert (plan.currency, plan.converts) == (currency, converts)


def test_store_scope_of_the_actor() -> None:
    limited = an_actor(stores=frozenset({BERLIN, PARIS}))
    assert plan_of(limited).scope.stores == (BERLIN, PARIS)  # type: ignore[union-attr]
    assert plan_of(limited, filters=[stores("berlin", "boston")]).scope.stores == (BERLIN,)  # type: ignore[union-attr]
    assert plan_of(limited, filters=[stores("boston")]).scope.stores == ()  # type: ignore[union-attr]
    assert plan_of().scope.stores is None  # type: ignore[union-attr]
    assert plan_of(filters=[{"field": "store", "op": "ne", "value": "boston"}]).scope.stores == (BERLIN, PARIS)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("permissions", "query", "allowed"),
    [
        (("orders:read",), {}, False),
        (("analytics:read",), {}, True),
        (("analytics:read",), {"metrics": ["gross_margin"]}, False),
        (("analytics:read",), {"metrics": ["cogs"]}, False),
        (("analytics:read", "costs:read"), {"metrics": ["gross_margin", "cost_coverage"]}, True),
        (("analytics:read",), {"dimensions": ["customer"]}, False),
        (("analytics:read",), {"filters": [{"field": "customer", "op": "not_null"}]}, False),
        (("analytics:read", "customers:read"), {"dimensions": ["customer"]}, True),
    ],
)
def test_rights(permissions: tuple[str, ...], query: dict[str, Any], allowed: bool) -> None:
    if allowed:
        plan_of(an_actor(*permissions), **query)
        return
    with pytest.raises(Forbidden):
        plan_of(an_actor(*permissions), **query)


def test_denied_keys_are_refused_inside_formulas_too() -> None:
    masked = an_actor(denied=("discounts", "country"))
    for query in ({"metrics": ["discounts"]}, {"metrics": ["aov"]}, {"dimensions": ["country"]}):
        with pytest.raises(Forbidden):
            plan_of(masked, **query)
    plan_of(masked, metrics=["gross_sales"])


def test_only_what_may_be_read_is_offered() -> None:
    offered = {metric.key for metric in offered_metrics(an_actor("analytics:read"), catalogue=plan_of().catalogue)}
    assert "net_sales" in offered
    assert not offered & {"cogs", "gross_profit", "gross_margin", "cost_coverage"}


def test_zone_of_hours() -> None:
    assert plan_of(grain="hour", filters=[stores("boston")], range=RANGE).zone == "America/New_York"
    mixed = plan_of(grain="hour", range=RANGE)
    assert (mixed.zone, mixed.notes) == ("Europe/Zurich", ("hours are in Europe/Zurich, days are each store's own",))


def test_an_unfinished_period_is_cut_at_the_same_minute_of_each_store() -> None:
    plan = plan_of(range=RANGE, compare="previous_year_weekday", same_minute=True)
    assert plan.previous == Period(date(2024, 11, 2), date(2024, 12, 1))
    assert {store: cut.isoformat() for store, cut in plan.cuts.items()} == {
        BERLIN: "2024-11-23T12:30:00+00:00",
        PARIS: "2024-11-23T12:30:00+00:00",
        BOSTON: "2024-11-23T12:30:00+00:00",
    }
    assert (
        plan_of(range={"from": "2025-10-01", "to": "2025-10-31"}, compare="previous_year", same_minute=True).cuts == {}
    )


def test_division_is_wide_and_null_safe() -> None:
    text = sql.render(sql.nullable_division(sql.column("a"), sql.column("b")))
    assert "Decimal(76, 30)" in text
    assert "nullIf" in text


def test_every_read_is_narrowed_by_channels_and_representatives() -> None:
    actor = an_actor(channels=("web", "pos"), sales_rep="Ida")
    for query in (
        {
            "metrics": ["net_sales", "customers", "new_customers", "gross_margin"],
            "range": RANGE,
            "compare": "previous_period",
        },
        {"metrics": ["orders"], "dimensions": ["customer_since", "product_name"], "grain": "week", "range": RANGE},
        {"metrics": ["aov"], "dimensions": ["country"]},
    ):
        plan = plan_of(actor, **{"range": RANGE, **query})
        found = render(plan)
        assert found.sql.count("{scope_channel: Array(String)}") == found.sql.count("{scope_sales_rep: Array(String)}")
        assert found.sql.count("{scope_channel: Array(String)}") >= len(plan.parts[0].scans)
        assert bind(plan, compiled=found).parameters["scope_channel"] == ["pos", "web"]
        bare = replace(plan, scope=replace(plan.scope, limits=()))
        with pytest.raises(UnscopedPlan):
            check_scope(sqlglot.parse_one(render(bare).sql, read="clickhouse"), plan=plan)


def test_a_roll_up_serves_channels_and_not_representatives() -> None:
    assert all(read.uses_rollup for read in plan_of(an_actor(channels=("web",)), range=RANGE).parts[0].scans)
    assert not any(read.uses_rollup for read in plan_of(an_actor(sales_rep="Ida"), range=RANGE).parts[0].scans)


def test_what_is_masked_is_null_and_says_so() -> None:
    plan = plan_of(an_actor(masked=("cost", "city")), metrics=["net_sales", "cogs"], dimensions=["country", "city"])
    found = render(plan)
    assert [(one.name, one.is_masked) for one in found.columns] == [
        ("country", False), ("city", True), ("net_sales", False), ("cogs", True)
    ]  # fmt: skip
    assert [name for name in found.fetched if not name.startswith("x_")] == [
        "is_total",
        "country",
        "city",
        "net_sales",
        "cogs",
    ]
    assert "city" not in found.sql.replace('AS "city"', "")


@pytest.mark.parametrize(
    "query",
    [
        {"metrics": ["net_sales", "cogs"], "order_by": ["-cogs"]},
        {
            "metrics": ["net_sales", "gross_margin"],
            "range": RANGE,
            "compare": "previous_period",
            "order_by": ["gross_margin__change"],
        },
        {"filters": [{"field": "city", "op": "eq", "value": "Bern"}]},
        {"dimensions": ["city"], "order_by": ["city"]},
    ],
)
def test_what_is_masked_orders_and_filters_nothing(query: dict[str, object]) -> None:
    with pytest.raises(Forbidden, match="hidden"):
        plan_of(an_actor(masked=("cost", "city")), **query)


def test_what_is_denied_is_refused_by_name() -> None:
    with pytest.raises(Forbidden, match="gross_margin") as refused:
        plan_of(an_actor(denied=("cost",)), metrics=["net_sales", "gross_margin"])
    assert refused.value.field == "gross_margin"


def test_stores_out_of_sight_have_no_name_anywhere() -> None:
    actor = an_actor(stores=frozenset({BERLIN}))
    plan = plan_of(actor, filters=[stores("boston", "berlin", "nowhere")], dimensions=["store"])
    assert [store.slug for store in plan.stores] == ["berlin"]
    assert "boston" not in str(bind(plan, compiled=render(plan)).parameters)


def test_a_permission_check_costs_little() -> None:
    actor = an_actor(
        "analytics:read", "costs:read", stores=frozenset({BERLIN}), channels=("web",), masked=("personal",)
    )
    plan = resolve(
        parse_query({"metrics": ["net_sales", "gross_margin", "aov", "new_customers"], "dimensions": ["country"]}),
        catalogue=catalogue(), tenant=TENANT, now=NOW,
    )  # fmt: skip
    times = repeat(
        lambda: add_scope(check_rights(plan, actor=actor), actor=actor), number=200, repeat=20, timer=process_time
    )
    assert min(times) / 200 < 0.000_100, "stated in docs/subsystems/access.md: at most 50 µs on an idle machine"
