"""The connector for Shopify: files of its admin, and bodies of its webhooks, which are REST Admin objects."""

from comptoir.connectors.sdk.connector import Connector
from comptoir.connectors.sdk.hooks import HookScheme, Unread
from comptoir.connectors.shopify.customers_file import SHOPIFY_CUSTOMERS
from comptoir.connectors.shopify.order_parts import (
    normalise_deleted_order,
    normalise_edit,
    normalise_fulfilment,
    normalise_refund,
    normalise_transaction,
)
from comptoir.connectors.shopify.orders import normalise_order
from comptoir.connectors.shopify.orders_file import SHOPIFY_ORDERS
from comptoir.connectors.shopify.products_file import SHOPIFY_PRODUCTS
from comptoir.connectors.shopify.records import (
    normalise_customer,
    normalise_deleted_product,
    normalise_product,
    normalise_uninstalled,
)
from comptoir.connectors.shopify.statuses import STATUSES

HOOKS = HookScheme(
    signature=b"x-shopify-hmac-sha256",
    topic=b"x-shopify-topic",
    delivery=(b"x-shopify-webhook-id", b"x-shopify-event-id"),
    test_topic="comptoir/test",
)
_SNAPSHOTS = ("create", "updated", "paid", "cancelled", "fulfilled", "partially_fulfilled")
_NO_STOCK = "Comptoir keeps no stock levels yet: the delivery is stored and changes nothing"
_PRIVACY = "a privacy request waits for a person: Comptoir never {} by itself"

CONNECTOR = Connector(
    key="shopify",
    label="Shopify",
    statuses=STATUSES,
    formats=(SHOPIFY_ORDERS, SHOPIFY_PRODUCTS, SHOPIFY_CUSTOMERS),
    topics={
        **{f"orders/{event}": normalise_order for event in _SNAPSHOTS},
        "orders/edited": normalise_edit,
        "orders/delete": normalise_deleted_order,
        "order_transactions/create": normalise_transaction,
        "refunds/create": normalise_refund,
        **dict.fromkeys(("fulfillments/create", "fulfillments/update"), normalise_fulfilment),
        **dict.fromkeys(("products/create", "products/update"), normalise_product),
        "products/delete": normalise_deleted_product,
        **dict.fromkeys(("customers/create", "customers/update"), normalise_customer),
        "app/uninstalled": normalise_uninstalled,
    },
    unread={
        HOOKS.test_topic: Unread("a test delivery: it changes nothing"),
        **dict.fromkeys(
            ("inventory_levels/update", "inventory_levels/connect", "inventory_levels/disconnect"), Unread(_NO_STOCK)
        ),
        "customers/delete": Unread("a customer who was deleted in the shop stays: what they bought was sold"),
        "customers/data_request": Unread(_PRIVACY.format("hands out a person's data"), needs_person=True),
        "customers/redact": Unread(_PRIVACY.format("erases a person"), needs_person=True),
        "shop/redact": Unread(_PRIVACY.format("erases a shop"), needs_person=True),
    },
    hooks=HOOKS,
)
