"""A platform that delivers to a store's webhook URL, and what the inbox holds afterwards."""

import base64
import hashlib
import hmac
import itertools
import json
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import text

from comptoir.composed.storefronts import facade as storefronts
from comptoir.domains.commerce.contracts import NewStore
from comptoir.roles.ingest.loops import assemble
from comptoir.roles.ingest.pump import Pumped, pump_round
from comptoir.roles.web import web_application
from tests.integration.http.conftest import ADDRESS, Place

SECRET = b"a shared secret 1"
NAMES = {
    "shopify": ("x-shopify-hmac-sha256", "x-shopify-topic", "x-shopify-webhook-id"),
    "woocommerce": ("x-wc-webhook-signature", "x-wc-webhook-topic", "x-wc-webhook-delivery-id"),
}


@dataclass
class Sender:
    """One store's platform. ``place`` is the application it delivers to."""

    place: Place
    platform: str
    slug: str
    secret: bytes = SECRET
    application: Any = None
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    @classmethod
    async def to(
        cls, place: Place, platform: str, *, slug: str = "north", secret: bytes | None = SECRET, **changes: Any
    ) -> "Sender":
        """Add a store and return who delivers to it."""
        new = NewStore(
            slug=slug, name=slug, platform=platform, currency="EUR", timezone="Europe/Berlin", webhook_secret=secret
        )
        await storefronts.add_store(place.actor(), place.platform, store=new)
        return cls(place, platform, slug, secret or SECRET, web_application(place.platform), **changes)

    def signed(self, body: bytes, *, topic: str, delivery: str | None = None) -> dict[str, str]:
        """Sign by hand, as the platform's documents say."""
        signature, of_topic, of_delivery = NAMES[self.platform]
        digest = hmac.new(self.secret, body, hashlib.sha256).digest()
        return {
            "content-type": "application/json",
            signature: base64.b64encode(digest).decode(),
            of_topic: topic,
            of_delivery: delivery or f"d{next(self.numbers)}",
        }

    async def post(self, body: bytes, headers: dict[str, str], *, path: str | None = None) -> httpx.Response:
        """Post bytes with headers as they are."""
        transport = httpx.ASGITransport(self.application, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
            return await client.post(path or f"/hooks/{self.platform}/{self.slug}", content=body, headers=headers)

    async def deliver(self, document: Any, *, topic: str, delivery: str | None = None) -> httpx.Response:
        """Deliver a document, signed."""
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        return await self.post(body, self.signed(body, topic=topic, delivery=delivery))

    async def pump(self) -> Pumped:
        """Pump once."""
        return await pump_round(assemble(self.place.platform))

    async def rows(self, query: str = "select state, reason, topic from inbox order by id", **values: Any) -> list[Any]:
        """Ask PostgreSQL, over all organisations."""
        async with self.place.platform.database.begin_system() as uow:
            return [tuple(row) for row in await uow.execute(text(query), values)]
