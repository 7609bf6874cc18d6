"""A merchant for tests of the pipeline: orders said in one line, figures asked from both engines."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from comptoir.connectors.sdk.canonical import (
    Address,
    Line,
    OrderRecord,
    OrderStatus,
    Part,
    Refund,
    RefundLine,
    Version,
)
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import NewStore, Provenance
from comptoir.domains.orders import facade as orders
from comptoir.kernel.actor import system_actor
from comptoir.kernel.ids import new_id
from comptoir.platform.outbox import drain

NOON = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


class Shop:
    """One organisation with stores, whose orders change under the eyes of the projector."""

    def __init__(self, platform, organisation_id):
        self.platform = platform
        self.actor = system_actor(organisation_id)
        self.organisation_id = organisation_id
        self.stores = {}
        self.step = 0

    async def open(self, *slugs, currency="EUR", timezone="Europe/Berlin"):
        async with self.platform.database.begin_system() as uow:
            await uow.execute(
                text(
                    "insert into organisations (id, slug, name, currency, timezone, week_start, created_at) "
                    "values (:id, :slug, 'Test', 'EUR', 'Europe/Berlin', 'monday', now())"
                ),
                {"id": self.organisation_id, "slug": f"o{self.organisation_id.hex}"},
            )
        for slug in slugs:
            await self.add_store(slug, currency=currency, timezone=timezone)
        return self

    async def add_store(self, slug, *, currency="EUR", timezone="Europe/Berlin", platform="custom"):
        new = NewStore(slug=slug, name=slug.title(), platform=platform, currency=currency, timezone=timezone)
        async with self.platform.database.begin(self.actor) as uow:
            self.stores[slug] = await commerce.add_store(self.actor, uow, store=new, now=NOON)
        return self.stores[slug]

    async def order(self, name, *, store="one", provenance=None, **said):
        """Say what an order is now; later calls win."""
        return await self.orders([self.record(name, **said)], store=store, provenance=provenance)

    async def orders(self, records, *, store="one", provenance=None):
        source = Provenance(kind="import", id=provenance or new_id(), received_at=NOON)
        async with self.platform.database.begin(self.actor) as uow:
            return await orders.apply_orders(
                self.actor, uow, store=self.stores[store], records=records, provenance=source
            )

    def record(
        self, name, *, at=NOON, lines=((1, "10"),), currency="EUR", country="DE", status=OrderStatus.PAID,
        refunds=(), tags=(), deleted=False, edited_at=None,
    ):  # fmt: skip
        self.step += 1
        return OrderRecord(
            source_id=name,
            part=Part.ORDER,
            version=Version(source_time=NOON + timedelta(seconds=self.step)),
            number=f"#{name}",
            ordered_at=at,
            currency=currency,
            status=status,
            shipping_address=Address(country=country) if country else None,
            lines=tuple(self.line(index, quantity, price) for index, (quantity, price) in enumerate(lines)),
            refunds=refunds,
            tags=tags,
            is_deleted=deleted,
            edited_at=edited_at,
        )

    @staticmethod
    def line(index, quantity, price):
        amount = Decimal(price) * quantity
        return Line(
            id=str(index), quantity=Decimal(quantity), unit_price=Decimal(price), gross=amount, sku=f"SKU-{index}"
        )

    @staticmethod
    def refund(name, *, at, amount, line="0", quantity=1):
        line = RefundLine(line_id=line, quantity=Decimal(quantity), amount=Decimal(amount))
        return Refund(id=name, refunded_at=at, lines=(line,))

    async def undo(self, provenance):
        async with self.platform.database.begin(self.actor) as uow:
            return await orders.undo(self.actor, uow, provenance_id=provenance, now=NOON)

    async def drain(self):
        return await drain(self.platform, self.organisation_id)

    async def facts(self):
        """(day, gross, returned, orders) by store name and day, from the raw facts."""
        return await self._sums("sales", "sum(order_count)")

    async def daily(self):
        """The same from the roll-up, groups that vanished left out."""
        return await self._sums("sales_daily", "sum(orders)", having="sum(entries) > 0")

    async def _sums(self, table, orders, *, having="1"):
        names = {store.id: slug for slug, store in self.stores.items()}
        result = await self.platform.warehouse.query(
            f"SELECT store, day, sum(gross), sum(returned), {orders} FROM {table} FINAL "
            f"WHERE organisation = {{o:UUID}} GROUP BY store, day HAVING {having} ORDER BY store, day",
            {"o": self.organisation_id},
        )
        return {(names[row[0]], row[1]): (row[2], row[3], int(row[4])) for row in result.rows}

    async def scalar(self, sql, **parameters):
        async with self.platform.database.begin_system() as uow:
            return (await uow.execute(text(sql), parameters)).scalar()

    async def waiting(self):
        return await self.scalar(
            "select count(*) from outbox where organisation_id = :o and state = 'new'", o=self.organisation_id
        )

    async def version(self):
        return await self.scalar(
            "select data_version from data_versions where organisation_id = :o", o=self.organisation_id
        )


def day(text_):
    return date.fromisoformat(text_)


def euro(amount):
    return Decimal(amount)


def everything(*rows):
    """{(store, day): (gross, returned, orders)} said in short."""
    return {
        (store, day(when)): (Decimal(gross), Decimal(returned), count) for store, when, gross, returned, count in rows
    }


def an_id() -> UUID:
    return new_id()
