"""Which Shopify financial statuses count. Voided and expired authorisations never became a sale.

A cancelled order is told by its cancellation date: paid before, it stays a sale and is given back on that date.
"""

from comptoir.connectors.sdk.canonical import OrderStatus
from comptoir.connectors.sdk.statuses import StatusTable

STATUSES = StatusTable(
    platform="shopify",
    words={
        "pending": OrderStatus.OPEN,
        "authorized": OrderStatus.OPEN,
        "partially_paid": OrderStatus.OPEN,
        "unpaid": OrderStatus.OPEN,
        "": OrderStatus.OPEN,
        "paid": OrderStatus.PAID,
        "partially_refunded": OrderStatus.PARTLY_REFUNDED,
        "refunded": OrderStatus.REFUNDED,
        "voided": OrderStatus.VOIDED,
        "expired": OrderStatus.VOIDED,
    },
    otherwise=OrderStatus.OPEN,
)
_PAID = frozenset((OrderStatus.PAID, OrderStatus.PARTLY_REFUNDED, OrderStatus.REFUNDED))


def order_status(word: str | None, *, is_cancelled: bool, was_paid: bool) -> OrderStatus:
    """Return where an order stands by its financial status and whether it was cancelled."""
    status = STATUSES.read(word)
    if not is_cancelled:
        return status
    return OrderStatus.CANCELLED if status in _PAID or was_paid else OrderStatus.VOIDED
