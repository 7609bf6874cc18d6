"""Each topic of Shopify by itself: what a body says becomes a record, whole and once."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from comptoir.connectors.known import REGISTRY
from comptoir.connectors.sdk.canonical import (
    ConnectionRecord,
    CustomerRecord,
    Lifecycle,
    OrderRecord,
    OrderStatus,
    Part,
    ProductRecord,
    Record,
)
from comptoir.connectors.sdk.errors import RowProblem
from tests.unit.connectors.reading import BERLIN
from tests.unit.connectors.webhook_samples import (
    CUSTOMER,
    EDIT,
    FULFILMENT,
    ORDER,
    PRODUCT,
    REFUND,
    TRANSACTION,
    line,
    money,
    tax,
)

RECEIVED = datetime(2026, 5, 10, 12, tzinfo=UTC)
OPTIONS = replace(BERLIN, prices="gross", received_at=RECEIVED)
TOPICS = REGISTRY.connector("shopify").topics
D = Decimal


def read(topic: str, body: dict[str, Any]) -> Record:
    return TOPICS[topic](body, OPTIONS)


def order(**changes: Any) -> OrderRecord:
    found = read("orders/updated", ORDER | changes)
    assert isinstance(found, OrderRecord)
    return found


@pytest.mark.parametrize("event", ["create", "updated", "paid", "cancelled", "fulfilled", "partially_fulfilled"])
def test_every_snapshot_topic_reads_the_same_order(event: str) -> None:
    assert read(f"orders/{event}", ORDER) == order()


def test_an_order_in_full() -> None:
    record = order()
    assert (record.source_id, record.number, record.channel) == ("820982911946154508", "#9999", "web")
    assert record.ordered_at == datetime(2026, 5, 1, 8, tzinfo=UTC)
    assert record.version.source_time == datetime(2026, 5, 1, 8, 0, 5, tzinfo=UTC)
    (sold,) = record.lines
    assert (sold.gross, sold.quantity, sold.unit_price, sold.sku) == (D(40), 2, 20, "TEE-11")
    assert (sold.product_id, sold.variant_id, sold.variant_title, sold.vendor) == ("9", "91", "M", "Weberei")
    assert (sold.taxes[0].amount, sold.taxes[0].name, sold.taxes[0].rate) == (D("7.6"), "MwSt", D("0.19"))
    assert record.shipping_lines[0].amount == 4
    assert record.tags == ("vip", "spring")
    assert record.customer is not None
    assert record.customer.source_id == "115310627314723954"
    assert record.customer.person is not None
    assert (record.customer.person.email, record.customer.person.postal_code) == ("kim@example.test", "50667")
    assert record.shipping_address is not None
    assert (record.shipping_address.country, record.shipping_address.region) == ("DE", "NW")


def test_where_an_order_came_from_and_who_sold_it() -> None:
    found = order().attribution
    assert found is not None
    assert (found.utm_source, found.utm_medium, found.utm_campaign) == ("meta", "cpc", "may")
    assert found.click_ids == {"fbclid": "F1", "gclid": "G1"}
    assert (found.company, found.location, found.referrer) == ("77", "655441491", "https://search.example/")
    assert order(user_id=5).attribution.sales_rep == "5"  # type: ignore[union-attr]
    staff = [line(11, attributed_staffs=[{"id": "gid://shopify/StaffMember/902541635", "quantity": 1}])]
    assert order(line_items=staff).attribution.sales_rep == "902541635"  # type: ignore[union-attr]
    odd = order(landing_site="//[").attribution
    assert odd is not None
    assert (odd.landing_page, odd.utm_source) == ("//[", None)


def test_payments_are_assumed_from_gateways_until_transactions_are_told() -> None:
    (assumed,) = order().payments
    assert (assumed.method, assumed.amount, assumed.status, assumed.is_assumed) == (
        "shopify_payments", D("52.36"), "succeeded", True,
    )  # fmt: skip
    card, gift = order(payment_gateway_names=["gift_card", "paypal"]).payments[::-1]
    assert (card.method, card.amount, gift.method, gift.amount) == ("paypal", D("52.36"), "gift_card", 0)
    (told,) = order(transactions=[TRANSACTION]).payments
    assert (told.id, told.gateway_reference, told.is_assumed) == ("389404469", "auth-77", False)
    assert order(financial_status="pending").payments[0].status == "pending"


def test_paying_with_gift_cards() -> None:
    card = TRANSACTION | {"id": 1, "gateway": "gift_card", "amount": "10.00"}
    assert order(transactions=[TRANSACTION, card]).gift_card_redeemed == 10
    assert order(payment_gateway_names=["gift_card"]).gift_card_redeemed == D("52.36")
    assert order(line_items=[line(11, gift_card=True)]).lines[0].is_gift_card


def test_discounts_name_their_codes() -> None:
    sold = line(11, discount_allocations=[{"amount": "4.76", "amount_set": money("4.76"), "discount_application_index": 0}],
                tax_lines=[tax("6.84")])  # fmt: skip
    application = {"type": "discount_code", "code": "MAY", "title": "May", "value": "10.0", "value_type": "percentage"}
    (found,) = order(line_items=[sold], discount_applications=[application]).lines
    assert [(one.code, one.amount) for one in found.discounts] == [("MAY", D(4))]
    assert found.gross - found.discounts[0].amount == 36


def test_duties_fees_and_tips() -> None:
    record = order(
        original_total_duties_set=money("5.00"),
        current_total_duties_set=money("2.00"),
        original_total_additional_fees_set=money("1.50"),
        total_tip_received="3.00",
    )
    assert (record.duties, record.fees, record.tips) == (5, D("1.5"), 3)
    assert order(current_total_duties_set=money("2.00")).duties == 2


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"test": True}, OrderStatus.TEST),
        ({"financial_status": "pending"}, OrderStatus.OPEN),
        ({"financial_status": "voided"}, OrderStatus.VOIDED),
        ({"cancelled_at": "2026-05-02T00:00:00Z"}, OrderStatus.CANCELLED),
        ({"cancelled_at": "2026-05-02T00:00:00Z", "financial_status": "voided"}, OrderStatus.VOIDED),
    ],
)
def test_what_counts(changes: dict[str, Any], status: OrderStatus) -> None:
    assert order(**changes).status is status


def test_what_an_edit_took_out_is_not_sold_and_what_a_refund_took_back_is() -> None:
    edited = order(line_items=[line(11), line(12, current_quantity=1), line(13, current_quantity=0)])
    assert [(one.id, one.quantity, one.gross) for one in edited.lines] == [("11", 2, 40), ("12", 1, 20)]
    assert edited.lines[1].taxes[0].amount == D("3.8")
    refunded = order(line_items=[line(11, current_quantity=1)], refunds=[REFUND])
    assert (refunded.lines[0].quantity, refunded.refunds[0].lines[0].quantity) == (2, 1)


def test_shipping_an_edit_took_out_is_not_charged_and_one_refunded_is() -> None:
    removed = [ORDER["shipping_lines"][0] | {"is_removed": True}]
    assert order(shipping_lines=removed).shipping_lines == ()
    assert len(order(shipping_lines=removed, refunds=[REFUND]).shipping_lines) == 1


def test_of_two_states_in_one_second_the_one_with_more_behind_it_is_later() -> None:
    cancelled = {"cancelled_at": "2026-05-01T10:00:05+02:00"}
    steps = [
        order(financial_status="pending"),
        order(),
        order(fulfillments=[FULFILMENT]),
        order(refunds=[REFUND]),
        order(refunds=[REFUND], **cancelled),
        order(refunds=[REFUND, REFUND | {"id": 2}], **cancelled),
    ]
    ranks = [step.version.rank for step in steps]
    assert ranks == sorted(set(ranks))


def test_a_refund_alone() -> None:
    record = read("refunds/create", REFUND)
    assert isinstance(record, OrderRecord)
    assert (record.source_id, record.part, record.version.rank) == (
        "820982911946154508",
        Part.REFUND,
        Lifecycle.REFUNDED,
    )
    (refund,) = record.refunds
    assert (refund.lines[0].amount, refund.lines[0].tax, refund.lines[0].restocked) == (20, D("3.8"), True)
    assert (refund.shipping, refund.shipping_tax, refund.unallocated) == (4, D("0.76"), 0)
    assert (record.payments[0].kind, record.payments[0].amount) == ("refund", D("28.56"))
    newer = REFUND | {
        "order_adjustments": [],
        "refund_shipping_lines": [{"id": 1, "subtotal_amount_set": money("4.76"), "tax_amount_set": money("0.76")}],
        "total_duties_set": money("1.00"),
    }
    (refund,) = read("refunds/create", newer).refunds  # type: ignore[union-attr]
    assert (refund.shipping, refund.shipping_tax, refund.duties) == (4, D("0.76"), 1)


@pytest.mark.parametrize("topic", ["refunds/create", "fulfillments/create", "order_transactions/create"])
def test_a_part_that_names_no_order_is_refused(topic: str) -> None:
    with pytest.raises(RowProblem, match="names no order"):
        read(topic, REFUND | FULFILMENT | {"order_id": None})


def test_a_fulfilment_alone_and_one_that_was_cancelled() -> None:
    record = read("fulfillments/create", FULFILMENT)
    assert isinstance(record, OrderRecord)
    (found,) = record.fulfilments
    assert (found.lines, found.carrier, found.tracking_number) == ((("11", D(2)),), "DHL", "JJD0001")
    again = order(fulfillments=[FULFILMENT | {"status": "cancelled"}])
    assert [one.status for one in again.fulfilments] == ["cancelled"]


def test_a_movement_of_money_alone() -> None:
    record = read("order_transactions/create", TRANSACTION)
    assert isinstance(record, OrderRecord)
    assert (record.part, record.payments[0].gateway_reference) == (Part.PAYMENT, "auth-77")


def test_an_edit_says_when_and_leaves_what_to_the_next_snapshot() -> None:
    record = read("orders/edited", EDIT)
    assert isinstance(record, OrderRecord)
    at = datetime(2026, 5, 3, 10, tzinfo=UTC)
    assert (record.source_id, record.part, record.edited_at, record.lines) == ("820982911946154508", Part.EDIT, at, ())
    with pytest.raises(RowProblem):
        read("orders/edited", ORDER)


def test_products_and_their_end() -> None:
    record = read("products/update", PRODUCT)
    assert isinstance(record, ProductRecord)
    assert (record.title, record.vendor, record.category, record.subcategory) == ("Tee", "Weberei", "Shirts", "Shirts")
    assert (record.variants[0].sku, record.variants[0].price, record.variants[0].weight_grams) == (
        "TEE-M",
        D("23.8"),
        200,
    )
    gone = read("products/delete", {"id": 788032119674292922})
    assert isinstance(gone, ProductRecord)
    assert (gone.is_deleted, gone.version.source_time) == (True, RECEIVED)


def test_customers() -> None:
    record = read("customers/create", CUSTOMER)
    assert isinstance(record, CustomerRecord)
    assert record.person is not None
    assert (record.person.name, record.person.phone) == ("Kim Beispiel", "+49 221 55501")


def test_the_end_of_an_order_and_of_the_connection() -> None:
    gone = read("orders/delete", {"id": 5})
    assert isinstance(gone, OrderRecord)
    assert (gone.is_deleted, gone.version.source_time) == (True, RECEIVED)
    ended = read("app/uninstalled", {"id": 548380009, "domain": "x"})
    assert ended == ConnectionRecord(RECEIVED, ended.version)


def test_a_body_without_a_time_counts_as_of_its_arrival() -> None:
    bare = {name: value for name, value in ORDER.items() if name not in ("updated_at", "created_at")}
    record = read("orders/updated", bare)
    assert record.version.source_time == RECEIVED
