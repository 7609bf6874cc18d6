"""The connector for Magento and Adobe Commerce: files, and REST V1 objects."""

from comptoir.connectors.magento.orders import MAGENTO_ORDERS, normalise_order
from comptoir.connectors.magento.products import MAGENTO_PRODUCTS
from comptoir.connectors.magento.statuses import STATUSES
from comptoir.connectors.sdk.connector import Connector

CONNECTOR = Connector(
    key="magento",
    label="Magento",
    statuses=STATUSES,
    formats=(MAGENTO_ORDERS, MAGENTO_PRODUCTS),
    topics={"order.save": normalise_order},
)
