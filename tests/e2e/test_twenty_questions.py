"""Twenty questions of six teams, each answered within three clicks from the overview, with the figure the API gives."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.asking import Api, count, figure, money, percent, today
from tests.e2e.conftest import opened
from tools.live_panel import Panel, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.engine]

MOST = 3
BOARDS = ("owner-home", "sales-home", "product-performance", "customers-cohorts", "geography", "returns")
BOARDS += ("channel-payment", "pricing-discounts", "hourly-operations", "data-health", "store-comparison")


def last(days: int) -> tuple[str, str]:
    return (date.fromisoformat(today()) - timedelta(days=days - 1)).isoformat(), today()


MONTH = last(30)


class Desk:
    """A person on the overview, whose clicks are counted."""

    def __init__(self, page: Page, panel: Panel) -> None:
        self.page, self.clicks = page, 0
        page.goto(panel.address)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Overview")

    def click(self, place: Locator) -> None:
        self.clicks += 1
        assert self.clicks <= MOST, "more than three clicks"
        place.click()

    def go(self, name: str) -> None:
        self.click(self.page.get_by_role("navigation", name="Main").get_by_role("link", name=name, exact=True))

    def board(self, name: str) -> None:
        self.go("Boards")
        self.click(self.page.get_by_role("main").get_by_role("link", name=name, exact=True))

    def tile(self, title: str) -> Locator:
        return self.page.get_by_role("region", name=title, exact=True)

    def shows(self, title: str, name: str, exact: str) -> None:
        place = self.tile(title)
        place.scroll_into_view_if_needed()
        expect(place.get_by_role("button", name=figure(name, exact)).first).to_be_visible()


@pytest.fixture(scope="module")
def boards(browser: Browser, panel: Panel, states: dict[str, Any]) -> Iterator[None]:
    """The ready boards a team would have made from their templates."""
    if "owner" not in states:
        states["owner"] = signed_in(browser, panel)
    with opened(browser, storage_state=states["owner"]) as page:
        api = Api(page, panel.address)
        made = [api.post("/boards", {"template": key})["id"] for key in BOARDS]
        yield
        headers = {"X-CSRF-Token": api.get("/session")["csrf_token"]}
        for board in made:
            api.request.delete(f"{api.root}/boards/{board}", headers=headers)


@pytest.fixture
def desk(page: Page, panel: Panel, boards: None) -> Desk:
    return Desk(page, panel)


def total(api: Api, metric: str, **more: Any) -> str:
    return str(api.query(metric, period=MONTH, **more)[0][metric])


def first(api: Api, metric: str, dimension: str, **more: Any) -> dict[str, Any]:
    order = {"order_by": [f"-{metric}"], "limit": 1}
    return api.query(metric, dimensions=[dimension], period=MONTH, **order, **more)[0]


# Owner
def test_what_is_left_of_the_sales(desk: Desk, api: Api) -> None:
    desk.board("Owner home")
    desk.shows("Gross profit", "Gross profit", money(total(api, "gross_profit")))


def test_what_lies_between_gross_and_net(desk: Desk, api: Api) -> None:
    desk.board("Owner home")
    title = "From gross to net sales"
    desk.tile(title).scroll_into_view_if_needed()
    desk.click(desk.tile(title).get_by_role("button", name=f"Table of {title}"))
    returns = desk.tile(title).get_by_role("row", name=re.compile("^Returns"))
    expect(returns).to_contain_text(re.compile(money(total(api, "returns"))))


def test_which_store_sells_most_this_month(desk: Desk, api: Api) -> None:
    desk.board("Store comparison")
    best = first(api, "net_sales", "store")
    name = next(store["name"] for store in api.get("/session")["stores"] if store["slug"] == best["store"])
    desk.shows("Stores on one page", f"Net sales, {name}", money(best["net_sales"]))


def test_what_does_a_metric_mean(desk: Desk) -> None:
    desk.go("Metrics")
    desk.click(desk.page.get_by_role("link", name="Net sales", exact=True))
    expect(desk.page.get_by_role("region", name="Definition")).to_contain_text("gross_sales - discounts - returns")


# Marketing
def test_which_channel_sells_most(desk: Desk, api: Api) -> None:
    desk.board("Channel and payment mix")
    best = first(api, "net_sales", "channel")
    named = str(best["channel"]).capitalize().replace("_", " ")
    desk.shows("Channels on one page", f"Net sales, {named}", money(best["net_sales"]))


def test_how_many_buyers_are_new(desk: Desk, api: Api) -> None:
    desk.board("Sales home")
    week = api.query("new_customers", period=last(7))[0]["new_customers"]
    desk.shows("New customers", "New customers", count(week))


def test_which_code_costs_most(desk: Desk, api: Api) -> None:
    desk.board("Pricing and discounts")
    best = first(api, "discounts", "discount_code")
    named = best["discount_code"] or "No code"
    desk.shows("Discount codes", f"Discounts, {named}", money(best["discounts"]))


def test_where_orders_come_from(desk: Desk, api: Api) -> None:
    desk.board("Geography")
    desk.shows("Largest countries", "Net sales, Germany", money(total(api, "net_sales", filters=only(country="DE"))))


def only(**values: str) -> list[dict[str, Any]]:
    return [{"field": field, "op": "in", "value": [value]} for field, value in values.items()]


# Operations
def test_how_many_orders_at_noon(desk: Desk, api: Api) -> None:
    desk.board("Hourly operations")
    rows = api.query("orders", dimensions=["hour_of_day"], period=MONTH)
    noon = next(row["orders"] for row in rows if str(row["hour_of_day"]) == "12")
    desk.shows("Orders by hour of day", "Orders, 12:00", count(noon))


def test_which_product_comes_back_most(desk: Desk, api: Api) -> None:
    desk.board("Returns")
    best = first(api, "returns", "product_name")
    desk.shows("Products that come back", f"Returns, {best['product_name']}", money(best["returns"]))


def test_how_many_units_came_back(desk: Desk, api: Api) -> None:
    desk.board("Returns")
    desk.shows("Units returned", "Units returned", count(total(api, "units_returned")))


def test_which_orders_are_newest(desk: Desk, api: Api) -> None:
    desk.go("Orders")
    newest = api.get("/orders", sort="-ordered_at", limit=1)["items"][0]
    expect(desk.page.get_by_role("main").get_by_role("link", name=newest["number"], exact=True)).to_be_visible()


# Sales
def test_what_an_order_is_worth(desk: Desk, api: Api) -> None:
    desk.board("Sales home")
    week = api.query("aov", period=last(7))[0]["aov"]
    desk.shows("Average order value", "Average order value", money(week))


def test_what_sells_best(desk: Desk, api: Api) -> None:
    desk.board("Product performance")
    best = first(api, "net_sales", "product_name")
    desk.shows("Products", f"Net sales, {best['product_name']}", money(best["net_sales"]))


def test_who_bought_last(desk: Desk) -> None:
    desk.go("Customers")
    expect(desk.page.get_by_role("main").locator("tbody tr").first).to_be_visible()


# Finance
def test_what_our_margin_is(desk: Desk, api: Api) -> None:
    desk.board("Product performance")
    desk.shows("Gross margin", "Gross margin", percent(total(api, "gross_margin")))


def test_how_people_pay(desk: Desk, api: Api) -> None:
    desk.board("Channel and payment mix")
    best = first(api, "total_sales", "payment_method")
    named = str(best["payment_method"] or "No payment method").capitalize().replace("_", " ")
    desk.shows("Ways of payment on one page", f"Total sales, {named}", money(best["total_sales"]))


def test_for_how_much_of_the_sales_costs_are_known(desk: Desk, api: Api) -> None:
    desk.board("Data health")
    desk.shows("Sales with a known cost", "Cost coverage", percent(total(api, "cost_coverage")))


# Security
def test_which_devices_are_signed_in(desk: Desk) -> None:
    desk.click(desk.page.get_by_role("button", name=re.compile("Demo owner")))
    desk.click(desk.page.get_by_role("menuitem", name="Account"))
    expect(desk.page.get_by_role("heading", name="Signed-in devices")).to_be_visible()


def test_whether_all_places_agree(desk: Desk) -> None:
    desk.go("System")
    expect(desk.page.get_by_role("main")).to_contain_text(re.compile("accuracy", re.IGNORECASE))


def test_the_figures_are_not_all_nothing(api: Api) -> None:
    """The questions above compare with what the API says: it has to say something."""
    told = api.query("net_sales", "gross_profit", "returns", "discounts", "units_returned", period=MONTH)[0]
    assert all(Decimal(value) > 0 for value in told.values() if value is not None)
