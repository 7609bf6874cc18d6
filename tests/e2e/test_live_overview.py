"""An order arrives, and the open overview moves by itself, told by the server over its socket."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.e2e.asking import Api, bring_in, figure, money, today
from tests.waiting import until
from tools.live_panel import Panel

pytestmark = [pytest.mark.browser, pytest.mark.engine]


# When each figure began and ended to pulse.
WATCH = """
window.pulses = [];
new MutationObserver((changes) => {
  for (const { target } of changes) {
    if (target.dataset.pulse === "true") window.pulses.push({ target, of: target.textContent, began: performance.now() });
    else for (const one of window.pulses) if (one.target === target && !one.ended) one.ended = performance.now();
  }
}).observe(document.body, { subtree: true, attributeFilter: ["data-pulse"] });
"""
# Where every tile lies and how large it is.
PLACES = """
[...document.querySelectorAll("main section")].map((section) => {
  const { x, y, width, height } = section.getBoundingClientRect();
  return [section.getAttribute("aria-labelledby") ?? section.ariaLabel, Math.round(x), Math.round(y + scrollY), Math.round(width), Math.round(height)];
})
"""


def sell(api: Api, *, number: int, amount: str) -> None:
    """Bring one order of today in; returns when queries see it."""
    bring_in(api, store="quay", rows=f"{number},{today()},A,1,{amount}\n")


def test_an_arriving_order_moves_the_open_overview(newcomer: Callable[[], Page], panel: Panel) -> None:
    page = newcomer()
    api = Api(page, panel.address)
    place = {"currency": "EUR", "timezone": "Europe/Berlin"}
    api.post("/organisations", {"name": "Quay", **place})
    api.post("/stores", {"slug": "quay", "name": "Quay", "platform": "custom", **place})
    sell(api, number=1, amount="10.00")
    told: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: told.append(str(frame)))

    listed: list[str] = []
    page.on("websocket", listen)
    page.on("request", lambda request: listed.append(request.url) if "/orders?" in request.url else None)
    page.goto(f"{panel.address}/?period=today")
    expect(page.get_by_role("button", name=figure("Net sales", money("10.00"))).first).to_be_visible()
    page.evaluate("window.unreloaded = true")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="fetch again")).to_contain_text("Live")
    until(lambda: page.evaluate("1") and any('"result"' in frame for frame in told), what="a first result")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/query") else None)
    page.evaluate(WATCH)
    before = page.evaluate(PLACES)
    until(lambda: page.evaluate("1") and len(listed) >= 2, what="the list, and what the socket first told of it")
    known = len(listed)
    sell(api, number=2, amount="32.50")
    expect(page.get_by_role("button", name=figure("Net sales", money("42.50"))).first).to_be_visible()
    arriving = page.get_by_role("region", name="Arriving now")
    expect(arriving.get_by_role("row").filter(has_text="32.50")).to_be_visible()
    assert page.evaluate("window.unreloaded")
    assert asked == []
    assert len(listed) == known + 1, "told once, asked once: no polling beside the socket"
    assert page.evaluate(PLACES) == before, "nothing on the page moves or grows"
    until(lambda: page.evaluate("window.pulses.length > 0 && window.pulses.every((one) => one.ended)"), what="pulses")
    spans = page.evaluate("window.pulses.map((one) => one.ended - one.began)")
    assert all(550 <= span <= 1500 for span in spans), spans
    figures = page.evaluate("window.pulses.map((one) => one.of)")
    assert len(figures) == len(set(figures)), "each figure pulses once"
