"""Ten questions of an owner, each answered in at most two clicks from the overview with the figure the API gives."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.asking import ZONE, Api, change_text, count, figure, money, percent, today
from tests.waiting import until
from tools.live_panel import Panel

pytestmark = [pytest.mark.browser, pytest.mark.engine]

COMPARED = {"compare": "previous_week", "same_minute": True}


class Overview:
    """The overview of the demo, and how often something was clicked on it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.clicks = page, 0
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Overview")

    def click(self, place: Locator) -> None:
        self.clicks += 1
        assert self.clicks <= 2, "more than two clicks"
        place.click()

    def tile(self, title: str) -> Locator:
        return self.page.locator("section").filter(has=self.page.get_by_role("heading", name=title, exact=True))

    def first_row(self, title: str) -> Locator:
        return self.tile(title).locator("tbody tr").first


@pytest.fixture
def overview(page: Page, panel: Panel) -> Overview:
    return Overview(page, panel.address)


def agrees(place: Locator, ask: Callable[[], Any]) -> None:
    """Wait until a figure on the page is the one the API gives at the same time (what is compared moves on)."""

    def same() -> bool:
        return place.get_by_role("button", name=ask()).count() > 0

    until(same, within=20, what="the figure on the page is the API's")


def test_what_did_we_sell_today(overview: Overview, api: Api) -> None:
    agrees(overview.page.locator("body"), lambda: figure("Net sales", money(api.query("net_sales")[0]["net_sales"])))


def test_which_store_fell_most(overview: Overview, api: Api) -> None:
    overview.click(overview.tile("Net sales by store").get_by_text("Biggest fall"))

    def fell() -> str:
        rows = api.query("net_sales", dimensions=["store"], **COMPARED)
        known = [row for row in rows if row["net_sales__change_pct"] is not None]
        if not known:  # just after midnight nobody has sold anything to compare with
            return "n/a"
        slug = min(known, key=lambda row: Decimal(row["net_sales__change_pct"]))["store"]
        return next(store["name"] for store in api.get("/session")["stores"] if store["slug"] == slug)

    until(
        lambda: fell() in overview.first_row("Net sales by store").inner_text(),
        what="the store that fell most is first",
    )


def test_what_is_our_margin(overview: Overview, api: Api) -> None:
    agrees(
        overview.page.locator("body"),
        lambda: figure("Gross margin", percent(api.query("gross_margin")[0]["gross_margin"])),
    )
    agrees(
        overview.page.locator("body"),
        lambda: figure("Gross profit", money(api.query("gross_profit")[0]["gross_profit"])),
    )


def test_how_many_new_customers(overview: Overview, api: Api) -> None:
    agrees(
        overview.page.locator("body"),
        lambda: figure("New customers", count(api.query("new_customers")[0]["new_customers"])),
    )


def test_what_sells_best(overview: Overview, api: Api) -> None:
    best = api.query("net_sales", dimensions=["product"], order_by=["-net_sales"], limit=1)[0]
    agrees(overview.tile("Products"), lambda: figure(f"Net sales, {best['product']}", money(best["net_sales"])))


def test_what_comes_back_most(overview: Overview, api: Api) -> None:
    overview.click(overview.tile("Products").get_by_text("Most returned"))
    most = api.query("returns", dimensions=["product"], order_by=["-returns"], limit=1)[0]
    name = most["product"] or "unknown product"
    agrees(overview.first_row("Products"), lambda: figure(f"Returns, {name}", money(most["returns"])))


def test_where_buyers_come_from(overview: Overview, api: Api) -> None:
    first = api.query("net_sales", dimensions=["country"], order_by=["-net_sales"], limit=1)[0]
    assert first["country"] == "DE"
    agrees(overview.tile("Where from"), lambda: figure("Net sales, Germany", money(first["net_sales"])))


def test_which_channel_brings_most(overview: Overview, api: Api) -> None:
    first = api.query("net_sales", dimensions=["channel"], order_by=["-net_sales"], limit=1)[0]
    agrees(overview.tile("Channels"), lambda: figure(f"Net sales, {first['channel']}", money(first["net_sales"])))


def test_this_month_against_last_year(overview: Overview, api: Api) -> None:
    now = datetime.now(ZONE).date()
    after = (now.replace(day=28) + timedelta(days=4)).replace(day=1)
    month = (now.replace(day=1).isoformat(), (after - timedelta(days=1)).isoformat())
    place = overview.page.locator("div").filter(has=overview.page.get_by_role("heading", name="This month so far")).last

    def ask() -> dict[str, Any]:
        return api.query("net_sales", period=month, compare="previous_year", same_minute=True)[0]

    agrees(place, lambda: figure("Net sales, this month so far", money(ask()["net_sales"])))

    def change() -> bool:
        share = ask()["net_sales__change_pct"]
        shown = change_text(share)
        return shown in place.inner_text()

    until(change, what="the change against last year is the API's")


def test_the_newest_order_with_its_lines(overview: Overview, api: Api) -> None:
    newest = api.get("/orders", sort="-ordered_at", limit=1)["items"][0]
    overview.click(overview.tile("Arriving now").locator("tbody a").first)
    expect(overview.page.get_by_role("heading", level=1)).to_have_text(newest["number"])
    lines = overview.page.get_by_role("table", name="Lines").locator("tbody tr")
    order = api.get(f"/orders/{newest['id']}")
    expect(lines).to_have_count(len(order["lines"]))
    for index, line in enumerate(order["lines"]):
        expect(lines.nth(index)).to_contain_text(line["title"])
        if line["sku"]:
            expect(lines.nth(index)).to_contain_text(line["sku"])
    expect(overview.page.locator("dl").filter(has_text="Total").first).to_contain_text(
        f"{Decimal(order['total_sales']):,.2f}"
    )


def test_a_figure_explains_itself(overview: Overview, api: Api) -> None:
    """Definition, what is in it, the query, and rows that add up to it."""
    page = overview.page
    sold = api.query("net_sales")[0]["net_sales"]
    overview.click(page.get_by_role("button", name=figure("Net sales", money(sold))))
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("Where this figure comes from")
    query = {"metrics": ["net_sales"], "range": {"from": today(), "to": today()}, "currency": "EUR"}
    known = api.post("/query/explain", query)
    definition = next(metric for metric in known["metrics"] if metric["key"] == "net_sales")
    expect(drawer).to_contain_text(definition["description"])
    expect(drawer).to_contain_text(definition["formula"])
    expect(drawer).to_contain_text(f"{definition['version']}, kept by {definition['owner']}")
    expect(drawer).to_contain_text(known["day"])
    drawer.get_by_text("What ClickHouse is asked, word for word").click()
    expect(drawer.locator("pre")).to_contain_text("SELECT")
    rows = api.post("/query/rows", {"query": query, "metric": "net_sales", "limit": 1})
    expect(drawer).to_contain_text(f"{rows['total']:,} rows")
    expect(drawer).to_contain_text(f"{Decimal(rows['sum']):,.2f}".replace("-", "−"))
    before = drawer.locator("tbody tr").count()
    if rows["total"] > before:  # the day may be young
        drawer.get_by_role("button", name="Show more rows").click()
        until(lambda: drawer.locator("tbody tr").count() > before, what="more rows are there")
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)


def test_a_chart_has_a_table_twin_that_adds_up(overview: Overview, api: Api) -> None:
    page = overview.page
    overview.click(page.get_by_role("button", name="Table of Net sales by hour"))
    table = page.get_by_role("table", name="Net sales by hour")
    expect(table).to_be_visible()
    cells = table.locator("tbody tr td:nth-of-type(1)")
    shown = [text for text in cells.all_inner_texts() if text != "ahead"]
    total = sum((Decimal(text.replace(",", "").replace("−", "-").split("\u202f")[0]) for text in shown), Decimal(0))
    assert abs(total - Decimal(api.query("net_sales")[0]["net_sales"])) <= Decimal("0.01") * len(shown)
