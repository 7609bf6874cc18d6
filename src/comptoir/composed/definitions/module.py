"""The definitions module."""

from comptoir.composed.definitions.permissions import PERMISSIONS
from comptoir.manifest import Module

MODULE = Module(
    name="definitions",
    description="An organisation's own metrics and groupings with their versions, and targets for metrics.",
    routers=("comptoir.composed.definitions.endpoints:ROUTES",),
    tables=("comptoir.composed.definitions.tables",),
    permissions=PERMISSIONS,
    definitions="comptoir.composed.definitions.facade:own_definitions",
)
