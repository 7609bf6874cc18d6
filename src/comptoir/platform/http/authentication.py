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

from comptoir.kernel.clock import Clock, system_clock
from comptoir.kernel.errors import Forbidden, NotSignedIn
from comptoir.platform.http.addresses import is_within
from comptoir.platform.http.edge import Exchange
from comptoir.platform.http.principal import Authenticator, Principal, StepUpRequired
from comptoir.platform.http.rates import SESSION, TOKEN, Rates

Connection = ASGIConnection[Any, Any, Any, Any]
CSRF_HEADER = "x-csrf-token"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


FLOW = "flow"  # the cookie that ties a browser's return from an issuer to its departure
# What handlers carry: a person must have shown who they are not long ago; somebody whose second step is due may come.
PROVEN, ENROLLING = {"proven": True}, {"enrolling": True}


class CsrfRefused(Forbidden):
    """A change asked for with a session cookie but without the session's CSRF token."""

    code = "csrf_refused"


class SecondStepRequired(Forbidden):
    """The organisation demands a second step of this role, and the person has none."""

    code = "second_step_required"


class AddressRefused(Forbidden):
    """The organisation lets this role in from other addresses only."""

    code = "address_refused"


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """How the session, or another secret of the browser, travels. The name differs by home, since cookies do not tell ports of one host apart."""

    suffix: str
    purpose: str = "session"

    def beside(self, purpose: str) -> "SessionCookie":
        """Return the cookie for another purpose: a second step that is due, a browser that is known."""
        return replace(self, purpose=purpose)

    def name(self, *, secure: bool) -> str:
        """Return the cookie's name; browsers accept the prefix over TLS only and then refuse other hosts' cookies."""
        return f"{'__Host-' if secure else ''}comptoir_{self.purpose}{self.suffix}"

    def of(self, connection: Connection) -> str | None:
        """Return what a request carries, if anything."""
        return connection.cookies.get(self.name(secure=exchange_of(connection).secure))

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

    def __init__(
        self,
        *,
        authenticator: Authenticator,
        cookie: SessionCookie,
        rates: Rates | None = None,
        clock: Clock = system_clock,
    ) -> None:
        self._authenticator = authenticator
        self._rates = rates
        self._cookie = cookie
        self._clock = clock

    async def __call__(self, connection: Connection, handler: BaseRouteHandler) -> None:
        if handler.opt.get("public"):
            return
        principal = await self._principal(connection)
        if principal is None:
            raise NotSignedIn("You are not signed in.", hint="Sign in, or send an API token as a bearer token.")
        found = of_exchange(principal, exchange_of(connection))
        await self._count(connection, found)
        check_address(found)
        _check_csrf(connection, principal=found)
        _check_second_step(found, handler=handler)
        if handler.opt.get("proven") and not found.is_proven(now=self._clock()):
            raise StepUpRequired(
                "This needs you to show once more who you are.", hint="Type your password or code, then try again."
            )
        _extras(connection)["comptoir_principal"] = found

    async def _count(self, connection: Connection, found: Principal) -> None:
        """Count a request by its session or token; a socket is one connection, whose questions the live hub limits."""
        if self._rates is None or _extras(connection)["type"] != "http":
            return
        policy, caller = (SESSION, found.session_id) if found.session_id else (TOKEN, found.actor.credential)
        await self._rates.count(policy, str(caller), standings=exchange_of(connection).standings)

    async def _principal(self, connection: Connection) -> Principal | None:
        scheme, _, credentials = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return await self._authenticator.by_bearer(credentials.strip())
        token = self._cookie.of(connection)
        return await self._authenticator.by_session(token) if token else None


def of_exchange(principal: Principal, exchange: Exchange) -> Principal:
    """Return a principal with where and through what it came, and tell the edge who that is."""
    exchange.actor = replace(
        principal.actor,
        address=exchange.address,
        correlation_id=exchange.correlation_id,
        agent=exchange.agent,
    )
    return replace(principal, actor=exchange.actor)


def check_address(principal: Principal) -> None:
    """Raise ``AddressRefused`` for somebody whose organisation lets them in from elsewhere only."""
    address = principal.actor.address
    if not is_within(address, lists=principal.networks):
        raise AddressRefused(
            f"Your organisation does not let you in from the address {address}.",
            hint="Come from a network it allows, or ask an owner; `comptoir organisation security` changes the list.",
        )


def _check_second_step(principal: Principal, *, handler: BaseRouteHandler) -> None:
    if principal.is_enrolment_due and not handler.opt.get("enrolling"):
        raise SecondStepRequired(
            "Your organisation demands a second step, and you have none yet.",
            hint="Add a code app or a passkey on the account page.",
        )


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
