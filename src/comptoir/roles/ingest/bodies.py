"""Reading the raw body of a delivery, whole or not at all: never more than one may hold, nor all of them together."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from comptoir.connectors.sdk.hooks import Headers
from comptoir.kernel.errors import Invalid, TooLarge, Unavailable

LIMIT = 8 * 1024 * 1024  # of one body
HELD_LIMIT = 256 * 1024 * 1024  # of all bodies in a process
READ_WITHIN = 20.0  # seconds for a body that comes in pieces


class Held:
    """How many bytes of bodies a process holds."""

    def __init__(self) -> None:
        self.size = 0

    async def read(self, receive: Callable[[], Awaitable[Any]], headers: Headers) -> bytes:
        """Return the whole body; give its length back with ``release``. Raises ``TooLarge`` before holding more."""
        declared = headers.get(b"content-length", b"0")
        if declared.isdigit() and int(declared[:20]) > LIMIT:
            raise too_large()
        message = await receive()
        piece = message.get("body", b"")
        if message["type"] == "http.request" and not message.get("more_body") and len(piece) <= LIMIT:
            self.size += len(piece)
            return bytes(piece)
        try:
            async with asyncio.timeout(READ_WITHIN):
                return await self._pieces(receive, message)
        except TimeoutError as error:
            raise Unavailable("The body took too long to arrive.", details={"retry_after": 5}) from error

    async def _pieces(self, receive: Callable[[], Awaitable[Any]], message: Any) -> bytes:
        pieces: list[bytes] = []
        size = 0
        try:
            while True:
                if message["type"] != "http.request":
                    raise Invalid("The sender hung up before the body was whole.")
                piece = message.get("body", b"")
                pieces.append(piece)
                size += len(piece)
                self.size += len(piece)
                if size > LIMIT:
                    raise too_large()
                if self.size > HELD_LIMIT:
                    raise Unavailable("Too much is being received at once.", details={"retry_after": 2})
                if not message.get("more_body"):
                    return b"".join(pieces)
                message = await receive()
        except BaseException:
            self.release(size)
            raise

    def release(self, size: int) -> None:
        """Say that ``size`` bytes are held no more."""
        self.size -= size


def too_large() -> TooLarge:
    """Return the refusal of a body over the limit."""
    return TooLarge(f"A delivery may hold {LIMIT // 1024 // 1024} MiB.")
