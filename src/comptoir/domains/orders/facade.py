"""The functions of orders that others may call."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from datetime import datetime
from uuid import UUID

from comptoir.connectors.reading.frames import Opened, Task
from comptoir.connectors.sdk.canonical import OrderRecord
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.permissions import STORES_READ, STORES_WRITE
from comptoir.domains.customers import facade as customers
from comptoir.domains.orders.contracts import (
    ApplyResult,
    CustomerHistory,
    Found,
    LaidBatch,
    LaidOut,
    OrderDetail,
    OrderFilter,
    OrderPage,
    OrderSummary,
    Provenance,
    SourceRecord,
    Store,
    StoreActivity,
    UndoResult,
)
from comptoir.domains.orders.permissions import ORDERS_READ, ORDERS_WRITE
from comptoir.domains.orders.repository import reading
from comptoir.domains.orders.usecases import apply_orders as applying
from comptoir.domains.orders.usecases import export_orders as exporting
from comptoir.domains.orders.usecases import list_orders as listing
from comptoir.domains.orders.usecases import read_laid_out as reading_beside
from comptoir.domains.orders.usecases import rederive_orders, show_customer_history, show_order, undo_orders
from comptoir.domains.orders.usecases import remove_store as removing
from comptoir.domains.orders.usecases import search as searching
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork

MAX_RECORDS = applying.MAX_RECORDS


@asynccontextmanager
async def _deriving(actor: Actor, uow: UnitOfWork) -> AsyncIterator[None]:
    """Change orders: derived from everything there is, by somebody who sees whole stores."""
    actor.require_whole_stores("Changing orders")
    async with uow.whole_organisation():
        yield


async def apply_orders(
    actor: Actor,
    uow: UnitOfWork,
    *,
    store: Store,
    records: Sequence[OrderRecord],
    provenance: Provenance | Sequence[Provenance],
) -> ApplyResult:
    """Apply up to ``MAX_RECORDS`` records of one store, set-based. Counts are of orders.

    Each record is kept as a revision and the orders they belong to are derived again from all their revisions, so the
    result does not depend on the order of calls. A record known already changes nothing. ``waiting``: parts whose
    order is not known yet. ``provenance``: one for all, or one a record. Appliers of one organisation take turns until their transactions end: keep them short.
    """
    actor.require(ORDERS_WRITE)
    async with _deriving(actor, uow):
        return await applying.apply_orders(actor, uow, store=store, records=records, provenance=provenance)


async def read_file(
    actor: Actor, platform: Platform, *, store: Store, task: Task, is_replacing: bool
) -> AsyncGenerator[Opened | LaidBatch, None]:
    """Read a file beside and yield its batches, their orders laid out for ``apply_laid_out``."""
    actor.require(ORDERS_WRITE)
    premises = await applying.premises_of(actor, platform, store=store, is_replacing=is_replacing)
    async with aclosing(reading_beside.read_laid_out(reading_beside.LaidTask(task, premises))) as frames:
        async for frame in frames:
            yield frame


async def apply_laid_out(
    actor: Actor, uow: UnitOfWork, *, store: Store, laid: LaidOut, provenance: Provenance
) -> ApplyResult:
    """Apply a batch of ``read_file`` as ``apply_orders`` applies records."""
    actor.require(ORDERS_WRITE)
    async with _deriving(actor, uow):
        return await applying.apply_laid_out(actor, uow, store=store, laid=laid, provenance=provenance)


async def undo(actor: Actor, uow: UnitOfWork, *, provenance_id: UUID, now: datetime) -> UndoResult:
    """Take back one import, delivery or demo run: orders, and the products and customers only it told of."""
    actor.require(ORDERS_WRITE)
    async with _deriving(actor, uow):
        return await undo_orders.undo_orders(actor, uow, provenance_id=provenance_id, recorded_at=now)


async def rederive(actor: Actor, uow: UnitOfWork, *, after: UUID | None = None, now: datetime) -> UUID | None:
    """Derive the next batch of orders that late costs, products or merged customers concern.

    Return where to go on with the next unit of work, ``None`` when nothing is left.
    """
    actor.require(ORDERS_WRITE)
    async with _deriving(actor, uow):
        return await rederive_orders.rederive_batch(actor, uow, after=after or rederive_orders.START, recorded_at=now)


async def list_orders(actor: Actor, uow: UnitOfWork, *, wanted: OrderFilter) -> OrderPage:
    """Return a page of orders inside the actor's scope; names of buyers only with customers:pii."""
    actor.require(ORDERS_READ)
    return await listing.list_orders(actor, uow, wanted=wanted)


async def export_orders(
    actor: Actor, platform: Platform, *, wanted: OrderFilter
) -> AsyncIterator[Sequence[OrderSummary]]:
    """Return the whole list in batches, inside the actor's scope; names of buyers only with customers:pii."""
    actor.require(ORDERS_READ)
    return await exporting.export_orders(actor, platform, wanted=wanted)


async def order(actor: Actor, uow: UnitOfWork, *, order_id: UUID) -> OrderDetail:
    """Return one order with its entries, refunds, revisions and timeline. Raises ``UnknownOrder``."""
    actor.require(ORDERS_READ)
    return await show_order.show_order(actor, uow, order_id=order_id)


async def source_record(actor: Actor, uow: UnitOfWork, *, order_id: UUID, revision: UUID | None) -> SourceRecord:
    """Return a record about an order as it was received, without its person; the newest when none is named."""
    actor.require(ORDERS_READ)
    return await show_order.show_source(actor, uow, order_id=order_id, revision=revision)


async def search(actor: Actor, uow: UnitOfWork, *, query: str, limit: int = 8) -> Found:
    """Return orders, customers and products that match, each kind only for those who may read it."""
    return await searching.search(actor, uow, query=query, limit=limit)


async def customer_history(actor: Actor, uow: UnitOfWork, *, customer_id: UUID, limit: int = 100) -> CustomerHistory:
    """Return what happened with a customer's orders in stores the actor may see, newest first."""
    actor.require(ORDERS_READ)
    return await show_customer_history.show_customer_history(actor, uow, customer_id=customer_id, limit=limit)


async def order_spans(
    actor: Actor, uow: UnitOfWork, *, customers: Sequence[UUID]
) -> Mapping[UUID, tuple[datetime, datetime, int]]:
    """Return the first and last order that counts of each customer and how many there are; who has none is missing."""
    actor.require(ORDERS_READ)
    return await show_customer_history.order_spans(actor, uow, customers=tuple(customers))


async def customers_in_sight(actor: Actor, uow: UnitOfWork, *, customers: Sequence[UUID]) -> frozenset[UUID]:
    """Return those of customers whom the actor may see: all, or for who sees some orders only their buyers."""
    actor.require(ORDERS_READ)
    return await show_customer_history.in_sight(actor, uow, customers=customers)


async def store_activity(actor: Actor, uow: UnitOfWork) -> dict[UUID, StoreActivity]:
    """Return what each store sold, by store; stores without orders are missing."""
    actor.require(STORES_READ)
    found = await reading.activity(uow, sight=reading.sight_of(actor))
    return {key: StoreActivity(*row) for key, row in found.items()}


async def remove_store(actor: Actor, uow: UnitOfWork, *, store: Store, with_orders: bool, now: datetime) -> int:
    """Delete a store; one with orders only with them. Raises ``StoreHasOrders``. Return how many orders went."""
    actor.require(STORES_WRITE)
    async with _deriving(actor, uow):
        return await removing.remove_store(actor, uow, store=store, with_orders=with_orders, now=now)


async def rederive_store(
    actor: Actor, uow: UnitOfWork, *, store: Store, after: UUID | None = None, now: datetime
) -> UUID | None:
    """Derive the next batch of a store's orders again, after its zone or currency changed; ``None`` at the end."""
    actor.require(STORES_WRITE)
    async with _deriving(actor, uow):
        return await rederive_orders.rederive_store_batch(
            actor, uow, store_id=store.id, after=after or rederive_orders.START, recorded_at=now
        )


async def organisations_behind(actor: Actor, uow: UnitOfWork) -> list[UUID]:
    """Return the organisations in which orders wait for ``rederive``; for a system unit of work."""
    actor.require(ORDERS_WRITE)
    products = await commerce.organisations_with_changes(actor, uow)
    people = await customers.organisations_with_merges(actor, uow)
    return sorted({*products, *people})
