"""Products: figures equal SQL by hand, pages meet every product once, rights and organisations hold."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from comptoir.composed.rankings import facade
from comptoir.composed.rankings.contracts import ProductsWanted, Seen
from comptoir.composed.rankings.usecases import ask_figures, list_products
from comptoir.kernel.actor import Actor, Scope
from comptoir.kernel.errors import NotFound
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform
from comptoir.roles.web import web_application
from tests.integration.pipeline.shop import Shop
from tests.integration.rankings.conftest import DAYS, Merchant, product, read, sale
from tests.unit.orders.ordering import at, line

pytestmark = pytest.mark.engine

BY_HAND = """
select coalesce(p.title, v.sku) as name, sum(e.gross - e.discount - e.returned) as net, sum(e.units) as units,
       count(distinct e.order_id) filter (where e.kind = 'sale' and e.line_id is not null) as orders,
       sum(e.gross - e.discount - e.returned - e.cost) filter (where e.cost is not null) as profit,
       sum(e.returned) as returned, sum(e.gross - e.discount) as sold
from sales_entries e left join order_lines l on l.id = e.line_id
left join variants v on v.id = l.variant_id left join products p on p.id = v.product_id
where e.organisation_id = :organisation and e.superseded_by is null and e.booked_day between '2025-03-01' and '2025-03-31'
group by 1
"""


def money(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


async def test_figures_equal_sql_by_hand_over_both_stores(merchant: Merchant) -> None:
    client = await merchant.person("owner")
    page = await read(client, "/products", **DAYS, sold="yes")
    shown = {item["name"]: item["figures"] for item in page["items"]}
    hand = {row[0]: row[1:] for row in await merchant.by_hand(BY_HAND)}
    assert shown.keys() == hand.keys() == {"Kettle", "Cup", "sku-s", None}
    for name, (net, units, orders, profit, returned, sold) in hand.items():
        figures = shown[name]
        assert Decimal(figures["net_sales"]) == net, name
        assert (Decimal(figures["units_sold"]), figures["orders"]) == (units, orders), name
        assert money(figures["gross_profit"]) == profit, name
        assert abs(Decimal(figures["return_rate"]) - returned / sold) < Decimal("0.000001"), name
    assert shown["Kettle"]["gross_profit"] == "75.00"
    assert shown["Cup"]["return_rate"] == "0.192308", "one of four cups and one dearer one"
    assert Decimal(page["totals"]["net_sales"]) == sum(row[0] for row in hand.values())
    kettle = next(item for item in page["items"] if item["name"] == "Kettle")
    assert (kettle["stores"], kettle["skus"], kettle["vendor"]) == (["one", "two"], 1, "Acme")
    assert page["items"][0] == kettle, "sorted by net sales"


async def test_what_did_not_sell_follows_and_stands_alone(merchant: Merchant) -> None:
    client = await merchant.person("owner")
    page = await read(client, "/products", **DAYS)
    assert [item["name"] for item in page["items"]] == ["Kettle", "Cup", None, "sku-s", "Jug"]
    assert (page["items"][-1]["figures"], page["total"]) == (None, 5)
    unsold = await read(client, "/products", **DAYS, sold="no")
    assert [item["name"] for item in unsold["items"]] == ["Jug"]


async def test_what_sold_only_in_the_compared_days_did_not_sell(merchant: Merchant) -> None:
    await merchant.sell(sale(50, line("j", 2, "9"), day=-14))
    await merchant.settle()
    client = await merchant.person("owner")
    compared = {**DAYS, "compare": "previous_period"}
    assert "Jug" not in {item["name"] for item in (await read(client, "/products", **compared, sold="yes"))["items"]}
    (jug,) = (await read(client, "/products", **compared, sold="no"))["items"]
    assert (jug["name"], jug["figures"]["net_sales"], jug["figures"]["net_sales__previous"]) == ("Jug", "0.00", "18.00")
    page = await read(client, "/products", **compared, sort="net_sales__change")
    assert [item["name"] for item in page["items"]].count("Jug") == 1
    answer = await client.get("/api/v1/products/export", params={**compared, "sold": "yes"})
    assert "Jug" not in answer.text


async def test_filters_search_and_stores_narrow_the_list(merchant: Merchant) -> None:
    client = await merchant.person("owner")
    for query, names in (
        ({"category": "Tea"}, ["Kettle", "Cup"]),
        ({"category": "Glass"}, ["Jug"]),
        ({"vendor": "Acme", "sort": "product_name"}, ["Cup", "Kettle", "Jug"]),
        ({"q": "ket"}, ["Kettle"]),
        ({"q": "SKU-D"}, ["Cup"]),
        ({"q": "nothing like it"}, []),
        ({"store": "two", "sold": "yes"}, ["Kettle", "Cup", None]),
        ({"sort": "units_sold", "sold": "yes"}, [None, "Kettle", "sku-s", "Cup"]),
    ):
        found = [item["name"] for item in (await read(client, "/products", **DAYS, **query))["items"]]
        assert found == names, query
    assert (await client.get("/api/v1/products", params={"store": "nowhere"})).status_code == 404
    for wrong in ({"sort": "colour"}, {"sold": "perhaps"}, {"from": "yesterday", "to": "2025-01-01"}, {"cursor": "%%"}):
        assert (await client.get("/api/v1/products", params=wrong)).status_code == 422, wrong


async def test_pages_meet_every_product_once_though_ranks_move(merchant: Merchant) -> None:
    client = await merchant.person("owner")
    await merchant.list_products(
        *(product(f"p{number}", f"Plate {number:02d}", f"sku-p{number}") for number in range(9))
    )
    await merchant.sell(*(sale(100 + number, line(f"p{number}", 1, str(100 + number))) for number in range(9)))
    await merchant.settle()
    seen, cursor, pages = [], None, []
    while True:
        page = await read(client, "/products", **DAYS, limit=4, **({"cursor": cursor} if cursor else {}))
        pages.append([item["name"] for item in page["items"]])
        seen += pages[-1]
        if len(pages) == 1:  # the first row of the next page falls to the end: nothing may be left out
            await merchant.sell(sale(300, line("j", 1, "500")))
            await merchant.settle()
        if page["next_cursor"] is None:
            break
        cursor = page["next_cursor"]
    assert len(seen) == len(set(seen))
    assert {"Kettle", "Cup", "sku-s", *(f"Plate {number:02d}" for number in range(9))} <= set(seen)
    back = await read(client, "/products", **DAYS, limit=4, cursor=page["previous_cursor"])
    assert {item["name"] for item in back["items"]} & set(pages[-2])
    other = await client.get("/api/v1/products", params={**DAYS, "sort": "-orders", "cursor": cursor})
    assert (other.status_code, other.json()["code"]) == (422, "wrong_list")


async def test_a_long_list_is_asked_again_whole(merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    client = await merchant.person("owner")
    monkeypatch.setattr(list_products, "FEW", 2)
    assert (await read(client, "/products", **DAYS))["total"] == 5
    monkeypatch.setattr(ask_figures, "MOST_ROWS", 3)
    cut = await read(client, "/products", **DAYS)
    assert (len(cut["items"]), cut["total"]) == (3, None), "what was left out is not called unsold"


async def test_the_file_is_the_list_whole(merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask_figures, "EXPORT_BATCH", 2)
    await merchant.list_products(product("evil", '=HYPERLINK("x")', "sku-e"))
    await merchant.sell(sale(9, line("e", 1, "3")))
    await merchant.settle()
    client = await merchant.person("owner")
    listed = (await read(client, "/products", **DAYS, compare="previous_period"))["items"]
    answer = await client.get("/api/v1/products/export", params={**DAYS, "compare": "previous_period"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [row["name"].lstrip("'") for row in rows] == [item["name"] or "" for item in listed]
    assert "'=HYPERLINK" in answer.text
    for row, item in zip(rows, listed, strict=True):
        figures = item["figures"] or {}
        assert Decimal(row["net_sales"] or 0) == Decimal(figures.get("net_sales", 0))
        assert Decimal(row["net_sales__previous"] or 0) == Decimal(figures.get("net_sales__previous", 0))
        assert row["stores"].split() == item["stores"]


async def test_costs_and_products_need_their_rights(merchant: Merchant) -> None:
    seller = await merchant.person("sales")
    page = await read(seller, "/products", **DAYS)
    assert {"net_sales", "return_rate"} <= page["items"][0]["figures"].keys()
    assert not {"gross_profit", "gross_margin"} & page["items"][0]["figures"].keys()
    assert (await seller.get("/api/v1/products", params={"sort": "-gross_profit"})).status_code == 422
    whole = await read(seller, f"/products/{page['items'][0]['id']}")
    assert (whole["with_costs"], {one["unit_cost"] for one in whole["variants"]}) == (False, {None})
    assert not [event for event in whole["timeline"] if event["kind"] == "cost"]
    guard = await merchant.person("security")
    assert (await guard.get("/api/v1/products")).status_code == 403
    assert (await guard.get(f"/api/v1/products/{page['items'][0]['id']}")).status_code == 403


async def test_one_product_in_every_store_with_what_was_said_of_it(merchant: Merchant) -> None:
    dearer = product("kettle", "Kettle", "sku-k", price="59", cost="22", at=at(10))
    await merchant.list_products(dearer, store="two")
    await merchant.settle()
    client = await merchant.person("owner")
    listed = (await read(client, "/products", **DAYS))["items"]
    kettle = next(item for item in listed if item["name"] == "Kettle")
    whole = await read(client, f"/products/{kettle['id']}")
    assert (whole["name"], whole["stores"], whole["names"]) == ("Kettle", ["one", "two"], ["Kettle"])
    prices = {one["store"]: one["price"] for one in whole["variants"]}
    assert prices == {"one": "50", "two": "59"}
    assert (whole["first_sold"], whole["last_sold"]) == ("2025-02-08", "2025-03-15")
    said = [(event["kind"], event["store"], event["before"], event["after"]) for event in whole["timeline"]]
    assert ("price", "two", "50", "59") in said
    assert {event[1] for event in said if event[0] == "listed"} == {"one", "two"}
    moments = [event["at"] for event in whole["timeline"]]
    assert moments == sorted(moments, reverse=True)
    sold = await read(client, "/orders", product=kettle["id"])
    assert {item["number"] for item in sold["items"]} == {"#1", "#2", "#6"}
    assert sold["total"] == 3


async def test_nothing_of_another_organisation(merchant: Merchant, platform: Platform) -> None:
    client = await merchant.person("owner")
    kettle = next(item for item in (await read(client, "/products", **DAYS))["items"] if item["name"] == "Kettle")
    other = Merchant(await Shop(platform, new_id()).open("elsewhere"), web_application(platform))
    stranger = await other.person("owner")
    assert (await stranger.get(f"/api/v1/products/{kettle['id']}")).status_code == 404
    assert (await stranger.get("/api/v1/orders", params={"product": kettle["id"]})).status_code == 404
    page: Any = await read(stranger, "/products", **DAYS)
    assert (page["items"], page["total"]) == ([], 0)
    assert (await client.get(f"/api/v1/products/{new_id()}")).status_code == 404
    await stranger.aclose()


async def test_a_scope_leaves_its_stores(merchant: Merchant, platform: Platform) -> None:
    scoped = Actor(
        organisation_id=merchant.shop.organisation_id,
        user_id=None,
        permissions=frozenset({"*"}),
        scope=Scope(stores=frozenset({merchant.shop.stores["two"].id})),
    )
    wanted = ProductsWanted(Seen(start=date(2025, 3, 1), end=date(2025, 3, 31)))
    page = await facade.list_products(scoped, platform, wanted=wanted)
    shown = {row.product.name if row.product else None: row for row in page.items}
    assert (shown["Kettle"].stores, shown["Kettle"].figures and shown["Kettle"].figures["net_sales"]) == (
        ("two",),
        "45.00",
    )
    assert [name for name, row in shown.items() if row.figures is None] == ["Jug", "sku-s"]
    kettle = shown["Kettle"].product
    assert kettle is not None
    assert kettle.id is not None
    whole = await facade.product(scoped, platform, product_id=kettle.id)
    assert {one.store_id for one in whole.detail.variants} == {merchant.shop.stores["two"].id}
    assert (whole.first_sold, whole.last_sold) == (date(2025, 3, 15), date(2025, 3, 15))
    elsewhere = await merchant.by_hand(
        "select id from products where organisation_id = :organisation and store_id = :store",
        store=merchant.shop.stores["one"].id,
    )
    for (product_id,) in elsewhere:
        with pytest.raises(NotFound):
            await facade.product(scoped, platform, product_id=product_id)
