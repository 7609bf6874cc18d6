"""/api/openapi.json: the framework's description of all routes, put right where it cannot know.

Errors are problem documents; who asks shows a token or a session, unless a route is public; files are no JSON. A handler
says the media types of its answer with ``opt=answers("text/csv")``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from litestar import Request, Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.routes import BaseRoute, HTTPRoute

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


_WAYS_IN = {
    "token": {"type": "http", "scheme": "bearer", "description": "An API token: `comptoir token create`."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "comptoir_session",
        "description": "A signed-in browser; its cookie's name differs by home. Changes carry X-CSRF-Token.",
    },
}
_ANSWERS = "answers"
_DOCUMENTS = ("application/json", "application/yaml")


def answers(*media_types: str) -> dict[str, object]:
    """Return what a handler carries whose answer the framework cannot see: files, and JSON that is encoded already."""
    return {_ANSWERS: media_types}


class ProblemRenderPlugin(JsonRenderPlugin):
    """Renders the document after putting right what the framework cannot know."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """Return the document as JSON."""
        return super().render(request, described(openapi_schema, routes=request.app.routes))


def described(schema: Mapping[str, Any], *, routes: Iterable[BaseRoute]) -> dict[str, Any]:
    """Return the document with problems, ways in and media types."""
    known = {(path, method): opt for path, method, opt in _handlers(routes)}
    paths = {
        path: {
            method: _described(operation, opt=known.get((path, method), {}))
            if isinstance(operation, dict)
            else operation
            for method, operation in operations.items()
        }
        for path, operations in schema.get("paths", {}).items()
    }
    components = dict(schema.get("components", {}))
    components["schemas"] = {**components.get("schemas", {}), "Problem": _PROBLEM}
    components["securitySchemes"] = _WAYS_IN
    return {**schema, "paths": paths, "components": components, "security": [{name: []} for name in _WAYS_IN]}


def _handlers(routes: Iterable[BaseRoute]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for route in routes:
        if isinstance(route, HTTPRoute):
            for method, (handler, _) in route.route_handler_map.items():
                yield route.path_format, method.lower(), handler.opt


def _described(operation: dict[str, Any], *, opt: Mapping[str, Any]) -> dict[str, Any]:
    kept = {
        status: _of_types(answer, opt.get(_ANSWERS, ()))
        for status, answer in operation.get("responses", {}).items()
        if status[0] not in "45"
    }
    more: dict[str, Any] = {"security": []} if opt.get("public") else {}
    return {**operation, **more, "responses": {**kept, "4XX": _RESPONSE, "5XX": _RESPONSE}}


def _of_types(answer: dict[str, Any], media_types: Sequence[str]) -> dict[str, Any]:
    if not media_types:
        return answer
    kinds = {name: "object" if name in _DOCUMENTS else "string" for name in media_types}
    return {**answer, "content": {name: {"schema": {"type": kind}} for name, kind in kinds.items()}}


def openapi_configuration() -> OpenAPIConfig:
    """Return the configuration; the document is made when it is first asked for."""
    return OpenAPIConfig(
        title="Comptoir",
        version=comptoir.__version__,
        description="Money travels as decimal strings; errors are RFC 9457 problem documents with a stable code.",
        openapi_router=Router(path=_PATH, route_handlers=[], opt={"public": True}, include_in_schema=False),
        render_plugins=[ProblemRenderPlugin(path="/")],
    )
