"""A metric of one's own: written with completion by keys, refused with a reason, used on a board, changed, deleted, restored."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.asking import Api, money, today
from tests.e2e.test_boards import expect_sound
from tools.live_panel import Panel

pytestmark = [pytest.mark.browser, pytest.mark.engine]


def formula(page: Page) -> str:
    return page.get_by_role("combobox", name="Formula").input_value()


def write_formula(page: Page) -> None:
    """Type a formula by keys: names complete themselves, a wrong one says why and what was meant."""
    page.get_by_role("combobox", name="Formula").focus()
    page.keyboard.type("net_sa")
    expect(page.get_by_role("option", name="Net sales net_sales Money")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Formula")).to_be_focused()
    page.keyboard.type(" + orders")
    page.keyboard.press("Escape")
    expect(page.get_by_text("A formula cannot add money and count.")).to_be_visible()
    for _ in range(len(" + orders")):
        page.keyboard.press("Backspace")
    page.keyboard.type(" - shiping")
    expect(page.get_by_text("There is no metric 'shiping'.")).to_be_visible()
    page.get_by_role("button", name="shipping", exact=True).click()
    assert formula(page) == "net_sales - shipping"
    expect(page.get_by_text("Works: gives money")).to_be_visible()


@pytest.fixture
def names() -> tuple[str, str]:
    """What the metric and the grouping are called: the panel is shared, and a name is somebody's once."""
    return "Net goods only", "Part of the day"


def key_of(name: str) -> str:
    return name.lower().replace(" ", "_")


def test_a_metric_from_its_first_letter_to_its_restoring(
    page: Page, api: Api, panel: Panel, names: tuple[str, str]
) -> None:
    name, key = names[0], key_of(names[0])
    page.goto(f"{panel.address}/definitions")
    expect(page.get_by_role("heading", name="Metrics", level=1)).to_be_visible()
    expect_sound(page)
    page.get_by_role("link", name="New metric").click()
    page.get_by_label("Name", exact=True).fill(name)
    expect(page.get_by_label("Name in formulas and the API")).to_have_value(key)
    write_formula(page)
    expect(page.get_by_role("region", name="Preview")).to_contain_text("€")
    expect_sound(page)
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    expect(page.get_by_role("region", name="Rests on")).to_contain_text("Shipping")
    expect_sound(page)

    row = api.query(key, "net_sales", "shipping")[0]
    assert Decimal(row[key]) == Decimal(row["net_sales"]) - Decimal(row["shipping"])
    tile = {
        "id": "mine",
        "kind": "number",
        "place": {"x": 0, "y": 0, "w": 4, "h": 3},
        "query": {"metrics": [key]},
    }
    settings = {"period": f"{today()}..{today()}", "compare": "none"}
    document = {"format": 1, "settings": settings, "variables": [], "tiles": [tile]}
    board = api.post("/boards", {"name": "With a metric of our own", "document": document})["id"]
    page.goto(f"{panel.address}/boards/{board}")
    shown = page.locator('[data-tile="mine"]')
    expect(shown).to_contain_text(re.compile(money(row[key])))

    page.goto(f"{panel.address}/definitions/{key}")
    expect(page.get_by_role("region", name="Used by")).to_contain_text("With a metric of our own")
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_role("combobox", name="Formula").fill("net_sales - shipping - taxes")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Works: gives money")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    versions = page.get_by_role("region", name="Versions")
    expect(versions.get_by_role("listitem")).to_have_count(2)
    expect(versions).to_contain_text("Version 2 Changed formula")
    page.get_by_role("button", name="Certify").click()
    expect(page.get_by_text("Certified", exact=True)).to_be_visible()

    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("link", name=name)).to_be_visible()
    assert "show=deleted" in page.url
    page.goto(f"{panel.address}/boards/{board}")
    expect(shown).to_contain_text("can restore it")
    page.goto(f"{panel.address}/definitions/{key}")
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_role("link", name="Edit", exact=True)).to_be_visible()
    page.goto(f"{panel.address}/boards/{board}")
    expect(shown).to_contain_text("€")


def test_a_grouping_and_work_that_is_not_saved(page: Page, api: Api, panel: Panel, names: tuple[str, str]) -> None:
    name, key = names[1], key_of(names[1])
    page.goto(f"{panel.address}/definitions/new?kind=grouping")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Bins of a number").check()
    page.get_by_label("Edges").fill("6, 18, 12")
    expect(page.get_by_text("Numbers going up, separated by commas", exact=True)).to_be_visible()
    page.get_by_label("Edges").fill("6, 18")
    for place, part in enumerate(("Night", "Day", "Evening"), start=1):
        page.get_by_label(f"Name of bin {place}").fill(part)
    expect(page.get_by_role("region", name="Preview").get_by_role("rowheader", name="Day")).to_be_visible()
    page.get_by_role("link", name="Orders", exact=True).click()
    leaving = page.get_by_role("dialog", name="Leave without saving?")
    leaving.get_by_role("button", name="Stay").click()
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    rows = api.query("orders", dimensions=[key], period=("2026-01-01", today()))
    assert {row[key] for row in rows} <= {"Night", "Day", "Evening", None}
