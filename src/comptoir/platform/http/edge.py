"""The outermost layer of every request, before any routing.

Owns: the caller's real address, the correlation id, the Host and Origin checks, security headers, the access log and
the request metrics. Must not read bodies and must not log query strings, headers or anything a person typed.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from comptoir.kernel.actor import Actor
from comptoir.platform import telemetry
from comptoir.platform.http import problems
from comptoir.platform.http.addresses import HostPolicy, Network, client_address, is_trusted, throttle_key
from comptoir.platform.http.rates import ADDRESS, RateLimited, Rates, Standing
from comptoir.platform.http.routing import COUNTED, ROOTS, SIGNED, root_of
from comptoir.platform.refused_requests import Refused

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = Sequence[tuple[bytes, bytes]]

_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{directive} {sources}" for directive, sources in _POLICY.items())
SECURITY_HEADERS: Headers = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
TRANSPORT_SECURITY = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_CORRELATION = re.compile(r"[A-Za-z0-9._-]{8,64}")
_WANTED = frozenset(
    {
        b"host",
        b"origin",
        b"authorization",
        b"sec-fetch-site",
        b"user-agent",
        b"x-request-id",
        b"x-forwarded-for",
        b"x-forwarded-proto",
        b"x-forwarded-host",
    }
)


OWN_SESSION = "/api/v1/session"  # what the panel asks to learn whether anybody is signed in
WEBSOCKET, REFUSES = 4000, 4400  # close codes carry the status of a problem
NO_ANSWER = 500  # until one is begun
_ENDING = problems.problem(503, code="ending", detail="This process is ending.", hint="Send the request again.")


@dataclass(slots=True)
class Exchange:
    """What the edge knows about one request; handlers find it as ``scope["comptoir"]``."""

    address: str
    host: str
    correlation_id: str
    secure: bool
    agent: str | None = None
    actor: Actor | None = None
    code: str | None = None  # of the problem it was answered with
    abort: Callable[[], None] | None = None  # of a WebSocket: cut the connection without a goodbye
    standings: list[Standing] = field(default_factory=list)  # under the rate limits that count this request


class Edge:
    """Wraps the application and the panel into the one ASGI application a server runs."""

    def __init__(
        self,
        *,
        application: Application,
        panel: Application,
        hosts: HostPolicy,
        trusted: Sequence[Network] = (),
        rates: Rates | None = None,
        note: Callable[[Refused], None] | None = None,
    ) -> None:
        self._application = application
        self._panel = panel
        self._hosts = hosts
        self._trusted = trusted
        self._rates = rates
        self._note = note
        self._log = telemetry.logger("comptoir.access")

    async def close(self) -> None:
        """Let go of what counts requests."""
        if self._rates:
            await self._rates.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"] if name in _WANTED}
        exchange = self._exchange(scope, headers=headers)
        scope["comptoir"] = exchange
        telemetry.correlation_id.set(exchange.correlation_id)
        refused = self._refusal(scope, headers=headers, exchange=exchange) or await self._over_rate(scope, exchange)
        if scope["type"] == "websocket":
            # The server's own object behind ``send``: ASGI has no word for giving up on a peer that does not read.
            transport = getattr(getattr(send, "__self__", None), "transport", None)
            exchange.abort = getattr(transport, "abort", None)
            await self._connect(scope, receive, send, exchange=exchange, refused=refused)
            return
        await self._answer(scope, receive, send, exchange=exchange, refused=refused)

    def _exchange(self, scope: Scope, *, headers: dict[bytes, str]) -> Exchange:
        peer = scope["client"][0] if scope.get("client") else "127.0.0.1"
        host, scheme, address = headers.get(b"host", ""), str(scope.get("scheme", "http")), peer
        if self._trusted and is_trusted(peer, trusted=self._trusted):
            address = client_address(peer, forwarded_for=headers.get(b"x-forwarded-for"), trusted=self._trusted)
            scheme = headers.get(b"x-forwarded-proto", scheme).partition(",")[0].strip().lower()
            host = headers.get(b"x-forwarded-host", host).partition(",")[0].strip()
        given = headers.get(b"x-request-id", "")
        correlation = given if _CORRELATION.fullmatch(given) else uuid4().hex
        secure = scheme in ("https", "wss")
        return Exchange(
            address=address, host=host, correlation_id=correlation, secure=secure, agent=headers.get(b"user-agent")
        )

    def _refusal(self, scope: Scope, *, headers: dict[bytes, str], exchange: Exchange) -> problems.Problem | None:
        root = root_of(scope["path"])
        if root in SIGNED or root == "health":
            return None
        if not self._hosts.allows_host(exchange.host):
            return problems.problem(
                421,
                code="host_refused",
                detail="This server does not answer under that name.",
                hint="Set COMPTOIR_PUBLIC_URL to the address people use.",
            )
        changes = scope["type"] == "websocket" or scope["method"] not in _SAFE_METHODS
        # A bearer token is never sent by a browser on its own account, so no foreign page can borrow it.
        if not changes or b"authorization" in headers:
            return None
        origin = headers.get(b"origin")
        foreign = headers.get(b"sec-fetch-site") == "cross-site" if origin is None else None
        if foreign or (origin is not None and not self._hosts.allows_origin(origin, host=exchange.host)):
            return problems.problem(
                403,
                code="origin_refused",
                detail="This request comes from a page of another site.",
                hint="Behind a proxy, set COMPTOIR_PUBLIC_URL to the address people use.",
            )
        return None

    async def _over_rate(self, scope: Scope, exchange: Exchange) -> problems.Problem | None:
        """Count what the application is to answer by the address it comes from."""
        if self._rates is None or root_of(scope["path"]) not in COUNTED:
            return None
        try:
            await self._rates.count(ADDRESS, throttle_key(exchange.address), standings=exchange.standings)
        except RateLimited as error:
            return problems.of_error(error)
        return None

    async def _connect(
        self, scope: Scope, receive: Receive, send: Send, *, exchange: Exchange, refused: problems.Problem | None
    ) -> None:
        async def watched(message: Message) -> None:
            code = message.get("code") or 0
            if message["type"] == "websocket.close" and REFUSES <= code < REFUSES + 100:
                self._refused(scope, exchange=exchange, status=code - WEBSOCKET)
            await send(message)

        await (_close(receive, watched, refused=refused) if refused else self._application(scope, receive, watched))

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, *, exchange: Exchange, refused: problems.Problem | None
    ) -> None:
        started = time.perf_counter()
        status = NO_ANSWER
        is_panel = root_of(scope["path"]) not in ROOTS

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _with_headers(message.get("headers", ()), exchange=exchange)
            await send(message)

        try:
            if refused is not None:
                exchange.code = refused.code
                await send_problem(send_with_headers, refused, *problems.retry_after(refused))
            else:
                inner = self._panel if is_panel else self._application
                await inner(scope, receive, send_with_headers)
        except asyncio.CancelledError:
            # The process ends before it could answer: whoever asked may try again, nothing of theirs is at fault.
            if status == NO_ANSWER:
                await send_problem(send_with_headers, _ENDING, (b"retry-after", b"2"))
            raise
        finally:
            elapsed = time.perf_counter() - started
            if not is_panel:
                self._report(scope, exchange=exchange, status=status, elapsed=elapsed)

    def _report(self, scope: Scope, *, exchange: Exchange, status: int, elapsed: float) -> None:
        route, actor = scope.get("path_template") or "unmatched", exchange.actor
        if 400 <= status < 500:
            self._refused(scope, exchange=exchange, status=status)
        telemetry.requests_seconds.labels(scope["method"], route, str(status)).observe(elapsed)
        self._log.info(
            "request",
            method=scope["method"],
            route=route,
            status=status,
            ms=round(elapsed * 1000, 1),
            peer=exchange.address,
            actor=str(actor.user_id) if actor is not None and actor.user_id else None,
            organisation=str(actor.organisation_id) if actor is not None else None,
        )

    def _refused(self, scope: Scope, *, exchange: Exchange, status: int) -> None:
        actor, method = exchange.actor, scope.get("method", "WS")
        is_first_look = status == 401 and method == "GET" and scope["path"] == OWN_SESSION
        if self._note is None or is_first_look:
            return
        self._note(
            Refused(
                status=status,
                method=method,
                route=scope.get("path_template") or "unmatched",
                path=scope["path"],
                code=exchange.code,
                organisation_id=actor.organisation_id if actor else None,
                user_id=actor.user_id if actor else None,
                credential=actor.credential if actor else None,
                client=actor.client if actor else "web",
                address=exchange.address,
                agent=exchange.agent,
                correlation_id=exchange.correlation_id,
            )
        )


def _with_headers(headers: Headers, *, exchange: Exchange) -> list[tuple[bytes, bytes]]:
    given = {name.lower() for name, _ in headers}
    result = list(headers)
    result.extend(header for header in SECURITY_HEADERS if header[0] not in given)
    if b"cache-control" not in given:
        result.append((b"cache-control", b"no-store"))
    if exchange.secure:
        result.append(TRANSPORT_SECURITY)
    if exchange.standings:
        result.append((b"ratelimit-policy", ", ".join(one.allowance for one in exchange.standings).encode()))
        result.append((b"ratelimit", ", ".join(one.state for one in exchange.standings).encode()))
    result.append((b"x-request-id", exchange.correlation_id.encode()))
    return result


async def send_problem(send: Send, document: problems.Problem, *more: tuple[bytes, bytes]) -> None:
    """Answer with a problem document outside the framework, with ``more`` headers."""
    body = problems.encoded(document)
    headers = [(b"content-type", problems.MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode()), *more]
    await send({"type": "http.response.start", "status": document.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _close(receive: Receive, send: Send, *, refused: problems.Problem) -> None:
    await receive()
    await send({"type": "websocket.close", "code": WEBSOCKET + refused.status, "reason": refused.title.lower()})
