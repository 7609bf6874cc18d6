"""The insights module: the query interface."""

from comptoir.composed.insights.arguments import DIMENSIONS, EXPLAIN, METRICS, QUERY
from comptoir.composed.insights.permissions import PERMISSIONS
from comptoir.manifest import Module

_ENDPOINTS = (
    "run_query",
    "run_queries",
    "explain_query",
    "query_rows",
    "export_query",
    "list_metrics",
    "list_dimensions",
    "list_values",
    "live_figures",
)

MODULE = Module(
    name="insights",
    description="Questions to the semantic layer, their explanation, rows and files.",
    routers=tuple(f"comptoir.composed.insights.endpoints:{name}" for name in _ENDPOINTS),
    permissions=PERMISSIONS,
    commands=(QUERY, EXPLAIN, METRICS, DIMENSIONS),
)
