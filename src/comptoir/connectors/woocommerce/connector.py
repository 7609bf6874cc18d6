"""The connector for WooCommerce: files, and bodies of its webhooks, which are the REST v3 objects."""

import re

from comptoir.connectors.sdk.connector import Connector
from comptoir.connectors.sdk.hooks import HookScheme, Unread
from comptoir.connectors.woocommerce.orders import (
    WOOCOMMERCE_ORDERS,
    normalise_deleted_order,
    normalise_order,
    normalise_restored_order,
)
from comptoir.connectors.woocommerce.products import WOOCOMMERCE_PRODUCTS
from comptoir.connectors.woocommerce.records import (
    normalise_customer,
    normalise_deleted_product,
    normalise_product,
    normalise_restored_product,
)
from comptoir.connectors.woocommerce.statuses import STATUSES

HOOKS = HookScheme(
    signature=b"x-wc-webhook-signature",
    topic=b"x-wc-webhook-topic",
    delivery=(b"x-wc-webhook-delivery-id",),
    test_topic="comptoir.test",
    ping=re.compile(rb"webhook_id=\d{1,20}"),
)

CONNECTOR = Connector(
    key="woocommerce",
    label="WooCommerce",
    statuses=STATUSES,
    formats=(WOOCOMMERCE_ORDERS, WOOCOMMERCE_PRODUCTS),
    topics={
        "order.created": normalise_order,
        "order.updated": normalise_order,
        "order.restored": normalise_restored_order,
        "order.deleted": normalise_deleted_order,
        "product.created": normalise_product,
        "product.updated": normalise_product,
        "product.restored": normalise_restored_product,
        "product.deleted": normalise_deleted_product,
        "customer.created": normalise_customer,
        "customer.updated": normalise_customer,
    },
    unread={
        HOOKS.test_topic: Unread("a test delivery: it changes nothing"),
        "customer.deleted": Unread("a customer who was deleted in the shop stays: what they bought was sold"),
    },
    hooks=HOOKS,
)
