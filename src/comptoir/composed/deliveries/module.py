"""The deliveries module."""

from comptoir.manifest import Module

MODULE = Module(
    name="deliveries",
    description="Webhooks as people see them: where a store delivers, what came, what was refused, what waits.",
    routers=("comptoir.composed.deliveries.endpoints:ROUTES",),
)
