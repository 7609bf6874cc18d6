"""A merchant with two stores that sell the same things, buyers with names, returns, and people who may see some of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest
from msgspec import structs
from sqlalchemy import text

from comptoir.connectors.sdk.canonical import (
    Address,
    CustomerRef,
    OrderRecord,
    Person,
    ProductRecord,
    VariantRecord,
    Version,
)
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import Provenance
from comptoir.domains.orders import facade as orders
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform
from comptoir.roles.web import web_application
from tests.integration.pipeline.shop import Shop
from tests.unit.orders.ordering import at, back, line, order, refund

ADDRESS = "http://127.0.0.1:8000"
PASSWORD = "correct horse battery"
DAYS = {"from": "2025-03-01", "to": "2025-03-31"}
ADA = CustomerRef("1", Person(name="Ada Quill", email="ada@example.test"))
BEN = CustomerRef("2", Person(name="Ben Ash", email="ben@example.test"))
CLEO = CustomerRef("3", Person(name="Cleo Fern", email="cleo@example.test"))
DORA = CustomerRef("4", Person(name="Dora Lane", email="dora@example.test"))


@dataclass
class Merchant:
    """An organisation with a web application before it."""

    shop: Shop
    application: Any
    clients: list[httpx.AsyncClient] = field(default_factory=list)

    @property
    def platform(self) -> Platform:
        return self.shop.platform

    async def person(self, role: str) -> httpx.AsyncClient:
        """Return the browser of somebody new with a role, signed in."""
        host = replace(identity.HOST, organisation_id=self.shop.organisation_id)
        email = f"{role}-{new_id().hex}@example.test"
        await identity.add_member(host, self.platform, email=email, role=role, password=PASSWORD)
        transport = httpx.ASGITransport(self.application, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url=ADDRESS)
        self.clients.append(client)
        answer = await client.post("/api/v1/session", json={"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return client

    async def sell(self, *records: OrderRecord, store: str = "one") -> None:
        await self.shop.orders(records, store=store)

    async def list_products(self, *records: ProductRecord, store: str = "one") -> None:
        source = Provenance(kind="import", id=new_id(), received_at=at(-30))
        async with self.platform.database.begin(self.shop.actor) as uow:
            await commerce.apply_products(
                self.shop.actor, uow, store=self.shop.stores[store], records=records, provenance=source
            )

    async def settle(self) -> None:
        """Derive orders again that late costs concern, and let the warehouse follow."""
        async with self.platform.database.begin(self.shop.actor) as uow:
            await orders.rederive(self.shop.actor, uow, now=at(0))
        await self.shop.drain()

    async def by_hand(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """Ask PostgreSQL's own tables."""
        async with self.platform.database.begin_system() as uow:
            found = await uow.execute(text(sql), parameters | {"organisation": self.shop.organisation_id})
            return [tuple(row) for row in found]


def product(
    source_id: str, title: str | None, *skus: str, price: str = "10", cost: str | None = "4", **fields: Any
) -> ProductRecord:
    money = Decimal(cost) if cost is not None else None
    variants = tuple(VariantRecord(f"{source_id}-{sku}", sku, price=Decimal(price), cost=money) for sku in skus)
    values = {"category": "Tea", "vendor": "Acme", "currency": "EUR"} | fields
    return ProductRecord(source_id, Version(values.pop("at", at(-40))), title=title, variants=variants, **values)


def sale(number: int, *lines: Any, day: float = 0, buyer: CustomerRef | None = None, **fields: Any) -> OrderRecord:
    record = order(*lines, ordered_at=at(day), version=day + 20, **fields)
    country = Address(country="DE" if number % 2 else "FR")
    return structs.replace(record, source_id=str(number), number=f"#{number}", customer=buyer, shipping_address=country)


async def tell(merchant: Merchant) -> None:
    """Ada comes back, Ben is new and gives something back, Cleo bought before, Dora never did."""
    for store in ("one", "two"):
        await merchant.list_products(
            product("kettle", "Kettle", "sku-k", price="50", cost="20"),
            product("cup", "Cup", "sku-c", "sku-d", price="10", cost="4"),
            product("spoon", None, "sku-s", cost=None, vendor=None, category="Cutlery"),
            product("jug", "Jug", "sku-j", category="Glass"),
            store=store,
        )
    await merchant.sell(
        sale(1, line("k", 1, "50"), line("c", 2, "10"), day=-30, buyer=ADA),
        sale(2, line("k", 2, "50", discount="10"), day=1, buyer=ADA),
        sale(3, line("c", 4, "10"), day=2, buyer=BEN, refunds=(refund("r", 4, back("c", 1, "10", restocked=True)),)),
        sale(4, line("s", 3, "2"), day=3),
        sale(5, line("c", 1, "10"), day=-60, buyer=CLEO),
    )
    await merchant.sell(
        sale(6, line("k", 1, "45"), line("d", 1, "12"), day=5, buyer=BEN),
        sale(7, structs.replace(line("x", 1, "7"), sku=None, title=None), day=6, buyer=CLEO),
        store="two",
    )


@pytest.fixture
async def merchant(platform: Platform, organisation_id: UUID) -> AsyncIterator[Merchant]:
    """The merchant, told and visible."""
    shop = await Shop(platform, organisation_id).open("one", "two")
    platform.database.secrets = platform.secrets
    found = Merchant(shop, web_application(platform))
    await tell(found)
    await found.settle()
    yield found
    for client in found.clients:
        await client.aclose()


async def read(client: httpx.AsyncClient, path: str, **query: Any) -> Any:
    answer = await client.get(f"/api/v1{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()
