"""A question is built by keys alone, opened mark by mark down to the rows that add up to it, kept in the address and on a board."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.asking import Api, figure, money, today
from tests.e2e.test_boards import another, expect_sound
from tools.live_panel import Panel

pytestmark = [pytest.mark.browser, pytest.mark.engine]

MONTH = "period=last30"
CENT, MILLIONTH = Decimal("0.01"), Decimal("0.000001")


def last30() -> tuple[str, str]:
    return (date.fromisoformat(today()) - timedelta(days=29)).isoformat(), today()


def only(**values: str) -> list[dict[str, Any]]:
    return [{"field": field, "op": "in", "value": [value]} for field, value in values.items()]


def names_of(api: Api) -> dict[str, str]:
    return {store["slug"]: store["name"] for store in api.get("/session")["stores"]}


def sum_of_rows(api: Api, *, filters: list[dict[str, Any]]) -> Decimal:
    """What the source rows behind net sales of the last 30 days add up to, page by page."""
    first, last = last30()
    query = {"metrics": ["net_sales"], "range": {"from": first, "to": last}, "currency": "EUR", "filters": filters}
    total, cursor = Decimal(0), None
    while True:
        page = api.post("/query/rows", {"query": query, "metric": "net_sales", "limit": 1000, "cursor": cursor})
        at = [column["name"] for column in page["columns"]].index("value")
        total += sum((Decimal(row[at]) for row in page["rows"]), Decimal(0))
        cursor = page["next_cursor"]
        if cursor is None:
            return total


def answer(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", name=title, level=2, exact=True)).to_be_visible()


def table(page: Page) -> Locator:
    return page.get_by_role("region", name="All figures")


def mark(page: Page, title: str, value: str) -> Locator:
    return table(page).get_by_role("button", name=figure(title, money(value)))


def add_by_keys(page: Page, *, button: str, words: str) -> None:
    """Pick a figure or a split with the keyboard; the focus comes back to its button."""
    adding = page.get_by_role("button", name=button, exact=True)
    adding.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name=re.compile("^Find a"))).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(adding).to_be_focused()


def choose_by_keys(page: Page, *, of: Locator, typed: str, item: str) -> None:
    """Open the menu of a mark with Enter and take an item by its first letters."""
    of.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Source rows")).to_be_focused()
    page.keyboard.type(typed)
    expect(page.get_by_role("menuitem", name=item, exact=True)).to_be_focused()
    page.keyboard.press("Enter")


def largest(rows: list[dict[str, Any]], *, metric: str = "net_sales") -> dict[str, Any]:
    return max(rows, key=lambda row: Decimal(row[metric]))


def test_a_question_by_keys_alone_and_down_to_its_rows(page: Page, api: Api, panel: Panel) -> None:
    page.goto(f"{panel.address}/explore?{MONTH}")
    expect(page.get_by_role("heading", name="What do you want to know?")).to_be_visible()
    add_by_keys(page, button="Add a figure", words="net sal")
    answer(page, "Net sales")
    add_by_keys(page, button="Add a split", words="store")
    answer(page, "Net sales by store")
    stores = api.query("net_sales", period=last30(), dimensions=["store"])
    names = names_of(api)
    expect(page.get_by_role("status").filter(has_text=f"{len(stores)} rows, Net sales")).to_have_count(1)
    for row in stores:
        expect(mark(page, f"Net sales, {names[row['store']]}", row["net_sales"])).to_be_visible()

    page.reload()
    answer(page, "Net sales by store")
    best = largest(stores)
    shop = names[best["store"]]
    expect(mark(page, f"Net sales, {shop}", best["net_sales"])).to_be_visible()
    page.go_back()
    answer(page, "Net sales")
    page.go_forward()
    answer(page, "Net sales by store")
    pie = page.get_by_role("button", name="Pie", exact=True)
    pie.focus()
    page.keyboard.press("Enter")
    expect(pie).to_have_attribute("aria-pressed", "true")
    assert "as=pie" in page.url

    choose_by_keys(page, of=mark(page, f"Net sales, {shop}", best["net_sales"]), typed="ch", item="Channel")
    answer(page, f"Net sales by channel: {shop}")
    channels = api.query("net_sales", period=last30(), dimensions=["channel"], filters=only(store=best["store"]))
    parts = sum((Decimal(row["net_sales"]) for row in channels), Decimal(0))
    assert abs(parts - Decimal(best["net_sales"])) <= CENT * len(channels), "each is rounded once"
    least = min(channels, key=lambda row: abs(Decimal(row["net_sales"])))
    channel = least["channel"].capitalize().replace("_", " ")
    down_to_rows(page, api, shop=shop, channel=channel, least=least, store=best["store"])

    way = page.get_by_role("navigation", name="Where you came from")
    way.get_by_role("link", name=f"Net sales by channel: {shop}").click()
    answer(page, f"Net sales by channel: {shop}")
    way.get_by_role("link", name="Net sales by store", exact=True).focus()
    page.keyboard.press("Enter")
    answer(page, "Net sales by store")
    expect(way).to_have_count(0)
    assert "as=pie" in page.url and MONTH in page.url


def down_to_rows(page: Page, api: Api, *, shop: str, channel: str, least: Mapping[str, Any], store: str) -> None:
    """Open the rows behind one channel of one store: they add up to its figure, on screen and by themselves."""
    mark(page, f"Net sales, {channel}", least["net_sales"]).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Source rows")).to_be_focused()
    page.keyboard.press("Enter")
    answer(page, f"Rows behind Net sales: {shop}, {channel}")
    rows = page.get_by_role("region", name="Source rows")
    expect(rows.locator("b[data-figure]")).to_have_text(re.compile(f"^{money(least['net_sales'])}$"))
    more = rows.get_by_role("button", name="Show more rows")
    shown = rows.locator("tbody tr")
    for _ in range(60):
        if not more.count():
            break
        before = shown.count()
        more.click()
        expect(shown).not_to_have_count(before)
    expect(rows.get_by_role("status")).to_have_text(
        re.compile(rf"rows? adds? up to {money(least['net_sales'])}, the same as the figure\.$")
    )
    filters = only(store=store, channel=least["channel"])
    assert abs(sum_of_rows(api, filters=filters) - Decimal(least["net_sales"])) <= CENT / 2 + MILLIONTH * shown.count()
    link = rows.get_by_role("link", name="Open the order 1", exact=True)
    assert re.fullmatch(r"/orders/[0-9a-f-]{36}(\?.*)?", link.get_attribute("href") or "")


def board_of(api: Api, *, name: str) -> str:
    """A board that decides its days and narrows its tile, so that both have to arrive in the explorer."""
    tile = {
        "id": "bars",
        "kind": "bar",
        "place": {"x": 0, "y": 0, "w": 6, "h": 6},
        "query": {"metrics": ["net_sales"], "dimensions": ["store"]},
        "settings": {"filters": only(customer_type="new")},
    }
    settings = {"period": "last30", "compare": "none"}
    document = {"format": 1, "settings": settings, "variables": [], "tiles": [tile]}
    return str(api.post("/boards", {"name": name, "document": document})["id"])


def test_a_bar_of_a_board_opens_and_the_answer_becomes_a_tile(page: Page, api: Api, panel: Panel) -> None:
    board = board_of(api, name="To be opened")
    new = only(customer_type="new")
    best = largest(api.query("net_sales", period=last30(), dimensions=["store"], filters=new))
    shop = names_of(api)[best["store"]]
    page.goto(f"{panel.address}/boards/{board}")
    bars = page.locator('[data-tile="bars"]')
    bars.locator("tr", has_text=shop).locator("td[aria-hidden]").click()
    page.get_by_role("menuitem", name="Category", exact=True).click()
    answer(page, f"Net sales by category: New, {shop}")
    assert "period=last30" in page.url and "compare=none" in page.url
    filters = [*new, *only(store=best["store"])]
    category = largest(api.query("net_sales", period=last30(), dimensions=["category"], filters=filters))
    expect(mark(page, f"Net sales, {category['category']}", category["net_sales"])).to_be_visible()

    page.get_by_role("button", name="Save as tile").click()
    form = page.get_by_role("dialog", name="Save as tile")
    form.get_by_label("Board", exact=True).click()
    page.get_by_role("option", name="To be opened").click()
    form.get_by_label("Title").fill("From the explorer")
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form).to_contain_text("From the explorer is on the board To be opened.")
    form.get_by_role("link", name="Open the board").click()
    page.wait_for_url(re.compile(f"/boards/{board}"))
    tile = page.get_by_role("region", name="From the explorer")
    expect(
        tile.get_by_role("button", name=figure(f"Net sales, {category['category']}", money(category["net_sales"])))
    ).to_be_visible()

    seen = page.url
    page.get_by_role("region", name="Net sales by store").hover()
    page.get_by_role("button", name="Explore Net sales by store").click()
    answer(page, "Net sales by store: New")
    page.get_by_role("navigation", name="Where you came from").get_by_role("link", name="To be opened").click()
    page.wait_for_url(seen)
    saved = api.get(f"/boards/{board}")["document"]["tiles"][1]
    assert saved["settings"]["filters"] == filters
    assert saved["query"] == {"metrics": ["net_sales"], "dimensions": ["category"], "limit": 10}


def test_a_hostile_address_asks_what_can_be_asked_and_says_the_rest(page: Page, api: Api, panel: Panel) -> None:
    page.goto(
        f"{panel.address}/explore?{MONTH}&m=net_sales,gone_metric,%3Cb%3E&by=store&f=%7B&as=evil&top=-3&trail=%5B7%5D"
    )
    answer(page, "Net sales by store")
    note = page.get_by_role("status").filter(has_text="left out")
    expect(note).to_contain_text(
        "could not be read and were left out: figures, filters, number of rows, kind of chart."
    )
    expect(note).to_contain_text("Left out: Gone metric.")
    best = largest(api.query("net_sales", period=last30(), dimensions=["store"]))
    expect(mark(page, f"Net sales, {names_of(api)[best['store']]}", best["net_sales"])).to_be_visible()
    page.goto(f"{panel.address}/explore?m=&by=%00&f=%5B%5B%22store%22%5D%5D&rows=1")
    expect(page.get_by_role("heading", name="What do you want to know?")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_state_is_sound_on_a_desk_a_phone_and_enlarged(
    browser: Browser, panel: Panel, states: dict[str, Any], theme: str
) -> None:
    asked = f"{panel.address}/explore?{MONTH}&m=net_sales,orders&by=store"
    with another(browser, panel, states, color_scheme=theme, has_touch=True) as page:
        page.goto(asked)
        first = table(page).get_by_role("button", name=re.compile(r"^Net sales, .*Explain$")).first
        expect(first).to_be_visible()
        expect_sound(page)
        page.get_by_role("button", name="Add a split").click()
        expect(page.get_by_role("option", name=re.compile("^Channel"))).to_be_visible()
        expect_sound(page)
        page.keyboard.press("Escape")
        first.tap()
        expect(page.get_by_role("menu")).to_be_visible()
        expect_sound(page)
        page.get_by_role("menuitem", name="Source rows").tap()
        expect(page.get_by_role("region", name="Source rows").locator("tbody tr").first).to_be_visible()
        expect_sound(page)
        for width in (320, 390):
            page.set_viewport_size({"width": width, "height": 640})
            page.goto(asked)
            expect(first).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("button", name="Change the question").tap()
        sheet = page.get_by_role("dialog", name="Question")
        expect(sheet.get_by_role("button", name="Add a figure")).to_be_visible()
        expect_sound(page)
        sheet.get_by_role("button", name="Show the answer").tap()
        expect(sheet).to_have_count(0)
