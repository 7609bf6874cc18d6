"""A person's own page: a password after a link, and a token that reads until it is revoked."""

import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tools.live_panel import Panel, colleague_link

pytestmark = [pytest.mark.browser, pytest.mark.engine]

PASSWORD = "four unrelated words 7"


def test_a_password_set_after_a_link_signs_in(newcomer: Callable[[], Page], panel: Panel) -> None:
    page = newcomer()
    page.context.clear_cookies()
    page.goto(colleague_link(panel, email="colleague@example.com", role="viewer"))
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(f"{panel.address}/account")
    page.get_by_label("New password", exact=True).fill("short")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Use at least 12 characters.")).to_be_visible()
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password again").fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    page.get_by_role("button", name="Account").last.click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.wait_for_url(lambda url: "sign-in" in url)
    page.get_by_label("E-mail").fill("colleague@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def test_a_token_reads_until_it_is_revoked(newcomer: Callable[[], Page], panel: Panel) -> None:
    page = newcomer()
    page.goto(f"{panel.address}/account")
    page.get_by_role("button", name="New token").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="New token").click()
    expect(dialog.get_by_text("Choose at least one thing it may do.")).to_be_visible()
    dialog.get_by_label("Name").fill("A script")
    dialog.get_by_label("orders:read").check()
    dialog.get_by_role("button", name="New token").click()
    secret = page.get_by_role("dialog").locator("code").inner_text()
    assert status(panel, secret) == 200
    page.get_by_role("button", name="Done").click()
    page.get_by_role("row").filter(has_text="A script").get_by_role("button", name="Revoke").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("A script is revoked.")).to_be_visible()
    assert status(panel, secret) == 401


def status(panel: Panel, secret: str) -> int:
    request = urllib.request.Request(
        f"{panel.address}/api/v1/orders?limit=1", headers={"Authorization": f"Bearer {secret}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
