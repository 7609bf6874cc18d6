"""Access in the browser: somebody invited sees less, the owner reads why, and a role of one's own changes what they may."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.asking import Api
from tests.e2e.test_boards import expect_sound
from tools.live_panel import Panel

pytestmark = [pytest.mark.browser, pytest.mark.engine]


@pytest.fixture
def invited(browser: Browser) -> Iterator[Page]:
    """The browser of somebody else."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def test_somebody_invited_sees_a_part_and_the_owner_reads_why(
    page: Page, panel: Panel, api: Api, invited: Page
) -> None:
    stores = api.get("/session")["stores"]
    page.goto(f"{panel.address}/people")
    expect(page.get_by_role("table", name="People")).to_contain_text("You")
    expect_sound(page)
    page.get_by_role("button", name="Invite somebody").click()
    dialog = page.get_by_role("dialog", name="Invite somebody")
    dialog.get_by_role("textbox", name="E-mail").fill("no address")
    dialog.get_by_role("button", name="Invite somebody").click()
    expect(dialog.get_by_role("textbox", name="E-mail")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_role("textbox", name="E-mail").fill("mate@harbour.test")
    dialog.get_by_role("textbox", name="Name").fill("Mate")
    dialog.get_by_label("Stores", exact=True).first.click()
    page.get_by_role("option", name=stores[0]["name"], exact=True).click()
    dialog.get_by_role("textbox", name="Name").click()
    dialog.get_by_role("radiogroup", name=re.compile("^Cost")).get_by_text("Masked").click()
    dialog.get_by_role("button", name="Invite somebody").click()
    shown = page.get_by_role("dialog", name="Send them this link")
    link = shown.get_by_label("Send them this link").inner_text().strip()
    assert "#token=" in link
    expect_sound(page)
    shown.get_by_role("button", name="Done").click()
    row = page.get_by_role("row").filter(has_text="Mate")
    expect(row).to_contain_text(f"Stores: {stores[0]['name']}")
    expect(row).to_contain_text("masked")

    invited.goto(panel.address + "/sign-in" + link.partition("/sign-in")[2])
    expect(invited.get_by_role("navigation", name="Main")).to_be_visible()
    seen = invited.request.get(f"{panel.address}/api/v1/session").json()
    assert [one["slug"] for one in seen["stores"]] == [stores[0]["slug"]]
    expect(invited.get_by_role("link", name="People")).to_have_count(0)

    row.get_by_role("link", name="Mate").click()
    expect(page.get_by_role("heading", name="Mate", level=1)).to_be_visible()
    expect(page.get_by_role("region", name="Stores in sight")).to_contain_text(stores[0]["name"])
    expect(page.get_by_role("region", name="Stores in sight")).not_to_contain_text(stores[1]["name"])
    expect(page.get_by_role("region", name="Columns")).to_contain_text("Masked. Hides")
    expect_sound(page)

    page.goto(f"{panel.address}/roles")
    expect(page.get_by_role("region", name="Roles")).to_contain_text("users:read")
    expect_sound(page)
    page.get_by_role("button", name="New role").click()
    form = page.get_by_role("dialog", name="New role")
    form.get_by_label("Name").fill("Deck hand")
    form.get_by_label("Begin with the permissions of").click()
    page.get_by_role("option", name="Viewer").click()
    form.get_by_role("checkbox", name="users:read").check()
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("columnheader", name="Deck hand")).to_be_visible()

    page.goto(f"{panel.address}/people")
    row.get_by_role("button", name="Actions for Mate").click()
    page.get_by_role("menuitem", name="Change role and access").click()
    change = page.get_by_role("dialog", name=re.compile("Change role and access"))
    change.get_by_label("Role", exact=True).click()
    page.get_by_role("option", name="Deck hand").click()
    change.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Deck hand")
    expect(invited.get_by_role("navigation", name="Main")).to_be_visible()
    invited.reload()
    expect(invited.get_by_role("link", name="People")).to_be_visible()

    page.goto(f"{panel.address}/roles")
    page.get_by_role("button", name="Actions for Deck hand").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("columnheader", name="Deck hand")).to_have_count(0)

    page.goto(f"{panel.address}/people")
    row.get_by_role("button", name="Actions for Mate").click()
    page.get_by_role("menuitem", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(row).to_have_count(0)


def test_the_last_owner_cannot_be_removed_and_a_group_of_stores_is_made(page: Page, panel: Panel, api: Api) -> None:
    stores = api.get("/session")["stores"]
    page.goto(f"{panel.address}/people")
    own = page.get_by_role("row").filter(has_text="You")
    own.get_by_role("button", name=re.compile("Actions for")).click()
    page.get_by_role("menuitem", name="Remove").click()
    asked = page.get_by_role("dialog")
    asked.get_by_role("button", name="Remove").click()
    expect(asked.get_by_role("alert")).to_be_visible()
    asked.get_by_role("button", name="Cancel").click()

    page.goto(f"{panel.address}/roles")
    page.get_by_role("button", name="New group").click()
    form = page.get_by_role("dialog", name="Group of stores")
    form.get_by_label("Name").fill("Both harbours")
    for store in stores:
        form.get_by_label("Stores", exact=True).first.click()
        page.get_by_role("option", name=store["name"], exact=True).click()
    form.get_by_label("Name").click()
    form.get_by_role("button", name="Save").click()
    group = page.get_by_role("listitem").filter(has_text="Both harbours")
    expect(group).to_contain_text(stores[1]["name"])
    page.get_by_role("button", name="Delete: Both harbours").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(group).to_have_count(0)
