"""Every line of the contract on webhooks: what is signed is durable before it is answered, the rest is refused and counted."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from comptoir.composed.storefronts import facade as storefronts
from comptoir.domains.commerce.contracts import StoreChange
from comptoir.kernel.errors import Unavailable
from comptoir.platform.database.connect import Database
from comptoir.platform.engines.errors import storage_full
from comptoir.roles.ingest import bodies, doors
from comptoir.roles.web import web_application
from tests.integration.http.conftest import Place
from tests.integration.http.hooks import SECRET, Sender
from tests.waiting import until_async

pytestmark = pytest.mark.engine
ORDER = {"id": 1, "created_at": "2026-02-01T10:00:00Z", "currency": "EUR", "financial_status": "paid", "line_items": []}
WOO = {"id": 1, "date_created_gmt": "2026-02-01T10:00:00", "status": "processing", "line_items": []}


@pytest.fixture(params=["shopify", "woocommerce"])
async def sender(place: Place, request: pytest.FixtureRequest) -> Sender:
    return await Sender.to(place, request.param)


@pytest.fixture
async def shopify(place: Place) -> Sender:
    return await Sender.to(place, "shopify")


def order_of(sender: Sender) -> tuple[dict[str, Any], str]:
    return (ORDER, "orders/create") if sender.platform == "shopify" else (WOO, "order.created")


async def refused(sender: Sender) -> dict[str, int]:
    return dict(await sender.rows("select reason, count from webhook_refusals"))  # type: ignore[arg-type]


async def until_refused(sender: Sender, expected: dict[str, int]) -> None:
    async def is_counted() -> bool:
        return await refused(sender) == expected

    await until_async(is_counted, within=10)


async def test_a_signed_delivery_is_durable_when_it_is_answered(sender: Sender) -> None:
    document, topic = order_of(sender)
    answer = await sender.deliver(document, topic=topic)
    assert (answer.status_code, answer.json()["stored"], answer.json()["duplicate"]) == (200, True, False)
    assert await sender.rows() == [("new", None, topic)]
    assert (await sender.pump()).done == 1
    assert await sender.rows("select source_id, number from orders") == [("1", "1")]


async def test_the_body_rests_sealed_and_of_the_headers_only_what_names_the_delivery(sender: Sender) -> None:
    document, topic = order_of(sender)
    body = json.dumps(document | {"note": "for Ada"}).encode()
    headers = sender.signed(body, topic=topic) | {"cookie": "a=1", "x-forwarded-for": "203.0.113.9"}
    assert (await sender.post(body, headers)).status_code == 200
    ((sealed, row),) = await sender.rows("select body, inbox::text from inbox")
    assert b"Ada" not in bytes(sealed)
    assert not any(word in row for word in ("a=1", "203.0.113.9", headers[next(iter(headers))] + "x"))
    assert "x-request-id" in row


async def test_the_same_delivery_is_stored_once_and_another_body_under_its_id_again(sender: Sender) -> None:
    document, topic = order_of(sender)
    answers = [await sender.deliver(document, topic=topic, delivery="one") for _ in range(2)]
    answers.append(await sender.deliver(document | {"id": 2}, topic=topic, delivery="one"))
    assert [answer.json()["duplicate"] for answer in answers] == [False, True, False]
    assert answers[0].json()["delivery"] == answers[1].json()["delivery"]
    assert len(await sender.rows()) == 2


async def test_equal_deliveries_at_once_are_one_row_and_all_are_answered(shopify: Sender) -> None:
    answers = await asyncio.gather(*(shopify.deliver(ORDER, topic="orders/create", delivery="one") for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert sum(not answer.json()["duplicate"] for answer in answers) == 1
    assert len({answer.json()["delivery"] for answer in answers}) == 1
    assert len(await shopify.rows()) == 1


async def test_128_deliveries_at_once_are_all_stored(shopify: Sender) -> None:
    answers = await asyncio.gather(*(shopify.deliver(ORDER | {"id": n}, topic="orders/create") for n in range(128)))
    assert {answer.status_code for answer in answers} == {200}
    assert await shopify.rows("select count(*), count(distinct identity) from inbox") == [(128, 128)]


async def test_an_unknown_topic_is_stored_answered_202_and_visible(sender: Sender) -> None:
    answer = await sender.deliver({"id": 9}, topic="draft/made")
    assert answer.status_code == 202
    assert "nothing here reads this topic" in answer.json()["note"]
    await sender.pump()
    assert await sender.rows() == [("ignored", "nothing here reads the topic draft/made", "draft/made")]


async def test_a_bad_signature_is_refused_counted_and_nothing_of_it_is_kept(sender: Sender) -> None:
    document, topic = order_of(sender)
    body = json.dumps(document).encode()
    headers = sender.signed(body, topic=topic)
    answer = await sender.post(body + b" ", headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_signature")
    unsigned = {name: value for name, value in headers.items() if "hmac" not in name and "signature" not in name}
    assert (await sender.post(body, unsigned)).status_code == 401
    assert await sender.rows() == []
    await until_refused(sender, {"the signature does not fit the store's secret": 1, "the signature is missing": 1})


async def test_whatever_stands_for_a_signature_is_compared_and_refused(shopify: Sender) -> None:
    for given in ("", "x", "é", "A" * 5000):
        headers = [(b"x-shopify-topic", b"orders/create"), (b"x-shopify-hmac-sha256", given.encode("latin-1"))]
        answer = await shopify.post(b"{}", httpx.Headers(headers))  # type: ignore[arg-type]
        assert answer.status_code == 401, given


async def test_a_store_without_a_secret_refuses_with_its_own_reason(place: Place) -> None:
    sender = await Sender.to(place, "shopify", secret=None)
    answer = await sender.deliver(ORDER, topic="orders/create")
    assert (answer.status_code, answer.json()["code"]) == (401, "no_webhook_secret")
    await until_refused(sender, {"the store has no webhook secret yet": 1})


async def test_a_new_secret_counts_at_once(shopify: Sender) -> None:
    assert (await shopify.deliver(ORDER, topic="orders/create")).status_code == 200
    change = StoreChange(webhook_secret=b"another secret 2")
    await storefronts.change_store(shopify.place.actor(), shopify.place.platform, slug="north", change=change)
    shopify.secret = b"another secret 2"
    assert (await shopify.deliver(ORDER, topic="orders/create")).status_code == 200


async def test_signed_and_unreadable_is_stored_parked_and_answered_400(shopify: Sender) -> None:
    unreadable = [
        (b"", "the body is not JSON"),
        (b"not json", "the body is not JSON"),
        (b"\xff\xfe{}", "the body is not JSON"),
        (b"[1]", "the body is not a JSON object"),
        (b"null", "the body is not a JSON object"),
        (b'{"id": NaN}', "the body is not JSON"),
        (b'{"id": ' + b"9" * 5000 + b"}", "a number of the body has too many digits"),
        (b'{"a":' * 3000 + b"1" + b"}" * 3000, "the body is nested too deeply"),
    ]
    for body, reason in unreadable:
        answer = await shopify.deliver(body, topic="orders/create")
        assert (answer.status_code, answer.json()["code"]) == (400, "unreadable_delivery"), reason
    assert await shopify.rows() == [("parked", reason, "orders/create") for _, reason in unreadable]
    assert (await shopify.pump()).ids == []


async def test_a_delivery_without_a_topic_is_stored_and_parked(shopify: Sender) -> None:
    answer = await shopify.deliver(ORDER, topic="")
    assert answer.status_code == 400
    assert await shopify.rows() == [("parked", "the delivery names no topic", "")]


async def test_over_the_limit_is_refused_before_it_is_held(shopify: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LIMIT", 1000)
    body = json.dumps(ORDER | {"note": "x" * 1000}).encode()
    answer = await shopify.post(body, shopify.signed(body, topic="orders/create"))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    read: list[int] = []

    async def endless() -> Any:
        while True:
            read.append(1)
            yield b"x" * 600

    transport = httpx.ASGITransport(shopify.application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        answer = await client.post("/hooks/shopify/north", content=endless())
    assert answer.status_code == 413
    assert len(read) < 5
    assert await shopify.rows() == []
    await until_refused(shopify, {"the body is larger than this address accepts": 2})


async def test_a_body_in_pieces_is_one_body(shopify: Sender) -> None:
    body = json.dumps(ORDER).encode()

    async def pieces() -> Any:
        for start in range(0, len(body), 7):
            yield body[start : start + 7]

    transport = httpx.ASGITransport(shopify.application)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        headers = shopify.signed(body, topic="orders/create")
        answer = await client.post("/hooks/shopify/north", content=pieces(), headers=headers)
    assert answer.status_code == 200


async def test_a_set_up_ping_is_answered_and_stores_nothing(place: Place) -> None:
    sender = await Sender.to(place, "woocommerce")
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = await sender.post(b"webhook_id=14", form)
    assert (answer.status_code, answer.json()) == (200, {"stored": False})
    assert await sender.rows() == []
    assert (await sender.post(b"webhook_id=14&x=1", form)).status_code == 401
    shopify = await Sender.to(place, "shopify", slug="south")
    assert (await shopify.post(b"webhook_id=14", form)).status_code == 401


async def test_unknown_places_are_all_alike(shopify: Sender) -> None:
    body = json.dumps(ORDER).encode()
    for place in ("shopify/south", "nobody/north", "woocommerce/north", "magento/north"):
        answer = await shopify.post(body, shopify.signed(body, topic="orders/create"), path=f"/hooks/{place}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert answer.json()["detail"] == f"There is nothing at /hooks/{place}."


async def test_a_store_that_was_removed_is_unknown_and_one_that_was_added_is_known_at_once(shopify: Sender) -> None:
    assert (await shopify.deliver(ORDER, topic="orders/create")).status_code == 200
    other = await Sender.to(shopify.place, "shopify", slug="south")
    other.application = shopify.application
    assert (await other.deliver(ORDER, topic="orders/create")).status_code == 200


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (storage_full("PostgreSQL"), "storage_full"),
        (Unavailable("The engine is away."), "unavailable"),
        (RuntimeError("anything"), "unavailable"),
    ],
)
async def test_what_cannot_be_stored_is_asked_for_again_and_the_door_opens_by_itself(
    shopify: Sender, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    async def full(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("comptoir.platform.inbox_intake.receive_all", full)
        answer = await shopify.deliver(ORDER, topic="orders/create")
    assert (answer.status_code, answer.json()["code"]) == (503, code)
    assert int(answer.headers["retry-after"]) > 0
    assert (await shopify.deliver(ORDER, topic="orders/create")).status_code == 200
    assert len(await shopify.rows()) == 1


async def test_an_engine_that_does_not_answer_in_time_is_a_503(
    shopify: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = asyncio.Event()

    async def slow(*_: object) -> None:
        await gate.wait()
        raise Unavailable("too late")

    monkeypatch.setattr("comptoir.platform.inbox_intake.WITHIN", 0.05)
    with monkeypatch.context() as patch:
        patch.setattr("comptoir.platform.inbox_intake.receive_all", slow)
        answer = await shopify.deliver(ORDER, topic="orders/create")
        gate.set()
    assert answer.status_code == 503
    assert answer.headers["retry-after"]


async def test_one_delivery_the_database_refuses_spoils_no_other(
    shopify: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    from comptoir.platform import inbox_intake

    store = inbox_intake.receive_all

    async def picky(uow: Any, arrivals: Any) -> Any:
        if any(b'"bad"' in one.delivery.body for one in arrivals):
            raise ValueError("no")
        return await store(uow, arrivals)

    monkeypatch.setattr(inbox_intake, "receive_all", picky)
    monkeypatch.setattr(inbox_intake, "LANES", 1)
    names = ["a", "b", "bad", "c", "d"]
    answers = await asyncio.gather(*(shopify.deliver(ORDER | {"id": n}, topic="orders/create") for n in names))
    assert [answer.status_code for answer in answers] == [200, 200, 503, 200, 200]
    assert len(await shopify.rows()) == 4


async def test_two_organisations_may_call_a_store_alike(place: Place, shopify: Sender) -> None:
    from dataclasses import replace

    from comptoir.domains.commerce.contracts import NewStore
    from comptoir.foundation.identity import facade as identity

    other = await identity.create_organisation(
        identity.HOST, place.platform, name="Hill", currency="EUR", timezone="Europe/Berlin"
    )
    theirs = replace(identity.HOST, organisation_id=other.id)
    new = NewStore("north", "North", "shopify", "EUR", "Europe/Berlin", webhook_secret=b"the secret of Hill")
    await storefronts.add_store(theirs, place.platform, store=new)
    assert (await shopify.deliver(ORDER, topic="orders/create")).status_code == 200
    shopify.secret = b"the secret of Hill"
    assert (await shopify.deliver(ORDER, topic="orders/create")).status_code == 200
    shopify.secret = b"nobody's secret"
    assert (await shopify.deliver(ORDER, topic="orders/create")).status_code == 401
    owners = await shopify.rows("select organisation_id from inbox order by id")
    assert owners == [(place.organisation.id,), (other.id,)]


async def test_the_role_ingest_answers_deliveries_and_nothing_else(shopify: Sender) -> None:
    shopify.application = web_application(shopify.place.platform, only_hooks=True)
    assert (await shopify.deliver(ORDER, topic="orders/create")).status_code == 200
    assert (await shopify.post(b"{}", {}, path="/api/v1/session")).status_code == 404


async def test_deliveries_come_under_any_name_and_without_a_session(shopify: Sender) -> None:
    body = json.dumps(ORDER).encode()
    headers = shopify.signed(body, topic="orders/create") | {"host": "hooks.example", "origin": "https://evil.example"}
    assert (await shopify.post(body, headers)).status_code == 200


async def test_headers_no_database_keeps_are_made_plain(shopify: Sender) -> None:
    body = json.dumps(ORDER).encode()
    signed = shopify.signed(body, topic="orders/create", delivery="d\u00e9\u00ff" + "x" * 5000)
    raw = [(name.encode(), value.encode("latin-1")) for name, value in signed.items()]
    answer = await shopify.post(body, httpx.Headers(raw))  # type: ignore[arg-type]
    assert answer.status_code == 200
    ((name,),) = await shopify.rows("select delivery_id from inbox")
    assert name.startswith("d??xxx")
    assert len(name) <= 200


async def test_a_killed_intake_has_stored_what_it_acknowledged(
    shopify: Sender, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the answer and the pump nothing lives in memory: another process finds every delivery."""
    for number in range(5):
        assert (await shopify.deliver(ORDER | {"id": number}, topic="orders/create")).status_code == 200
    again = Sender(shopify.place, "shopify", "north")
    assert (await again.pump()).done == 5
    assert await again.rows("select count(*) from orders") == [(5,)]


async def test_while_the_stores_cannot_be_read_known_doors_stay_open_and_unknown_ones_ask_again(
    shopify: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise Unavailable("PostgreSQL went away.")

    async def silent(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("comptoir.roles.ingest.doors.FRESH", 0.0)
    monkeypatch.setattr("comptoir.roles.ingest.doors.WITHIN", 0.05)
    for trouble in (away, silent):
        fresh = Sender(shopify.place, "shopify", "north", application=web_application(shopify.place.platform))
        with monkeypatch.context() as patch:
            patch.setattr("comptoir.domains.commerce.facade.doors", trouble)
            answer = await fresh.deliver(ORDER, topic="orders/create")
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
        assert (await fresh.deliver(ORDER, topic="orders/create", delivery=trouble.__name__)).status_code == 200
        with monkeypatch.context() as patch:
            patch.setattr("comptoir.domains.commerce.facade.doors", trouble)
            assert (await fresh.deliver(ORDER | {"id": 2}, topic="orders/create")).status_code == 200


def test_limits_are_those_of_the_documents() -> None:
    assert bodies.LIMIT == 8 * 1024 * 1024
    assert doors.AGAIN > 0
    assert len(SECRET) > 8
