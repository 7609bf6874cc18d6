"""Which Magento order states count. ``canceled`` ends an order before it was invoiced, unless money had come in."""

from comptoir.connectors.sdk.canonical import OrderStatus
from comptoir.connectors.sdk.statuses import StatusTable

STATUSES = StatusTable(
    platform="magento",
    words={
        "new": OrderStatus.OPEN,
        "pending": OrderStatus.OPEN,
        "pending_payment": OrderStatus.DRAFT,  # waits for the gateway: no sale yet
        "payment_review": OrderStatus.OPEN,
        "holded": OrderStatus.OPEN,
        "processing": OrderStatus.PAID,
        "complete": OrderStatus.PAID,
        "closed": OrderStatus.REFUNDED,
        "canceled": OrderStatus.CANCELLED,
    },
    otherwise=OrderStatus.OPEN,
)
