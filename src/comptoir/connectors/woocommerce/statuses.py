"""Which WooCommerce order statuses count. Analytics of WooCommerce leaves out pending, failed and cancelled, as here.

``cancelled`` depends on whether the order had been paid: the normaliser decides between voided and cancelled.
"""

from comptoir.connectors.sdk.canonical import OrderStatus
from comptoir.connectors.sdk.statuses import StatusTable

STATUSES = StatusTable(
    platform="woocommerce",
    words={
        "checkout-draft": OrderStatus.DRAFT,
        "auto-draft": OrderStatus.DRAFT,
        "draft": OrderStatus.DRAFT,
        "pending": OrderStatus.DRAFT,  # waits for payment: no sale yet
        "on-hold": OrderStatus.OPEN,
        "processing": OrderStatus.PAID,
        "completed": OrderStatus.PAID,
        "refunded": OrderStatus.REFUNDED,
        "failed": OrderStatus.VOIDED,
        "cancelled": OrderStatus.CANCELLED,
        "trash": OrderStatus.VOIDED,
    },
    otherwise=OrderStatus.PAID,  # a plug-in's status, such as "shipped": a step after payment
)
