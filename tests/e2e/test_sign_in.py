"""Second steps in a real browser: a code app, a passkey of a virtual device, a demand, a proof asked for again."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.conftest import opened
from tests.e2e.test_every_page import AXE
from tools.live_panel import Panel, colleague_link, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.engine]

PASSWORD = "four unrelated words 7"
PROBLEM = "application/problem+json"


@pytest.fixture
def visitor(browser: Browser, panel: Panel, states: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """Opens a page for a colleague who came by link; the panel is open under a name, as passkeys need it."""
    if "owner" not in states:
        states["owner"] = signed_in(browser, panel)
    with opened(browser, reduced_motion="reduce") as page:

        def arrive(email: str, *, role: str = "viewer") -> Page:
            page.goto(by_name(colleague_link(panel, email=email, role=role)))
            page.wait_for_url(lambda url: "sign-in" not in url)
            return page

        yield arrive


def by_name(address: str) -> str:
    return address.replace("127.0.0.1", "localhost")


def set_password(page: Page, panel: Panel) -> None:
    page.goto(f"{by_name(panel.address)}/account")
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password again").fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()


def add_code_app(page: Page) -> tuple[pyotp.TOTP, str, list[str]]:
    """Return (app, the code that was typed, recovery codes)."""
    page.get_by_role("button", name="Add a code app").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_alt_text("QR code")).to_be_visible()
    app = pyotp.TOTP(dialog.locator("code").inner_text().replace(" ", ""))
    code = app.now()
    field = dialog.get_by_label("Code the app shows now")
    expect(field).to_have_attribute("autocomplete", "one-time-code")
    field.fill(code)
    dialog.get_by_role("button", name="Add a code app").click()
    expect(page.get_by_text("Keep these recovery codes")).to_be_visible()
    codes = page.get_by_role("dialog").get_by_role("listitem").all_inner_texts()
    assert len(set(codes)) == 10
    sound(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    kept = download.value.path().read_text()
    assert all(one in kept for one in codes)
    page.get_by_role("button", name="I have kept them").click()
    return app, code, codes


def sound(page: Page) -> None:
    """Fail for what axe finds wrong with the page as it stands."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    assert not found, [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def first_step(page: Page, panel: Panel, *, email: str) -> None:
    page.goto(f"{by_name(panel.address)}/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_code_counts_once(visitor: Callable[..., Page], panel: Panel) -> None:
    email = "coded@example.com"
    page = visitor(email)
    set_password(page, panel)
    app, used, recovery = add_code_app(page)
    expect(page.get_by_text("10 recovery codes left")).to_be_visible()
    sign_out(page)
    first_step(page, panel, email=email)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    sound(page)
    code = page.get_by_label("Code")
    expect(code).to_be_focused()
    code.fill(used)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("was used already")
    code.fill(app.at(time.time(), counter_offset=1))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    sign_out(page)
    first_step(page, panel, email=email)
    page.get_by_role("button", name="Use a recovery code instead").click()
    page.get_by_label("Recovery code").fill(recovery[0])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def test_a_passkey_signs_in_by_itself(visitor: Callable[..., Page], panel: Panel) -> None:
    email = "keyed@example.com"
    page = visitor(email)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    set_password(page, panel)
    page.get_by_role("button", name="Add a passkey").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the passkey").fill("My laptop")
    dialog.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_role("row").filter(has_text="My laptop")).to_be_visible()
    sign_out(page)
    page.goto(f"{by_name(panel.address)}/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    sign_out(page)
    first_step(page, panel, email=email)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(f"{by_name(panel.address)}/account")
    page.get_by_role("button", name="Remove My laptop").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("You sign in with one step.")).to_be_visible()


def test_whoever_must_have_a_second_step_adds_it_before_anything_opens(
    visitor: Callable[..., Page], panel: Panel
) -> None:
    demand = ["organisation", "security", "--second-step", "security", "--json"]
    environment = {**os.environ, "COMPTOIR_HOME": str(panel.home)}
    subprocess.run(
        [sys.executable, "-m", "comptoir", *demand], env=environment, check=True, capture_output=True, timeout=60
    )
    page = visitor("guard@example.com", role="security")
    page.wait_for_url(lambda url: url.endswith("/second-step"))
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    sound(page)
    page.goto(f"{by_name(panel.address)}/account")
    page.wait_for_url(lambda url: url.endswith("/second-step"))
    add_code_app(page)
    page.wait_for_url(lambda url: "second-step" not in url)
    page.goto(f"{by_name(panel.address)}/account")
    expect(page.get_by_role("row").filter(has_text="Authenticator app")).to_be_visible()


def test_what_an_issuer_sends_back_is_handed_on_unchanged(browser: Browser, panel: Panel) -> None:
    """The server's side is proven against a lying issuer; here the way there and back through the browser."""
    sent: list[dict[str, str]] = []

    def answer(route: Route) -> None:
        sent.append(route.request.post_data_json)
        body = '{"title": "No", "status": 401, "code": "single_sign_on_refused", "detail": "Not you."}'
        route.fulfill(status=401, content_type=PROBLEM, body=body)

    with opened(browser, reduced_motion="reduce") as page:
        ways = '{"items": [{"organisation": "harbour", "name": "Company login"}]}'
        back = f"{panel.address}/sign-in/provider?state=007&code=4%2F0Ab%2Bx%3D%3D&session_state=x.y"
        page.route("**/api/v1/session/ways", lambda route: route.fulfill(content_type="application/json", body=ways))
        page.route(
            "**/api/v1/session/provider",
            lambda route: route.fulfill(content_type="application/json", body=f'{{"address": "{back}"}}'),
        )
        page.route("**/api/v1/session/provider/answer", answer)
        page.goto(f"{panel.address}/sign-in?next=%2Forders")
        expect(page.get_by_role("button", name="Company login")).to_be_visible()
        sound(page)
        page.get_by_role("button", name="Company login").click()
        expect(page.get_by_role("alert")).to_contain_text("Not you.")
        assert sent == [{"state": "007", "code": "4/0Ab+x=="}]
        assert "code=" not in page.url
        page.get_by_role("link", name="Back to sign-in").click()
        expect(page.get_by_label("E-mail")).to_be_visible()


def test_a_dangerous_act_asks_who_is_there_and_goes_on(visitor: Callable[..., Page], panel: Panel) -> None:
    page = visitor("finance@example.com", role="finance")
    set_password(page, panel)
    asked: list[str] = []

    def refuse_once(route: Route) -> None:
        """Answer as the server does when the last proof is 15 minutes ago."""
        if route.request.method == "POST" and not asked:
            asked.append(route.request.url)
            body = '{"title": "Forbidden", "status": 403, "code": "step_up_required", "detail": "Show who you are."}'
            route.fulfill(status=403, content_type=PROBLEM, body=body)
        else:
            route.continue_()

    page.route("**/api/v1/account/tokens", refuse_once)
    page.get_by_role("button", name="New token").click()
    page.get_by_role("dialog").get_by_label("Name").fill("A script")
    page.get_by_role("dialog").get_by_label("orders:read").check()
    page.get_by_role("dialog").get_by_role("button", name="New token").click()
    again = page.get_by_role("dialog").filter(has_text="Is it you?")
    again.get_by_label("Password", exact=True).fill("not this one")
    again.get_by_role("button", name="Confirm").click()
    expect(again.get_by_role("alert")).to_contain_text("not your password")
    sound(page)
    again.get_by_label("Password", exact=True).fill(PASSWORD)
    again.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Token made")).to_be_visible()
    assert asked
