"""A small merchant told by the demo's generators, made harder: drafts, foreign currencies, refunds before cancellations.

Three stores in three zones and currencies; five weeks up to ``NOW`` and the same weeks a year earlier.
"""

from collections.abc import Iterator
from dataclasses import replace as changed
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from random import Random
from uuid import UUID

from msgspec.structs import replace

from comptoir.composed.demo.model.chunks import history, products, store_of
from comptoir.composed.demo.model.stores import DemoStore
from comptoir.connectors.sdk.canonical import (
    CustomerRef,
    Lifecycle,
    OrderRecord,
    OrderStatus,
    Person,
    Refund,
    RefundLine,
    Version,
)
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import NewStore, Provenance
from comptoir.domains.finance import facade as finance
from comptoir.domains.orders import facade as orders
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor, system_actor
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform
from comptoir.platform.outbox import drain

# Late evening in Berlin, afternoon in New York, tomorrow in Tokyo; both clock changes of spring lie in the weeks before.
NOW = datetime(2026, 3, 31, 21, 17, 23, tzinfo=UTC)
START = date(2024, 11, 20)
SPANS = ((date(2025, 3, 8), date(2025, 4, 6)), (date(2026, 2, 24), date(2026, 4, 1)))
STORES = tuple(
    changed(store_of(slug), weight=weight) for slug, weight in (("germany", 0.02), ("us-east", 0.017), ("japan", 0.014))
)
DAY = timedelta(days=1)
LAST_RATE = date(2026, 3, 20)


def rates(seed: int) -> str:
    """Return rates as a file: working days only, with holes, ending before ``NOW``."""
    chance = Random(seed)
    lines = ["day,currency,rate"]
    values = {"USD": Decimal("1.0812"), "JPY": Decimal("161.37"), "GBP": Decimal("0.8344")}
    day = START - DAY * 5
    while day <= LAST_RATE:
        values = {code: rate * Decimal(chance.randrange(9850, 10150)) / 10000 for code, rate in values.items()}
        if day.weekday() < 5 and chance.random() > 0.1:
            lines += [f"{day},{code},{rate:.6f}" for code, rate in values.items()]
        day += DAY
    return "\n".join(lines) + "\n"


async def open_merchant(platform: Platform, *, seed: int) -> Actor:
    """Tell the merchant's history and make it visible; return somebody who may see everything."""
    made = await identity.create_organisation(
        identity.HOST, platform, name=f"Merchant {seed}", currency="EUR", timezone="Europe/Berlin"
    )
    actor = system_actor(made.id)
    for store in STORES:
        await _tell(platform, actor, store, seed=seed)
    await drain(platform, made.id)
    return actor


async def _tell(platform: Platform, actor: Actor, store: DemoStore, *, seed: int) -> None:
    source = Provenance(kind="demo", id=new_id(), received_at=NOW)
    new = NewStore(store.slug, store.name, store.platform, store.currency, store.timezone, store.prices)
    async with platform.database.begin(actor) as uow:
        added = await commerce.add_store(actor, uow, store=new, now=NOW)
        await commerce.apply_products(actor, uow, store=added, records=products(seed, store, NOW), provenance=source)
        for span in SPANS:
            told = list(history(seed, store, START, span, NOW))
            harder = list(_made_harder(told, Random(f"{seed}/{store.slug}/{span}")))
            await orders.apply_orders(actor, uow, store=added, records=harder, provenance=source)


def _made_harder(told: list[OrderRecord], chance: Random) -> Iterator[OrderRecord]:
    """Change some orders that were neither edited nor cancelled nor refunded, so that every rule is met."""
    plain = {one.source_id for one in told if not (one.edited_at or one.cancelled_at or one.refunds)}
    plain -= {one.source_id for one in told if one.edited_at}
    for record in told:
        old_enough = record.ordered_at is not None and record.ordered_at < NOW - DAY * 4
        draw = chance.random()
        if record.source_id not in plain or not old_enough or draw > 0.5:
            yield record
        elif draw < 0.06:
            status = chance.choice((OrderStatus.DRAFT, OrderStatus.TEST, OrderStatus.VOIDED))
            yield replace(record, status=status)
        elif draw < 0.14:
            yield _refunded_then_cancelled(record, chance)
        elif draw < 0.2:
            yield replace(record, currency=chance.choice(("EUR", "USD", "GBP")))
        elif draw < 0.3:
            yield _with_charges(record, chance)
        elif draw < 0.4:
            email = f"friend-{chance.randrange(12)}@example.test"
            yield replace(record, customer=CustomerRef(person=Person(name="A Friend", email=email)))
        else:
            first, *others = record.lines
            yield replace(
                record, lines=(replace(first, cost=None, variant_id=None, product_id=None, sku=None), *others)
            )


def _refunded_then_cancelled(record: OrderRecord, chance: Random) -> OrderRecord:
    line = chance.choice(record.lines)
    worth = line.gross - sum((one.amount for one in line.discounts), Decimal(0))
    assert record.ordered_at is not None
    refund = Refund(
        id=f"{record.source_id}-early",
        refunded_at=record.ordered_at + timedelta(hours=chance.randrange(1, 40)),
        lines=(
            RefundLine(
                line.id, Decimal(1), (worth / line.quantity).quantize(Decimal("0.01"), ROUND_DOWN), restocked=True
            ),
        ),
    )
    at = refund.refunded_at + timedelta(hours=chance.randrange(1, 40))
    return replace(
        record,
        version=Version(at, Lifecycle.CANCELLED),
        status=OrderStatus.CANCELLED,
        cancelled_at=at,
        refunds=(refund,),
    )


def _with_charges(record: OrderRecord, chance: Random) -> OrderRecord:
    """Tips, duties and fees, and a refund of shipping and tips without goods."""
    assert record.ordered_at is not None
    refund = Refund(
        id=f"{record.source_id}-charges",
        refunded_at=record.ordered_at + timedelta(hours=chance.randrange(1, 70)),
        shipping=Decimal("1.50"),
        shipping_tax=Decimal("0.25"),
        tips=Decimal("0.40"),
        unallocated=chance.choice((Decimal(0), Decimal("0.70"))),
    )
    return replace(
        record,
        version=Version(refund.refunded_at, Lifecycle.REFUNDED),
        tips=Decimal("2.00"),
        duties=Decimal("3.10"),
        fees=Decimal("0.90"),
        refunds=(refund,),
    )


async def load_rates(platform: Platform) -> None:
    await finance.import_rates(identity.HOST, platform, text=rates(1), source="a test")


def somebody(organisation_id: UUID) -> Actor:
    return Actor(organisation_id=organisation_id, user_id=None, permissions=frozenset({"*"}), client="system")
