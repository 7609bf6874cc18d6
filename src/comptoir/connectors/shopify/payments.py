"""Shopify's transactions → payments. Pure.

Deliveries about orders tell the names of gateways and no transactions: then one payment is assumed for each name, the
first that is no gift card with the order's total. It gives way to transactions as soon as one is told of.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from comptoir.connectors.sdk.canonical import Payment
from comptoir.connectors.sdk.dates import iso_instant
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.connectors.sdk.numbers import amount
from comptoir.connectors.sdk.words import identifier, text_or_none
from comptoir.kernel.money import ZERO

GIFT_CARD = "gift_card"
PAID = ("paid", "partially_refunded", "refunded")
_KINDS = {"authorization": "authorisation"}
_STATES = {"success": "succeeded", "failure": "failed", "error": "failed"}
_TAKES = ("sale", "capture")


def payments_of(body: Mapping[str, Any], *, order_id: str, currency: str) -> tuple[Payment, ...]:
    """Return the order's payments, those of its refunds included."""
    given = [*(body.get("transactions") or []), *_of_refunds(body.get("refunds") or [])]
    told = tuple(payment_of(item, currency=currency) for item in given)
    if any(payment.kind != "refund" for payment in told):
        return told
    return (*_assumed(body, order_id, currency), *told)


def _of_refunds(refunds: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    for refund in refunds:
        yield from refund.get("transactions") or []


def payment_of(item: Mapping[str, Any], *, currency: str) -> Payment:
    """Return one transaction as a payment."""
    source_id = identifier(item.get("id"))
    if source_id is None:
        raise RowProblem("a payment has no id")
    gateway, kind = text_or_none(item.get("gateway")), str(item.get("kind"))
    return Payment(
        id=source_id,
        kind=_KINDS.get(kind, kind),
        amount=amount(item.get("amount")),
        currency=text_or_none(item.get("currency")) or currency,
        status=_STATES.get(str(item.get("status")), "pending"),
        paid_at=iso_instant(item.get("processed_at") or item.get("created_at")),
        method=gateway,
        gateway=gateway,
        gateway_reference=text_or_none(item.get("authorization")),
        parent_id=identifier(item.get("parent_id")),
    )


def _assumed(body: Mapping[str, Any], order_id: str, currency: str) -> Iterable[Payment]:
    names = list(dict.fromkeys(str(name) for name in body.get("payment_gateway_names") or [] if name))
    main = next((name for name in names if name != GIFT_CARD), names[0] if names else None)
    word = str(body.get("financial_status") or "")
    for name in names:
        yield Payment(
            id=f"{order_id}/{name}",
            kind="authorisation" if word == "authorized" else "sale",
            amount=amount(body.get("total_price")) if name == main else ZERO,
            currency=currency,
            status="succeeded" if word in PAID or word == "authorized" else "pending",
            paid_at=iso_instant(body.get("processed_at") or body.get("created_at")) if word in PAID else None,
            method=name,
            gateway=name,
            is_assumed=True,
        )


def redeemed(payments: Iterable[Payment]) -> Decimal:
    """Return what was paid with gift cards."""
    return sum(
        (
            one.amount
            for one in payments
            if one.gateway == GIFT_CARD and one.kind in _TAKES and one.status == "succeeded"
        ),
        ZERO,
    )
