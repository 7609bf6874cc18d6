"""What a signed body may hold: it is stored, then applied whole or parked with a sentence, and never breaks anything."""

import copy
import json
from typing import Any

import pytest

from tests.integration.http.conftest import Place
from tests.integration.http.hooks import Sender
from tests.unit.connectors.webhook_samples import ORDER, REFUND, WOO_ORDER, line

pytestmark = pytest.mark.engine

EMOJI = "🧵🇪🇺👩‍👩‍👧"
TOO_LARGE = "an amount is larger than 1,000,000,000,000"


@pytest.fixture
async def shopify(place: Place) -> Sender:
    place.clock.move(days=365)
    return await Sender.to(place, "shopify")


def changed(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(ORDER) | changes


def raw(text: str, **changes: Any) -> bytes:
    """An order whose field "note" is replaced by raw JSON text."""
    return json.dumps(changed(note="@@", **changes)).replace('"note": "@@"', text).encode()


def with_emoji(value: Any) -> Any:
    """Every text that is free text, and every name of a field, gets an emoji."""
    kept = {"created_at", "updated_at", "processed_at", "currency", "financial_status", "kind", "status"}
    if isinstance(value, dict):
        return {
            key: item if key in kept or key.endswith(("price", "amount", "_set", "received", "subtotal", "discount"))
            else with_emoji(item)
            for key, item in value.items()
        } | {f"{EMOJI}": EMOJI}  # fmt: skip
    if isinstance(value, list):
        return [with_emoji(item) for item in value]
    return value + EMOJI if isinstance(value, str) else value


PARKED: dict[str, tuple[bytes, str]] = {
    "a field twice": (raw('"note": 1, "note": 2'), "the body names a field twice"),
    "a tip of 1e20": (json.dumps(changed(total_tip_received="1e20")).encode(), TOO_LARGE),
    "a price of 10^20": (json.dumps(changed(line_items=[line(1, price="1" + "0" * 20)])).encode(), "a line price is larger than 1,000,000,000,000"),
    "a price that is no number": (json.dumps(changed(line_items=[line(1, price="NaN")])).encode(), "a line price is not a number"),
    "endless money": (json.dumps(changed(line_items=[line(1, price="Infinity")])).encode(), "a line price is not a number"),
    "a quantity beyond 64 bits": (json.dumps(changed(line_items=[line(1, quantity=2**70)])).encode(), "a quantity is larger than 1,000,000,000,000"),
    "a wrong currency": (json.dumps(changed(currency="EURO")).encode(), "the currency is not an ISO 4217 code"),
    "a currency nobody has": (json.dumps(changed(currency="ZZZ")).encode(), "the currency is not an ISO 4217 code"),
    "the year 1970": (json.dumps(changed(created_at="1970-01-01T00:00:00Z", processed_at="1970-01-01T00:00:00Z")).encode(), "ordered_at is before 2 January 1970 or after 5 June 2149"),
    "the year 9999": (json.dumps(changed(processed_at="9999-12-31T00:00:00Z")).encode(), "ordered_at is before 2 January 1970 or after 5 June 2149"),
    "a change in the future": (json.dumps(changed(updated_at="2099-01-01T00:00:00Z")).encode(), "the time of the change lies in the future"),
    "no date at all": (json.dumps(changed(created_at="soon", processed_at=None)).encode(), "a time is not ISO 8601"),
    "lines that are a word": (json.dumps(changed(line_items="?")).encode(), "the body is not shaped as the platform documents it"),
    "half a character": (json.dumps(changed(source_name="x")).replace('"x"', '"\\u0000"').encode(), "a text holds the character NUL"),
    "an id longer than any": (json.dumps(changed(name="9" * 600)).encode(), "an id is longer than 500 characters"),
}  # fmt: skip


async def test_what_cannot_be_kept_is_parked_with_a_sentence_and_spoils_no_other(shopify: Sender) -> None:
    expected: dict[str, tuple[str, str | None]] = {}
    for number, (name, (body, reason)) in enumerate(PARKED.items()):
        assert (await shopify.deliver(body, topic="orders/create", delivery=name)).status_code == 200
        good = f"good {number}"
        assert (await shopify.deliver(changed(id=number + 1), topic="orders/create", delivery=good)).status_code == 200
        expected |= {name: ("parked", reason), good: ("done", None)}
    pumped = await shopify.pump()
    assert (pumped.parked, pumped.done) == (len(PARKED), len(PARKED))
    found = await shopify.rows("select delivery_id, state, reason from inbox")
    assert {name: (state, reason) for name, state, reason in found} == expected
    assert await shopify.rows("select count(*) from orders") == [(len(PARKED),)]


async def test_what_cannot_be_read_is_stored_parked_and_said(shopify: Sender) -> None:
    unreadable = [
        (b'{"a":' * 5000 + b"{}" + b"}" * 5000, "the body is nested too deeply"),
        (raw('"note": NaN'), "the body is not JSON"),
        (raw('"note": -Infinity'), "the body is not JSON"),
        (raw('"note": "\\ud83d"'), "the body is not JSON"),
        (raw('"note": ' + "9" * 6000), "a number of the body has too many digits"),
    ]
    for body, _ in unreadable:
        assert (await shopify.deliver(body, topic="orders/create")).status_code == 400
    assert await shopify.rows() == [("parked", reason, "orders/create") for _, reason in unreadable]


async def test_emoji_in_every_field_are_kept(shopify: Sender) -> None:
    assert (await shopify.deliver(with_emoji(ORDER), topic="orders/create")).status_code == 200
    assert (await shopify.pump()).done == 1
    ((number, channel, tags),) = await shopify.rows("select number, channel, tags from orders")
    assert (number, channel, tags) == (f"#9999{EMOJI}", f"web{EMOJI}", ["vip", f"spring{EMOJI}"])
    assert await shopify.rows("select title, sku from order_lines") == [(f"Tee{EMOJI}", f"TEE-11{EMOJI}")]


async def test_ids_beyond_64_bits_and_exact_decimals(shopify: Sender) -> None:
    sold = line(2**90, 3, "@", tax_lines=[])
    body = json.dumps(changed(id=2**80, line_items=[sold])).replace('"@"', "0.290001").encode()
    assert (await shopify.deliver(body, topic="orders/create")).status_code == 200
    assert (await shopify.pump()).done == 1
    assert await shopify.rows("select source_id from orders") == [(str(2**80),)]
    assert await shopify.rows("select sum(gross)::text from sales_entries") == [("0.870003",)]


async def test_an_order_without_lines_counts_no_sale(shopify: Sender) -> None:
    assert (await shopify.deliver(changed(line_items=[]), topic="orders/create")).status_code == 200
    assert (await shopify.pump()).done == 1
    assert await shopify.rows("select coalesce(sum(order_count), 0), coalesce(sum(gross), 0) from sales_entries") == [
        (0, 0)
    ]


async def test_a_future_order_is_kept_on_its_day(shopify: Sender) -> None:
    await shopify.deliver(changed(processed_at="2040-01-01T12:00:00Z"), topic="orders/create")
    assert (await shopify.pump()).done == 1
    assert await shopify.rows("select order_day::text from orders") == [("2040-01-01",)]


async def test_a_refund_over_the_captured_amount_is_applied_as_it_was_told(shopify: Sender) -> None:
    much = copy.deepcopy(REFUND)
    much["order_adjustments"] = [
        {"kind": "refund_discrepancy", "amount": "-900.00", "tax_amount": "0.00", "reason": "Refund discrepancy"}
    ]
    await shopify.deliver(ORDER, topic="orders/create")
    await shopify.deliver(much, topic="refunds/create")
    assert (await shopify.pump()).done == 2
    assert await shopify.rows("select (sum(returned) > 900)::text from sales_entries") == [("true",)]


async def test_the_same_on_woocommerce(place: Place) -> None:
    place.clock.move(days=365)
    sender = await Sender.to(place, "woocommerce")
    bodies = [
        WOO_ORDER | {"id": 1, "currency": EMOJI},
        WOO_ORDER | {"id": 2, "total": "1e20"},
        WOO_ORDER | {"id": 3, "date_created_gmt": "0001-01-01T00:00:00"},
        WOO_ORDER | {"id": 4, "line_items": None},
        WOO_ORDER | {"id": 5, "billing": [EMOJI]},
        WOO_ORDER | {"id": {"a": 1}},
        WOO_ORDER | {"id": 7, "meta_data": "x"},
    ]
    for body in bodies:
        assert (await sender.deliver(body, topic="order.created")).status_code == 200
    pumped = await sender.pump()
    assert pumped.done + pumped.parked == len(bodies)
    found = await sender.rows()
    assert all(reason for state, reason, _ in found if state == "parked")
    assert [state for state, _, _ in found][3] == "done"


async def test_topics_that_are_not_applied_say_why(shopify: Sender) -> None:
    bodies = {
        "inventory_levels/update": {"inventory_item_id": 1, "location_id": 2, "available": 3},
        "customers/delete": {"id": 7},
        "customers/data_request": {"customer": {"id": 7}},
    }
    for topic, body in bodies.items():
        assert (await shopify.deliver(body, topic=topic)).status_code == 200
    await shopify.pump()
    found = {topic: (state, reason) for state, reason, topic in await shopify.rows()}
    assert found["inventory_levels/update"][0] == "ignored"
    assert "keeps no stock levels yet" in found["inventory_levels/update"][1]
    assert found["customers/delete"][0] == "ignored"
    assert found["customers/data_request"][0] == "parked"
    assert "waits for a person" in found["customers/data_request"][1]
