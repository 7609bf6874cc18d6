"""What a record may hold so that both engines can keep it and every figure can be summed.

The one gate between normalisers and everything behind them: file rows that fail go to the rejects file, deliveries
are parked, nothing of them reaches a table. Readers of columns use the same limits, so that in a file a single row
is refused and not its whole order. The reasons never repeat the source's words: those may be personal.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from itertools import chain

import msgspec
from babel.numbers import list_currencies

from comptoir.connectors.sdk.canonical import (
    ConnectionRecord,
    CustomerRecord,
    Line,
    OrderRecord,
    ProductRecord,
    Record,
    Refund,
)
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.kernel.money import ZERO

# Days are kept as days since 1970 in 16 bits, in the zones of the store and of the organisation: a moment passes only
# if its day can be kept in every zone on earth (12 hours behind to 14 hours ahead of UTC), because zones are changed.
FIRST_MOMENT = datetime(1970, 1, 1, 12, tzinfo=UTC)
LAST_MOMENT = datetime(2149, 6, 6, 9, 59, 59, 999999, tzinfo=UTC)
OUTSIDE = "is before 2 January 1970 or after 5 June 2149"

# A hundredth of what an amount column holds: an order's totals and the sums beside them then fit as well.
LARGEST = Decimal(1_000_000_000_000)
TOO_LARGE = "is larger than 1,000,000,000,000"

LONGEST_ID = 500  # characters: ids are searched by, and an index takes 2,704 bytes
_NUL = b"\\u0000"
_encode = msgspec.json.Encoder().encode
Moments = Iterable[tuple[str, datetime | None]]
Amounts = Iterable[Decimal | None]


def check_record(record: Record) -> None:
    """Raise ``RowProblem`` with the reason if the record cannot be kept or reported."""
    _check_text(record)
    _check_moments((("the time of the change", record.version.source_time),))
    if isinstance(record, OrderRecord):
        _check_order(record)
    elif isinstance(record, ProductRecord):
        _check_product(record)
    elif isinstance(record, CustomerRecord):
        _check_ids((record.source_id,))
        _check_moments((("created_at", record.created_at),))
    elif isinstance(record, ConnectionRecord):
        _check_moments((("ended_at", record.ended_at),))


def is_reportable(moment: datetime) -> bool:
    """Return whether the day of an aware instant can be kept, whatever the zone."""
    return FIRST_MOMENT <= moment <= LAST_MOMENT


def _check_text(record: Record) -> None:
    """Refuse what no database takes as text: halves of characters, and the character NUL."""
    try:
        body = _encode(record)
    except UnicodeEncodeError:
        raise RowProblem("a text holds half a character") from None
    if _NUL in body:
        raise RowProblem("a text holds the character NUL")


def _check_moments(moments: Moments) -> None:
    for name, moment in moments:
        if moment is not None and not FIRST_MOMENT <= moment <= LAST_MOMENT:
            raise RowProblem(f"{name} {OUTSIDE}", str(moment.year))


def is_summable(amount: Decimal) -> bool:
    """Return whether an amount or quantity can be kept and summed with many others."""
    return amount.is_finite() and -LARGEST <= amount <= LARGEST


def _check_amounts(amounts: Amounts) -> None:
    """Refuse amounts that cannot be kept, or whose sum, all signs taken away, cannot."""
    found = [amount for amount in amounts if amount is not None]
    if not all(map(is_summable, found)):
        raise RowProblem(f"an amount {TOO_LARGE}")
    if sum(map(abs, found), ZERO) > LARGEST:
        raise RowProblem(f"the sum of its amounts {TOO_LARGE}")


def _check_ids(ids: Iterable[str | None]) -> None:
    for name in ids:
        if name is not None and len(name) > LONGEST_ID:
            raise RowProblem(f"an id is longer than {LONGEST_ID} characters", name[:40])


def _check_order(record: OrderRecord) -> None:
    _check_ids((record.source_id, record.number, *(line.sku for line in record.lines)))
    _check_currency(record.currency)
    _check_moments(_moments(record))
    _check_amounts(chain(_charges(record), chain.from_iterable(map(_goods, record.lines))))
    _check_amounts([line.unit_price for line in record.lines])
    _check_amounts([line.cost for line in record.lines])
    _check_amounts([line.quantity for line in record.lines])
    if record.refunds:
        _check_amounts(chain.from_iterable(map(_given_back, record.refunds)))
    if record.payments:
        _check_amounts(chain.from_iterable((one.amount, one.settlement_amount, one.fee) for one in record.payments))
    if record.fulfilments:
        _check_amounts(_shipped(record))


def _moments(record: OrderRecord) -> Iterator[tuple[str, datetime | None]]:
    yield "ordered_at", record.ordered_at
    yield "edited_at", record.edited_at
    yield "restored_at", record.restored_at
    yield "cancelled_at", record.cancelled_at
    yield from (("the date of a return", line.booked_at) for line in record.lines if line.booked_at is not None)
    yield from (("the date of a refund", refund.refunded_at) for refund in record.refunds)
    yield from (("the date of a payment", payment.paid_at) for payment in record.payments)
    yield from (("the date of a fulfilment", fulfilment.fulfilled_at) for fulfilment in record.fulfilments)


def _charges(record: OrderRecord) -> Iterator[Decimal | None]:
    yield from (record.duties, record.fees, record.fee_tax, record.tips, record.gift_card_redeemed)
    for shipping in record.shipping_lines:
        yield shipping.amount
        yield from (tax.amount for tax in shipping.taxes)


def _goods(line: Line) -> Iterator[Decimal | None]:
    yield line.gross
    yield from (discount.amount for discount in line.discounts)
    yield from (tax.amount for tax in line.taxes)


def _given_back(refund: Refund) -> Iterator[Decimal | None]:
    yield from (refund.shipping, refund.shipping_tax, refund.duties, refund.fees, refund.tips, refund.unallocated)
    for line in refund.lines:
        yield from (line.quantity, line.amount, line.tax)


def _shipped(record: OrderRecord) -> Iterator[Decimal]:
    ordered = {line.id: abs(line.quantity) for line in record.lines}
    for fulfilment in record.fulfilments:
        yield from (quantity for _, quantity in fulfilment.lines)
        for line, cost in fulfilment.unit_costs.items():
            yield cost  # checked before it is multiplied
            yield cost * ordered.get(line, ZERO)


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def _check_currency(code: str | None) -> None:
    """Refuse codes no table of rates could ever name: one such order would leave every total without a value."""
    if code is not None and code not in _currencies():
        raise RowProblem("the currency is not an ISO 4217 code", code[:10])


def _check_product(record: ProductRecord) -> None:
    _check_currency(record.currency)
    _check_ids(chain((record.source_id,), *((one.source_id, one.sku, one.barcode) for one in record.variants)))
    for variant in record.variants:
        _check_amounts((variant.price, variant.cost, variant.weight_grams))
