"""From the list of products to one of them, to an order, to its buyer: each step shows what the server says."""

import csv
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.asking import Api, count, figure, money
from tests.waiting import until
from tools.live_panel import Panel

pytestmark = [pytest.mark.browser, pytest.mark.engine]

LAST = "last_month"  # a finished month: nothing moves under the test


def names_in(page: Page, table: str) -> list[str]:
    links = page.get_by_role("table", name=table).locator("tbody tr td:first-child a")
    return [text.strip() for text in links.all_inner_texts()]


def days(page: Page, path: str) -> dict[str, str]:
    """What the list asks the API for."""
    with page.expect_response(re.compile(rf"/api/v1{path}\?")) as asked:
        page.reload()
    parts = dict(part.split("=") for part in asked.value.url.split("?")[1].split("&"))
    return {key: parts[key] for key in ("from", "to", "currency", "compare", "day") if key in parts}


def test_from_products_to_an_order_to_its_buyer(page: Page, panel: Panel, api: Api) -> None:
    page.goto(f"{panel.address}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Overview")
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", level=1)).to_have_text("Products")
    page.goto(f"{panel.address}/products?period={LAST}")
    expect(page.get_by_role("table", name="Products")).to_be_visible()
    asked = days(page, "/products")
    shows(page, api, asked, sort="-net_sales")
    page.get_by_role("button", name="Units", exact=True).click()
    best = shows(page, api, asked, sort="-units_sold")
    page.get_by_role("button", name="Units", exact=True).click()
    shows(page, api, asked, sort="units_sold")
    page.goto(f"{panel.address}/products?period={LAST}&sort=-units_sold")
    opened = open_product(page, api, asked, best["items"][0])
    order = page.get_by_role("table", name="Recent orders").locator("a").first
    number = order.inner_text()
    order.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(number)
    page.get_by_role("table", name="Lines").get_by_role("link", name=opened, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(opened)
    page.get_by_role("link", name="All orders with it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Orders")
    page.get_by_role("button", name="One product: show all again").click()
    expect(page.get_by_role("button", name="One product: show all again")).to_have_count(0)


def shows(page: Page, api: Api, asked: dict[str, str], *, sort: str) -> Any:
    """Wait until the list shows what the API lists, in its order."""
    listed = api.get("/products", **asked, sort=sort, limit=50)
    wanted = [item["name"] for item in listed["items"] if item["id"]]
    until(lambda: names_in(page, "Products") == wanted, within=20, what=f"products by {sort}")
    return listed


def open_product(page: Page, api: Api, asked: dict[str, str], item: Any) -> str:
    """Open a product from its row; its figures are those of the row, and explain themselves."""
    page.get_by_role("table", name="Products").get_by_role("link", name=item["name"], exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(item["name"])
    figures = item["figures"]
    expect(page.get_by_role("button", name=figure("Units sold", count(figures["units_sold"])))).to_be_visible()
    sales = page.get_by_role("button", name=figure("Net sales", money(figures["net_sales"])))
    expect(sales).to_be_visible()
    sales.click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("Gross sales minus discounts minus returns")
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    whole = api.get(f"/products/{item['id']}")
    sellers = page.get_by_role("region", name="Stores that sell it").get_by_role("row")
    expect(sellers).to_have_count(1 + len(whole["stores"]))
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("First sold")
    return str(item["name"])


def test_from_customers_to_one_of_them(page: Page, panel: Panel, api: Api) -> None:
    page.goto(f"{panel.address}/customers?period={LAST}")
    expect(page.get_by_role("table", name="Customers")).to_be_visible()
    asked = days(page, "/customers")
    page.get_by_role("button", name="Orders", exact=True).click()
    listed = api.get("/customers", **asked, sort="-orders", limit=50)
    wanted = [item["name"] for item in listed["items"]]
    until(lambda: names_in(page, "Customers") == wanted, within=20, what="customers by orders")
    page.get_by_role("button", name=re.compile("Filter by customers")).click()
    page.get_by_role("button", name="New in the period").click()
    new = api.get("/customers", **asked, sort="-orders", kind="new", limit=50)
    until(lambda: names_in(page, "Customers") == [item["name"] for item in new["items"]], within=20, what="new ones")
    total = new["totals"]["new_customers"]
    expect(page.get_by_role("button", name=figure("New customers", count(total)))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export CSV").click()
    with download.value.path().open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == total
    somebody = listed["items"][0]
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Orders, customers, products")).to_be_focused()
    page.keyboard.type(somebody["email"])
    page.get_by_role("option").filter(has_text=somebody["email"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(somebody["name"])
    whole = api.get(f"/customers/{somebody['id']}")
    newest = whole["timeline"][0]
    timeline = page.get_by_role("region", name="Timeline")
    expect(timeline.get_by_role("listitem").first).to_contain_text(newest["number"])
    expect(page.get_by_role("region", name="Contact")).to_contain_text(somebody["email"])
    expect(page.get_by_role("button", name=figure("Orders", count(somebody["figures"]["orders"])))).to_be_visible()
    timeline.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(newest["number"])
    page.get_by_role("link", name=somebody["name"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(somebody["name"])
