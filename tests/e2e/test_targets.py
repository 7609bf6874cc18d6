"""A target from its setting to its removal: on its page, on a number, on a line."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.asking import Api, today
from tools.live_panel import Panel

pytestmark = [pytest.mark.browser, pytest.mark.engine]


def test_a_target_is_set_seen_on_tiles_changed_and_removed(page: Page, panel: Panel, api: Api) -> None:
    page.goto(f"{panel.address}/targets")
    expect(page.get_by_role("heading", name="No target is running")).to_be_visible()
    page.get_by_role("button", name="Set a target").click()
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="Set a target").click()
    expect(form.get_by_text("Give it a number such as 120000.")).to_be_visible()
    form.get_by_label("Should reach, EUR").fill("1000000")
    form.get_by_role("button", name="Set a target").click()
    row = page.get_by_role("listitem").filter(has_text="Net sales")
    pace = api.get("/targets/pace", metric="net_sales", period="month")
    share = f"{float(pace['share_done']) * 100:.1f}"
    expect(row).to_contain_text(re.compile(rf"{re.escape(share)}\s%\sof\s1\.00M"))
    expect(row).to_contain_text(re.compile("behind|ahead"))
    row.get_by_text("How it is expected").click()
    expect(row).to_contain_text(pace["statement"][:40])

    month = date.fromisoformat(today()).replace(day=1).isoformat()
    assert pace["target"]["start"] == month
    document = {
        "format": 1,
        "settings": {"period": "month"},
        "variables": [],
        "tiles": [tile("number", x=0, w=6), tile("line", x=6, w=6, grain="day")],
    }
    board = api.post("/boards", {"name": "Towards a target", "document": document})
    page.goto(f"{panel.address}/boards/{board['id']}")
    number = page.get_by_role("region", name="Net sales", exact=True).first
    expect(number.get_by_role("img", name=re.compile("done, .* expected by now"))).to_be_visible()
    expect(page.get_by_text("Target", exact=True)).to_have_count(1)

    page.goto(f"{panel.address}/targets")
    page.get_by_role("button", name="Actions for the target of Net sales, All stores").click()
    page.get_by_role("menuitem", name="Change").click()
    form.get_by_label("Should reach, EUR").fill("2000000")
    form.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("2.00M")
    page.get_by_role("button", name="Actions for the target of Net sales, All stores").click()
    page.get_by_role("menuitem", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("heading", name="No target is running")).to_be_visible()


def tile(kind: str, *, x: int, w: int, **query: str) -> dict[str, object]:
    asked = {"metrics": ["net_sales"], **query}
    place = {"x": x, "y": 0, "w": w, "h": 6}
    return {"id": kind, "kind": kind, "place": place, "query": asked, "options": {"target": True}}
