"""The whole application: no route of any module answers somebody who is not signed in, unless it is meant to."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from comptoir.platform.http.routing import ROOTS, root_of
from comptoir.roles.web import web_application
from tests.integration.http.conftest import ADDRESS, Place

pytestmark = pytest.mark.engine

# Signed deliveries prove themselves; the others say nothing about anybody.
PUBLIC = {
    ("POST", "/api/v1/session"),
    ("POST", "/api/v1/session/link"),
    ("POST", "/api/v1/session/passkey"),
    ("POST", "/api/v1/session/passkey/challenge"),
    ("GET", "/api/v1/session/ways"),
    ("POST", "/api/v1/session/provider"),
    ("POST", "/api/v1/session/provider/answer"),
    ("POST", "/api/v1/session/second-step"),
    ("POST", "/api/v1/session/second-step/challenge"),
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    ("GET", "/metrics"),
}


def routes(application: Litestar) -> Iterator[tuple[str, str, Any]]:
    for route in application.routes:
        if isinstance(route, HTTPRoute):
            for method, (handler, _) in route.route_handler_map.items():
                yield str(method), route.path_format, handler


def concrete(path: str) -> str:
    """Fill the parameters of a path with values that fit their types."""
    parts = [
        "01a20369-7820-75bc-bfb2-00ca453f9198"
        if part.endswith("_id}") or part == "{id}"
        else "x"
        if part.startswith("{")
        else part
        for part in path.split("/")
    ]
    return "/".join(parts)


async def test_every_route_asks_who_is_there(place: Place) -> None:
    edge = web_application(place.platform)
    application: Litestar = edge._application  # type: ignore[assignment]
    found = list(routes(application))
    assert len(found) > 30
    transport = httpx.ASGITransport(edge, raise_app_exceptions=False)  # type: ignore[arg-type]
    answered: list[str] = []
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
        for method, path, handler in found:
            if handler.opt.get("public"):
                continue
            answer = await client.request(method, concrete(path))
            if answer.status_code not in (401, 404):
                answered.append(f"{method} {path}: {answer.status_code}")
    assert not answered


async def test_what_is_public_is_listed_here(place: Place) -> None:
    edge = web_application(place.platform)
    application: Litestar = edge._application  # type: ignore[assignment]
    public = {
        (method, path)
        for method, path, handler in routes(application)
        if handler.opt.get("public") and root_of(path) != "hooks" and method != "OPTIONS"
    }
    assert {(method, path) for method, path in public if not path.startswith("/api/openapi.json")} == PUBLIC


async def test_every_route_lies_under_a_root_of_the_application(place: Place) -> None:
    application: Litestar = web_application(place.platform)._application  # type: ignore[assignment]
    assert {root_of(path) for _, path, _ in routes(application)} <= ROOTS
