"""Which paths belong to the application and which to the panel. Owns the roots, registers nothing."""

from collections.abc import Iterable, Sequence
from typing import Any

from litestar import Router
from litestar.handlers import BaseRouteHandler

API = "/api/v1"
# First path segments the application answers; every other path is a page of the panel.
ROOTS = frozenset({"api", "hooks", "health", "metrics", "graphql", "mcp", ".well-known"})
# Machines outside post here with their own signature, without a session: Origin and Host say nothing about them.
SIGNED = frozenset({"hooks"})
# What answers people and their programs is counted by who asks; deliveries, probes and the panel's files are not.
COUNTED = ROOTS - SIGNED - {"health", "metrics"}


def root_of(path: str) -> str:
    """Return the first segment of ``path``."""
    return path[1:].partition("/")[0]


def mounted(routers: Iterable[Any]) -> Sequence[Any]:
    """Put routers whose path names no root under /api/v1; the others stay where they are."""
    at_root: list[Any] = []
    below: list[Any] = []
    for router in routers:
        (at_root if _names_root(router) else below).append(router)
    return [*at_root, Router(path=API, route_handlers=below)]


def _names_root(router: Any) -> bool:
    if isinstance(router, Router):
        paths: Iterable[str] = (router.path,)
    elif isinstance(router, BaseRouteHandler):
        paths = router.paths
    else:
        paths = (getattr(router, "path", None) or "",)  # a Controller class
    return any(root_of("/" + path.lstrip("/")) in ROOTS for path in paths)
