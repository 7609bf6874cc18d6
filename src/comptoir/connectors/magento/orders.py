"""Magento REST V1 orders → canonical orders. Pure. Amounts are those in the order's currency, never ``base_`` ones."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from comptoir.connectors.magento.order_items import line_of, refund_line_of, sold_items
from comptoir.connectors.magento.statuses import STATUSES
from comptoir.connectors.sdk.canonical import (
    Address,
    Attribution,
    CustomerRef,
    Lifecycle,
    OrderRecord,
    OrderStatus,
    Payment,
    Person,
    Refund,
    ShippingLine,
    Tax,
    Version,
)
from comptoir.connectors.sdk.dates import iso_instant
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.connectors.sdk.formats import DocumentFormat, Options, Recognition, Subject, recognise_keys
from comptoir.connectors.sdk.numbers import amount, optional_amount
from comptoir.connectors.sdk.words import country_code, identifier, text_or_none
from comptoir.kernel.money import ZERO, six

_RANKS = {"complete": Lifecycle.FULFILLED, "closed": Lifecycle.REFUNDED, "canceled": Lifecycle.CANCELLED}


def recognise(body: Mapping[str, Any]) -> Recognition:
    """An order has ``increment_id``, ``grand_total`` and ``items``."""
    return recognise_keys(
        body, required=("increment_id", "grand_total", "items", "created_at", "state"), label="Magento orders"
    )


def normalise_order(body: Mapping[str, Any], options: Options) -> OrderRecord:
    """Return the order that a REST V1 object describes. Magento's times are UTC."""
    source_id = identifier(body.get("entity_id")) or identifier(body.get("increment_id"))
    created = iso_instant(body.get("created_at"))
    if source_id is None or created is None:
        raise RowProblem("the order has no id or date")
    updated = iso_instant(body.get("updated_at")) or created
    state = str(body.get("state") or body.get("status") or "")
    status = _status(state, body)
    code = text_or_none(body.get("coupon_code"))
    is_cancelled = state == "canceled"
    items = sold_items(body)
    base_rate = _base_rate(body)
    currency = text_or_none(body.get("order_currency_code")) or options.currency
    extra = body.get("extension_attributes") or {}
    refunds = _refunds(body, updated)
    return OrderRecord(
        source_id=source_id,
        version=Version(updated, _RANKS.get(state, Lifecycle.PAID if body.get("total_paid") else Lifecycle.CREATED)),
        number=text_or_none(body.get("increment_id")),
        ordered_at=created,
        currency=currency,
        status=OrderStatus.PARTLY_REFUNDED if refunds and status is OrderStatus.PAID else status,
        source_status=text_or_none(body.get("status")) or state,
        channel=_channel(body),
        customer=_customer(body),
        shipping_address=_address(_shipping_address(extra)),
        billing_address=_address(body.get("billing_address")),
        lines=tuple(line_of(item, code=code, is_cancelled=is_cancelled, base_rate=base_rate) for item in items),
        shipping_lines=_shipping(body),
        payments=_payments(body, source_id, currency),
        refunds=refunds,
        cancelled_at=updated if status is OrderStatus.CANCELLED else None,
        gift_card_redeemed=amount(extra.get("gift_cards_amount")),
        attribution=_attribution(body),
    )


def _status(state: str, body: Mapping[str, Any]) -> OrderStatus:
    status = STATUSES.read(state)
    if status is OrderStatus.CANCELLED and not amount(body.get("total_paid")):
        return OrderStatus.VOIDED
    return status


def _base_rate(body: Mapping[str, Any]) -> Decimal:
    """Return what one unit of the base currency is in the order's."""
    return optional_amount(body.get("base_to_order_rate")) or Decimal(1)


def _channel(body: Mapping[str, Any]) -> str | None:
    """Return the store view: ``store_name`` holds website, group and view on three lines."""
    name = text_or_none(body.get("store_name"))
    return name.splitlines()[-1].strip() if name else None


def _shipping(body: Mapping[str, Any]) -> tuple[ShippingLine, ...]:
    off = amount(body.get("shipping_discount_amount")) - amount(body.get("shipping_discount_tax_compensation_amount"))
    charge = amount(body.get("shipping_amount")) - off
    tax = amount(body.get("shipping_tax_amount"))
    if not charge and not tax:
        return ()
    title = text_or_none(body.get("shipping_description"))
    return (ShippingLine(six(charge), title=title, taxes=(Tax(tax),) if tax else ()),)


def _refunds(body: Mapping[str, Any], at: datetime) -> tuple[Refund, ...]:
    """Return all credit memos so far as one refund: the order object names sums, not documents."""
    if not amount(body.get("total_refunded")):
        return ()
    lines = tuple(line for item in sold_items(body) if (line := refund_line_of(item)) is not None)
    loose = amount(body.get("adjustment_positive"))
    withheld = amount(body.get("adjustment_negative"))
    return (
        Refund(
            "credit-memos",
            at,
            lines=lines,
            shipping=amount(body.get("shipping_refunded")),
            shipping_tax=amount(body.get("shipping_tax_refunded")),
            fees=-withheld if withheld else ZERO,
            unallocated=loose,
            is_provisional=True,
        ),
    )


def _payments(body: Mapping[str, Any], source_id: str, currency: str) -> tuple[Payment, ...]:
    payment = body.get("payment") or {}
    method = text_or_none(payment.get("method"))
    if method is None:
        return ()
    paid = amount(payment.get("amount_paid"))
    return (
        Payment(
            id=identifier(payment.get("entity_id")) or f"{source_id}-payment",
            kind="sale",
            amount=paid or amount(payment.get("amount_ordered")),
            currency=currency,
            status="succeeded" if paid else "pending",
            method=method,
            gateway=method,
            gateway_reference=text_or_none(payment.get("last_trans_id")),
        ),
    )


def _customer(body: Mapping[str, Any]) -> CustomerRef | None:
    source_id = identifier(body.get("customer_id"))
    billing = body.get("billing_address") or {}
    names = [
        body.get("customer_firstname") or billing.get("firstname"),
        body.get("customer_lastname") or billing.get("lastname"),
    ]
    street = billing.get("street") or []
    person = Person(
        name=" ".join(str(name) for name in names if name) or None,
        email=text_or_none(body.get("customer_email")),
        phone=text_or_none(billing.get("telephone")),
        address_lines=tuple(str(line) for line in street) if isinstance(street, list) else (str(street),),
        postal_code=text_or_none(billing.get("postcode")),
        company=text_or_none(billing.get("company")),
    )
    if person == Person():
        return CustomerRef(source_id) if source_id else None
    return CustomerRef(source_id, person)


def _shipping_address(extra: Mapping[str, Any]) -> Any:
    assignments = extra.get("shipping_assignments") or []
    return (assignments[0].get("shipping") or {}).get("address") if assignments else None


def _address(part: Any) -> Address | None:
    if not isinstance(part, dict):
        return None
    country = country_code(part.get("country_id"))
    region = part.get("region_code") or part.get("region")
    city = text_or_none(part.get("city"))
    return Address(country, text_or_none(region), city) if country or region or city else None


def _attribution(body: Mapping[str, Any]) -> Attribution | None:
    company = ((body.get("extension_attributes") or {}).get("company_order_attributes") or {}).get("company_id")
    return Attribution(company=identifier(company)) if company else None


MAGENTO_ORDERS = DocumentFormat(
    key="magento-orders",
    label="Magento orders (REST V1)",
    subject=Subject.ORDERS,
    recognise=recognise,
    normalise=normalise_order,
)
