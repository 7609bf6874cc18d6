"""Taking tax out of prices and spreading discounts: exact sums, largest remainder, six decimals."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from comptoir.kernel.money import SIX, ZERO, six, split_largest_remainder


class NetLine(NamedTuple):
    """A line without tax: ``gross`` − ``discount`` is exactly what the buyer paid for it, less the tax."""

    gross: Decimal
    discount: Decimal


def without_tax(gross: Decimal, discount: Decimal, tax: Decimal) -> NetLine:
    """Take ``tax`` (of the discounted line) out of a tax-inclusive gross and discount.

    The net line is exactly gross − discount − tax. The gross before discount loses tax in the same proportion;
    the discount is what lies between, so no millionth is lost.
    """
    paid = gross - discount
    net = paid - tax
    if not tax:
        return NetLine(gross, discount)
    if not discount or not paid:
        return NetLine(net + discount, discount)
    net_gross = six(gross * net / paid)
    return NetLine(net_gross, net_gross - net)


def spread(amount: Decimal, weights: Sequence[Decimal], step: Decimal = SIX) -> list[Decimal]:
    """Split ``amount`` over lines in proportion to ``weights`` (their size counts, not their sign); sums exactly."""
    if not amount:
        return [ZERO] * len(weights)
    return split_largest_remainder(amount, [abs(weight) for weight in weights], step=step)


def unit_price(gross: Decimal, quantity: Decimal) -> Decimal:
    """Return the price of one unit, with six decimals; the gross itself where there is no quantity."""
    return gross if not quantity or quantity == 1 else six(gross / quantity)
