"""A panel on a real port over real engines, a shop that sells, and people with sockets."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect

from comptoir.engine.projector.loop import project_forever
from comptoir.foundation.identity import facade as identity
from comptoir.roles.serve import configuration
from comptoir.roles.web import web_application
from tests.integration.pipeline.shop import Shop
from tests.waiting import until_async

PASSWORD = "correct horse battery"
SALES = {"metrics": ["net_sales", "orders"], "range": {"from": "2026-01-31", "to": "2026-01-31"}}


class Socket:
    """One live connection and everything it was told."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def say(self, **message: Any) -> None:
        await self.connection.send(json.dumps(message))

    async def next(self, kind: str, *, within: float = 10.0, **wanted: Any) -> dict[str, Any]:
        """Return the next message of a kind, leaving others out."""
        async with asyncio.timeout(within):
            while True:
                for line in str(await self.connection.recv()).split("\n"):
                    message: dict[str, Any] = json.loads(line)
                    if message["type"] == kind and all(message.get(key) == value for key, value in wanted.items()):
                        return message

    async def figure(self, value: str, *, id_: str = "a") -> dict[str, Any]:
        """Return the first result whose net sales are these."""
        while True:
            message = await self.next("result", id=id_)
            if message["result"]["totals"]["net_sales"] == value:
                return message

    async def end(self, *, within: float = 10.0) -> int | None:
        """Return the code the server closes with."""
        async with asyncio.timeout(within):
            await self.connection.wait_closed()
        return self.connection.close_code


@dataclass
class House:
    """A running panel."""

    shop: Shop
    address: str
    application: Any
    stop: asyncio.Event
    projector: asyncio.Task[None]

    @property
    def hub(self) -> Any:
        return self.application._application.dependencies["live_door"].dependency().hub

    async def person(self, email: str, *, role: str = "owner") -> httpx.AsyncClient:
        """Return the browser of somebody new, signed in."""
        host = replace(identity.HOST, organisation_id=self.shop.organisation_id)
        await identity.add_member(host, self.shop.platform, email=email, role=role, password=PASSWORD)
        client = httpx.AsyncClient(base_url=self.address, timeout=60)
        answer = await client.post("/api/v1/session", json={"email": email, "password": PASSWORD})
        client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        return client

    def open(self, client: httpx.AsyncClient | None = None, *, origin: str | None = None, **options: Any) -> Any:
        """Open a socket as the browser of a person does."""
        headers = options.pop("headers", {})
        if client is not None:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items())}
        return connect(
            f"{self.address.replace('http', 'ws')}/api/v1/live",
            origin=self.address if origin is None else origin or None,
            additional_headers=headers,
            compression=None,
            **options,
        )


@pytest.fixture
async def house(platform, organisation_id) -> AsyncIterator[House]:
    """The panel of a shop with two stores, and the projector."""
    shop = await Shop(platform, organisation_id).open("one", "two")
    application = web_application(platform)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(configuration(application))
    stop = asyncio.Event()
    projector = asyncio.create_task(project_forever(platform, stop=stop))
    serving = asyncio.create_task(server._serve(sockets=[listener]))

    async def started() -> bool:
        return server.started

    await until_async(started)
    yield House(shop, f"http://127.0.0.1:{listener.getsockname()[1]}", application, stop, projector)
    server.should_exit = True
    stop.set()
    await asyncio.gather(serving, projector)
    listener.close()
