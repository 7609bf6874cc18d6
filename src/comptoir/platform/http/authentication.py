"""Finding the actor of a request: a session cookie with its CSRF token, or a bearer token.

Owns where credentials travel. Who they belong to is the authenticator's knowledge, handed in by the web role.
Every handler needs an actor unless it carries ``opt={"public": True}``.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.handlers import BaseRouteHandler

from comptoir.kernel.errors import Forbidden, NotSignedIn
from comptoir.platform.http.edge import Exchange
from comptoir.platform.http.principal import Authenticator, Principal

Connection = ASGIConnection[Any, Any, Any, Any]
CSRF_HEADER = "x-csrf-token"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CsrfRefused(Forbidden):
    """A change asked for with a session cookie but without the session's CSRF token."""

    code = "csrf_refused"


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """How the session travels. The name differs by home, since cookies do not tell ports of one host apart."""

    suffix: str

    def name(self, *, secure: bool) -> str:
        """Return the cookie's name; browsers accept the prefix over TLS only and then refuse other hosts' cookies."""
        return f"{'__Host-' if secure else ''}comptoir_session{self.suffix}"

    def issue(self, exchange: Exchange, *, token: str, max_age: int) -> Cookie:
        """Return the cookie that starts a session; ``max_age`` in seconds."""
        return Cookie(
            key=self.name(secure=exchange.secure),
            value=token,
            max_age=max_age,
            path="/",
            secure=exchange.secure,
            httponly=True,
            samesite="lax",
        )

    def clear(self, exchange: Exchange) -> Cookie:
        """Return the cookie that removes it."""
        return self.issue(exchange, token="", max_age=0)


class Gate:
    """The guard in front of every handler, and the source of the ``actor`` and ``principal`` dependencies."""

    def __init__(self, *, authenticator: Authenticator, cookie: SessionCookie) -> None:
        self._authenticator = authenticator
        self._cookie = cookie

    async def __call__(self, connection: Connection, handler: BaseRouteHandler) -> None:
        if handler.opt.get("public"):
            return
        principal = await self._principal(connection)
        if principal is None:
            raise NotSignedIn("You are not signed in.", hint="Sign in, or send an API token as a bearer token.")
        found = of_exchange(principal, exchange_of(connection))
        _check_csrf(connection, principal=found)
        _extras(connection)["comptoir_principal"] = found

    async def _principal(self, connection: Connection) -> Principal | None:
        scheme, _, credentials = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return await self._authenticator.by_bearer(credentials.strip())
        token = self.session_token(connection)
        return await self._authenticator.by_session(token) if token else None

    def session_token(self, connection: Connection) -> str | None:
        """Return the session token the request carries, if any."""
        return connection.cookies.get(self._cookie.name(secure=exchange_of(connection).secure))


def of_exchange(principal: Principal, exchange: Exchange) -> Principal:
    """Return a principal with where and through what it came, and tell the edge who that is."""
    exchange.actor = replace(
        principal.actor,
        address=exchange.address,
        correlation_id=exchange.correlation_id,
        agent=exchange.agent,
    )
    return replace(principal, actor=exchange.actor)


def _check_csrf(connection: Connection, *, principal: Principal) -> None:
    # A WebSocket has no method; its handshake passed the edge's Origin check.
    if principal.csrf_token is None or _extras(connection).get("method", "GET") in _SAFE_METHODS:
        return
    given = connection.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(given.encode(), principal.csrf_token.encode()):
        raise CsrfRefused("The request lacks this session's X-CSRF-Token.", hint="Reload the page and try again.")


def _extras(connection: Connection) -> dict[str, Any]:
    scope: Any = connection.scope
    return scope  # type: ignore[no-any-return]


def exchange_of(connection: Connection) -> Exchange:
    """Return what the edge knows about the request."""
    exchange = _extras(connection)["comptoir"]
    assert isinstance(exchange, Exchange)
    return exchange


def principal_of(request: Connection) -> Principal:
    """Return who the request comes from; only handlers that are not public have one."""
    principal = _extras(request).get("comptoir_principal")
    if not isinstance(principal, Principal):
        raise NotSignedIn("You are not signed in.")
    return principal


def dependencies_of(request: Connection) -> Mapping[str, object]:
    """Return the dependencies of a principal by name, for handlers outside the framework's own injection."""
    principal = principal_of(request)
    return {"principal": principal, "actor": principal.actor}
