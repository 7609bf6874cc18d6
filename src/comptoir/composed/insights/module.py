"""The insights module: the query interface."""

from comptoir.composed.insights.permissions import PERMISSIONS
from comptoir.manifest import Module

MODULE = Module(
    name="insights",
    description="Questions to the semantic layer, their explanation, rows and files.",
    routers=("comptoir.composed.insights.endpoints:run_query",),
    permissions=PERMISSIONS,
)
