"""Which records are plain sales: those whose fold and entries are known without folding and booking them.

The only record of its order, from a file without versions, that says nothing but that goods were sold. What such a
record becomes is written set-based (``repository.plain_sales``); everything else takes the way of ``derive_orders``.
Both ways give the same rows: tests/integration/orders/test_plain_sales.py.
"""

from comptoir.connectors.sdk.canonical import Line, OrderRecord, OrderStatus, Part, Version
from comptoir.kernel.money import SIX, ZERO

_FILE = Version()
_SOLD = frozenset({OrderStatus.OPEN, OrderStatus.PAID, OrderStatus.PARTLY_REFUNDED, OrderStatus.REFUNDED})


def is_plain(record: OrderRecord) -> bool:
    """Return whether a record, alone, is a counted order of sold lines with nothing beside them."""
    return (
        record.part is Part.LINES
        and record.status in _SOLD
        and record.ordered_at is not None
        and record.version == _FILE
        and record.edited_at is None
        and record.cancelled_at is None
        and record.cancel_reason is None
        and record.attribution is None
        and not (record.shipping_lines or record.payments or record.refunds or record.fulfilments)
        and not (record.duties or record.fees or record.fee_tax or record.tips or record.gift_card_redeemed)
        and not (record.tags or record.attributes or record.is_deleted)
        and _are_sold(record.lines)
    )


def _are_sold(lines: tuple[Line, ...]) -> bool:
    """Return whether there are lines, each known by an id of its own, each a sale of goods, without discount codes."""
    for line in lines:
        if line.quantity < SIX or line.gross < ZERO or line.is_gift_card or line.attributes:
            return False
        for discount in line.discounts:
            if discount.code is not None:
                return False
    return len(lines) == 1 or (bool(lines) and len({line.id for line in lines}) == len(lines))
