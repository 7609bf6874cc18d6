"""Orders as JSON: WooCommerce REST v3, Magento REST V1, Shopify REST; amounts without tax, statuses that count."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from comptoir.connectors.known import REGISTRY
from comptoir.connectors.magento.orders import normalise_order as magento_order
from comptoir.connectors.sdk.canonical import OrderRecord, OrderStatus, Part
from comptoir.connectors.shopify.order_parts import normalise_deleted_order, normalise_refund
from comptoir.connectors.shopify.orders import normalise_order as shopify_order
from comptoir.connectors.shopify.records import normalise_product
from comptoir.connectors.woocommerce.orders import normalise_order as woocommerce_order
from tests.unit.connectors.reading import BERLIN, orders_of, rejects_of, write


def total_of(record: OrderRecord) -> Decimal:
    total = record.tips + record.duties + record.fees + record.fee_tax
    for line in record.lines:
        total += line.gross - sum(one.amount for one in line.discounts) + sum(one.amount for one in line.taxes)
    for charge in record.shipping_lines:
        total += charge.amount + sum(one.amount for one in charge.taxes)
    return total


WOO: dict[str, Any] = {
    "id": 812,
    "number": "812",
    "status": "completed",
    "currency": "EUR",
    "created_via": "checkout",
    "prices_include_tax": True,
    "date_created": "2024-05-01T12:00:00",
    "date_created_gmt": "2024-05-01T10:00:00",
    "date_modified_gmt": "2024-05-02T09:00:00",
    "date_paid_gmt": "2024-05-01T10:01:00",
    "total": "47.60",
    "customer_id": 5,
    "billing": {"first_name": "Kim", "last_name": "Example", "email": "kim@example.test", "country": "DE", "city": "Köln"},
    "shipping": {"country": "DE", "city": "Bonn"},
    "payment_method": "paypal",
    "transaction_id": "PP-1",
    "line_items": [
        {"id": 1, "name": "Tee", "product_id": 9, "variation_id": 91, "quantity": 2, "subtotal": "40.00", "total": "36.00",
         "total_tax": "6.84", "sku": "TEE", "meta_data": [{"key": "pa_size", "value": "M"}, {"key": "_wc_cog_item_total_cost", "value": "12.5"}]},
    ],
    "coupon_lines": [{"code": "may", "discount": "3.00"}, {"code": "vip", "discount": "1.00"}],
    "shipping_lines": [{"id": 3, "method_title": "DHL", "total": "4.00", "total_tax": "0.76"}],
    "fee_lines": [{"name": "gift wrap", "total": "0.00", "total_tax": "0.00"}],
    "refunds": [],
    "meta_data": [{"key": "_wc_order_attribution_utm_source", "value": "newsletter"}],
}  # fmt: skip


def woo(**changes: Any) -> OrderRecord:
    return woocommerce_order(WOO | changes, BERLIN)


def test_a_woocommerce_order() -> None:
    record = woo()
    (line,) = record.lines
    assert (record.source_id, record.status, record.channel) == ("812", OrderStatus.PAID, "online")
    assert record.version.source_time == datetime(2024, 5, 2, 9, tzinfo=UTC)
    assert total_of(record) == Decimal("47.60")
    assert (line.gross, line.unit_price, line.cost, line.variant_title) == (40, 20, Decimal("12.5"), "M")
    assert {one.code: one.amount for one in line.discounts} == {"may": 3, "vip": 1}
    assert record.attribution is not None
    assert record.attribution.utm_source == "newsletter"
    assert record.customer is not None
    assert record.customer.source_id == "5"


@pytest.mark.parametrize(
    ("word", "paid", "status"),
    [
        ("pending", None, OrderStatus.DRAFT),
        ("on-hold", None, OrderStatus.OPEN),
        ("processing", "2024-05-01T10:01:00", OrderStatus.PAID),
        ("cancelled", None, OrderStatus.VOIDED),
        ("cancelled", "2024-05-01T10:01:00", OrderStatus.CANCELLED),
        ("failed", None, OrderStatus.VOIDED),
        ("wc-shipped", "2024-05-01T10:01:00", OrderStatus.PAID),
    ],
)
def test_which_woocommerce_statuses_count(word: str, paid: str | None, status: OrderStatus) -> None:
    assert woo(status=word, date_paid_gmt=paid).status is status


def test_woocommerce_refunds_are_unallocated_unless_everything_came_back() -> None:
    (part,) = woo(refunds=[{"id": 4, "total": "-10.00"}]).refunds
    assert (part.unallocated, part.is_provisional, part.refunded_at) == (10, True, datetime(2024, 5, 2, 9, tzinfo=UTC))
    (whole,) = woo(status="refunded", refunds=[{"id": 4, "total": "-47.60"}]).refunds
    back = sum(line.amount + line.tax for line in whole.lines) + whole.shipping + whole.shipping_tax
    assert back == Decimal("47.60")
    received = datetime(2024, 6, 1, tzinfo=UTC)
    record = woocommerce_order(WOO | {"refunds": [{"id": 4, "total": "-1"}]}, replace(BERLIN, received_at=received))
    assert record.refunds[0].refunded_at == received


def test_a_file_of_woocommerce_orders_with_a_stranger_in_it(tmp_path: Path) -> None:
    body = "\n".join(json.dumps(one) for one in (WOO, {"id": 1}, WOO | {"id": 813, "line_items": "?"}))
    path = write(tmp_path, body, "orders.jsonl")
    assert {reject.line: reject.reason for reject in rejects_of(path, "woocommerce-orders")} == {
        2: "date_created is empty",
        3: "the document is not shaped as WooCommerce orders (REST v3) are",
    }


MAGENTO: dict[str, Any] = {
    "entity_id": 31,
    "increment_id": "000000031",
    "state": "complete",
    "status": "complete",
    "created_at": "2024-05-01 10:00:00",
    "updated_at": "2024-05-03 08:00:00",
    "order_currency_code": "EUR",
    "base_currency_code": "USD",
    "base_to_order_rate": 0.5,
    "grand_total": 116.62,
    "subtotal": 100.0,
    "total_paid": 116.62,
    "store_name": "Main\nMain Store\nGerman",
    "customer_id": 8,
    "customer_email": "kim@example.test",
    "coupon_code": "MAY",
    "shipping_amount": 10.0,
    "shipping_tax_amount": 1.9,
    "shipping_discount_amount": 0,
    "billing_address": {"country_id": "DE", "city": "Köln", "street": ["Weg 1"], "firstname": "Kim", "lastname": "E"},
    "payment": {"method": "checkmo", "amount_paid": 116.62},
    "items": [
        {"item_id": 1, "product_type": "configurable", "sku": "TEE-M", "name": "Tee", "qty_ordered": 2, "row_total": 100.0,
         "discount_amount": 14.0, "discount_tax_compensation_amount": 2.0, "tax_amount": 16.72, "tax_percent": 19, "base_cost": 20.0},
        {"item_id": 2, "parent_item_id": 1, "product_type": "simple", "sku": "TEE-M", "name": "Tee M", "qty_ordered": 2, "row_total": 0},
    ],
}  # fmt: skip


def test_a_magento_order_counts_a_configurable_once() -> None:
    record = magento_order(MAGENTO, BERLIN)
    (line,) = record.lines
    assert (line.sku, line.gross, line.discounts[0].amount, line.cost) == ("TEE-M", 100, 12, 20)
    assert (record.channel, record.status, record.number) == ("German", OrderStatus.PAID, "000000031")
    assert total_of(record) == Decimal("116.62")
    assert line.taxes[0].rate == Decimal("0.19")


def test_a_magento_bundle_priced_by_its_parts_counts_the_parts() -> None:
    items = [
        {"item_id": 1, "product_type": "bundle", "sku": "KIT", "qty_ordered": 1, "row_total": 0},
        {"item_id": 2, "parent_item_id": 1, "product_type": "simple", "sku": "A", "qty_ordered": 1, "row_total": 60},
        {"item_id": 3, "parent_item_id": 1, "product_type": "simple", "sku": "B", "qty_ordered": 1, "row_total": 40},
    ]
    assert [line.sku for line in magento_order(MAGENTO | {"items": items}, BERLIN).lines] == ["A", "B"]
    items[0]["row_total"] = 100
    assert [line.sku for line in magento_order(MAGENTO | {"items": items}, BERLIN).lines] == ["KIT"]


def test_magento_credit_memos_and_cancelled_pieces() -> None:
    item = MAGENTO["items"][0] | {"qty_refunded": 1, "amount_refunded": 50, "discount_refunded": 7, "discount_tax_compensation_refunded": 1, "tax_refunded": 8.36}  # fmt: skip
    record = magento_order(MAGENTO | {"items": [item], "total_refunded": 52.36, "shipping_refunded": 0}, BERLIN)
    (refund,) = record.refunds
    assert (refund.lines[0].quantity, refund.lines[0].amount, refund.lines[0].tax) == (1, 44, Decimal("8.36"))
    assert record.status is OrderStatus.PARTLY_REFUNDED
    fewer = magento_order(MAGENTO | {"items": [MAGENTO["items"][0] | {"qty_canceled": 1}]}, BERLIN).lines[0]
    assert (fewer.quantity, fewer.gross) == (1, 50)


@pytest.mark.parametrize(
    ("state", "paid", "status"),
    [
        ("new", None, OrderStatus.OPEN),
        ("pending_payment", None, OrderStatus.DRAFT),
        ("canceled", None, OrderStatus.VOIDED),
        ("canceled", 10, OrderStatus.CANCELLED),
        ("closed", 10, OrderStatus.REFUNDED),
    ],
)
def test_which_magento_states_count(state: str, paid: int | None, status: OrderStatus) -> None:
    assert magento_order(MAGENTO | {"state": state, "total_paid": paid}, BERLIN).status is status


def test_magento_orders_come_in_the_answer_of_the_interface(tmp_path: Path) -> None:
    path = write(tmp_path, json.dumps({"items": [MAGENTO], "total_count": 1}), "orders.json")
    assert list(orders_of(path, "magento-orders")) == ["31"]


SHOPIFY: dict[str, Any] = {
    "id": 5001,
    "name": "#1001",
    "created_at": "2024-05-01T10:00:00+02:00",
    "processed_at": "2024-05-01T10:00:00+02:00",
    "updated_at": "2024-05-03T10:00:00+02:00",
    "currency": "EUR",
    "financial_status": "partially_refunded",
    "taxes_included": True,
    "total_price": "47.60",
    "source_name": "web",
    "landing_site": "/?utm_source=meta&utm_campaign=may&gclid=abc",
    "customer": {"id": 7, "email": "kim@example.test", "first_name": "Kim"},
    "billing_address": {"country_code": "DE", "city": "Köln"},
    "discount_applications": [{"type": "discount_code", "code": "MAY", "title": "May"}],
    "line_items": [
        {"id": 11, "title": "Tee", "sku": "TEE", "quantity": 2, "price": "23.80", "product_id": 9, "variant_id": 91,
         "discount_allocations": [{"amount": "4.76", "discount_application_index": 0}], "tax_lines": [{"price": "6.84", "rate": 0.19, "title": "MwSt"}]},
        {"id": 12, "title": "Gift card", "quantity": 1, "price": "0.00", "gift_card": True, "tax_lines": []},
    ],
    "shipping_lines": [{"title": "DHL", "price": "4.76", "discounted_price": "4.76", "tax_lines": [{"price": "0.76", "rate": 0.19}]}],
    "refunds": [
        {"id": 21, "created_at": "2024-05-03T10:00:00+02:00", "order_id": 5001,
         "refund_line_items": [{"line_item_id": 11, "quantity": 1, "subtotal": "21.42", "total_tax": "3.42", "restock_type": "return"}],
         "order_adjustments": [{"kind": "shipping_refund", "amount": "-4.00", "tax_amount": "-0.76"}]},
    ],
}  # fmt: skip


def test_a_shopify_order_with_inclusive_prices() -> None:
    record = shopify_order(SHOPIFY, BERLIN)
    line, card = record.lines
    assert total_of(record) == Decimal("47.60")
    assert (line.gross, line.discounts[0].amount, line.discounts[0].code) == (40, 4, "MAY")
    assert card.is_gift_card
    assert record.shipping_lines[0].amount == 4
    (refund,) = record.refunds
    assert (refund.lines[0].amount, refund.lines[0].tax, refund.lines[0].restocked) == (18, Decimal("3.42"), True)
    assert (refund.shipping, refund.shipping_tax) == (4, Decimal("0.76"))
    assert record.attribution is not None
    assert (record.attribution.utm_source, record.attribution.click_ids) == ("meta", {"gclid": "abc"})
    assert record.status is OrderStatus.PARTLY_REFUNDED


def test_shopify_parts_that_travel_alone() -> None:
    refund = normalise_refund(SHOPIFY["refunds"][0], BERLIN)
    assert (refund.source_id, refund.part, refund.refunds[0].lines[0].amount) == ("5001", Part.REFUND, 18)
    gone = normalise_deleted_order({"id": 5001}, replace(BERLIN, received_at=datetime(2024, 6, 1, tzinfo=UTC)))
    assert gone.is_deleted
    assert shopify_order(SHOPIFY | {"test": True}, BERLIN).status is OrderStatus.TEST
    product = normalise_product(
        {"id": 9, "title": "Tee", "variants": [{"id": 91, "price": "20", "title": "M"}]}, BERLIN
    )
    assert product.variants[0].price == 20


def test_every_platform_names_its_statuses() -> None:
    for connector in REGISTRY.connectors:
        assert connector.statuses.words
        assert connector.formats
