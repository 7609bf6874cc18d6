"""The pages of those who look after the installation: what waits and is mended, what a platform needs to deliver."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from comptoir.kernel.ids import new_id
from tests.e2e.asking import Api, bring_in
from tests.waiting import until
from tools.live_panel import Panel

pytestmark = [pytest.mark.browser, pytest.mark.engine]
SECRET = f"a secret of the walk {new_id()}"  # its own: stores of one name are told apart by it
SOON = 45_000  # milliseconds: what refreshes by itself does so every five seconds, on a busy machine later
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

    page.get_by_role("button", name="Look at it: orders/create").click()
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
    page.get_by_role("button", name="Dismiss… shop/redact").click()
    page.get_by_role("button", name="Dismiss it").click()
    expect(page.get_by_text("Nothing is parked.")).to_be_visible(timeout=SOON)

    page.get_by_role("button", name="Compare now").click()
    page.get_by_role("menuitem", name="All days").click()
    expect(page.get_by_text("store days agree.")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("table", name="Data accuracy").get_by_role("row", name="Lookout")).to_contain_text("100.00")
    for engine in ("PostgreSQL", "ClickHouse"):
        expect(page.get_by_text("Up for").first).to_be_visible()
        expect(page.get_by_text(engine).first).to_be_visible()


def test_a_walk_through_the_connection_of_a_store(newcomer: Callable[[], Page], panel: Panel) -> None:
    page = newcomer()
    own_shop(page, panel, name="Harbourside", slug="harbourside")
    page.goto(f"{panel.address}/stores")
    connection = page.get_by_role("button", name="Webhooks of Harbourside")
    expect(connection).to_contain_text("No secret yet", timeout=SOON)
    connection.click()
    expect(page.get_by_label("Address", exact=True)).to_have_text(re.compile(r"/hooks/shopify/harbourside$"))
    expect(page.get_by_label("Topics", exact=True)).to_contain_text("orders/create")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the address").click()
    assert page.evaluate("navigator.clipboard.readText()").endswith("/hooks/shopify/harbourside")

    page.get_by_label("Secret of the platform").fill("short")
    page.get_by_role("button", name="Set the secret").click()
    expect(page.get_by_text("A secret has at least eight characters.")).to_be_visible()
    page.get_by_label("Secret of the platform").fill(SECRET)
    page.get_by_role("button", name="Set the secret").click()
    expect(page.get_by_role("button", name="Replace the secret")).to_be_visible(timeout=SOON)
    expect(page.get_by_label("Secret of the platform")).to_have_value("")
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("Waiting for the first delivery")

    page.get_by_role("button", name="Send a test delivery").click()
    expect(drawer.get_by_text("The test delivery arrived and is stored.")).to_be_visible(timeout=SOON)
    for step in ("Secret", "Reached", "Signature", "Stored"):
        expect(drawer.get_by_role("listitem").filter(has_text=step).first).to_contain_text("holds")
    expect(drawer).to_contain_text("Waiting for the first delivery")

    assert deliver(page, panel, store="harbourside", document=ORDER, topic="orders/create") == 200
    expect(drawer).to_contain_text("Receiving", timeout=SOON)
    expect(drawer).to_contain_text("orders/create, just now")
    refused = deliver(page, panel, store="harbourside", document=ORDER, topic="orders/create", secret="another secret")
    assert refused == 401
    expect(drawer).to_contain_text("the signature does not fit the store's secret", timeout=SOON)
    expect(drawer).to_contain_text("The newest delivery was refused.")
    newest = drawer.get_by_role("list", name="Newest deliveries").get_by_role("listitem")
    expect(newest.filter(has_text="orders/create")).to_contain_text("applied", timeout=SOON)
    expect(newest.filter(has_text="a test delivery: it changes nothing")).to_have_count(1)
    assert SECRET not in page.content()


def test_stores_are_compared_and_those_without_a_past_are_named(newcomer: Callable[[], Page], panel: Panel) -> None:
    page = newcomer()
    api = Api(page, panel.address)
    api.post("/organisations", {"name": "Twin Quays", **PLACE})
    sold = {"old": ["2025-03-01,100.00", "2025-03-02,20.00", "2026-03-01,150.00"], "new": ["2026-03-01,60.00"]}
    for slug, lines in sold.items():
        api.post("/stores", {"slug": slug, "name": slug.title(), "platform": "custom", **PLACE})
        rows = "".join(
            f"{slug}{number},{line.partition(',')[0]},A,1,{line.partition(',')[2]}\n"
            for number, line in enumerate(lines)
        )
        bring_in(api, store=slug, rows=rows)
    page.goto(f"{panel.address}/stores?period=2026-03-01..2026-03-31&compare=previous_year&currency=EUR")
    table = page.get_by_role("table", name="Stores compared")
    whole = table.get_by_role("row", name="All stores")
    expect(whole).to_contain_text("210.00", timeout=SOON)
    expect(whole).to_contain_text("+75.0")
    expect(table.get_by_role("row", name="Old")).to_contain_text("+25.0")
    expect(table.get_by_role("row", name="New")).to_contain_text("28.6")

    page.get_by_role("switch", name="Same stores only").check()
    same = table.get_by_role("row", name="Same stores")
    expect(same).to_contain_text("150.00", timeout=SOON)
    expect(same).to_contain_text("+25.0")
    expect(table.get_by_role("row", name="New")).to_have_count(0)
    expect(page.get_by_text("One store is left out")).to_be_visible()
    expect(page.get_by_text("New: no sales in Mar 2025")).to_be_visible()
    page.get_by_role("switch", name="Same stores only").uncheck()

    page.get_by_role("switch", name="Per day open").check()
    old = table.get_by_role("row", name="Old")
    expect(old).to_contain_text("÷ 1 day", timeout=SOON)
    expect(old).to_contain_text("+150.0")
    figure = old.get_by_role("button", name=re.compile("Net sales, Old"))
    figure.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("heading", name="Net sales, Old")).to_be_visible()
    expect(drawer).to_contain_text("150.00", timeout=SOON)
