"""/api/openapi.json: the framework's description of all routes, with errors as they really are (problem documents)."""

from typing import Any

from litestar import Request, Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

import comptoir

_PATH = "/api/openapi.json"
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "Stable; decide by this one."},
        "hint": {"type": "string", "description": "What to do."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
        "did_you_mean": {"type": "array", "items": {"type": "string"}},
        "details": {"type": "object"},
        "problems": {
            "type": "array",
            "description": "Everything wrong with a document, each with its place.",
            "items": {
                "type": "object",
                "properties": {"place": {"type": "string"}, "message": {"type": "string"}},
            },
        },
        "correlation_id": {"type": "string"},
    },
}
_RESPONSE = {
    "description": "A problem document (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class ProblemRenderPlugin(JsonRenderPlugin):
    """Renders the document after putting our form of errors where the framework assumes its own."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """Return the document as JSON."""
        return super().render(request, with_problems(openapi_schema))


def with_problems(schema: dict[str, Any]) -> dict[str, Any]:
    """Describe errors of every operation as problem documents."""
    paths: dict[str, Any] = {}
    for path, operations in schema.get("paths", {}).items():
        paths[path] = {
            method: _with_problem(operation) if isinstance(operation, dict) else operation
            for method, operation in operations.items()
        }
    components = dict(schema.get("components", {}))
    components["schemas"] = {**components.get("schemas", {}), "Problem": _PROBLEM}
    return {**schema, "paths": paths, "components": components}


def _with_problem(operation: dict[str, Any]) -> dict[str, Any]:
    kept = {status: answer for status, answer in operation.get("responses", {}).items() if status[0] not in "45"}
    return {**operation, "responses": {**kept, "4XX": _RESPONSE, "5XX": _RESPONSE}}


def openapi_configuration() -> OpenAPIConfig:
    """Return the configuration; the document is made when it is first asked for."""
    return OpenAPIConfig(
        title="Comptoir",
        version=comptoir.__version__,
        description="Money travels as decimal strings; errors are RFC 9457 problem documents with a stable code.",
        openapi_router=Router(path=_PATH, route_handlers=[], opt={"public": True}, include_in_schema=False),
        render_plugins=[ProblemRenderPlugin(path="/")],
    )
