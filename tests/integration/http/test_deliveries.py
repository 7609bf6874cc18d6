"""Webhooks as people see them: what to paste, what came, what was refused, what waits, and a test that really is sent."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from comptoir.foundation.identity import facade as identity
from comptoir.roles.web import web_application
from tests.integration.http.conftest import ADDRESS, PASSWORD, Place, sign_in
from tests.integration.http.hooks import SECRET, Sender
from tests.waiting import until_async

pytestmark = pytest.mark.engine
ORDER = {
    "id": 1,
    "created_at": "2026-02-01T10:00:00Z",
    "updated_at": "2026-02-01T10:00:00Z",
    "currency": "EUR",
    "financial_status": "paid",
    "line_items": [{"id": 11, "title": "Tee", "quantity": 1, "price": "10.00"}],
}
PERSON = {"id": 7, "email": "ada@example.test", "first_name": "Ada"}


@pytest.fixture
async def shopify(place: Place) -> Sender:
    return await Sender.to(place, "shopify")


@pytest.fixture
async def panel_of(shopify: Sender) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(shopify) as client:
        await sign_in(client)
        yield client


def browser(sender: Sender) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(sender.application, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=ADDRESS)


async def read(client: httpx.AsyncClient, path: str, status: int = 200) -> Any:
    answer = await client.get(f"/api/v1{path}")
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_a_store_says_what_to_paste_and_what_came_of_it(shopify: Sender, panel_of: httpx.AsyncClient) -> None:
    found = await read(panel_of, "/stores/north/webhooks")
    assert found["url"] == f"{ADDRESS}/hooks/shopify/north"
    assert {"orders/create", "orders/updated", "refunds/create", "app/uninstalled"} <= set(found["topics"])
    assert (found["secret_set"], found["last_delivery"], found["refused"], found["ended_at"]) == (
        True,
        None,
        None,
        None,
    )
    await shopify.deliver(ORDER, topic="orders/create")
    await shopify.deliver(b"nothing", topic="orders/create")
    found = await read(panel_of, "/stores/north/webhooks")
    assert found["deliveries_today"] == 2
    last = found["last_delivery"]
    assert (last["topic"], last["state"], last["reason"]) == ("orders/create", "parked", "the body is not JSON")
    shopify.secret = b"not the secret"
    await shopify.deliver(ORDER, topic="orders/create")

    async def is_refused() -> bool:
        return (await read(panel_of, "/stores/north/webhooks"))["refused"] is not None

    await until_async(is_refused, within=10)
    refused = (await read(panel_of, "/stores/north/webhooks"))["refused"]
    assert (refused["count"], refused["last_reason"]) == (1, "the signature does not fit the store's secret")


async def test_the_state_of_a_connection_says_what_to_do_next(place: Place) -> None:
    sender = await Sender.to(place, "shopify", secret=None)
    await Sender.to(place, "custom", slug="own", secret=None)
    async with browser(sender) as client:
        await sign_in(client)

        async def states() -> dict[str, str]:
            return {item["store"]: item["state"] for item in (await read(client, "/webhooks"))["items"]}

        assert await states() == {"north": "no_secret", "own": "unsupported"}
        await client.put("/api/v1/stores/north/webhook-secret", json={"secret": SECRET.decode()})
        assert (await states())["north"] == "waiting"
        assert (await client.post("/api/v1/stores/north/webhooks/test")).json()["ok"]
        assert (await read(client, "/stores/north/webhooks"))["state"] == "waiting"
        await sender.deliver(ORDER, topic="orders/create")
        assert (await states())["north"] == "receiving"
        sender.secret = b"not the secret"
        place.clock.move(seconds=5)
        await sender.deliver(ORDER, topic="orders/create")

        async def is_refused() -> bool:
            return (await states())["north"] == "refused"

        await until_async(is_refused, within=10)
        sender.secret = SECRET
        place.clock.move(seconds=5)
        await sender.deliver(ORDER | {"id": 2}, topic="orders/create")
        assert (await states())["north"] == "receiving"
        await sender.deliver({"id": 548380009}, topic="app/uninstalled")
        await sender.pump()
        assert (await states())["north"] == "ended"


async def test_today_is_the_stores_own(shopify: Sender, panel_of: httpx.AsyncClient) -> None:
    shopify.place.clock.move(hours=10.5)  # 22:30 UTC: 23:30 in Berlin
    await shopify.deliver(ORDER, topic="orders/create")
    assert (await read(panel_of, "/stores/north/webhooks"))["deliveries_today"] == 1
    shopify.place.clock.move(hours=1)
    assert (await read(panel_of, "/stores/north/webhooks"))["deliveries_today"] == 0


async def test_a_secret_is_set_counts_at_once_and_is_never_told(shopify: Sender, panel_of: httpx.AsyncClient) -> None:
    shopify.secret = b"a brand new secret"
    assert (await shopify.deliver(ORDER, topic="orders/create")).status_code == 401
    answer = await panel_of.put("/api/v1/stores/north/webhook-secret", json={"secret": "  a brand new secret\n"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await shopify.deliver(ORDER, topic="orders/create")).status_code == 200
    shown = [await panel_of.get(f"/api/v1{path}") for path in ("/stores", "/stores/north/webhooks", "/session")]
    assert not any("brand new" in answer.text or SECRET.decode() in answer.text for answer in shown)
    assert b"brand new" not in bytes((await shopify.rows("select webhook_secret from stores"))[0][0])
    short = await panel_of.put("/api/v1/stores/north/webhook-secret", json={"secret": "short"})
    assert (short.status_code, short.json()["errors"][0]["field"]) == (422, "webhook_secret")
    assert "short" not in short.json()["detail"].replace("short name", "")


async def test_who_may_what(shopify: Sender) -> None:
    for role in ("viewer", "admin", "operations"):
        await identity.add_member(
            shopify.place.actor(), shopify.place.platform, email=f"{role}@example.test", role=role, password=PASSWORD
        )
    await shopify.deliver(b"nothing", topic="orders/create")
    async with browser(shopify) as client:
        await sign_in(client, email="viewer@example.test")
        ((delivery,),) = await shopify.rows("select id from inbox")
        assert (await read(client, "/stores/north/webhooks"))["secret_set"]
        assert len((await read(client, "/deliveries/parked"))["items"]) == 1
        for method, path, body in (
            ("GET", f"/deliveries/{delivery}/body", None),
            ("PUT", f"/deliveries/{delivery}/body", {"body": "{}"}),
            ("POST", f"/deliveries/{delivery}/replay", None),
            ("POST", f"/deliveries/{delivery}/dismiss", None),
            ("POST", "/stores/north/webhooks/test", None),
            ("PUT", "/stores/north/webhook-secret", {"secret": "long enough"}),
        ):
            answer = await client.request(method, f"/api/v1{path}", json=body)
            assert answer.status_code == 403, path
    async with browser(shopify) as client:
        await sign_in(client, email="operations@example.test")
        assert (await read(client, f"/deliveries/{delivery}/body"))["body"] == "nothing"
        assert (await client.post(f"/api/v1/deliveries/{delivery}/replay")).status_code == 403


async def test_deliveries_are_listed_by_state_and_page_by_page(shopify: Sender, panel_of: httpx.AsyncClient) -> None:
    for number in range(5):
        await shopify.deliver(ORDER | {"id": number}, topic="orders/create")
    await shopify.deliver(b"?", topic="orders/create")
    await shopify.deliver({}, topic="x/y")
    await shopify.pump()
    page = await read(panel_of, "/stores/north/deliveries?limit=3")
    assert [item["topic"] for item in page["items"]] == ["x/y", "orders/create", "orders/create"]
    rest = await read(panel_of, f"/stores/north/deliveries?limit=50&cursor={page['next_cursor']}")
    assert (len(rest["items"]), rest["next_cursor"]) == (4, None)
    assert not {item["id"] for item in page["items"]} & {item["id"] for item in rest["items"]}
    some = await read(panel_of, "/stores/north/deliveries?state=parked,ignored")
    assert [item["state"] for item in some["items"]] == ["ignored", "parked"]
    parked = await read(panel_of, "/deliveries/parked")
    assert [(item["store"], item["reason"]) for item in parked["items"]] == [("north", "the body is not JSON")]
    assert len((await read(panel_of, "/deliveries"))["items"]) == 7
    await read(panel_of, "/stores/north/deliveries?state=lost", status=422)
    await read(panel_of, "/stores/north/deliveries?cursor=x", status=422)
    await read(panel_of, "/stores/nowhere/deliveries", status=404)


async def test_a_parked_delivery_is_read_edited_and_replayed_and_the_original_stays(
    shopify: Sender, panel_of: httpx.AsyncClient
) -> None:
    wrong = ORDER | {"currency": "EURO", "customer": PERSON}
    await shopify.deliver(wrong, topic="orders/create", delivery="one")
    assert (await shopify.pump()).parked == 1
    (item,) = (await read(panel_of, "/deliveries/parked"))["items"]
    assert item["reason"] == "the currency is not an ISO 4217 code"
    found = await read(panel_of, f"/deliveries/{item['id']}/body")
    assert json.loads(found["body"]) == wrong
    assert (found["original"], found["headers"]["x-shopify-topic"]) == (None, "orders/create")
    path = f"/api/v1/deliveries/{item['id']}/body"
    bad = await panel_of.put(path, json={"body": '{"id": 1, "id": 2}'})
    assert (bad.status_code, bad.json()["detail"]) == (422, "This cannot be read: the body names a field twice.")
    right = json.dumps(ORDER | {"customer": PERSON})
    assert (await panel_of.put(path, json={"body": right})).status_code == 204
    assert (await shopify.pump()).done == 1
    found = await read(panel_of, f"/deliveries/{item['id']}/body")
    assert (found["body"], json.loads(found["original"]), found["state"]) == (right, wrong, "done")
    assert found["edited_at"]
    assert await shopify.rows("select currency from orders") == [("EUR",)]
    assert (await panel_of.put(path, json={"body": right})).status_code == 409
    again = await shopify.deliver(wrong, topic="orders/create", delivery="one")
    assert again.json()["duplicate"]


async def test_a_body_that_told_of_a_person_goes_with_their_key(shopify: Sender, panel_of: httpx.AsyncClient) -> None:
    await shopify.deliver(ORDER | {"currency": "EURO", "customer": PERSON}, topic="orders/create")
    await shopify.pump()
    (item,) = (await read(panel_of, "/deliveries/parked"))["items"]
    path = f"/api/v1/deliveries/{item['id']}"
    await panel_of.put(f"{path}/body", json={"body": json.dumps(ORDER | {"customer": PERSON})})
    await shopify.pump()
    async with shopify.place.platform.database.begin_system() as uow:
        from sqlalchemy import text

        await uow.execute(text("update persons set wrapped_key = null"))
    answer = await panel_of.get(f"{path}/body")
    assert (answer.status_code, answer.json()["code"]) == (404, "body_gone")


async def test_replaying_and_setting_aside(shopify: Sender, panel_of: httpx.AsyncClient) -> None:
    await shopify.deliver(ORDER, topic="orders/create")
    await shopify.pump()
    (item,) = (await read(panel_of, "/stores/north/deliveries"))["items"]
    assert (await panel_of.post(f"/api/v1/deliveries/{item['id']}/replay")).status_code == 204
    assert (await shopify.pump()).done == 1
    assert (await panel_of.post(f"/api/v1/deliveries/{item['id']}/dismiss")).status_code == 409
    await shopify.deliver({"shop_id": 1, "customer": {"id": 7}}, topic="customers/redact")
    await shopify.pump()
    (waiting,) = (await read(panel_of, "/deliveries/parked"))["items"]
    assert waiting["reason"].startswith("a privacy request waits for a person")
    assert (await panel_of.post(f"/api/v1/deliveries/{waiting['id']}/dismiss")).status_code == 204
    assert (await read(panel_of, "/deliveries/parked"))["items"] == []
    (rests,) = (await read(panel_of, "/stores/north/deliveries?state=ignored"))["items"]
    assert rests["reason"].startswith("set aside by a person; it was parked because: a privacy request")
    stranger = "01a20369-7820-75bc-bfb2-00ca453f9198"
    assert (await panel_of.post(f"/api/v1/deliveries/{stranger}/replay")).status_code == 404


async def test_another_organisations_deliveries_do_not_exist(shopify: Sender) -> None:
    await shopify.deliver(b"?", topic="orders/create")
    ((delivery,),) = await shopify.rows("select id from inbox")
    other = await identity.create_organisation(
        identity.HOST, shopify.place.platform, name="Hill", currency="EUR", timezone="Europe/Berlin"
    )
    host = replace(identity.HOST, organisation_id=other.id)
    await identity.add_member(host, shopify.place.platform, email="o@hill.test", role="owner", password=PASSWORD)
    async with browser(shopify) as client:
        await sign_in(client, email="o@hill.test")
        await read(client, f"/deliveries/{delivery}/body", status=404)
        assert (await read(client, "/deliveries"))["items"] == []
        await read(client, "/stores/north/webhooks", status=404)
        assert (await read(client, "/webhooks"))["items"] == []


async def test_an_uninstalled_app_ends_the_connection_until_the_platform_tells_of_sales_again(
    shopify: Sender, panel_of: httpx.AsyncClient
) -> None:
    await shopify.deliver({"id": 548380009, "domain": "north.example"}, topic="app/uninstalled")
    assert (await shopify.pump()).done == 1
    ended = (await read(panel_of, "/stores/north/webhooks"))["ended_at"]
    assert ended == "2026-03-01T12:00:00Z"
    shopify.place.clock.move(days=2)
    await shopify.deliver({"shop_id": 1}, topic="shop/redact")
    assert (await read(panel_of, "/stores/north/webhooks"))["ended_at"] == ended
    await shopify.deliver(ORDER, topic="orders/create")
    assert (await read(panel_of, "/stores/north/webhooks"))["ended_at"] is None
    shopify.place.clock.move(days=2)
    await shopify.deliver({"id": 548380009}, topic="app/uninstalled")
    await shopify.pump()
    assert (await read(panel_of, "/stores/north/webhooks"))["ended_at"]
    again = {"secret": SECRET.decode()}
    refused = await panel_of.put("/api/v1/stores/north/webhook-secret", json=again)
    assert (refused.status_code, refused.json()["code"]) == (403, "step_up_required")
    await sign_in(panel_of)
    assert (await panel_of.put("/api/v1/stores/north/webhook-secret", json=again)).status_code == 204
    assert (await read(panel_of, "/stores/north/webhooks"))["ended_at"] is None


@pytest.mark.parametrize("kind", ["shopify", "woocommerce"])
async def test_a_test_delivery_goes_through_the_real_door_and_changes_nothing(place: Place, kind: str) -> None:
    sender = await Sender.to(place, kind)
    async with browser(sender) as client:
        await sign_in(client)
        answer = await client.post("/api/v1/stores/north/webhooks/test")
        report = answer.json()
        assert (answer.status_code, report["ok"], report["via"]) == (200, True, "process")
        assert [(step["name"], step["ok"]) for step in report["steps"]] == [
            ("secret", True), ("reached", True), ("signature", True), ("stored", True),
        ]  # fmt: skip
        await sender.pump()
        assert [state for state, _, _ in await sender.rows()] == ["ignored"]
        (item,) = (await read(client, "/stores/north/deliveries"))["items"]
        assert (item["id"], item["reason"]) == (report["delivery"], "a test delivery: it changes nothing")
        assert await sender.rows("select count(*) from orders") == [(0,)]


async def test_a_test_delivery_says_which_step_failed(place: Place) -> None:
    sender = await Sender.to(place, "shopify", secret=None)
    await Sender.to(place, "custom", slug="own", secret=None)
    async with browser(sender) as client:
        await sign_in(client)
        report = (await client.post("/api/v1/stores/north/webhooks/test")).json()
        assert [step["ok"] for step in report["steps"]] == [False, None, None, None]
        answer = await client.post("/api/v1/stores/own/webhooks/test")
        assert (answer.status_code, answer.json()["code"]) == (422, "no_webhooks")


async def test_a_public_address_that_leads_nowhere_is_said(place: Place) -> None:
    place.platform.settings = replace(place.platform.settings, public_url="http://127.0.0.1:9")
    sender = await Sender.to(place, "shopify")
    sender.application = web_application(place.platform)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(sender.application), base_url="http://127.0.0.1:9"
    ) as client:
        await sign_in(client)
        report = (await client.post("/api/v1/stores/north/webhooks/test")).json()
    assert (report["ok"], report["via"]) == (False, "network")
    assert [step["ok"] for step in report["steps"]] == [True, False, None, None]
    assert "could not be reached" in report["steps"][1]["detail"]


async def test_old_deliveries_are_not_todays(shopify: Sender, panel_of: httpx.AsyncClient) -> None:
    await shopify.deliver(ORDER, topic="orders/create")
    shopify.place.clock.now += timedelta(days=3)
    found = await read(panel_of, "/stores/north/webhooks")
    assert (found["deliveries_today"], found["last_delivery"]["topic"]) == (0, "orders/create")
