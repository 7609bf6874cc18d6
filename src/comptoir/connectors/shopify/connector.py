"""The connector for Shopify: files of its admin, and bodies of its webhooks, which are REST Admin objects."""

from comptoir.connectors.sdk.connector import Connector
from comptoir.connectors.shopify.customers_file import SHOPIFY_CUSTOMERS
from comptoir.connectors.shopify.orders_file import SHOPIFY_ORDERS
from comptoir.connectors.shopify.products_file import SHOPIFY_PRODUCTS
from comptoir.connectors.shopify.records import (
    normalise_customer,
    normalise_deleted_order,
    normalise_fulfilment,
    normalise_order,
    normalise_product,
    normalise_refund,
)
from comptoir.connectors.shopify.statuses import STATUSES

CONNECTOR = Connector(
    key="shopify",
    label="Shopify",
    statuses=STATUSES,
    formats=(SHOPIFY_ORDERS, SHOPIFY_PRODUCTS, SHOPIFY_CUSTOMERS),
    topics={
        **dict.fromkeys(("orders/create", "orders/updated", "orders/paid", "orders/cancelled"), normalise_order),
        "orders/delete": normalise_deleted_order,
        "refunds/create": normalise_refund,
        **dict.fromkeys(("fulfillments/create", "fulfillments/update"), normalise_fulfilment),
        **dict.fromkeys(("products/create", "products/update"), normalise_product),
        **dict.fromkeys(("customers/create", "customers/update"), normalise_customer),
    },
)
