"""Shopify's REST order, as its webhooks carry it → a canonical order. Pure."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from comptoir.connectors.sdk.canonical import CustomerRef, Lifecycle, OrderRecord, OrderStatus, Person, Version
from comptoir.connectors.sdk.dates import iso_instant
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.connectors.sdk.formats import Options
from comptoir.connectors.sdk.numbers import amount
from comptoir.connectors.sdk.words import identifier, split_tags, text_or_none
from comptoir.connectors.shopify.attribution import attribution_of
from comptoir.connectors.shopify.order_lines import lines_of, money_set, refunds_of, shipping_of
from comptoir.connectors.shopify.order_parts import fulfilment_of
from comptoir.connectors.shopify.payments import PAID, payments_of, redeemed
from comptoir.connectors.shopify.people import address_of, person_of
from comptoir.connectors.shopify.statuses import order_status
from comptoir.kernel.money import ZERO

_MOST_STEPS = 9


def normalise_order(body: Mapping[str, Any], options: Options) -> OrderRecord:
    """Return the order that a REST object describes."""
    source_id = identifier(body.get("id"))
    if source_id is None:
        raise RowProblem("the object has no id")
    cancelled_at = iso_instant(body.get("cancelled_at"))
    word = str(body.get("financial_status") or "")
    status = order_status(word, is_cancelled=cancelled_at is not None, was_paid=word in PAID)
    currency = text_or_none(body.get("currency")) or options.currency
    changed_at = iso_instant(body.get("updated_at") or body.get("created_at")) or options.received_at
    payments = payments_of(body, order_id=source_id, currency=currency)
    return OrderRecord(
        source_id=source_id,
        version=Version(changed_at, _rank(body)),
        number=text_or_none(body.get("name")) or source_id,
        ordered_at=iso_instant(body.get("processed_at") or body.get("created_at")),
        currency=currency,
        status=OrderStatus.TEST if body.get("test") else status,
        source_status=f"cancelled, {word}" if cancelled_at else word,
        channel=text_or_none(body.get("source_name")),
        customer=_buyer(body),
        shipping_address=address_of(body.get("shipping_address")),
        billing_address=address_of(body.get("billing_address")),
        lines=lines_of(body),
        shipping_lines=shipping_of(body),
        duties=_charged(body, "total_duties_set"),
        fees=_charged(body, "total_additional_fees_set"),
        tips=amount(body.get("total_tip_received")),
        payments=payments,
        refunds=refunds_of(body),
        fulfilments=tuple(fulfilment_of(item) for item in body.get("fulfillments") or []),
        cancelled_at=cancelled_at,
        cancel_reason=text_or_none(body.get("cancel_reason")),
        gift_card_redeemed=redeemed(payments),
        tags=split_tags(body.get("tags")),
        attribution=attribution_of(body),
    )


def _rank(body: Mapping[str, Any]) -> int:
    """Return how far the order has come: of two states in one second, the one with more behind it is the later."""
    refunds, fulfilments = body.get("refunds") or [], body.get("fulfillments") or []
    is_paid, is_cancelled = body.get("financial_status") in PAID, bool(body.get("cancelled_at"))
    stages = (
        (Lifecycle.REFUNDED, bool(refunds)),
        (Lifecycle.CANCELLED, is_cancelled),
        (Lifecycle.FULFILLED, bool(fulfilments)),
        (Lifecycle.PAID, is_paid),
    )
    steps = len(refunds) + len(fulfilments) + is_paid + is_cancelled
    return next((stage for stage, reached in stages if reached), Lifecycle.CREATED) + min(steps, _MOST_STEPS)


def _charged(body: Mapping[str, Any], name: str) -> Decimal:
    """Return what was charged at first, where the order says it: what is given back, its refunds say."""
    for prefix in ("original", "current"):
        found = body.get(f"{prefix}_{name}")
        if found is not None:
            return money_set(found)
    return ZERO


def _buyer(body: Mapping[str, Any]) -> CustomerRef | None:
    customer = body.get("customer") or {}
    address = body.get("billing_address") or body.get("shipping_address") or {}
    source_id = identifier(customer.get("id"))
    person = person_of(customer, address, customer.get("email") or body.get("email") or body.get("contact_email"))
    if person == Person():
        return CustomerRef(source_id) if source_id else None
    return CustomerRef(source_id, person)
