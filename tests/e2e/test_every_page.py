"""Every page at both sizes, light and dark: it loads without an error, fits its width, and axe finds no violation."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tools.live_panel import Panel, signed_in
from tools.screenshots import PAGES, SIZES, THEMES, path_of

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(params=[(size, theme) for size in SIZES for theme in THEMES], ids=lambda pair: "-".join(pair))
def page(request: pytest.FixtureRequest, browser: Browser, panel: Panel, states: dict[str, Any]) -> Any:
    """A signed-in page of one size and theme; what the console calls an error fails the test."""
    if "owner" not in states:
        states["owner"] = signed_in(browser, panel)
    size, theme = request.param
    width, height = SIZES[size]
    context = browser.new_context(
        storage_state=states["owner"],
        viewport={"width": width, "height": height},
        color_scheme=theme,
        reduced_motion="reduce",
    )
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert not errors, errors


def open_page(page: Page, panel: Panel, *, name: str) -> None:
    page.goto(panel.address + path_of(page, panel, name=name))
    page.locator("h1, [role=heading]").first.wait_for()
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("name", PAGES)
def test_page_is_sound(page: Page, panel: Panel, name: str) -> None:
    open_page(page, panel, name=name)
    assert page.locator("h1, [role=heading]").count() >= 1
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{name} is {width} px wider than the window"
    page.evaluate(AXE.read_text())
    result = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    found = [
        f"{each['id']} ({each['impact']}): {each['help']}: {[node['target'] for node in each['nodes']][:4]}"
        for each in result["violations"]
    ]
    assert not found, "\n".join(found)
