"""An organisation with two stores, and short ways to apply records and to look at what rests in PostgreSQL."""

from datetime import UTC, datetime
from uuid import UUID

import pytest_asyncio
from sqlalchemy import text

from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import NewStore, Provenance
from comptoir.domains.customers import facade as customers
from comptoir.domains.orders import facade as orders
from comptoir.kernel.actor import Actor, system_actor
from comptoir.kernel.ids import new_id
from comptoir.platform.database.connect import Database

RECEIVED = datetime(2025, 6, 1, 8, tzinfo=UTC)
ORGANISATION = (
    "insert into organisations (id, slug, name, currency, timezone, week_start, created_at) "
    "values (:id, :slug, 'Test', 'EUR', 'Europe/Berlin', 'monday', now())"
)


class Merchant:
    """One organisation of a test."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.actor: Actor = system_actor(new_id())
        self.stores = {}

    async def open(self, *slugs: str) -> "Merchant":
        owner = self.actor.organisation_id
        async with self.database.begin_system() as uow:
            await uow.execute(text(ORGANISATION), {"id": owner, "slug": f"o{owner.hex}"})
        for slug in slugs:
            new = NewStore(slug=slug, name=slug, platform="custom", currency="EUR", timezone="Europe/Berlin")
            async with self.database.begin(self.actor) as uow:
                self.stores[slug] = await commerce.add_store(self.actor, uow, store=new, now=RECEIVED)
        return self

    def provenance(self, name: UUID | None = None, **changes):
        return Provenance("import", name or new_id(), changes.pop("received_at", RECEIVED), **changes)

    async def apply(self, *records, store="one", by=None):
        async with self.database.begin(self.actor) as uow:
            return await orders.apply_orders(
                self.actor, uow, store=self.stores[store], records=records, provenance=by or self.provenance()
            )

    async def apply_products(self, *records, store="one", by=None):
        async with self.database.begin(self.actor) as uow:
            return await commerce.apply_products(
                self.actor, uow, store=self.stores[store], records=records, provenance=by or self.provenance()
            )

    async def apply_customers(self, *records, store="one", by=None):
        async with self.database.begin(self.actor) as uow:
            return await customers.apply_customers(
                self.actor, uow, store=self.stores[store], records=records, provenance=by or self.provenance()
            )

    async def rederive(self):
        after = None
        while True:
            async with self.database.begin(self.actor) as uow:
                after = await orders.rederive(self.actor, uow, after=after, now=RECEIVED)
            if after is None:
                return

    async def undo(self, provenance):
        async with self.database.begin(self.actor) as uow:
            return await orders.undo(self.actor, uow, provenance_id=provenance.id, now=RECEIVED)

    async def rows(self, statement, **parameters):
        async with self.database.begin(self.actor) as uow:
            return [tuple(row) for row in await uow.execute(text(statement), parameters)]

    async def one(self, statement, **parameters):
        ((value,),) = await self.rows(statement, **parameters)
        return value

    async def current_entries(self):
        """Everything that is said about sales now, but for revisions and instants of recording."""
        return await self.rows(
            "select id, order_id, store_id, line_id, kind, reference, occurred_at, order_day, booked_day, currency, "
            "units, units_returned, gross, discount, returned, shipping, tax, duties, fees, tips, gift_card_sold, "
            "gift_card_redeemed, cost, order_count from sales_entries where superseded_by is null order by id"
        )

    async def count(self, *tables):
        return {table: await self.one(f"select count(*) from {table}") for table in tables}


@pytest_asyncio.fixture
async def merchant(database):
    return await Merchant(database).open("one", "two")
