"""The audit trail in the browser: a look at a customer, a failed sign-in, a filter, a file and a check of the chain."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.asking import Api
from tests.e2e.test_boards import expect_sound
from tools.live_panel import Panel

pytestmark = [pytest.mark.browser, pytest.mark.engine]


def shows_in_time(page: Page, text: str | re.Pattern[str]) -> None:
    """What happened joins the trail within a second or so: look until it is there."""
    rows = page.get_by_role("table", name="Audit trail")
    for _ in range(10):
        page.reload()
        expect(rows).to_be_visible()
        if rows.get_by_text(text).count():
            return
    expect(rows).to_contain_text(text)


def test_a_look_at_a_customer_is_in_the_trail_and_opens(page: Page, panel: Panel, api: Api) -> None:
    page.goto(f"{panel.address}/customers")
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/customers/[0-9a-f-]{36}"))
    customer = re.findall("/customers/([0-9a-f-]{36})", page.url)[0]
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"{panel.address}/audit?kind=personal_read")
    shows_in_time(page, f"{customer[:8]}…")
    expect_sound(page)
    row = page.get_by_role("row").filter(has_text=f"{customer[:8]}…").first
    row.get_by_role("button", name="Details: Read personal data").click()
    drawer = page.get_by_role("dialog", name="Read personal data")
    expect(drawer).to_contain_text(customer)
    expect(drawer).to_contain_text("Mozilla/5.0")
    drawer.get_by_role("button", name=re.compile("^Only ")).click()
    expect(page).to_have_url(re.compile("user="))
    page.get_by_role("button", name=re.compile("Everybody again")).click()
    expect(page).not_to_have_url(re.compile("user="))


def test_a_failed_sign_in_shows_and_the_trail_is_filtered_and_taken_away(
    page: Page, panel: Panel, api: Api, browser: Browser
) -> None:
    stranger = browser.new_context()
    answer = stranger.request.post(
        f"{panel.address}/api/v1/session", data={"email": "demo@example.com", "password": "wrong wrong wrong"}
    )
    assert answer.status == 401
    stranger.close()
    page.goto(f"{panel.address}/security")
    expect(page.get_by_role("list", name="The newest: Failed sign-ins")).to_contain_text("Nobody known")
    expect_sound(page)
    page.get_by_role("button", name="Check now").click()
    expect(page.get_by_text(re.compile("Nothing was altered"))).to_be_visible()
    page.get_by_role("link", name="Failed sign-ins").click()
    table = page.get_by_role("table", name="Audit trail")
    expect(table).to_contain_text("Failed to sign in")
    expect(table).not_to_contain_text("Read personal data")
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON lines").click()
    rows = [json.loads(line) for line in download.value.path().read_text().splitlines()]
    assert {row["action"] for row in rows} == {"session.refused"}
    assert "wrong wrong wrong" not in str(rows)
    page.get_by_role("textbox", name="Find an action").fill("surely nothing")
    expect(page.get_by_role("heading", name="Nothing of that kind was noted")).to_be_visible()
