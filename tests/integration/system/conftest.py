"""A panel over real engines, a shop that a platform delivers to, and people who look after it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest

from comptoir.foundation.identity import facade as identity
from comptoir.roles.web import web_application
from tests.integration.http.conftest import ADDRESS, PASSWORD, sign_in
from tests.integration.http.hooks import Sender
from tests.integration.pipeline.shop import Shop


@dataclass
class Office:
    """A shop with two stores, its panel, and who signs in to it."""

    shop: Shop
    application: Any
    people: list[str] = field(default_factory=list)

    @property
    def platform(self) -> Any:
        return self.shop.platform

    def actor(self, **changes: Any) -> Any:
        """Whoever runs commands on the host; makes the office a place that a platform can deliver to."""
        return replace(identity.HOST, organisation_id=self.shop.organisation_id, **changes)

    async def deliverer(self, slug: str = "north") -> Sender:
        """Add a Shopify store and return who delivers to it."""
        return await Sender.to(self, "shopify", slug=slug)  # type: ignore[arg-type]

    @asynccontextmanager
    async def person(self, role: str = "owner") -> AsyncIterator[httpx.AsyncClient]:
        """The browser of somebody new, signed in."""
        email = f"{role}{len(self.people)}@example.test"
        self.people.append(email)
        await identity.add_member(self.actor(), self.platform, email=email, role=role, password=PASSWORD, name="Robin")
        transport = httpx.ASGITransport(self.application, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
            await sign_in(client, email=email)
            yield client


@pytest.fixture
async def office(platform, organisation_id) -> Office:
    """The panel of a shop with two stores; nobody projects unless a test does."""
    shop = await Shop(platform, organisation_id).open("one", "two")
    return Office(shop, web_application(platform))


async def read(client: httpx.AsyncClient, path: str, status: int = 200) -> Any:
    """Read what the panel says."""
    answer = await client.get(f"/api/v1{path}")
    assert answer.status_code == status, answer.text
    return answer.json()
