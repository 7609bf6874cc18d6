"""Boards are built from empty by keys alone and by touch alone, kept, seen elsewhere, and edited by two people at once."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, expect

from tests.e2e.asking import Api
from tests.e2e.conftest import opened
from tests.waiting import until
from tools.live_panel import Panel, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.engine]

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
PLACES = """[...document.querySelectorAll("[data-tile]")].map((one) =>
  [one.dataset.kind, ...["x", "y", "w", "h"].map((name) => Number(one.style.getPropertyValue(`--${name}`)))])"""
ROW, GAP = 56, 16


def places(page: Page) -> list[list[Any]]:
    """Kind, column, row, width and height of every tile, in the order they are read."""
    found: list[list[Any]] = page.evaluate(PLACES)
    return found


def saved(page: Page) -> None:
    expect(page.locator("[data-save]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))


def expect_sound(page: Page) -> None:
    """No violation that axe knows, and nothing wider than the window."""
    page.evaluate(AXE.read_text())
    result = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    found = [f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}" for each in result["violations"]]
    assert not found, "\n".join(found)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@contextmanager
def another(browser: Browser, panel: Panel, states: dict[str, Any], **options: Any) -> Iterator[Page]:
    """A browser of its own for the same person."""
    if "owner" not in states:
        states["owner"] = signed_in(browser, panel)
    with opened(browser, storage_state=states["owner"], reduced_motion="reduce", **options) as page:
        yield page


def add_by_keys(page: Page, *, kind: str) -> Locator:
    """Add a tile with the keyboard and return it; it has the focus."""
    page.get_by_role("button", name="Add a tile").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Find a kind of tile")).to_be_focused()
    page.keyboard.type(kind)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Edit the tile")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    focused = page.locator("[data-tile]:focus")
    expect(focused).to_have_count(1)
    return page.locator(f'[data-tile="{focused.get_attribute("data-tile")}"]')


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=re.compile(words))).to_be_visible()


def test_a_board_from_empty_by_keyboard_alone(
    page: Page, browser: Browser, panel: Panel, states: dict[str, Any]
) -> None:
    page.goto(f"{panel.address}/boards")
    page.get_by_role("button", name="New board").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("By keys")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="This board is empty")).to_be_visible()
    number = add_by_keys(page, kind="number")
    add_by_keys(page, kind="bars")
    assert places(page) == [["number", 0, 0, 3, 3], ["bar", 3, 0, 6, 6]]

    number.focus()
    page.keyboard.press("ArrowRight")  # not picked up: nothing moves
    page.keyboard.press("Enter")
    said(page, "picked up: row 1, column 1, 3 wide, 3 high")
    page.keyboard.press("ArrowDown")
    said(page, "row 7, column 1|cannot go further|row 4, column 1")
    page.keyboard.press("Escape")
    said(page, "back where it was")
    assert places(page)[0] == ["number", 0, 0, 3, 3]
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    said(page, "row 1, column 4, 4 wide, 4 high")
    page.keyboard.press("Enter")
    said(page, "put down: row 1, column 4, 4 wide, 4 high")
    built = [["number", 3, 0, 4, 4], ["bar", 3, 4, 6, 6]]
    assert places(page) == built
    expect(number).to_be_focused()
    page.keyboard.press("Control+d")
    expect(page.locator("[data-tile]")).to_have_count(3)
    page.keyboard.press("Delete")
    said(page, "removed")
    assert places(page) == built
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert places(page) == built
    page.keyboard.press("Control+z")
    assert places(page)[0] == ["number", 0, 0, 3, 3]
    page.keyboard.press("Control+Shift+z")
    assert places(page) == built
    saved(page)
    expect_sound(page)

    page.reload()
    expect(page.locator("[data-tile]")).to_have_count(2)
    assert places(page) == built
    with another(browser, panel, states) as second:
        second.goto(page.url.split("?")[0])
        expect(second.locator("[data-tile]")).to_have_count(2)
        assert places(second) == built
        expect_sound(second)
    delete_and_bring_back(page, panel, name="By keys")


def delete_and_bring_back(page: Page, panel: Panel, *, name: str) -> None:
    page.goto(f"{panel.address}/boards")
    link = page.get_by_role("link", name=name, exact=True)
    for _ in range(2):
        page.get_by_role("button", name=f"More for {name}").click()
        page.get_by_role("menuitem", name="Delete").click()
        expect(link).to_have_count(0)
        page.get_by_role("button", name="Undo").click()
        expect(link).to_be_visible()


def drag(touch: CDPSession, page: Page, *, handle: Locator, to: tuple[float, float]) -> None:
    """A finger takes a handle, goes ``to`` pixels, and lets go."""
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 9):
        point = {"x": x + to[0] * step / 8, "y": y + to[1] * step / 8}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        page.evaluate("new Promise(requestAnimationFrame)")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_board_from_empty_by_touch_alone(browser: Browser, panel: Panel, states: dict[str, Any]) -> None:
    with another(browser, panel, states, has_touch=True) as page:
        touch = page.context.new_cdp_session(page)
        page.goto(f"{panel.address}/boards")
        page.get_by_role("button", name="New board").tap()
        page.get_by_label("Name", exact=True).fill("By touch")
        page.get_by_role("button", name="Make the board").tap()
        for kind in ("Number", "Map"):
            page.get_by_role("button", name="Add a tile").first.tap()
            page.get_by_role("button", name=re.compile(f"^(World )?{kind}", re.I)).tap()
            form = page.get_by_role("dialog", name="Edit the tile")
            form.get_by_role("button", name="Done").tap()
            expect(form).to_have_count(0)
        assert places(page) == [["number", 0, 0, 3, 3], ["map", 3, 0, 6, 7]]
        grid = page.locator("[data-grid]").first.bounding_box()
        assert grid is not None
        column = (grid["width"] + GAP) / 12
        number, world = page.locator("[data-kind=number]"), page.locator("[data-kind=map]")
        drag(touch, page, handle=number.get_by_role("button", name=re.compile("^Move ")), to=(9 * column, 0))
        until(lambda: places(page)[-1] == ["number", 9, 0, 3, 3], within=5, what="the number right of the map")
        drag(touch, page, handle=world.get_by_role("button", name=re.compile("^Size ")), to=(-2 * column, -ROW))
        until(lambda: places(page)[0] == ["map", 3, 0, 4, 6], within=5, what="the smaller map")
        drag(touch, page, handle=world.get_by_role("button", name=re.compile("^Move ")), to=(-3 * column, 2 * ROW))
        built = [["map", 0, 0, 4, 6], ["number", 9, 0, 3, 3]]
        until(lambda: places(page) == built, within=5, what="the map at the left, fallen upwards")
        saved(page)
        page.reload()
        expect(page.locator("[data-tile]")).to_have_count(2)
        assert places(page) == built


def named(page: Page, *, kind: str, title: str) -> None:
    """Give the tile of a kind a title through its form."""
    page.locator(f"[data-kind={kind}]").focus()
    page.keyboard.press("e")
    form = page.get_by_role("dialog", name="Edit the tile")
    form.get_by_label("Title", exact=True).fill(title)
    form.get_by_role("button", name="Done").click()
    expect(form).to_have_count(0)


def test_two_edit_at_once_and_both_edits_stay(
    page: Page, api: Api, browser: Browser, panel: Panel, states: dict[str, Any]
) -> None:
    tiles = [
        {"id": kind, "kind": kind, "place": {"x": x, "y": 0, "w": 3, "h": 3}, "query": {"metrics": ["orders"]}}
        for kind, x in (("number", 0), ("line", 3))
    ]
    document = {"format": 1, "settings": {}, "variables": [], "tiles": tiles}
    board = api.post("/boards", {"name": "By two", "visibility": "organisation", "document": document})
    address = f"{panel.address}/boards/{board['id']}?edit=1"

    def shown(titles: list[str]) -> bool:
        tiles = api.get(f"/boards/{board['id']}")["document"]["tiles"]
        return [one.get("title") for one in tiles] == titles

    with another(browser, panel, states) as second:
        for each in (page, second):
            each.goto(address)
            expect(each.locator("[data-tile]")).to_have_count(2)
        named(page, kind="number", title="Hers")
        saved(page)
        named(second, kind="line", title="His")
        saved(second)
        expect(second.get_by_role("group", name="Hers, tile")).to_be_visible()
        assert shown(["Hers", "His"])

        named(page, kind="number", title="Her second")
        saved(page)
        until(lambda: shown(["Her second", "His"]), within=5, what="her second title")
        named(second, kind="number", title="His too")
        note = second.get_by_role("region", name="Changed by two at once")
        expect(note).to_contain_text("changed “Her second” too.")
        expect(second.get_by_role("group", name="Her second, tile")).to_be_visible()
        expect_sound(second)
        note.get_by_role("button", name="Use yours").click()
        expect(note).to_have_count(0)
        until(lambda: shown(["His too", "His"]), within=5, what="his title, chosen")
        page.reload()
        expect(page.get_by_role("group", name="His too, tile")).to_be_visible()
