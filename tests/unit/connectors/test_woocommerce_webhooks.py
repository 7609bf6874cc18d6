"""Each topic of WooCommerce by itself."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from comptoir.connectors.known import REGISTRY
from comptoir.connectors.sdk.canonical import CustomerRecord, OrderRecord, OrderStatus, ProductRecord, Record
from comptoir.connectors.sdk.errors import NotNeeded
from tests.unit.connectors.reading import BERLIN
from tests.unit.connectors.webhook_samples import WOO_ORDER

RECEIVED = datetime(2026, 5, 10, 12, tzinfo=UTC)
OPTIONS = replace(BERLIN, received_at=RECEIVED)
TOPICS = REGISTRY.connector("woocommerce").topics
D = Decimal


def read(topic: str, body: dict[str, Any]) -> Record:
    return TOPICS[topic](body, OPTIONS)


def order(topic: str = "order.updated", **changes: Any) -> OrderRecord:
    found = read(topic, WOO_ORDER | changes)
    assert isinstance(found, OrderRecord)
    return found


def test_an_order_in_full() -> None:
    record = order()
    (sold,) = record.lines
    assert (sold.gross, sold.discounts[0].amount, sold.discounts[0].code) == (40, 4, "may")
    assert [(one.amount, one.name, one.rate) for one in sold.taxes] == [(D("6.84"), "MwSt", D("0.19"))]
    assert record.shipping_lines[0].taxes[0].name == "MwSt"
    assert (record.channel, record.status, record.payments[0].gateway_reference) == ("online", OrderStatus.PAID, "ch_1")
    assert record.attribution is not None
    assert (record.attribution.utm_source, record.attribution.click_ids) == ("newsletter", {"gclid": "G9"})


def test_taxes_that_do_not_add_up_are_one_sum() -> None:
    odd = WOO_ORDER["line_items"][0] | {"taxes": [{"id": 75, "total": "1.00"}]}
    assert [(one.amount, one.name) for one in order(line_items=[odd]).lines[0].taxes] == [(D("6.84"), None)]


def test_refunds_are_provisional_unallocated_and_of_the_day_they_arrive() -> None:
    (refund,) = order(refunds=[{"id": 9, "reason": "", "total": "-10.00"}]).refunds
    assert (refund.unallocated, refund.lines, refund.is_provisional, refund.refunded_at) == (10, (), True, RECEIVED)
    more = [{"id": 9, "reason": "", "total": "-10.00"}, {"id": 10, "reason": "", "total": "-5.00"}]
    assert order(refunds=more).version > order(refunds=more[:1]).version


def test_the_end_and_the_return_of_an_order() -> None:
    gone = read("order.deleted", {"id": 727})
    assert isinstance(gone, OrderRecord)
    assert (gone.source_id, gone.is_deleted, gone.version.source_time) == ("727", True, RECEIVED)
    back = order("order.restored")
    assert (back.restored_at, back.is_deleted) == (RECEIVED, False)
    assert back.version == order().version
    assert order(status="trash").is_deleted


def test_a_draft_does_not_count() -> None:
    assert order(status="checkout-draft").status is OrderStatus.DRAFT
    assert order(status="pending", date_paid=None, date_paid_gmt=None).status is OrderStatus.DRAFT


def test_products() -> None:
    body = {
        "id": 93,
        "name": "Tee",
        "type": "simple",
        "sku": "TEE",
        "price": "20",
        "date_modified_gmt": "2026-05-01T10:00:00",
    }
    record = read("product.updated", body)
    assert isinstance(record, ProductRecord)
    assert record.variants[0].price == 20
    gone, back = read("product.deleted", {"id": 93}), read("product.restored", body)
    assert gone.is_deleted  # type: ignore[union-attr]
    assert back.version > gone.version
    with pytest.raises(NotNeeded, match="variation"):
        read("product.updated", body | {"type": "variation", "parent_id": 93})


def test_customers() -> None:
    body = {"id": 5, "email": "kim@example.test", "first_name": "Kim", "last_name": "B", "date_modified_gmt": None}
    record = read("customer.updated", body | {"billing": WOO_ORDER["billing"]})
    assert isinstance(record, CustomerRecord)
    assert record.version.source_time == RECEIVED
    assert record.address is not None
    assert record.address.city == "Köln"
