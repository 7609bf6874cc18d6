"""The pages of those who look after the installation: what waits and is mended, what a platform needs to deliver."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from comptoir.kernel.ids import new_id
from tests.e2e.asking import Api
from tests.waiting import until
from tools.live_panel import Panel

pytestmark = [pytest.mark.browser, pytest.mark.engine]
SECRET = f"a secret of the walk {new_id()}"  # its own: stores of one name are told apart by it
SOON = 15_000  # milliseconds: what refreshes by itself does so every five seconds
PLACE = {"currency": "EUR", "timezone": "Europe/Berlin"}
ORDER = {
    "id": 1,
    "created_at": "2026-02-01T10:00:00Z",
    "updated_at": "2026-02-01T10:00:00Z",
    "currency": "EUR",
    "financial_status": "paid",
    "line_items": [{"id": 11, "title": "Tee", "quantity": 1, "price": "10.00"}],
}


def deliver(page: Page, panel: Panel, *, store: str, document: Any, topic: str, secret: str = SECRET) -> int:
    """Deliver as Shopify does; return the status."""
    body = json.dumps(document)
    digest = hmac.new(secret.encode(), body.encode(), hashlib.sha256).digest()
    answer = page.request.post(
        f"{panel.address}/hooks/shopify/{store}",
        data=body,
        headers={
            "content-type": "application/json",
            "x-shopify-hmac-sha256": base64.b64encode(digest).decode(),
            "x-shopify-topic": topic,
            "x-shopify-webhook-id": hashlib.sha256(body.encode()).hexdigest(),
        },
    )
    return answer.status


def own_shop(page: Page, panel: Panel, *, name: str, slug: str) -> Api:
    """Found an organisation with one Shopify store, in which the page stays."""
    api = Api(page, panel.address)
    api.post("/organisations", {"name": name, **PLACE})
    api.post("/stores", {"slug": slug, "name": name, "platform": "shopify", **PLACE})
    return api


def test_a_walk_through_the_system_page(newcomer: Callable[[], Page], panel: Panel) -> None:
    page = newcomer()
    api = own_shop(page, panel, name="Lookout", slug="lookout")
    put = page.request.put(
        f"{api.root}/stores/lookout/webhook-secret",
        headers={"X-CSRF-Token": api.get("/session")["csrf_token"]},
        data={"secret": SECRET},
    )
    assert put.ok, put.text()
    page.goto(f"{panel.address}/system")
    expect(page.get_by_text("Nothing is parked.")).to_be_visible(timeout=SOON)
    wrong = ORDER | {"currency": "EURO"}
    assert deliver(page, panel, store="lookout", document=wrong, topic="orders/create") == 200
    expect(page.get_by_text("the currency is not an ISO 4217 code")).to_be_visible(timeout=SOON)
    expect(page.get_by_text("One thing needs somebody")).to_be_visible()

    page.get_by_role("button", name="Look at the delivery orders/create").click()
    body = page.get_by_role("textbox", name="Body")
    expect(body).to_have_value(json.dumps(wrong, indent=2))
    body.fill('{"id": 1, "id": 2}')
    page.get_by_role("button", name="Save and replay").click()
    expect(page.get_by_text("the body names a field twice")).to_be_visible()
    body.fill(json.dumps(ORDER))
    page.get_by_role("button", name="Save and replay").click()
    expect(page.get_by_text("Nothing is parked.")).to_be_visible(timeout=SOON)
    until(lambda: api.get("/orders")["items"] != [], within=20, what="the order of the replayed delivery")
    (edited,) = api.get("/deliveries")["items"]
    assert (edited["state"], edited["edited_by"] is not None) == ("done", True)

    assert deliver(page, panel, store="lookout", document={"shop_id": 1}, topic="shop/redact") == 200
    page.get_by_role("button", name="Dismiss shop/redact").click()
    page.get_by_role("button", name="Dismiss it").click()
    expect(page.get_by_text("Nothing is parked.")).to_be_visible(timeout=SOON)

    page.get_by_role("button", name="Compare now").click()
    page.get_by_role("menuitem", name="All days").click()
    expect(page.get_by_text("store days agree.")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("table", name="Data accuracy").get_by_role("row", name="Lookout")).to_contain_text("100.00")
    for engine in ("PostgreSQL", "ClickHouse"):
        expect(page.get_by_text("Up for").first).to_be_visible()
        expect(page.get_by_text(engine).first).to_be_visible()
