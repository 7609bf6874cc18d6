"""What a person does with the panel: brings a file in and takes it back, keeps stores, finds orders, leaves."""

import csv
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.asking import Api, figure, money
from tests.waiting import until
from tools.live_panel import Panel

pytestmark = [pytest.mark.browser, pytest.mark.engine]

# Days and months that could be either, a column only the person knows, one row that cannot be read, a repeated line.
FILE = (
    "order id,date,sku,product,qty,taken,country\n"
    "1,5/4/2024,A-1,Teapot,2,40.005,DE\n"
    "1,5/4/2024,B-2,Cup,1,9.995,DE\n"
    "2,6/4/2024,A-1,Teapot,1,20.0025,FR\n"
    "3,7/4/2024,B-2,Cup,one,9.995,FR\n"
    "4,8/4/2024,B-2,Cup,4,39.98,AT\n"
)
SOLD = "109.98"
ASKING = "order id,date,sku,qty,price,discount\n1,5/4/2024,A-1,2,40.00,0.5\n"
DROP = """([content, name]) => {
  const data = new DataTransfer();
  data.items.add(new File([content], name, { type: "text/csv" }));
  const target = [...document.querySelectorAll("p")].find((one) => one.textContent === "Drop a file here, or choose one");
  target.parentElement.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def test_own_data_from_an_empty_organisation_to_figures_and_back(newcomer: Callable[[], Page], panel: Panel) -> None:
    """Use my own data, add a store on the way, drop, map, answer, start, look, import again, undo."""
    page = newcomer()
    page.get_by_role("link", name="Use my own data").first.click()
    page.get_by_label("Name of the organisation").fill("Kessel & Tasse")
    page.get_by_role("button", name="Create and import a file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Imports")
    expect(page.get_by_text("No file was imported yet.")).to_be_visible()
    imported(page, created="3", first=True)
    page.get_by_role("link", name="See the figures").click()
    expect(page.get_by_role("button", name=figure("Net sales", money(SOLD)))).to_be_visible()
    page.goto(f"{panel.address}/orders?period=all&q=4")
    page.get_by_role("link", name="4", exact=True).click()
    expect(page.get_by_text("Import kessel.csv, row 6")).to_be_visible()
    page.goto(f"{panel.address}/imports")
    imported(page, created="0", first=False)
    unchanged = page.locator("dl").locator("div").filter(has_text="Unchanged")
    expect(unchanged).to_contain_text("3")
    undo(page)
    page.goto(f"{panel.address}/imports")
    page.get_by_role("link", name="kessel.csv").last.click()
    undo(page)
    page.goto(f"{panel.address}/")
    expect(page.get_by_role("heading", name="Your figures appear here with the first orders")).to_be_visible()


def imported(page: Page, *, created: str, first: bool) -> None:
    """From the drop to the result."""
    expect(page.get_by_text("Drop a file here, or choose one")).to_be_visible()
    page.evaluate(DROP, [FILE, "kessel.csv"])
    expect(page.get_by_role("heading", level=1)).to_have_text("kessel.csv")
    if first:
        page.get_by_role("button", name="Add a store").click()
        form = page.get_by_role("dialog")
        form.get_by_label("Name", exact=True).fill("Laden")
        form.get_by_role("button", name="Add a store").click()
        expect(form).to_have_count(0)
    start = page.get_by_role("button", name=re.compile("^Import"))
    total = page.get_by_role("combobox", name="Column: Line total")
    expect(start).to_be_disabled()
    if total.count() == 0:
        page.get_by_role("combobox", name="Format").click()
        page.get_by_role("option", name=re.compile("^Transactions")).click()
        total.click()
        page.get_by_role("option", name="taken").click()
        expect(total).to_have_value("taken")
    page.get_by_role("radio", name=re.compile("day first")).click()
    expect(start).to_be_enabled()
    preview = page.get_by_role("table", name="Preview")
    expect(preview).to_contain_text("quantity is not a number: one")
    start.click()
    expect(page.get_by_text("Done", exact=True)).to_be_visible(timeout=60_000)
    counts = page.locator("dl").filter(has_text="Rejected")
    expect(counts.locator("div").filter(has_text="New")).to_contain_text(created)
    expect(counts.locator("div").filter(has_text="Rejected")).to_contain_text("1")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download rejected rows").click()
    assert "quantity is not a number" in download.value.path().read_text()


def test_an_answer_stays_in_sight_survives_a_reload_and_can_be_changed(page: Page, panel: Panel) -> None:
    page.goto(f"{panel.address}/imports")
    expect(page.get_by_text("Drop a file here, or choose one")).to_be_visible()
    page.evaluate(DROP, [ASKING, "answers.csv"])
    expect(page.get_by_role("heading", name="Please decide")).to_be_visible()
    day_first, month_first = (page.get_by_role("radio", name=re.compile(f"{what} first")) for what in ("day", "month"))
    amount = page.get_by_role("radio", name="an amount of money")
    month_first.check()
    amount.check()  # at once: the first answer is still on its way
    start, preview = page.get_by_role("button", name=re.compile("^Import")), page.get_by_role("table", name="Preview")
    expect(start).to_be_enabled()
    expect(preview).to_contain_text("2024-05-0")
    page.reload()
    expect(page.get_by_role("heading", name="You decided")).to_be_visible()
    expect(month_first).to_be_checked()
    expect(amount).to_be_checked()
    day_first.check()
    expect(preview).to_contain_text("2024-04-0")
    expect(start).to_be_enabled()
    page.reload()
    expect(day_first).to_be_checked()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Imports")


def undo(page: Page) -> None:
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Remove")).click()
    expect(page.get_by_text("This import was undone. Nothing of it is left in the figures.")).to_be_visible(
        timeout=60_000
    )


def orders_of(page: Page) -> list[list[str]]:
    table = page.get_by_role("table", name="Orders")
    expect(table).to_have_attribute("class", re.compile("."))
    return [row.split("\t") for row in table.locator("tbody tr").all_inner_texts()]


def settled(page: Page, expected: Callable[[], list[Any]]) -> None:
    """Wait until the list shows the orders the API lists, in its order."""
    wanted = [order["number"] for order in expected()]
    until(lambda: [row[0].strip() for row in orders_of(page)] == wanted, within=20, what="the list equals the API's")


def test_orders_are_found_filtered_sorted_and_paged(page: Page, panel: Panel, api: Api) -> None:
    page.goto(f"{panel.address}/orders?period=last30")
    expect(page.get_by_role("heading", level=1)).to_have_text("Orders")
    days = list_days(page)
    settled(page, lambda: api.get("/orders", **days, limit=50)["items"])
    first = api.get("/orders", **days, limit=50, count="exact")
    expect(page.get_by_text(f"{first['total']:,} orders")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    settled(page, lambda: api.get("/orders", **days, limit=50, cursor=first["next_cursor"])["items"])
    page.get_by_role("button", name="Previous").click()
    settled(page, lambda: first["items"])
    page.get_by_role("button", name="Total", exact=True).click()
    settled(page, lambda: api.get("/orders", **days, limit=50, sort="-total")["items"])
    page.get_by_role("button", name="Total", exact=True).click()
    settled(page, lambda: api.get("/orders", **days, limit=50, sort="total")["items"])
    page.get_by_role("button", name=re.compile("Filter by status")).click()
    page.get_by_role("checkbox", name="Cancelled").check()
    page.keyboard.press("Escape")
    settled(page, lambda: api.get("/orders", **days, limit=50, sort="total", status="cancelled")["items"])
    assert {row[4] for row in orders_of(page)} == {"Cancelled"}
    page.get_by_role("button", name="Clear filters").click()
    number = first["items"][3]["number"]
    page.get_by_label("Order number, customer or SKU").fill(number)
    # Stores number their orders on their own: two may have the same.
    named = api.get("/orders", **days, limit=50, sort="total", q=number)["items"]
    assert first["items"][3]["id"] in {item["id"] for item in named}
    settled(page, lambda: named)
    assert f"q={number.replace('#', '%23')}" in page.url, "the address holds what is on screen"
    page.reload()
    settled(page, lambda: named)


def list_days(page: Page) -> dict[str, str]:
    """The days the list asks the API for."""
    with page.expect_response(re.compile(r"/api/v1/orders\?")) as asked:
        page.reload()
    found = dict(part.split("=") for part in asked.value.url.split("?")[1].split("&"))
    return {key: found[key] for key in ("from", "to", "sort") if key in found and key != "sort"}


def test_the_list_is_taken_away_whole(page: Page, panel: Panel, api: Api) -> None:
    page.goto(f"{panel.address}/orders?period=all&status=cancelled&sort=total")
    expect(page.get_by_role("table", name="Orders")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export CSV").click()
    assert re.fullmatch(r"demo-[a-z0-9-]+-orders\.csv", download.value.suggested_filename)
    with download.value.path().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    listed = api.get("/orders", status="cancelled", sort="total", limit=200)
    assert len(rows) == listed["total"]
    assert [row["number"] for row in rows[:200]] == [order["number"] for order in listed["items"]]


def test_an_order_shows_its_source(page: Page, panel: Panel, api: Api) -> None:
    order = api.get("/orders", status="partly_refunded", limit=1)["items"][0]
    page.goto(f"{panel.address}/orders/{order['id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(order["number"])
    detail = api.get(f"/orders/{order['id']}")
    expect(page.get_by_role("table", name="Entries").locator("tbody tr")).to_have_count(len(detail["entries"]))
    page.get_by_role("button", name="Show source record").first.click()
    expect(page.locator("pre").first).to_contain_text(detail["number"].removeprefix("#"))


def test_stores_are_added_edited_and_deleted(newcomer: Callable[[], Page], panel: Panel) -> None:
    page = newcomer()
    page.goto(f"{panel.address}/stores")
    page.get_by_role("button", name="Add a store").click()
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="Add a store").click()
    expect(form.get_by_text("Give the store a name.")).to_be_visible()
    form.get_by_label("Name", exact=True).fill("Journey Store")
    expect(form.get_by_label("Short name")).to_have_value("journey-store")
    form.get_by_role("button", name="Add a store").click()
    row = page.get_by_role("row", name=re.compile("Journey Store"))
    expect(row).to_contain_text("None yet")
    page.get_by_role("button", name="More for Journey Store").click()
    with page.expect_response(lambda answer: answer.url.endswith("/webhooks")):  # the list is drawn again beneath
        page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
    page.get_by_role("menuitem", name="Edit").click()
    form.get_by_label("Name", exact=True).fill("Journey Shop")
    form.get_by_text("Without tax").click()
    form.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name=re.compile("Journey Shop"))
    expect(row).to_contain_text("without tax")
    page.get_by_role("button", name="More for Journey Shop").click()
    page.get_by_role("menuitem", name="Delete…").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete the store").click()
    expect(row).to_have_count(0)


def test_search_by_keyboard(page: Page, panel: Panel, api: Api) -> None:
    order = api.get("/orders", sort="-ordered_at", limit=1)["items"][0]
    page.goto(panel.address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Overview")
    page.keyboard.press("/")
    page.keyboard.type(order["number"].removeprefix("#"))  # at once: the field is still on its way
    field = page.get_by_role("combobox", name="Orders, customers, products")
    expect(field).to_have_value(order["number"].removeprefix("#"))
    expect(page.get_by_role("option").first).to_contain_text(order["number"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(order["number"])
    name = next(one["customer"]["name"] for one in api.get("/orders", limit=50)["items"] if one["customer"])
    page.keyboard.press("Control+k")
    page.keyboard.type(name)
    expect(page.get_by_role("option").filter(has_text=name).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)


def test_the_keyboard_sheet_and_moving_by_keys(page: Page, panel: Panel) -> None:
    page.goto(panel.address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Overview")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("Period back and forward")
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    for keys, title in (
        ("o", "Orders"),
        ("p", "Products"),
        ("c", "Customers"),
        ("i", "Imports"),
        ("s", "Stores"),
        ("h", "Overview"),
    ):
        page.keyboard.press("g")
        page.keyboard.press(keys)
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    page.keyboard.press("[")
    expect(page).to_have_url(re.compile("period=yesterday"))
    page.keyboard.press("]")
    expect(page).not_to_have_url(re.compile("period="))


def test_light_and_dark(page: Page, panel: Panel) -> None:
    page.goto(panel.address)
    shown = "getComputedStyle(document.body).backgroundColor"
    seen = set()
    for theme in ("Dark", "Light"):
        page.get_by_role("button", name=re.compile("^Account")).last.click()
        page.get_by_role("menuitem", name=theme).click()
        expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", theme.lower())
        seen.add(page.evaluate(shown))
        page.reload()
        expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", theme.lower())
    assert len(seen) == 2


def test_the_demo_is_badged(page: Page, panel: Panel) -> None:
    for path in ("/", "/orders", "/imports", "/stores"):
        page.goto(panel.address + path)
        expect(page.get_by_text("Demo", exact=True).first).to_be_visible()
    page.goto(f"{panel.address}/?period=last30")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download Channels as CSV").click()
    assert download.value.suggested_filename.startswith("demo-")
    assert Decimal(download.value.path().read_text().splitlines()[1].split(",")[1]) > 0


def test_signing_out_ends_the_session(newcomer: Callable[[], Page], panel: Panel) -> None:
    page = newcomer()
    page.get_by_role("button", name=re.compile("^Account")).last.click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert page.context.request.get(f"{panel.address}/api/v1/session").status == 401
    page.goto(f"{panel.address}/orders")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
