"""Orders, refunds and the append-only sales entries: what this module brings to the product."""

from comptoir.domains.orders.permissions import PERMISSIONS
from comptoir.domains.orders.projections import SALES, SALES_DAILY
from comptoir.manifest import Module

MODULE = Module(
    name="orders",
    description="Orders with everything that happened to them, and the signed sales entries every figure is made of",
    tables=("comptoir.domains.orders.tables",),
    metrics=("comptoir.domains.orders.metrics:DECLARATIONS",),
    projections=(SALES, SALES_DAILY),
    permissions=PERMISSIONS,
    handlers={"order": "comptoir.domains.orders.facade:apply_orders"},
    loops={"worker": ("comptoir.domains.orders.jobs:follow_changes",)},
    routers=("comptoir.domains.orders.endpoints:ROUTES",),
)
