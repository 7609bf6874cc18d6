"""People of every role before the whole application, and a warehouse that is only asked where a test needs it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from comptoir.foundation.identity import facade as identity
from comptoir.roles.web import web_application
from tests.integration.http.conftest import (  # noqa: F401  the fixtures below need them
    OWNER,
    PASSWORD,
    MovableClock,
    Place,
    clock,
    panel,
    place,
    sign_in,
)
from tests.unit.boards.documents import document, tile


@dataclass
class Team:
    """An organisation's people, each with a browser of their own, signed in when first asked for."""

    place: Place
    clients: dict[str, httpx.AsyncClient] = field(default_factory=dict)

    async def __call__(self, name: str) -> httpx.AsyncClient:
        """Return the browser of somebody; the name begins with the role, ``sales2`` is another of sales."""
        if name not in self.clients:
            email = f"{name}@example.test"
            if email != OWNER:
                role = name.rstrip("0123456789")
                person = {"email": email, "role": role, "password": PASSWORD, "name": name.title()}
                await identity.add_member(self.place.actor(), self.place.platform, **person)
            self.clients[name] = self.place.client()
            await sign_in(self.clients[name], email=email)
        return self.clients[name]


@pytest.fixture
async def team(place: Place) -> AsyncIterator[Team]:  # noqa: F811
    place.application = web_application(place.platform, recogniser=place.recogniser)
    found = Team(place)
    yield found
    for client in found.clients.values():
        await client.aclose()


async def ask(client: httpx.AsyncClient, method: str, path: str, status: int = 200, **body: Any) -> Any:
    """Ask and return the answer's body; the status must be the one expected."""
    json = {"json": body} if method in ("POST", "PUT", "PATCH") else {}
    answer = await client.request(method, f"/api/v1{path}", **json)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


async def make(client: httpx.AsyncClient, name: str = "Mine", **body: Any) -> dict[str, Any]:
    """Make a board of two tiles."""
    body.setdefault("document", document(tile("net"), tile("orders", metrics=["orders"])))
    found: dict[str, Any] = await ask(client, "POST", "/boards", 201, name=name, **body)
    return found
