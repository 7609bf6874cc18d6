"""Exact money arithmetic: ISO 4217 exponents, rounding at the edge, splits that lose no cent.

Amounts are ``Decimal`` with six decimals inside (``NUMERIC(20,6)``) and are rounded to the currency's exponent
only where they leave the product. Owns no currency conversion: rates belong to finance.
"""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext

SIX = Decimal("0.000001")
_WIDE = Context(prec=60)  # rounding must not fail where sums and products are longer than the usual 28 digits
ZERO = Decimal(0)

# ISO 4217 minor units that are not two.
_EXPONENTS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
    **dict.fromkeys(["CLF", "UYW"], 4),
}


def exponent(currency: str) -> int:
    """Return the number of minor-unit digits of an ISO 4217 currency (EUR 2, JPY 0, KWD 3)."""
    return _EXPONENTS.get(currency, 2)


def quantise(amount: Decimal, currency: str) -> Decimal:
    """Round half up to the currency's minor unit."""
    return _round(amount, Decimal(1).scaleb(-exponent(currency)))


def six(amount: Decimal) -> Decimal:
    """Round half up to the six decimals that are stored."""
    return _round(amount, SIX)


def _round(amount: Decimal, step: Decimal) -> Decimal:
    rounded = amount.quantize(step, ROUND_HALF_UP, _WIDE)
    return rounded if rounded else abs(rounded)


def split_largest_remainder(amount: Decimal, weights: Sequence[Decimal], *, step: Decimal = SIX) -> list[Decimal]:
    """Split ``amount`` in proportion to non-negative ``weights`` so that the parts sum to it exactly.

    Each part is floored to ``step``; the steps left over go to the largest remainders, earlier weights first.
    Weights that are all zero split evenly. 10.00 over three by 0.01 gives 3.34, 3.33, 3.33.
    """
    if not weights:
        raise ValueError("no weights to split over")
    total = sum(weights, ZERO)
    shares = list(weights) if total else [Decimal(1)] * len(weights)
    total = total or Decimal(len(weights))
    with localcontext() as context:
        context.prec = 60
        sign = -1 if amount < 0 else 1
        units = abs(amount) / step
        exact = [units * share / total for share in shares]
        floors = [value.to_integral_value(ROUND_FLOOR) for value in exact]
        left = units - sum(floors, ZERO)
        order = sorted(range(len(exact)), key=lambda index: (floors[index] - exact[index], index))
        parts = [floor * step for floor in floors]
        for index in order[: int(left)]:
            parts[index] += step
        rest = (left - int(left)) * step  # an amount finer than the step stays with the largest remainder
        parts[order[0]] += rest
        return [sign * part for part in parts]
