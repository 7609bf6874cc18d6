"""The system module."""

from comptoir.manifest import Module

MODULE = Module(
    name="system",
    description="How an installation stands: lag by stage, deliveries a minute, engines, versions, disk.",
    routers=("comptoir.composed.system.endpoints:ROUTES",),
)
