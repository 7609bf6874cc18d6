"""The organisation's calendar is changed and taken back; one's own weeks are drawn and said on tiles."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.asking import Api
from tools.live_panel import Panel

pytestmark = [pytest.mark.browser, pytest.mark.engine]


def choose(page: Page, field: str, option: str) -> None:
    page.get_by_role("combobox", name=field).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_a_year_of_weeks_and_back(page: Page, panel: Panel, api: Api) -> None:
    page.goto(f"{panel.address}/organisation")
    months = page.get_by_role("region", name="Fiscal months")
    save = page.get_by_role("button", name="Save the calendar")
    expect(months).to_contain_text("30 days")
    expect(save).to_be_disabled()
    choose(page, "Fiscal months are", "4-4-5 weeks")
    choose(page, "The fiscal year begins with", "February")
    save.click()
    expect(months).to_contain_text("4 weeks")
    expect(months).not_to_contain_text(re.compile(r"\d+ days"))
    assert api.get("/organisation")["fiscal"] == {"pattern": "4-4-5", "first_month": 2, "anchor": "last"}
    choose(page, "Fiscal months are", "A list of our own")
    page.get_by_label("First days of the fiscal months").fill("2026-01-29\n2026-02-30")
    save.click()
    expect(page.get_by_role("alert")).to_contain_text("This is no fiscal calendar")
    choose(page, "Fiscal months are", "Calendar months")
    choose(page, "The fiscal year begins with", "January")
    save.click()
    expect(months).to_contain_text("30 days")
    assert api.get("/organisation")["fiscal"] == {"pattern": "gregorian", "first_month": 1}


def test_ones_own_weeks_are_said_on_tiles_by_week(page: Page, panel: Panel, api: Api) -> None:
    tile = {
        "id": "weeks",
        "kind": "line",
        "place": {"x": 0, "y": 0, "w": 12, "h": 6},
        "query": {"metrics": ["orders"], "grain": "week"},
    }
    document = {"format": 1, "settings": {"period": "last30"}, "variables": [], "tiles": [tile]}
    board = api.post("/boards", {"name": "By week", "document": document})
    said = page.get_by_text("weeks from Monday, the organisation's")
    page.goto(f"{panel.address}/boards/{board['id']}")
    expect(page.get_by_role("region", name="Orders", exact=True)).to_be_visible()
    expect(said).to_have_count(0)
    page.goto(f"{panel.address}/account")
    choose(page, "Weeks begin on, for me", "Saturday")
    expect(page.get_by_text("Calendars are drawn as you chose.")).to_be_attached()
    page.goto(f"{panel.address}/boards/{board['id']}")
    expect(said).to_be_visible()
    page.goto(f"{panel.address}/account")
    choose(page, "Weeks begin on, for me", "As the organisation: Monday")
    expect(page.get_by_text("Calendars are drawn as you chose.")).to_be_attached()
