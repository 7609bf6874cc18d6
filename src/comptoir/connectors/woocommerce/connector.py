"""The connector for WooCommerce: files, and bodies of its webhooks, which are the REST v3 objects."""

from comptoir.connectors.sdk.connector import Connector
from comptoir.connectors.woocommerce.orders import WOOCOMMERCE_ORDERS, normalise_order
from comptoir.connectors.woocommerce.products import WOOCOMMERCE_PRODUCTS
from comptoir.connectors.woocommerce.records import normalise_customer, normalise_product
from comptoir.connectors.woocommerce.statuses import STATUSES

CONNECTOR = Connector(
    key="woocommerce",
    label="WooCommerce",
    statuses=STATUSES,
    formats=(WOOCOMMERCE_ORDERS, WOOCOMMERCE_PRODUCTS),
    topics={
        "order.created": normalise_order,
        "order.updated": normalise_order,
        "order.restored": normalise_order,
        "product.created": normalise_product,
        "product.updated": normalise_product,
        "customer.created": normalise_customer,
        "customer.updated": normalise_customer,
    },
)
