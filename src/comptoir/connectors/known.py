"""The only list of connectors."""

from comptoir.connectors.custom.connector import CONNECTOR as CUSTOM
from comptoir.connectors.magento.connector import CONNECTOR as MAGENTO
from comptoir.connectors.sdk.registry import Registry
from comptoir.connectors.shopify.connector import CONNECTOR as SHOPIFY
from comptoir.connectors.woocommerce.connector import CONNECTOR as WOOCOMMERCE

REGISTRY = Registry((SHOPIFY, WOOCOMMERCE, MAGENTO, CUSTOM))
