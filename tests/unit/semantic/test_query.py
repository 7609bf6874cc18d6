"""Reading a query: every refusal names its field."""

from argparse import Namespace
from typing import Any

import pytest

from comptoir.composed.insights.arguments import query_of
from comptoir.kernel.errors import ComptoirError
from comptoir.semantic.query import Filter, Op, parse_query
from tests.unit.semantic.asking import plan_of

RANGE = {"from": "2025-01-01", "to": "2025-01-31"}


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"metrics": []}, "metrics"),
        ({"metrics": [1]}, "metrics"),
        ({"metrics": ["net_sales", "net_sales"]}, "metrics"),
        ({"metric": ["net_sales"]}, "metric"),
        ({"grain": "fortnight"}, "grain"),
        ({"range": {"from": "2025-01-01"}}, "range"),
        ({"range": {"from": "2025-02-01", "to": "2025-01-01"}}, "range"),
        ({"range": {"from": "01.02.2025", "to": "2025-01-01"}}, "range.from"),
        ({"range": {"from": "2025-01-01", "to": "9999-01-01"}}, "range.to"),
        ({"compare": "last_year"}, "compare"),
        ({"compare": "previous_year"}, "range"),
        ({"same_minute": True}, "same_minute"),
        ({"same_minute": "yes"}, "same_minute"),
        ({"filters": {"field": "country"}}, "filters"),
        ({"filters": [{"field": "country", "op": "like", "value": "x"}]}, "filters.0.op"),
        ({"filters": [{"field": "country", "op": "in", "value": []}]}, "filters.0.value"),
        ({"filters": [{"field": "country", "op": "eq", "value": None}]}, "filters.0.value"),
        ({"filters": [{"field": "country", "op": "eq", "value": 1.5}]}, "filters.0.value"),
        ({"filters": [{"field": "weekday", "op": "between", "value": [1]}]}, "filters.0.value"),
        ({"filters": [{"field": "weekday", "op": "eq", "value": "Monday"}]}, "filters.0.value"),
        ({"filters": [{"field": "weekday", "op": "contains", "value": "1"}]}, "filters.0.op"),
        ({"filters": [{"field": "customer", "op": "eq", "value": "ada"}]}, "filters.0.value"),
        ({"filters": [{"field": "customer", "op": "gt", "value": "x"}]}, "filters.0.op"),
        ({"filters": [{"field": "quantity_total", "op": "gt", "value": 1}]}, "filters.0.field"),
        ({"filters": [{"field": "net_sales", "op": "gt", "value": 1}]}, "filters.0.field"),
        ({"filters": [{"field": "store", "op": "eq", "value": "berln"}]}, "filters"),
        ({"currency": "EURO"}, "currency"),
        ({"day": "mine"}, "day"),
        ({"returns_basis": "edit"}, "returns_basis"),
        ({"edits_basis": "return"}, "edits_basis"),
        ({"order_by": ["-orders"]}, "order_by"),
        ({"limit": 0}, "limit"),
        ({"limit": True}, "limit"),
        ({"limit": 10**9}, "limit"),
        ({"dimensions": ["countri"]}, "dimensions"),
        ({"range": {"from": "1975-01-01", "to": "2025-01-01"}, "grain": "hour"}, "grain"),
    ],
)
def test_refusals_name_the_field(raw: dict[str, Any], field: str) -> None:
    with pytest.raises(ComptoirError) as caught:
        plan_of(**raw)
    assert (caught.value.status, caught.value.field) == (422, field)


def test_over_budget_names_the_budget() -> None:
    with pytest.raises(ComptoirError, match="20,000 buckets") as caught:
        plan_of(range={"from": "1975-01-01", "to": "2024-12-31"}, grain="hour")
    assert caught.value.code == "over_budget"


def test_did_you_mean() -> None:
    with pytest.raises(ComptoirError) as caught:
        plan_of(filters=[{"field": "store", "op": "eq", "value": "berln"}])
    assert caught.value.suggestions == ("berlin",)


def arguments(**given: Any) -> Namespace:
    plain = dict.fromkeys(("grain", "compare", "currency", "first", "last", "limit"))
    words = {"metrics": "net_sales", "by": "", "where": [], "order_by": "", "same_minute": False}
    bases = {"day": "store", "returns_basis": "return", "edits_basis": "order"}
    return Namespace(**{**plain, **words, **bases, **given})


def test_the_command_line_and_the_json_form_mean_the_same() -> None:
    query = query_of(
        arguments(
            metrics="net_sales, orders",
            by="store,country",
            grain="month",
            first="2025-01-01",
            last="2025-01-31",
            compare="previous_year",
            where=["country in DE,'Côte, d''Or'", "channel is_null", "product contains a b = c"],
            order_by="-net_sales",
            limit=5,
        )
    )
    filters = [
        {"field": "country", "op": "in", "value": ["DE", "Côte, dOr"]},
        {"field": "channel", "op": "is_null"},
        {"field": "product", "op": "contains", "value": "a b = c"},
    ]
    assert query == parse_query(
        {
            "metrics": ["net_sales", "orders"],
            "dimensions": ["store", "country"],
            "grain": "month",
            "range": RANGE,
            "compare": "previous_year",
            "filters": filters,
            "order_by": ["-net_sales"],
            "limit": 5,
        }
    )
    assert query.filters[1] == Filter("channel", Op.IS_NULL)


@pytest.mark.parametrize("given", [{"first": "2025-01-01"}, {"where": ["country"]}, {"where": ["country like DE"]}])
def test_wrong_arguments(given: dict[str, Any]) -> None:
    with pytest.raises(ComptoirError):
        query_of(arguments(**given))
