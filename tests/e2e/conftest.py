"""A running demo, a Chromium, and a signed-in page for each browser test."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tools.live_panel import Panel, chromium_browser, running, signed_in


@pytest.fixture(scope="session")
def panel() -> Iterator[Panel]:
    """One demo for all browser tests: they read, and what they write has names of its own."""
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser a file: while it is open no other event loop can run in this thread."""
    with chromium_browser() as started:
        yield started


@pytest.fixture(scope="session")
def states() -> dict[str, Any]:
    """What signed-in browsers carry, kept because a link works once."""
    return {}


@pytest.fixture
def page(browser: Browser, panel: Panel, states: dict[str, Any]) -> Iterator[Page]:
    """A signed-in page of desk size that fails the test when the panel logs an error."""
    if "owner" not in states:
        states["owner"] = signed_in(browser, panel)
    context = browser.new_context(storage_state=states["owner"], viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert not errors, errors
