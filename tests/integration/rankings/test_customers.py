"""Customers: figures equal SQL by hand, names only for those who may see them, and what happened newest first."""

import csv
import io
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from comptoir.composed.rankings import facade
from comptoir.composed.rankings.contracts import CustomersWanted
from comptoir.kernel.actor import Actor, Scope
from comptoir.kernel.errors import NotFound
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform
from comptoir.roles.web import web_application
from tests.integration.pipeline.shop import Shop
from tests.integration.rankings.conftest import BEN, DAYS, DORA, Merchant, read, sale
from tests.unit.orders.ordering import at, line

pytestmark = pytest.mark.engine

BY_HAND = """
select o.customer_id::text, sum(e.gross - e.discount - e.returned) as net,
       count(distinct e.order_id) filter (where e.kind = 'sale' and e.line_id is not null) as orders,
       sum(e.gross - e.discount - e.returned - e.cost) filter (where e.cost is not null) as profit,
       sum(e.returned) as returned
from sales_entries e join orders o on o.id = e.order_id
where e.organisation_id = :organisation and e.superseded_by is null and o.customer_id is not null
  and e.booked_day between '2025-03-01' and '2025-03-31'
group by 1
"""


def named(page: Any) -> list[str | None]:
    return [item["name"] for item in page["items"]]


async def test_figures_equal_sql_by_hand(merchant: Merchant) -> None:
    client = await merchant.person("owner")
    page = await read(client, "/customers", **DAYS)
    shown = {item["id"]: item["figures"] for item in page["items"]}
    hand = {row[0]: row[1:] for row in await merchant.by_hand(BY_HAND)}
    assert shown.keys() == hand.keys()
    assert len(hand) == 3
    for key, (net, orders, profit, returned) in hand.items():
        figures = shown[key]
        assert (Decimal(figures["net_sales"]), figures["orders"]) == (net, orders)
        assert Decimal(figures["returns"]) == returned
        assert (figures["gross_profit"] and Decimal(figures["gross_profit"])) == profit
    assert named(page) == ["Ada Quill", "Ben Ash", "Cleo Fern"]
    ada, ben, cleo = page["items"]
    assert (ada["first_ordered_at"][:10], ada["last_ordered_at"][:10]) == ("2025-02-08", "2025-03-11")
    assert [item["figures"]["new_customers"] for item in (ada, ben, cleo)] == [0, 1, 0]
    assert (page["total"], page["totals"]["new_customers"]) == (3, 1)


async def test_kinds_sorts_search_and_stores(merchant: Merchant) -> None:
    await merchant.sell(sale(8, line("k", 1, "50"), day=-200, buyer=DORA))
    await merchant.settle()
    client = await merchant.person("owner")
    for query, names in (
        ({"kind": "new"}, ["Ben Ash"]),
        ({"kind": "new", "day": "organisation"}, ["Ben Ash"]),
        ({"kind": "returning"}, ["Ada Quill", "Cleo Fern"]),
        ({"sort": "net_sales"}, ["Cleo Fern", "Ben Ash", "Ada Quill"]),
        ({"sort": "-orders"}, None),
        ({"sort": "-returns", "limit": 1}, ["Ben Ash"]),
        ({"store": "two"}, ["Ben Ash", "Cleo Fern"]),
        ({"q": "ada"}, ["Ada Quill"]),
        ({"q": "ben@example.test"}, ["Ben Ash"]),
        ({"q": "dora"}, ["Dora Lane"]),
        ({"q": "dora", "kind": "new"}, []),
        ({"q": "nobody like it"}, []),
        ({"country": "SE"}, []),
    ):
        page = await read(client, "/customers", **DAYS, **query)
        assert names is None or named(page) == names, query
    (dora,) = (await read(client, "/customers", **DAYS, q="dora"))["items"]
    assert (dora["figures"], dora["last_ordered_at"][:4]) == (None, "2024")
    everybody = await read(client, "/customers")
    assert set(named(everybody)) == {"Ada Quill", "Ben Ash", "Cleo Fern", "Dora Lane"}
    for wrong in ({"sort": "name"}, {"kind": "old", **DAYS}, {"kind": "new"}):
        assert (await client.get("/api/v1/customers", params=wrong)).status_code == 422, wrong


async def test_who_bought_only_before_is_not_listed_but_is_the_biggest_fall(merchant: Merchant) -> None:
    await merchant.sell(sale(8, line("k", 2, "50"), day=-14, buyer=DORA))
    await merchant.settle()
    client = await merchant.person("owner")
    compared = {**DAYS, "compare": "previous_period"}
    page = await read(client, "/customers", **compared)
    assert named(page) == ["Ada Quill", "Ben Ash", "Cleo Fern"]
    ada = page["items"][0]["figures"]
    assert (ada["net_sales"], ada["net_sales__previous"], ada["net_sales__change"]) == ("90.00", "70.00", "20.00")
    fallen = await read(client, "/customers", **compared, sort="net_sales__change")
    assert named(fallen)[0] == "Dora Lane"
    assert fallen["items"][0]["figures"]["net_sales__change"] == "-100.00"
    answer = await client.get("/api/v1/customers/export", params=compared)
    assert len(list(csv.DictReader(io.StringIO(answer.text, newline="")))) == 3


async def test_pages_and_file(merchant: Merchant) -> None:
    client = await merchant.person("owner")
    seen, cursor = [], None
    while True:
        page = await read(client, "/customers", **DAYS, limit=1, **({"cursor": cursor} if cursor else {}))
        seen += named(page)
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == ["Ada Quill", "Ben Ash", "Cleo Fern"]
    earlier = await read(client, "/customers", **DAYS, limit=1, cursor=page["previous_cursor"])
    assert named(earlier) == ["Ben Ash"]
    answer = await client.get("/api/v1/customers/export", params=DAYS)
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [(row["name"], row["email"]) for row in rows] == [
        ("Ada Quill", "ada@example.test"),
        ("Ben Ash", "ben@example.test"),
        ("Cleo Fern", "cleo@example.test"),
    ]
    assert [Decimal(row["net_sales"]) for row in rows] == sorted(
        (Decimal(row["net_sales"]) for row in rows), reverse=True
    )
    analyst = await merchant.person("finance")
    theirs = await analyst.get("/api/v1/customers/export", params=DAYS)
    assert "Quill" not in theirs.text
    assert len(theirs.text.splitlines()) == 4


async def test_names_need_their_right(merchant: Merchant) -> None:
    owner, analyst = await merchant.person("owner"), await merchant.person("marketing")
    page = await read(analyst, "/customers", **DAYS)
    assert named(page) == [None, None, None]
    assert {item["email"] for item in page["items"]} == {None}
    assert page["items"][0]["country"] == "DE"
    assert (await analyst.get("/api/v1/customers", params={"q": "ada"})).status_code == 403
    ada = (await read(owner, "/customers", **DAYS))["items"][0]["id"]
    mine, theirs = await read(owner, f"/customers/{ada}"), await read(analyst, f"/customers/{ada}")
    assert (mine["name"], mine["email"], mine["is_personal"]) == ("Ada Quill", "ada@example.test", True)
    assert (theirs["name"], theirs["email"], theirs["is_personal"]) == (None, None, False)
    assert theirs["timeline"] == mine["timeline"]
    guard = await merchant.person("security")
    for path in ("/customers", f"/customers/{ada}", "/customers/export"):
        assert (await guard.get(f"/api/v1{path}")).status_code == 403


async def test_what_happened_newest_first(merchant: Merchant) -> None:
    cancelled = sale(3, line("c", 4, "10"), day=2, buyer=BEN, cancelled_at=at(9), cancel_reason="changed mind")
    await merchant.sell(cancelled)
    await merchant.settle()
    client = await merchant.person("owner")
    ben = next(item for item in (await read(client, "/customers", **DAYS))["items"] if item["name"] == "Ben Ash")
    whole = await read(client, f"/customers/{ben['id']}")
    happened = [(event["kind"], event["number"], event["amount"]) for event in whole["timeline"]]
    assert happened[0] == ("cancellation", "#3", None)
    assert {("ordered", "#6", "57"), ("ordered", "#3", "40")} <= set(happened)
    moments = [event["at"] for event in whole["timeline"]]
    assert moments == sorted(moments, reverse=True)
    assert (whole["orders"], whole["first_ordered_at"][:10], whole["more"]) == (2, "2025-03-12", 0)
    assert {item["number"] for item in (await read(client, "/orders", customer=ben["id"]))["items"]} == {"#3", "#6"}


async def test_nobody_of_another_organisation_or_store(merchant: Merchant, platform: Platform) -> None:
    client = await merchant.person("owner")
    ada = (await read(client, "/customers", **DAYS))["items"][0]["id"]
    other = Merchant(await Shop(platform, new_id()).open("elsewhere"), web_application(platform))
    stranger = await other.person("owner")
    assert (await stranger.get(f"/api/v1/customers/{ada}")).status_code == 404
    assert (await read(stranger, "/customers", **DAYS))["items"] == []
    assert (await read(stranger, "/orders", customer=ada))["total"] == 0
    await stranger.aclose()
    scoped = Actor(
        organisation_id=merchant.shop.organisation_id,
        user_id=None,
        permissions=frozenset({"*"}),
        scope=Scope(stores=frozenset({merchant.shop.stores["two"].id})),
    )
    page = await facade.list_customers(scoped, platform, wanted=CustomersWanted())
    assert {item.name for item in page.items} == {"Ben Ash", "Cleo Fern"}
    assert all(item.last_ordered_at == item.first_ordered_at for item in page.items), "of the store in scope"
    with pytest.raises(NotFound):
        await facade.customer(scoped, platform, customer_id=UUID(ada))
