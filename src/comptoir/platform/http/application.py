"""The application factory: routers in, one ASGI application out.

Owns how the framework is set up. Knows no module of the product.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from litestar import Litestar, Request, Response
from litestar.di import Provide
from litestar.exceptions.base_exceptions import LitestarDeprecationWarning
from litestar.routes import HTTPRoute

from comptoir.kernel.actor import Actor
from comptoir.kernel.clock import Clock, system_clock
from comptoir.platform.http import problems
from comptoir.platform.http.addresses import HostPolicy, Network
from comptoir.platform.http.authentication import Gate, SessionCookie, exchange_of, principal_of
from comptoir.platform.http.edge import Edge, Exchange
from comptoir.platform.http.openapi import openapi_configuration
from comptoir.platform.http.panel import Panel
from comptoir.platform.http.principal import Authenticator, Principal
from comptoir.platform.http.rates import Rates
from comptoir.platform.http.routing import mounted
from comptoir.platform.http.strict import StrictRequest
from comptoir.platform.refused_requests import Refused

# What a JSON body may hold; a handler that takes files says its own limit with ``request_max_body_size``.
BODY_LIMIT = 2 * 1024 * 1024


def create_application(
    *,
    routers: Sequence[Any],
    authenticator: Authenticator,
    cookie: SessionCookie,
    values: Mapping[str, object],
    hosts: HostPolicy,
    trusted: Sequence[Network] = (),
    panel: Panel | None = None,
    body_limit: int = BODY_LIMIT,
    rates: Rates | None = None,
    note: Callable[[Refused], None] | None = None,
    clock: Clock = system_clock,
) -> Edge:
    """Return the ASGI application. ``values`` are what handlers may ask for by name, for example ``platform``.

    ``rates`` counts requests by who makes them, ``note`` is told of every request that was refused.
    """
    dependencies = {name: _constant(value) for name, value in values.items()}
    dependencies |= {
        "actor": Provide(_actor, sync_to_thread=False),
        "principal": Provide(_principal, sync_to_thread=False),
        "exchange": Provide(_exchange, sync_to_thread=False),
        "cookie": _constant(cookie),
    }
    with warnings.catch_warnings():
        # Handlers name dependencies and query parameters plainly; only the next major version wants them marked.
        warnings.simplefilter("ignore", category=LitestarDeprecationWarning)
        application = Litestar(
            route_handlers=mounted(routers),
            dependencies=dependencies,
            guards=[Gate(authenticator=authenticator, cookie=cookie, rates=rates, clock=clock)],
            exception_handlers={Exception: problems.answer},
            request_class=StrictRequest,
            before_request=_answer_options,
            openapi_config=openapi_configuration(),
            request_max_body_size=body_limit,
            logging_config=None,
            debug=False,
        )
    application_: Any = application
    return Edge(application=application_, panel=panel or Panel(), hosts=hosts, trusted=trusted, rates=rates, note=note)


async def _answer_options(request: Request[Any, Any, Any]) -> Response[None] | None:
    """Name every method of a path; the framework names those of the handler that was registered first."""
    if request.method != "OPTIONS":
        return None
    path = request.scope.get("path_template")
    found = [
        route.methods for route in request.app.routes if route.path_format == path and isinstance(route, HTTPRoute)
    ]
    return Response(content=None, status_code=204, headers={"Allow": ", ".join(sorted(set().union(*found)))})


def _constant(value: object) -> Provide:
    def provide() -> Any:
        return value

    provided: Callable[[], Any] = provide
    return Provide(provided, sync_to_thread=False)


def _actor(request: Request[Any, Any, Any]) -> Actor:
    return principal_of(request).actor


def _principal(request: Request[Any, Any, Any]) -> Principal:
    return principal_of(request)


def _exchange(request: Request[Any, Any, Any]) -> Exchange:
    return exchange_of(request)
