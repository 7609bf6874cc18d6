"""A running demo, a Chromium, and a signed-in page for each browser test."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.asking import Api
from tools.live_panel import Panel, another_link, chromium_browser, enter_demo, running, signed_in

# What a test waits for arrives at once on a quiet machine; a busy one may stall for many seconds.
PATIENCE_MS = 30_000
PROOF_LASTS = 600.0  # seconds after which a test might be asked for a proof in the middle of what it does
expect.set_options(timeout=PATIENCE_MS)
TWO_STORES = ("--stores", "2", "--years", "1", "--no-live")


@pytest.fixture(scope="session")
def panel() -> Iterator[Panel]:
    """One demo for all browser tests: they read, and what they write has names of its own."""
    with running(TWO_STORES) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser a file: while it is open no other event loop can run in this thread."""
    with chromium_browser() as started:
        yield started


@pytest.fixture(scope="session")
def states() -> dict[str, Any]:
    """What signed-in browsers carry, kept because a link works once."""
    return {"since": time.monotonic()}


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page that fails the test when the panel logs an error."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, **options)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors, errors


@pytest.fixture
def page(browser: Browser, panel: Panel, states: dict[str, Any]) -> Iterator[Page]:
    """A signed-in page of desk size, in the demo; its person showed who they are not long ago."""
    if "owner" not in states:
        states["owner"] = signed_in(browser, panel)
    elif time.monotonic() - states.get("since", 0.0) > PROOF_LASTS:
        states["owner"] = signed_in(browser, replace(panel, link=another_link(panel)))
        states["since"] = time.monotonic()
    with opened(browser, storage_state=states["owner"], reduced_motion="reduce") as found:
        yield found


@pytest.fixture
def newcomer(browser: Browser, panel: Panel, states: dict[str, Any]) -> Iterator[Callable[[], Page]]:
    """Opens a page with a session of its own, for tests that change organisation or sign out."""
    if "owner" not in states:
        states["owner"] = signed_in(browser, panel)
    with ExitStack() as stack:

        def arrive() -> Page:
            found = stack.enter_context(opened(browser, reduced_motion="reduce"))
            found.goto(another_link(panel))
            found.wait_for_url(lambda url: "sign-in" not in url)
            enter_demo(found.context, panel)
            found.goto(panel.address)
            return found

        yield arrive


@pytest.fixture
def api(page: Page, panel: Panel) -> Api:
    """The same person asking the server directly."""
    return Api(page, panel.address)
