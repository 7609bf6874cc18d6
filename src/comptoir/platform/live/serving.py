"""One WebSocket from its handshake to its end: who is it, what does it say. Owns where credentials may travel.

A session's cookie counts only beside an Origin that the edge found to be ours: a browser sends it to any page's socket.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from litestar.connection import WebSocket

from comptoir.kernel.errors import ComptoirError, Unavailable
from comptoir.platform.http.addresses import is_within
from comptoir.platform.http.authentication import SessionCookie, exchange_of, of_exchange
from comptoir.platform.http.principal import Authenticator, Credential, Principal
from comptoir.platform.live import messages
from comptoir.platform.live.hub import Hub

Socket = WebSocket[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """Who is there, and what says so."""

    principal: Principal
    credential: Credential


@dataclass(frozen=True, slots=True)
class Door:
    """What lets sockets in. ``permission`` is what whoever comes must hold."""

    hub: Hub
    authenticator: Authenticator
    cookie: SessionCookie
    permission: str

    async def serve(self, socket: Socket) -> None:
        """Serve a socket until it ends."""
        offered = [*socket.scope["subprotocols"]]
        chosen = next((name for name in (messages.LINES, messages.SINGLE) if name in offered), None)
        await socket.accept(subprotocols=chosen)
        try:
            found = await self._identify(socket, offered)
        except Unavailable:
            await _goodbye(socket, messages.TRY_LATER)
            return
        if found is None:
            await _goodbye(socket, messages.NOT_SIGNED_IN)
            return
        principal = of_exchange(found.principal, exchange_of(socket))
        if not is_within(principal.actor.address, lists=principal.networks):
            await _goodbye(socket, messages.RIGHTS_CHANGED)
            return
        if not principal.actor.may(self.permission):
            await _goodbye(socket, messages.RIGHTS_CHANGED)
            return
        try:
            client = self.hub.admit(
                principal=principal,
                credential=found.credential,
                send=socket.send,
                abort=exchange_of(socket).abort,
                lines=chosen == messages.LINES,
            )
        except ComptoirError:
            await _goodbye(socket, messages.TRY_LATER)
            return
        try:
            while (message := await _next(socket)) is not None:
                if client.closing is None:
                    self.hub.hear(client, message.get("text"))
        finally:
            self.hub.leave(client)

    async def _identify(self, socket: Socket, offered: list[str]) -> Found | None:
        scheme, _, token = socket.headers.get("authorization", "").partition(" ")
        if scheme:
            return await self._bearer(token.strip()) if scheme.lower() == "bearer" else None
        for name in offered:
            if name.startswith(messages.BEARER):
                return await self._bearer(name.removeprefix(messages.BEARER))
        token = socket.cookies.get(self.cookie.name(secure=exchange_of(socket).secure), "")
        if token and "origin" in socket.headers:
            principal = await self.authenticator.by_session(token)
            return self._found(principal, token, bearer=False)
        return await self._first_message(socket)

    async def _bearer(self, token: str) -> Found | None:
        return self._found(await self.authenticator.by_bearer(token), token, bearer=True)

    def _found(self, principal: Principal | None, token: str, *, bearer: bool) -> Found | None:
        return Found(principal, self.authenticator.credential(token, bearer=bearer)) if principal else None

    async def _first_message(self, socket: Socket) -> Found | None:
        try:
            message = await asyncio.wait_for(_next(socket), self.hub.limits.authenticate_within)
            said = messages.read(message.get("text")) if message else None
        except (TimeoutError, ComptoirError):
            return None
        if said is None or said.type != "authenticate" or not said.token:
            return None
        return await self._bearer(said.token)


async def _next(socket: Socket) -> Any:
    """Return the next message, None at the end."""
    if socket.connection_state == "disconnect":
        return None
    message = await socket.receive()
    return message if message["type"] == "websocket.receive" else None


async def _goodbye(socket: Socket, code: int) -> None:
    if socket.connection_state != "disconnect":
        await socket.close(code=code)
