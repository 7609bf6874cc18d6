"""An organisation's own definitions over HTTP: making, using everywhere, versions, deleting, rights, two organisations."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from comptoir.foundation.identity import facade as identity
from tests.integration.boards.conftest import Team, ask
from tests.integration.http.conftest import PASSWORD, sign_in

pytestmark = pytest.mark.engine
BOOKS: dict[str, Any] = {
    "key": "net_books",
    "kind": "metric",
    "label": "Net sales of books",
    "formula": "net_sales",
    "filters": [{"field": "category", "op": "in", "value": ["Books"]}],
}
SHARE: dict[str, Any] = {
    "key": "books_share",
    "kind": "metric",
    "label": "Share of books",
    "formula": "net_books / net_sales",
    "unit": "percent",
}
REGION: dict[str, Any] = {
    "key": "sales_region",
    "kind": "value_map",
    "label": "Region",
    "dimension": "country",
    "map": {"DE": "Home"},
    "other": "Abroad",
}
DAYPART: dict[str, Any] = {
    "key": "daypart",
    "kind": "bins",
    "label": "Part of the day",
    "dimension": "hour_of_day",
    "edges": [6, 12, 18],
    "labels": ["night", "morning", "afternoon", "evening"],
}


async def make(client: httpx.AsyncClient, *wanted: dict[str, Any]) -> list[dict[str, Any]]:
    return [await ask(client, "POST", "/definitions", 201, **one) for one in wanted]


async def test_own_definitions_work_wherever_built_in_ones_do(team: Team) -> None:
    owner = await team("owner")
    books, share, region, _ = await make(owner, BOOKS, SHARE, REGION, DAYPART)
    assert (books["version"], books["unit"], share["unit"], region["other"]) == (1, "money", "percent", "Abroad")
    assert books["owner"]["name"] == "owner@example.test"
    query = {"metrics": ["net_books", "books_share"], "dimensions": ["sales_region", "daypart"], "grain": "day"}
    query["range"] = {"from": "2026-02-01", "to": "2026-02-03"}
    answer = await ask(owner, "POST", "/query", **query)
    assert [(one["name"], one.get("version")) for one in answer["columns"]][-1] == ("books_share", 1)
    explained = await ask(owner, "POST", "/query/explain", **query)
    assert {one["key"] for one in explained["metrics"]} == {"net_books", "books_share", *NET}
    assert "Net sales of books: Category is one of Books." in explained["filters"]
    assert "Books" not in explained["sql"]
    assert "Abroad" not in explained["sql"]
    rows = await ask(owner, "POST", "/query/rows", query=query, metric="net_books")
    assert rows["sum"] == "0.00"
    file = await owner.post("/api/v1/query/export", json={"query": query})
    assert file.text.startswith('"period","sales_region","daypart","net_books","books_share"')
    known = {one["key"]: one for one in await ask(owner, "GET", "/metrics")}
    assert (known["net_books"]["is_custom"], known["net_books"]["certified"]) == (True, False)
    assert not known["net_sales"]["is_custom"]
    assert {"sales_region", "daypart"} <= {one["key"] for one in await ask(owner, "GET", "/dimensions")}
    assert (await ask(owner, "GET", "/dimensions/sales_region/values"))["items"] == []


NET = {"net_sales", "gross_sales", "discounts", "returns"}


async def test_every_change_is_a_version_and_unmarks(team: Team) -> None:
    owner, sales = await team("owner"), await team("sales")
    await make(sales, BOOKS)
    marked = await ask(owner, "PATCH", "/definitions/net_books", certified=True)
    assert (marked["certified"], marked["certified_by"]["name"], marked["version"]) == (True, "owner@example.test", 1)
    await ask(sales, "PATCH", "/definitions/net_books", 403, certified=True)
    renamed = await ask(sales, "PATCH", "/definitions/net_books", label="Books, net")
    assert (renamed["version"], renamed["certified"]) == (2, True)
    changed = await ask(sales, "PATCH", "/definitions/net_books", formula="net_sales - shipping", base_version=2)
    assert (changed["version"], changed["certified"], changed["filters"]) == (3, False, BOOKS["filters"])
    await ask(sales, "PATCH", "/definitions/net_books", 409, label="Mine", base_version=2)
    versions = (await ask(owner, "GET", "/definitions/net_books/versions"))["items"]
    assert [(one["version"], one["summary"], one["formula"]) for one in versions] == [
        (3, "Changed formula", "net_sales - shipping"),
        (2, "Changed label", "net_sales"),
        (1, "Made", "net_sales"),
    ]
    assert {one["saved_by"]["name"] for one in versions} == {"Sales"}
    explained = await ask(owner, "POST", "/query/explain", metrics=["net_books"])
    assert {one["key"]: one["version"] for one in explained["metrics"]}["net_books"] == 3


async def test_what_was_deleted_says_who_did_and_who_brings_it_back(team: Team) -> None:
    owner, sales = await team("owner"), await team("sales")
    await make(sales, BOOKS, SHARE)
    await ask(owner, "DELETE", "/definitions/net_books", 204)
    for metric in ("net_books", "books_share"):
        refused = await ask(sales, "POST", "/query", 422, metrics=[metric])
        assert "deleted by owner@example.test" in refused["detail"]
        assert "Sales or owner@example.test" in refused["detail"]
        assert "can restore it" in refused["detail"]
    assert [one["key"] for one in (await ask(sales, "GET", "/definitions?deleted=true"))["items"]] == ["net_books"]
    broken = (await ask(sales, "GET", "/definitions"))["items"]
    assert [(one["key"], "deleted by" in one["problem"]) for one in broken] == [("books_share", True)]
    await ask(sales, "POST", "/definitions", 409, **BOOKS)
    restored = await ask(sales, "POST", "/definitions/net_books/restore")
    assert (restored["version"], restored["deleted_at"]) == (1, None)
    await ask(sales, "POST", "/query", metrics=["books_share"])


async def test_only_owner_and_certifier_may_change(team: Team) -> None:
    sales, marketing, viewer = await team("sales"), await team("marketing"), await team("viewer")
    await make(sales, BOOKS)
    assert (await ask(marketing, "GET", "/definitions/net_books"))["may_edit"] is False
    await ask(marketing, "PATCH", "/definitions/net_books", 403, label="Ours")
    await ask(marketing, "DELETE", "/definitions/net_books", 403)
    await ask(viewer, "POST", "/definitions", 403, **SHARE)
    await ask(viewer, "POST", "/query", metrics=["net_books"])
    me = (await ask(marketing, "GET", "/session"))["user"]["id"]
    handed = await ask(sales, "PATCH", "/definitions/net_books", owner=me)
    assert handed["owner"]["name"] == "Marketing"
    await ask(marketing, "PATCH", "/definitions/net_books", label="Ours")


async def test_costs_stay_hidden_behind_own_metrics(team: Team) -> None:
    owner, sales = await team("owner"), await team("sales")
    profit = {"key": "book_profit", "kind": "metric", "label": "Profit", "formula": "gross_profit / orders"}
    await make(owner, profit)
    await ask(sales, "POST", "/query", 403, metrics=["book_profit"])
    assert "book_profit" not in {one["key"] for one in await ask(sales, "GET", "/metrics")}
    assert (await ask(sales, "GET", "/definitions"))["items"] == []
    await ask(sales, "GET", "/definitions/book_profit", 404)
    await ask(sales, "POST", "/definitions", 403, **{**profit, "key": "mine"})
    checked = await ask(sales, "POST", "/definitions/check", formula="cogs / 2")
    assert "costs:read" in checked["problems"][0]["message"]
    assert not {"cogs"} & {
        one["key"] for one in (await ask(sales, "POST", "/definitions/check", formula="co"))["completions"]
    }


async def test_two_organisations_with_one_key_do_not_meet(team: Team) -> None:
    owner, place = await team("owner"), team.place
    other = await identity.create_organisation(
        place.actor(), place.platform, name="Other", currency="EUR", timezone="UTC"
    )
    actor = replace(place.actor(), organisation_id=other.id)
    await identity.add_member(
        actor, place.platform, email="else@example.test", role="owner", password=PASSWORD, name="Else"
    )
    theirs = place.client()
    await sign_in(theirs, email="else@example.test")
    await make(owner, BOOKS)
    await ask(theirs, "POST", "/query", 422, metrics=["net_books"])
    await make(theirs, {**BOOKS, "formula": "orders", "filters": []})
    assert (await ask(owner, "POST", "/query", metrics=["net_books"]))["totals"] == {"net_books": "0.00"}
    assert (await ask(theirs, "POST", "/query", metrics=["net_books"]))["totals"] == {"net_books": 0}
    assert (await ask(owner, "GET", "/definitions/net_books"))["filters"] == BOOKS["filters"]
    await theirs.aclose()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"formula": "net_sales + orders"}, "cannot add money and count"),
        ({"formula": "net_saless"}, "no metric 'net_saless'"),
        ({"key": "net_sales"}, "built-in"),
        ({"key": "Net Books"}, "cannot be a key"),
        ({"filters": [{"field": "categry", "op": "eq", "value": "x"}]}, "no dimension 'categry'"),
        ({"filters": [{"field": "country", "op": "eq", "value": "x"}] * 11}, "at most 10"),
        ({"label": " "}, "needs a name"),
        ({"dimension": "country"}, "takes no 'dimension'"),
        ({"kind": "bins"}, "takes no 'formula'"),
    ],
)  # fmt: skip
async def test_what_cannot_be_kept(team: Team, change: dict[str, Any], said: str) -> None:
    owner = await team("owner")
    refused = await ask(owner, "POST", "/definitions", 422, **{**BOOKS, **change})
    assert said in refused["detail"]
    assert (await ask(owner, "GET", "/definitions"))["items"] == []


async def test_a_change_that_breaks_others_is_refused(team: Team) -> None:
    owner = await team("owner")
    await make(owner, BOOKS, SHARE)
    refused = await ask(owner, "PATCH", "/definitions/net_books", 422, formula="books_share * net_sales")
    assert "net_books → books_share → net_books" in refused["detail"]
    total = {"key": "sum_of", "kind": "metric", "label": "Sum", "formula": "net_books + shipping"}
    await make(owner, total)
    refused = await ask(owner, "PATCH", "/definitions/net_books", 409, formula="orders")
    assert "books_share would stop working (1 more): " in refused["detail"]


async def test_uses_graph_and_preview(team: Team) -> None:
    owner = await team("owner")
    await make(owner, BOOKS, SHARE, REGION)
    tile = {"id": "a", "kind": "number", "place": {"x": 0, "y": 0, "w": 3, "h": 3}, "query": {"metrics": ["net_books"]}}
    document = {"format": 1, "settings": {}, "variables": [], "tiles": [tile]}
    await ask(owner, "POST", "/boards", 201, name="Books", document=document)
    uses = (await ask(owner, "GET", "/definitions/net_books/uses"))["items"]
    assert [(one["kind"], one["label"]) for one in uses] == [("metric", "Share of books"), ("board", "Books")]
    graph = await ask(owner, "GET", "/definitions/net_books/graph")
    edges = {(one["from"], one["to"]) for one in graph["edges"]}
    assert {("books_share", "net_books"), ("net_books", "net_sales"), ("net_books", "category")} <= edges
    draft = {"key": "draft", "kind": "metric", "label": "Draft", "formula": "net_books * 2"}
    shown = await ask(owner, "POST", "/definitions/preview", definition=draft, query={"grain": None})
    assert shown["totals"] == {"draft": "0.00"}
    bins = {**DAYPART, "key": "draft"}
    assert (await ask(owner, "POST", "/definitions/preview", definition=bins))["rows"] == []
    assert [one["key"] for one in (await ask(owner, "GET", "/definitions"))["items"]] == [
        "net_books",
        "sales_region",
        "books_share",
    ]


async def test_a_formula_is_checked_while_it_is_typed(team: Team) -> None:
    owner = await team("owner")
    await make(owner, BOOKS)
    found = await ask(owner, "POST", "/definitions/check", formula="net_books / ord")
    assert found["problems"] == [
        {"message": "There is no metric 'ord'.", "start": 12, "end": 15, "suggestions": ["orders"]}
    ]
    completions = [(one["key"], one["unit"], one["start"]) for one in found["completions"]]
    assert completions[0] == ("orders", "count", 12)
    assert ("aov", "money", 12) in completions  # average order value
    assert [(one["key"], one["label"], one["start"]) for one in found["names"]] == [
        ("net_books", "Net sales of books", 0)
    ]
    fine = await ask(owner, "POST", "/definitions/check", formula="net_books / orders")
    assert (fine["ok"], fine["unit"], fine["problems"]) == (True, "money", [])
