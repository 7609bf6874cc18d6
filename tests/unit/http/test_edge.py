"""The outermost layer where the server itself gives up: a process that ends still answers, and never with a 500."""

import asyncio
import json
from typing import Any

import pytest

from comptoir.platform.http.addresses import HostPolicy
from comptoir.platform.http.edge import Edge

SCOPE = {
    "type": "http", "method": "POST", "path": "/hooks/shopify/north", "scheme": "http", "client": ("127.0.0.1", 1),
    "headers": [(b"host", b"127.0.0.1")],
}  # fmt: skip


async def ended_while(application: Any) -> list[dict[str, Any]]:
    """Cancel a request as an ending server does; return what had been sent."""
    sent: list[dict[str, Any]] = []
    begun = asyncio.Event()

    async def waiting(scope: Any, receive: Any, send: Any) -> None:
        await application(send)
        begun.set()
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(dict(message))

    edge = Edge(application=waiting, panel=waiting, hosts=HostPolicy.of(public_url=None))
    task = asyncio.create_task(edge(dict(SCOPE), receive=None, send=send))  # type: ignore[arg-type]
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    return sent


async def test_a_request_cut_off_by_the_end_may_be_sent_again() -> None:
    async def says_nothing(send: Any) -> None:
        assert callable(send)

    start, body = await ended_while(says_nothing)
    assert start["status"] == 503
    assert dict(start["headers"])[b"retry-after"] == b"2"
    assert json.loads(body["body"])["code"] == "ending"


async def test_an_answer_that_was_begun_is_not_begun_twice() -> None:
    async def begins(send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    (start,) = await ended_while(begins)
    assert start["status"] == 200
