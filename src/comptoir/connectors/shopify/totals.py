"""How an exported order's totals relate: whether prices include tax, and what the discount took off. Pure.

The export states subtotal (goods after all discounts on goods), shipping, taxes and total. Prices include tax exactly
when total = subtotal + shipping without adding the taxes again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from comptoir.connectors.sdk.amounts import NetLine, spread, without_tax
from comptoir.kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class Totals:
    """The order's amounts as the file states them."""

    subtotal: Decimal
    shipping: Decimal
    taxes: Decimal
    total: Decimal
    discount: Decimal
    duties: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Settled:
    """The same without tax: lines, the tax of each, shipping with its tax, and what the total holds beyond."""

    lines: tuple[NetLine, ...]
    line_taxes: tuple[Decimal, ...]
    shipping: Decimal
    shipping_tax: Decimal
    tips: Decimal
    tax_included: bool


def includes_tax(totals: Totals, *, otherwise: bool) -> bool:
    """Return whether the stated prices include tax; ``otherwise`` where the totals cannot tell."""
    if not totals.taxes:
        return False
    base = totals.subtotal + totals.shipping + totals.duties
    with_discounted_shipping = base - min(totals.discount, totals.shipping)
    if totals.total in (base + totals.taxes, with_discounted_shipping + totals.taxes):
        return False
    if totals.total in (base, with_discounted_shipping):
        return True
    return totals.total < base + totals.taxes if totals.total != base else otherwise


def settle_order(
    totals: Totals,
    grosses: Sequence[Decimal],
    line_discounts: Sequence[Decimal],
    taxable: Sequence[bool],
    *,
    tax_included: bool,
) -> Settled:
    """Spread the order's discount and taxes over its lines and shipping so that every sum holds exactly."""
    paid = [gross - discount for gross, discount in zip(grosses, line_discounts, strict=True)]
    order_discount = min(max(sum(paid, ZERO) - totals.subtotal, ZERO), sum(paid, ZERO))
    shares = spread(order_discount, paid)
    discounts = [own + share for own, share in zip(line_discounts, shares, strict=True)]
    shipping, tips = _shipping_and_rest(totals, sum(discounts, ZERO), tax_included=tax_included)
    weights = [
        gross - discount if flag else ZERO for gross, discount, flag in zip(grosses, discounts, taxable, strict=True)
    ]
    if not any(weights):
        weights = [gross - discount for gross, discount in zip(grosses, discounts, strict=True)]
    taxes = spread(totals.taxes, [*weights, shipping]) if totals.taxes else [ZERO] * (len(weights) + 1)
    lines: list[NetLine] = []
    for gross, discount, tax in zip(grosses, discounts, taxes, strict=False):
        lines.append(without_tax(gross, discount, tax) if tax_included else NetLine(gross, discount))
    net_shipping = shipping - taxes[-1] if tax_included else shipping
    return Settled(tuple(lines), tuple(taxes[:-1]), net_shipping, taxes[-1], tips, tax_included)


def _shipping_and_rest(totals: Totals, goods_discount: Decimal, *, tax_included: bool) -> tuple[Decimal, Decimal]:
    """Return what was charged for shipping and what of the total is left over (tips have no column of their own)."""
    taxes = ZERO if tax_included else totals.taxes
    rest = totals.total - totals.subtotal - totals.shipping - taxes - totals.duties
    if rest < 0:  # a discount on shipping is in the discount column, the shipping column is before it
        return max(totals.shipping + rest, ZERO), ZERO
    return totals.shipping, rest
