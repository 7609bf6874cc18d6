"""An order arrives, and the open overview moves by itself, told by the server over its socket."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.e2e.asking import Api, figure, money, today
from tests.waiting import until
from tools.live_panel import Panel

pytestmark = [pytest.mark.browser, pytest.mark.engine]


def sell(api: Api, *, number: int, amount: str) -> None:
    """Bring one order of today in; returns when queries see it."""
    file = f"order_id,ordered_at,sku,quantity,line_total\n{number},{today()},A,1,{amount}\n"
    answer = api.request.post(
        f"{api.root}/imports",
        headers={"X-CSRF-Token": api.get("/session")["csrf_token"]},
        multipart={"file": {"name": f"{number}.csv", "mimeType": "text/csv", "buffer": file.encode()}},
    )
    assert answer.ok, answer.text()
    path = f"/imports/{answer.json()['id']}"
    planned = api.request.put(
        f"{api.root}{path}/plan",
        headers={"X-CSRF-Token": api.get("/session")["csrf_token"]},
        data={"store": "quay", "format": "transactions"},
    )
    assert planned.ok, planned.text()
    api.post(f"{path}/start", {})
    until(lambda: api.get(path)["state"] == "done", within=60, what="the import")


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

    page.on("websocket", listen)
    page.goto(f"{panel.address}/?period=today")
    expect(page.get_by_role("button", name=figure("Net sales", money("10.00"))).first).to_be_visible()
    page.evaluate("window.unreloaded = true")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="fetch again")).to_contain_text("Live")
    until(lambda: page.evaluate("1") and any('"result"' in frame for frame in told), what="a first result")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/query") else None)
    sell(api, number=2, amount="32.50")
    expect(page.get_by_role("button", name=figure("Net sales", money("42.50"))).first).to_be_visible()
    assert page.evaluate("window.unreloaded")
    assert asked == []
