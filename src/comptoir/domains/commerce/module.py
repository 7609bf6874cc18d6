"""Stores, channels, products, variants and their costs: what this module brings to the product."""

from comptoir.domains.commerce.permissions import COLUMNS, PERMISSIONS
from comptoir.domains.commerce.projections import STORES, VARIANTS
from comptoir.manifest import Module

MODULE = Module(
    name="commerce",
    description="Stores with their currency and time zone, products and variants with every cost they ever had",
    tables=("comptoir.domains.commerce.tables",),
    metrics=("comptoir.domains.commerce.metrics:DECLARATIONS",),
    projections=(STORES, VARIANTS),
    permissions=PERMISSIONS,
    columns=COLUMNS,
    handlers={
        "product": "comptoir.domains.commerce.facade:apply_products",
        "connection": "comptoir.domains.commerce.facade:apply_connections",
    },
)
