"""A crowd of WebSocket clients in one process, lean enough for ten thousand: they subscribe, and note when answers come."""

import asyncio
import json
import struct
import time
from collections.abc import Sequence
from typing import Any

AT_ONCE = 100  # handshakes in flight
WITHIN = 120.0
RESULT = b'"type":"result"'


class Listener(asyncio.Protocol):
    """One socket. ``results`` counts answers; ``at`` is when the last one came, on the performance clock."""

    def __init__(self, *, token: str, queries: Sequence[dict[str, Any]], keep: bool) -> None:
        self.results = 0
        self.at = 0.0
        self.payload = b""
        self.closed = False
        self.opened = asyncio.get_running_loop().create_future()
        self._token, self._queries, self._keep = token, queries, keep
        self._buffer = bytearray()
        self._is_open = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(
            b"GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Protocol: comptoir.live.lines\r\nAuthorization: Bearer "
            + self._token.encode()
            + b"\r\n\r\n"
        )

    def data_received(self, data: bytes) -> None:
        """Read the answer to the upgrade, then frames."""
        self._buffer += data
        if not self._is_open:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self.opened.set_exception(RuntimeError(bytes(head[:200]).decode()))
                return
            self._is_open, self._buffer = True, rest
            for place, query in enumerate(self._queries):
                self.say({"type": "subscribe", "id": str(place), "query": query})
            self.opened.set_result(None)
        while (payload := self._frame()) is not None:
            found_results = payload.count(RESULT)
            if found_results:
                self.results += found_results
                self.at = time.perf_counter()
                if self._keep:
                    self.payload = payload

    def _frame(self) -> bytes | None:
        """Take one whole frame from the buffer; frames of a server are not masked."""
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        size, start = buffer[1] & 0x7F, 2
        if size == 126:
            if len(buffer) < 4:
                return None
            (size,), start = struct.unpack_from(">H", buffer, 2), 4
        elif size == 127:
            if len(buffer) < 10:
                return None
            (size,), start = struct.unpack_from(">Q", buffer, 2), 10
        if len(buffer) < start + size:
            return None
        payload = bytes(buffer[start : start + size])
        del buffer[: start + size]
        return payload

    def say(self, message: dict[str, Any]) -> None:
        """Send one message, masked with zeros."""
        text = json.dumps(message).encode()
        size = bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + struct.pack(">H", len(text))
        assert self._transport is not None
        self._transport.write(b"\x81" + size + b"\0\0\0\0" + text)

    def connection_lost(self, exc: Exception | None) -> None:
        """Remember that the server or the network ended it."""
        self.closed = True

    def close(self) -> None:
        """Leave."""
        if self._transport is not None:
            self._transport.abort()


async def crowd(
    port: int, *, tokens: Sequence[str], asked: Sequence[Sequence[dict[str, Any]]], keep: bool = False
) -> list[Listener]:
    """Open one socket for each list of queries, tokens in turn, and wait until every subscription was answered once."""
    loop, gate = asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)

    async def one(place: int, queries: Sequence[dict[str, Any]]) -> Listener:
        async with gate:
            token = tokens[place % len(tokens)]
            _, listener = await loop.create_connection(
                lambda: Listener(token=token, queries=queries, keep=keep), "127.0.0.1", port
            )
            await listener.opened
            return listener

    listeners = list(await asyncio.gather(*(one(place, queries) for place, queries in enumerate(asked))))
    await answered(listeners, [len(queries) for queries in asked])
    return listeners


async def answered(listeners: Sequence[Listener], wanted: Sequence[int]) -> None:
    """Wait until each socket has had so many answers."""
    deadline = time.perf_counter() + WITHIN
    waiting = list(zip(listeners, wanted, strict=True))
    while waiting := [(one, count) for one, count in waiting if one.results < count]:
        if any(one.closed for one, _ in waiting):
            raise RuntimeError("the server closed a socket")
        if time.perf_counter() > deadline:
            raise RuntimeError(f"{len(waiting)} sockets were not answered within {WITHIN:.0f} s")
        await asyncio.sleep(0.02)
