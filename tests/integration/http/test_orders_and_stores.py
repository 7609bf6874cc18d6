"""Stores, orders and search over HTTP, as the panel and scripts meet them."""

import csv
import io
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from comptoir.connectors.sdk.canonical import CustomerRef, Part, Person
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import Provenance
from comptoir.domains.orders import facade as orders
from comptoir.domains.orders.contracts import OrderFilter
from comptoir.domains.orders.usecases import export_orders
from comptoir.kernel.errors import Forbidden
from comptoir.kernel.ids import new_id
from comptoir.roles.web import web_application
from tests.integration.http.conftest import Place, sign_in
from tests.unit.orders.ordering import at, back, line, order, part, refund, shipping

pytestmark = pytest.mark.engine

HEAD = (
    "number,store,ordered_at,status,channel,customer,country,items,currency,gross_sales,discounts,returns,net_sales,"
    "total_sales"
)
BERLIN = {
    "slug": "berlin",
    "name": "Berlin",
    "platform": "shopify",
    "currency": "EUR",
    "timezone": "Europe/Berlin",
    "prices": "gross",
}


@pytest.fixture
async def panel_client(place: Place) -> AsyncIterator[httpx.AsyncClient]:
    """The owner's browser before the whole application, with one store."""
    place.application = web_application(place.platform, recogniser=place.recogniser)
    place.platform.database.secrets = place.platform.secrets
    async with place.client() as client:
        await sign_in(client)
        answer = await client.post("/api/v1/stores", json=BERLIN)
        assert answer.status_code == 201, answer.text
        yield client


async def apply(place: Place, *records: Any) -> None:
    actor = place.actor()
    async with place.platform.database.begin(actor) as uow:
        store = await commerce.store(actor, uow, slug="berlin")
        by = Provenance("webhook", new_id(), place.clock())
        await orders.apply_orders(actor, uow, store=store, records=records, provenance=by)


async def fill(place: Place, count: int) -> None:
    ada = CustomerRef("c", Person(name="Ada Quill", email="ada@example.test"))
    named = (
        replace(
            order(line("a", number % 4 + 1, "10"), ordered_at=at(number // 3), version=number, customer=ada),
            source_id=str(number),
            number=f"#{1000 + number}",
            channel="web" if number % 2 else "pos",
        )
        for number in range(count)
    )
    await apply(place, *named)


async def read(client: httpx.AsyncClient, path: str, **query: Any) -> Any:
    answer = await client.get(f"/api/v1{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_store_is_added_changed_listed_and_removed(place: Place, panel_client: httpx.AsyncClient) -> None:
    for change, field in (({"slug": "Ber lin"}, "slug"), ({"slug": "b", "currency": "EUX"}, "currency")):
        refused = await panel_client.post("/api/v1/stores", json=BERLIN | change)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
    assert (await panel_client.post("/api/v1/stores", json=BERLIN)).status_code == 409
    changed = await panel_client.patch("/api/v1/stores/berlin", json={"name": "Mitte", "timezone": "Asia/Tokyo"})
    assert (changed.json()["name"], changed.json()["timezone"]) == ("Mitte", "Asia/Tokyo")
    await fill(place, 3)
    (store,) = (await read(panel_client, "/stores"))["items"]
    assert (store["orders"], store["first_order_at"][:10], store["last_import"]) == (3, "2025-03-10", None)
    assert "orders/create" in store["topics"]
    assert [item["slug"] for item in (await read(panel_client, "/session"))["stores"]] == ["berlin"]
    assert (await panel_client.delete("/api/v1/stores/berlin")).status_code == 409
    assert (await panel_client.delete("/api/v1/stores/berlin?with_orders=true")).status_code == 204
    assert (await read(panel_client, "/stores"))["items"] == []
    assert (await read(panel_client, "/orders"))["total"] == 0


async def test_a_changed_zone_moves_orders_to_other_days(place: Place, panel_client: httpx.AsyncClient) -> None:
    await apply(place, order(line(), ordered_at=at(0, 5)))
    assert (await read(panel_client, "/orders", **{"from": "2025-03-11"}))["total"] == 0
    await panel_client.patch("/api/v1/stores/berlin", json={"timezone": "Asia/Tokyo"})
    assert (await read(panel_client, "/orders", **{"from": "2025-03-11"}))["total"] == 1


async def test_counting_stops_unless_the_exact_number_is_asked_for(
    place: Place, panel_client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comptoir.domains.orders.usecases.list_orders.MOST_COUNTED", 3)
    for many, expected in ((3, (3, False)), (5, (3, True))):
        await fill(place, many)
        page = await read(panel_client, "/orders")
        assert (page["total"], page["total_is_minimum"]) == expected
    page = await read(panel_client, "/orders", count="exact")
    assert (page["total"], page["total_is_minimum"]) == (5, False)


async def test_pages_meet_every_order_once_in_both_directions(place: Place, panel_client: httpx.AsyncClient) -> None:
    await fill(place, 23)
    for sort in ("-ordered_at", "ordered_at", "-total", "total", "number", "-number"):
        seen: list[str] = []
        pages, cursor = [], None
        while True:
            page = await read(panel_client, "/orders", sort=sort, limit=5, **({"cursor": cursor} if cursor else {}))
            pages.append([item["id"] for item in page["items"]])
            seen += pages[-1]
            assert page["total"] == 23
            if page["next_cursor"] is None:
                break
            cursor = page["next_cursor"]
        assert len(seen) == len(set(seen)) == 23
        before = await read(panel_client, "/orders", sort=sort, limit=5, cursor=page["previous_cursor"])
        assert [item["id"] for item in before["items"]] == pages[-2]
    wrong = await panel_client.get("/api/v1/orders", params={"sort": "total", "cursor": cursor})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_cursor")
    garbage = await panel_client.get("/api/v1/orders", params={"cursor": "%%%"})
    assert garbage.status_code == 422


def lines_of(answer: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


async def test_the_file_holds_the_list_whole_whatever_its_sort(
    place: Place, panel_client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_orders, "BATCH", 4)
    await fill(place, 23)
    await apply(place, replace(order(line()), source_id="unnumbered", number=None))
    for query in (
        {},
        {"sort": "total"},
        {"sort": "-total"},
        {"sort": "number"},
        {"sort": "-number"},
        {"channel": "web"},
    ):
        listed = (await read(panel_client, "/orders", limit=200, **query))["items"]
        answer = await panel_client.get("/api/v1/orders/export", params=query)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        found = lines_of(answer)
        assert [row["number"] for row in found] == [item["number"] or "" for item in listed]
        for name in ("ordered_at", "store", "items", "currency", "net_sales", "total_sales"):
            assert [row[name].replace("+00:00", "Z") for row in found] == [item[name] for item in listed]
    assert found[0]["customer"] == "Ada Quill"


async def test_a_list_of_whole_batches_ends(
    place: Place, panel_client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_orders, "BATCH", 4)
    assert (await panel_client.get("/api/v1/orders/export")).text.splitlines() == [HEAD]
    await fill(place, 8)
    assert len(lines_of(await panel_client.get("/api/v1/orders/export"))) == 8


async def test_a_file_of_orders_runs_no_formula_and_keeps_its_rights(
    place: Place, panel_client: httpx.AsyncClient
) -> None:
    buyer = CustomerRef("c", Person(name='=HYPERLINK("http://x.test")'))
    hostile = replace(order(line(), customer=buyer), number="-1+1|cmd", channel="@SUM(1)")
    await apply(place, hostile)
    (row,) = lines_of(await panel_client.get("/api/v1/orders/export"))
    assert (row["number"], row["channel"], row["customer"][:3]) == ("'-1+1|cmd", "'@SUM(1)", "'=H")
    refused = await panel_client.get("/api/v1/orders/export", params={"sort": "colour"})
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    assert (await panel_client.get("/api/v1/orders/export", params={"store": "nowhere"})).status_code == 404
    actor = place.actor(permissions=frozenset({"orders:read"}))
    batches = await orders.export_orders(actor, place.platform, wanted=OrderFilter())
    assert [order.customer_name async for batch in batches for order in batch] == [None]
    with pytest.raises(Forbidden):
        await orders.export_orders(place.actor(permissions=frozenset()), place.platform, wanted=OrderFilter())


async def test_filters_narrow_the_list(place: Place, panel_client: httpx.AsyncClient) -> None:
    await fill(place, 12)
    for query, total in (
        ({"channel": "web"}, 6),
        ({"channel": "web,pos"}, 12),
        ({"store": "berlin"}, 12),
        ({"status": "cancelled"}, 0),
        ({"from": "2025-03-11", "to": "2025-03-12"}, 6),
        ({"q": "#100"}, 10),
        ({"q": "1011"}, 1),
        ({"q": "ada qu"}, 12),
        ({"q": "%"}, 0),
    ):
        assert (await read(panel_client, "/orders", **query))["total"] == total, query
    assert (await panel_client.get("/api/v1/orders", params={"store": "nowhere"})).status_code == 404
    assert (await panel_client.get("/api/v1/orders", params={"from": "yesterday"})).status_code == 422


async def test_an_order_shows_what_it_is_made_of(place: Place, panel_client: httpx.AsyncClient) -> None:
    buyer = CustomerRef("c", Person(name="Ada Quill", email="ada@example.test", address_lines=("Lane 1",)))
    sold = order(line("a", 2, "10", discount="1", tax="3.61"), shipping_lines=shipping("5", "0.95"), customer=buyer)
    await apply(place, sold)
    await apply(place, part(Part.REFUND, version=2, refunds=(refund("r", 2, back("a", 1, "9.5"), shipping="5"),)))
    (row,) = (await read(panel_client, "/orders"))["items"]
    assert (row["net_sales"], row["total_sales"], row["items"]) == ("9.50", "14.06", "2")
    assert row["customer"]["name"] == "Ada Quill"
    found = await read(panel_client, f"/orders/{row['id']}")
    assert Decimal(found["net_sales"]) == sum(
        Decimal(entry["gross"]) - Decimal(entry["discount"]) - Decimal(entry["returned"])
        for entry in found["entries"]
        if entry["superseded_by"] is None
    )
    (one,) = found["lines"]
    assert (one["quantity"], one["unit_price"], one["returned"], one["returned_quantity"]) == (
        "2",
        "10.00",
        "9.50",
        "1",
    )
    (given,) = found["refunds"]
    assert (given["lines"][0]["sku"], {item["kind"] for item in given["components"]}) == (
        "sku-a",
        {"goods", "shipping"},
    )
    assert [event["kind"] for event in found["timeline"]] == ["ordered", "refund"]
    assert {revision["part"]: revision["won"] for revision in found["revisions"]} == {"order": True, "refund": True}
    assert found["customer"]["email"] == "ada@example.test"
    source = await read(panel_client, f"/orders/{row['id']}/source", revision=found["revisions"][0]["id"])
    assert source["record"]["source_id"] == "1"
    assert "Quill" not in str(source)
    assert (await panel_client.get(f"/api/v1/orders/{new_id()}")).status_code == 404


async def test_search_finds_orders_customers_and_products(place: Place, panel_client: httpx.AsyncClient) -> None:
    await fill(place, 5)
    assert [item["number"] for item in (await read(panel_client, "/search", q="100"))["orders"]] == [
        "#1000",
        "#1001",
        "#1002",
        "#1003",
        "#1004",
    ]
    assert (await read(panel_client, "/search", q="quil"))["customers"][0]["name"] == "Ada Quill"
    assert (await read(panel_client, "/search", q="sku-a"))["products"][0]["sku"] == "sku-a"
    nothing = await read(panel_client, "/search", q="' or 1=1 --")
    assert (nothing["orders"], nothing["customers"], nothing["products"]) == ([], [], [])
