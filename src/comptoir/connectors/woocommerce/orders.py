"""WooCommerce REST v3 orders → canonical orders. Pure.

Line totals, shipping and fees come without tax from this API whatever the store's prices are. Refunds come as
amounts without lines or date; see the contract on webhooks.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

from msgspec.structs import replace

from comptoir.connectors.sdk.amounts import spread, unit_price
from comptoir.connectors.sdk.canonical import (
    Address,
    Attribution,
    CustomerRef,
    Discount,
    Lifecycle,
    Line,
    OrderRecord,
    OrderStatus,
    Payment,
    Person,
    Refund,
    RefundLine,
    ShippingLine,
    Tax,
    Version,
)
from comptoir.connectors.sdk.dates import iso_instant
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.connectors.sdk.formats import DocumentFormat, Options, Recognition, Subject, recognise_keys
from comptoir.connectors.sdk.numbers import amount, optional_amount
from comptoir.connectors.sdk.words import country_code, identifier, text_or_none
from comptoir.connectors.woocommerce.statuses import STATUSES
from comptoir.kernel.money import ZERO
from comptoir.kernel.time import zone

_CHANNELS = {"checkout": "online", "store-api": "online", "admin": "admin", "rest-api": "api", "pos-rest-api": "pos"}
_RANKS = {"completed": Lifecycle.FULFILLED, "cancelled": Lifecycle.CANCELLED, "refunded": Lifecycle.REFUNDED}
_MOST_STEPS = 9
_CLICKS = ("gclid", "fbclid", "ttclid", "msclkid", "gbraid", "wbraid", "twclid")
_COSTS = ("_wc_cog_item_total_cost", "_alg_wc_cog_item_cost_total")  # the common cost-of-goods plug-ins
_ATTRIBUTION = {
    "utm_source": "_wc_order_attribution_utm_source",
    "utm_medium": "_wc_order_attribution_utm_medium",
    "utm_campaign": "_wc_order_attribution_utm_campaign",
    "utm_term": "_wc_order_attribution_utm_term",
    "utm_content": "_wc_order_attribution_utm_content",
    "referrer": "_wc_order_attribution_referrer",
    "landing_page": "_wc_order_attribution_session_entry",
}

Rates = dict[str, tuple[str | None, Decimal | None]]


def recognise(body: Mapping[str, Any]) -> Recognition:
    """An order has ``line_items`` beside ``date_created`` and ``billing``."""
    return recognise_keys(
        body, required=("id", "status", "line_items", "date_created", "billing"), label="WooCommerce orders"
    )


def normalise_order(body: Mapping[str, Any], options: Options) -> OrderRecord:
    """Return the order that a REST v3 object describes."""
    source_id = identifier(body.get("id"))
    if source_id is None:
        raise RowProblem("the order has no id")
    word = str(body.get("status") or "").removeprefix("wc-")
    created, modified = _moment(body, "date_created", options), _moment(body, "date_modified", options)
    if created is None:
        raise RowProblem("date_created is empty")
    paid_at = _moment(body, "date_paid", options)
    status = _status(word, paid_at)
    currency = text_or_none(body.get("currency")) or options.currency
    lines = _lines(body)
    shipping = _shipping(body)
    fees, fee_tax = _fees(body)
    refunds = _refunds(body, lines, shipping, word, options.received_at or modified or created)
    return OrderRecord(
        source_id=source_id,
        version=Version(modified or created, _rank(word, paid_at, refunds)),
        number=text_or_none(body.get("number")) or source_id,
        ordered_at=created,
        currency=currency,
        status=_after_refunds(status, refunds, word),
        source_status=word,
        channel=_CHANNELS.get(str(body.get("created_via")), text_or_none(body.get("created_via"))),
        customer=_customer(body),
        shipping_address=_address(body.get("shipping")),
        billing_address=_address(body.get("billing")),
        lines=lines,
        shipping_lines=shipping,
        fees=fees,
        fee_tax=fee_tax,
        payments=_payments(body, source_id, currency, paid_at),
        refunds=refunds,
        cancelled_at=(modified or created) if status is OrderStatus.CANCELLED else None,
        attribution=_attribution(body),
        is_deleted=word == "trash",
    )


def normalise_restored_order(body: Mapping[str, Any], options: Options) -> OrderRecord:
    """Return an order that came back from the bin: the deletions received before do not count any more."""
    return replace(normalise_order(body, options), restored_at=options.received_at)


def normalise_deleted_order(body: Mapping[str, Any], options: Options) -> OrderRecord:
    """Return the end of an order: ``order.deleted`` carries its id alone, so it counts as of its arrival."""
    source_id = identifier(body.get("id"))
    if source_id is None:
        raise RowProblem("the order has no id")
    return OrderRecord(source_id=source_id, version=Version(options.received_at, Lifecycle.DELETED), is_deleted=True)


def _rank(word: str, paid_at: datetime | None, refunds: Sequence[Refund]) -> int:
    """Return how far the order has come: of two states in one second, the one with more refunds is the later."""
    return _RANKS.get(word, Lifecycle.PAID if paid_at else Lifecycle.CREATED) + min(len(refunds), _MOST_STEPS)


def _moment(body: Mapping[str, Any], name: str, options: Options) -> datetime | None:
    return iso_instant(body.get(f"{name}_gmt")) or iso_instant(body.get(name), zone=zone(options.timezone))


def _status(word: str, paid_at: datetime | None) -> OrderStatus:
    status = STATUSES.read(word)
    if status is OrderStatus.CANCELLED and paid_at is None:
        return OrderStatus.VOIDED
    return status


def _after_refunds(status: OrderStatus, refunds: Sequence[Refund], word: str) -> OrderStatus:
    return OrderStatus.PARTLY_REFUNDED if refunds and status is OrderStatus.PAID and word != "refunded" else status


def _lines(body: Mapping[str, Any]) -> tuple[Line, ...]:
    items = body.get("line_items") or []
    coupons = [
        (text_or_none(coupon.get("code")), amount(coupon.get("discount"))) for coupon in body.get("coupon_lines") or []
    ]
    rates = _rates(body)
    return tuple(_line(item, coupons, rates, place) for place, item in enumerate(items))


def _rates(body: Mapping[str, Any]) -> Rates:
    """Return rate id → (name, share): lines name the rates of the order's tax lines."""
    found: Rates = {}
    for item in body.get("tax_lines") or []:
        percent = optional_amount(item.get("rate_percent"))
        name = text_or_none(item.get("label")) or text_or_none(item.get("rate_code"))
        found[str(item.get("rate_id"))] = (name, None if percent is None else percent / 100)
    return found


def _taxes(item: Mapping[str, Any], rates: Rates) -> tuple[Tax, ...]:
    """Return the taxes of a line by rate; one sum where they do not add up to what the line says."""
    whole = amount(item.get("total_tax"), "a line tax")
    named = tuple(
        Tax(value, *rates.get(str(one.get("id")), (None, None)))
        for one in item.get("taxes") or []
        if (value := amount(one.get("total"), "a line tax"))
    )
    if sum((tax.amount for tax in named), ZERO) == whole:
        return named
    return (Tax(whole),) if whole else ()


def _line(item: Mapping[str, Any], coupons: Sequence[tuple[str | None, Decimal]], rates: Rates, place: int) -> Line:
    quantity = amount(item.get("quantity"), "a quantity")
    gross = amount(item.get("subtotal") if item.get("subtotal") is not None else item.get("total"), "a line subtotal")
    paid = amount(item.get("total"), "a line total")
    meta = {str(one.get("key")): one.get("value") for one in item.get("meta_data") or [] if isinstance(one, dict)}
    options = [str(value) for key, value in meta.items() if key.startswith("pa_") and isinstance(value, str)]
    cost = next((optional_amount(meta[name]) for name in _COSTS if name in meta), None)
    stated = item.get("cost_of_goods_sold")
    if cost is None and isinstance(stated, dict):
        cost = optional_amount(stated.get("total_value"))
    return Line(
        id=identifier(item.get("id")) or f"line-{place + 1}",
        quantity=quantity,
        unit_price=unit_price(gross, quantity),
        gross=gross,
        sku=text_or_none(item.get("sku")),
        title=text_or_none(item.get("parent_name")) or text_or_none(item.get("name")),
        product_id=_reference(item.get("product_id")),
        variant_id=_reference(item.get("variation_id")),
        variant_title=", ".join(options) or None,
        discounts=_discounts(gross - paid, coupons),
        taxes=_taxes(item, rates),
        cost=cost,
    )


def _reference(value: Any) -> str | None:
    found = identifier(value)
    return None if found in (None, "0") else found


def _discounts(total: Decimal, coupons: Sequence[tuple[str | None, Decimal]]) -> tuple[Discount, ...]:
    """Return the line's discount, shared among the order's coupons in proportion to what each took off."""
    if not total:
        return ()
    if not coupons:
        return (Discount(total),)
    shares = spread(total, [value for _, value in coupons])
    return tuple(Discount(share, code=code) for (code, _), share in zip(coupons, shares, strict=True) if share)


def _shipping(body: Mapping[str, Any]) -> tuple[ShippingLine, ...]:
    rates = _rates(body)
    lines = []
    for item in body.get("shipping_lines") or []:
        charge, taxes = amount(item.get("total")), _taxes(item, rates)
        if charge or taxes:
            lines.append(ShippingLine(charge, title=text_or_none(item.get("method_title")), taxes=taxes))
    return tuple(lines)


def _fees(body: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    items = body.get("fee_lines") or []
    return sum((amount(item.get("total")) for item in items), ZERO), sum(
        (amount(item.get("total_tax")) for item in items), ZERO
    )


def _refunds(
    body: Mapping[str, Any], lines: Sequence[Line], shipping: Sequence[ShippingLine], word: str, at: datetime
) -> tuple[Refund, ...]:
    """Return the refunds: unallocated and provisional, but for one that gives everything back."""
    total = amount(body.get("total"))
    found = [
        (identifier(item.get("id")), abs(amount(item.get("total"))), item.get("reason"))
        for item in body.get("refunds") or []
    ]
    if not found and word == "refunded":
        found = [("whole", total, None)]
    refunds = []
    for place, (source_id, value, reason) in enumerate(found):
        identity = source_id or f"refund-{place + 1}"
        if value == total and len(found) == 1:
            refunds.append(_whole(body, identity, lines, shipping, at, text_or_none(reason)))
        elif value:
            refunds.append(Refund(identity, at, unallocated=value, is_provisional=True, reason=text_or_none(reason)))
    return tuple(refunds)


def _whole(
    body: Mapping[str, Any],
    identity: str,
    lines: Sequence[Line],
    shipping: Sequence[ShippingLine],
    at: datetime,
    reason: str | None,
) -> Refund:
    fees, fee_tax = _fees(body)
    back = tuple(
        RefundLine(
            line.id,
            line.quantity,
            line.gross - sum((discount.amount for discount in line.discounts), ZERO),
            sum((tax.amount for tax in line.taxes), ZERO),
        )
        for line in lines
    )
    return Refund(
        identity,
        at,
        lines=back,
        shipping=sum((line.amount for line in shipping), ZERO),
        shipping_tax=sum((tax.amount for line in shipping for tax in line.taxes), fee_tax),
        fees=fees,
        is_provisional=True,
        reason=reason,
    )


def _payments(body: Mapping[str, Any], source_id: str, currency: str, paid_at: datetime | None) -> tuple[Payment, ...]:
    method = text_or_none(body.get("payment_method"))
    if method is None:
        return ()
    return (
        Payment(
            id=f"{source_id}-payment",
            kind="sale",
            amount=amount(body.get("total")),
            currency=currency,
            status="succeeded" if paid_at else "pending",
            paid_at=paid_at,
            method=method,
            gateway=method,
            gateway_reference=text_or_none(body.get("transaction_id")),
        ),
    )


def _customer(body: Mapping[str, Any]) -> CustomerRef | None:
    source_id = _reference(body.get("customer_id"))
    billing = body.get("billing") or {}
    name = " ".join(str(billing.get(part) or "").strip() for part in ("first_name", "last_name")).strip()
    streets = tuple(str(billing[part]) for part in ("address_1", "address_2") if billing.get(part))
    person = Person(
        name=name or None,
        email=text_or_none(billing.get("email")),
        phone=text_or_none(billing.get("phone")),
        address_lines=streets,
        postal_code=text_or_none(billing.get("postcode")),
        company=text_or_none(billing.get("company")),
    )
    if person == Person():
        return CustomerRef(source_id) if source_id else None
    return CustomerRef(source_id, person)


def _address(part: Any) -> Address | None:
    if not isinstance(part, dict):
        return None
    country, region = country_code(part.get("country")), text_or_none(part.get("state"))
    city = text_or_none(part.get("city"))
    return Address(country, region, city) if country or region or city else None


def _attribution(body: Mapping[str, Any]) -> Attribution | None:
    meta = {str(item.get("key")): item.get("value") for item in body.get("meta_data") or [] if isinstance(item, dict)}
    found = {name: text_or_none(meta[key]) for name, key in _ATTRIBUTION.items() if isinstance(meta.get(key), str)}
    found = {name: value for name, value in found.items() if value and value != "(direct)"}
    clicks = _clicks(found.get("landing_page"))
    return Attribution(**found, click_ids=clicks) if found else None


def _clicks(landing: str | None) -> dict[str, str]:
    """Return the click ids of the landing page's address; one that is no address has none and spoils nothing."""
    try:
        query = parse_qs(urlsplit(landing or "").query)
    except ValueError:
        return {}
    return {name: query[name][0] for name in _CLICKS if name in query}


WOOCOMMERCE_ORDERS = DocumentFormat(
    key="woocommerce-orders",
    label="WooCommerce orders (REST v3)",
    subject=Subject.ORDERS,
    recognise=recognise,
    normalise=normalise_order,
)
