"""The connector for stores of no known platform: mapped files only."""

from comptoir.connectors.custom.customers import CUSTOMERS
from comptoir.connectors.custom.products import PRODUCTS
from comptoir.connectors.custom.statuses import TRANSACTION_STATUSES
from comptoir.connectors.custom.transactions import TRANSACTIONS
from comptoir.connectors.sdk.connector import Connector

CONNECTOR = Connector(
    key="custom",
    label="Custom",
    statuses=TRANSACTION_STATUSES,
    formats=(TRANSACTIONS, PRODUCTS, CUSTOMERS),
)
