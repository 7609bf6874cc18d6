"""Lines, shipping and refunds of Shopify's REST orders, tax taken out where prices include it. Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from comptoir.connectors.sdk.amounts import unit_price, without_tax
from comptoir.connectors.sdk.canonical import Discount, Line, Refund, RefundLine, ShippingLine, Tax
from comptoir.connectors.sdk.dates import iso_instant
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.connectors.sdk.numbers import amount
from comptoir.connectors.sdk.words import identifier, text_or_none
from comptoir.kernel.money import ZERO, six, split_largest_remainder

ONE = Decimal(1)


def taxes_of(item: Mapping[str, Any]) -> tuple[Tax, ...]:
    """Return the tax lines that are not zero."""
    taxes = []
    for tax in item.get("tax_lines") or []:
        value = amount(tax.get("price"), "a tax")
        if value:
            rate = tax.get("rate")
            taxes.append(Tax(value, text_or_none(tax.get("title")), None if rate is None else amount(rate)))
    return tuple(taxes)


def lines_of(body: Mapping[str, Any]) -> tuple[Line, ...]:
    """Return the order's lines; discounts carry the code of the application they come from."""
    codes = [_code(one) for one in body.get("discount_applications") or []]
    included = bool(body.get("taxes_included"))
    back = _came_back(body)
    lines = (_line(item, codes, back, included=included) for item in body.get("line_items") or [])
    return tuple(line for line in lines if line is not None)


def _came_back(body: Mapping[str, Any]) -> dict[str | None, Decimal]:
    """Return line id → quantity that refunds took back."""
    found: dict[str | None, Decimal] = {}
    for refund in body.get("refunds") or []:
        for item in refund.get("refund_line_items") or []:
            line = identifier(item.get("line_item_id"))
            found[line] = found.get(line, ZERO) + amount(item.get("quantity"))
    return found


def _sold(item: Mapping[str, Any], back: Mapping[str | None, Decimal]) -> tuple[Decimal, Decimal]:
    """Return the quantity as ordered, and as edits left it: what is gone and was not given back was edited away."""
    ordered = amount(item.get("quantity"), "a quantity")
    if item.get("current_quantity") is None:
        return ordered, ordered
    left = amount(item.get("current_quantity")) + back.get(identifier(item.get("id")), ZERO)
    return ordered, min(ordered, left)


def _code(application: Mapping[str, Any]) -> tuple[str | None, str | None]:
    return text_or_none(application.get("code")), text_or_none(
        application.get("title") or application.get("description")
    )


def _line(
    item: Mapping[str, Any],
    codes: Sequence[tuple[str | None, str | None]],
    back: Mapping[str | None, Decimal],
    *,
    included: bool,
) -> Line | None:
    ordered, quantity = _sold(item, back)
    if ordered and not quantity:
        return None
    share = quantity / ordered if ordered != quantity else ONE
    gross = six(quantity * amount(item.get("price"), "a line price"))
    allocated = [
        (one.get("discount_application_index"), amount(one.get("amount")))
        for one in item.get("discount_allocations") or []
    ]
    if not allocated and amount(item.get("total_discount")):
        allocated = [(None, amount(item.get("total_discount")))]
    taxes = tuple(replace(tax, amount=six(tax.amount * share)) for tax in taxes_of(item))
    allocated = [(place, six(value * share)) for place, value in allocated]
    discount = sum((value for _, value in allocated), ZERO)
    if included:
        net = without_tax(gross, discount, sum((tax.amount for tax in taxes), ZERO))
        gross, discount = net.gross, net.discount
    return Line(
        id=identifier(item.get("id")) or "",
        quantity=quantity,
        unit_price=unit_price(gross, quantity),
        gross=gross,
        sku=text_or_none(item.get("sku")),
        title=text_or_none(item.get("title") or item.get("name")),
        product_id=identifier(item.get("product_id")),
        variant_id=identifier(item.get("variant_id")),
        variant_title=text_or_none(item.get("variant_title")),
        vendor=text_or_none(item.get("vendor")),
        discounts=_discounts(discount, allocated, codes),
        taxes=taxes,
        is_gift_card=bool(item.get("gift_card")),
    )


def _discounts(
    total: Decimal, allocated: Sequence[tuple[Any, Decimal]], codes: Sequence[tuple[str | None, str | None]]
) -> tuple[Discount, ...]:
    if not total:
        return ()
    shares = split_largest_remainder(total, [value for _, value in allocated])
    discounts = []
    for (index, _), share in zip(allocated, shares, strict=True):
        code, name = codes[index] if isinstance(index, int) and index < len(codes) else (None, None)
        if share:
            discounts.append(Discount(share, code, name))
    return tuple(discounts)


def shipping_of(body: Mapping[str, Any]) -> tuple[ShippingLine, ...]:
    """Return shipping charges after discounts, without tax."""
    included = bool(body.get("taxes_included"))
    given_back = any(refund.shipping for refund in refunds_of(body))
    lines = []
    for item in body.get("shipping_lines") or []:
        if item.get("is_removed") and not given_back:
            continue  # an edit took it out; one that was refunded stays, and its refund gives it back
        stated = item.get("discounted_price")
        off = sum((amount(one.get("amount")) for one in item.get("discount_allocations") or []), ZERO)
        charge = amount(stated) if stated is not None else amount(item.get("price")) - off
        taxes = taxes_of(item)
        if included:
            charge -= sum((tax.amount for tax in taxes), ZERO)
        carrier = text_or_none(item.get("carrier_identifier"))
        lines.append(ShippingLine(charge, text_or_none(item.get("title")), carrier, taxes))
    return tuple(lines)


def refunds_of(body: Mapping[str, Any]) -> tuple[Refund, ...]:
    """Return the order's refunds."""
    included = bool(body.get("taxes_included"))
    return tuple(refund_of(item, taxes_included=included) for item in body.get("refunds") or [])


def refund_of(item: Mapping[str, Any], *, taxes_included: bool) -> Refund:
    """Return one refund: its lines, its share of shipping, and what was given back beyond (a discrepancy)."""
    at = iso_instant(item.get("processed_at") or item.get("created_at"))
    identity = identifier(item.get("id"))
    if at is None or identity is None:
        raise RowProblem("a refund has no date or id")
    shipping = shipping_tax = loose = ZERO
    for one in item.get("order_adjustments") or []:
        value, tax = -amount(one.get("amount")), -amount(one.get("tax_amount"))
        if one.get("kind") == "shipping_refund":
            shipping, shipping_tax = shipping + value, shipping_tax + tax
        else:
            loose += value + tax
    if not shipping:  # newer versions of the interface name the shipping lines instead
        shipping, shipping_tax = _shipping_back(item, included=taxes_included)
    lines = tuple(_refund_line(one, included=taxes_included) for one in item.get("refund_line_items") or [])
    reason = None  # Shopify's refund note is free text by staff and may be personal
    duties = money_set(item.get("total_duties_set"))
    return Refund(identity, at, lines, shipping, shipping_tax, duties, unallocated=loose, reason=reason)


def _shipping_back(item: Mapping[str, Any], *, included: bool) -> tuple[Decimal, Decimal]:
    lines = item.get("refund_shipping_lines") or []
    tax = sum((money_set(one.get("tax_amount_set")) for one in lines), ZERO)
    value = sum((money_set(one.get("subtotal_amount_set")) for one in lines), ZERO)
    return value - tax if included else value, tax


def money_set(value: Any) -> Decimal:
    """Return the amount in the shop's currency of an amount that is stated in two."""
    return amount((value.get("shop_money") or {}).get("amount")) if isinstance(value, dict) else ZERO


def _refund_line(item: Mapping[str, Any], *, included: bool) -> RefundLine:
    tax = amount(item.get("total_tax"))
    value = amount(item.get("subtotal"))
    return RefundLine(
        identifier(item.get("line_item_id")),
        amount(item.get("quantity")),
        value - tax if included else value,
        tax,
        restocked=item.get("restock_type") in ("return", "cancel"),
    )
