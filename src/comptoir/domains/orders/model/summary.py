"""What an order is grouped by as a whole: the codes, methods and address that reports show. Pure."""

from collections.abc import Iterable
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from comptoir.connectors.sdk.canonical import Address, OrderStatus
from comptoir.domains.orders.model.state import Entry, OrderState
from comptoir.kernel.money import ZERO

_TAKES_MONEY = frozenset({"capture", "sale"})
_NOWHERE = Address()
TOTALS = (
    "units",
    "gross",
    "discount",
    "returned",
    "shipping",
    "tax",
    "duties",
    "fees",
    "tips",
    "gift_card_sold",
    "gift_card_redeemed",
)

_amounts = attrgetter(*TOTALS)


class Ranked(NamedTuple):
    """Names of one kind: the one with the largest amount, and all of them in alphabetical order."""

    first: str | None
    all: list[str]


NONE = Ranked(None, [])


def discount_codes(state: OrderState) -> Ranked:
    """Return the discount codes of the order's lines."""
    return _rank(
        (discount.code, discount.amount) for line in state.lines for discount in line.discounts if discount.code
    )


def payment_methods(state: OrderState) -> Ranked:
    """Return how the order was paid: by captured money, before that by what was authorised or is pending."""
    if not state.payments:
        return NONE
    alive = [payment for payment in state.payments if payment.status != "failed" and payment.kind != "refund"]
    taken = [payment for payment in alive if payment.kind in _TAKES_MONEY and payment.status == "succeeded"]
    return _rank(
        (name, payment.amount) for payment in taken or alive if (name := payment.method or payment.gateway) is not None
    )


def _rank(amounts: Iterable[tuple[str, Decimal]]) -> Ranked:
    sums: dict[str, Decimal] = {}
    for name, amount in amounts:
        sums[name] = sums.get(name, ZERO) + amount
    if not sums:
        return NONE
    return Ranked(min(sums, key=lambda name: (-sums[name], name)), sorted(sums))


def address_of(state: OrderState) -> Address:
    """Return the address reports group by: shipping, else billing."""
    return state.shipping_address or state.billing_address or _NOWHERE


def totals(entries: Iterable[Entry]) -> dict[str, Decimal]:
    """Return the sums of the entries, for lists."""
    columns = zip(*map(_amounts, entries), strict=True)
    sums = dict(zip(TOTALS, (sum(column, ZERO) for column in columns), strict=False))
    return sums or dict.fromkeys(TOTALS, ZERO)


def shown_status(state: OrderState, sums: dict[str, Decimal]) -> OrderStatus:
    """Return where the order stands: what came back beats what the source still says."""
    if state.status not in (OrderStatus.OPEN, OrderStatus.PAID) or not sums["returned"]:
        return state.status
    everything = sums["returned"] >= sums["gross"] - sums["discount"]
    return OrderStatus.REFUNDED if everything else OrderStatus.PARTLY_REFUNDED
