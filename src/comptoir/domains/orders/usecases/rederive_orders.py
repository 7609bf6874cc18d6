"""Derive orders again because something they depend on became known: a cost, a product, whom customers became.

Works in batches, each complete in itself, so that a job may be stopped anywhere and started again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from comptoir.domains.commerce import facade as commerce
from comptoir.domains.customers import facade as customers
from comptoir.domains.orders.repository import current
from comptoir.domains.orders.repository import revisions as repository
from comptoir.domains.orders.usecases.derive_orders import Changes, derive_orders
from comptoir.kernel.actor import Actor
from comptoir.platform.database.turns import take_turn
from comptoir.platform.database.unit_of_work import UnitOfWork

BATCH = 2_000
START = UUID(int=0)


async def rederive(actor: Actor, uow: UnitOfWork, *, order_ids: Sequence[UUID], recorded_at: datetime) -> Changes:
    """Derive these orders again from the revisions they have; those without any are removed."""
    orders = await repository.load(uow, order_ids=order_ids)
    stores = {store.id: store for store in await commerce.stores_by_id(actor, uow)}
    gone = [order_id for order_id in order_ids if order_id not in orders]
    return await derive_orders(actor, uow, orders=orders, gone=gone, stores=stores, recorded_at=recorded_at)


async def follow_merged(actor: Actor, uow: UnitOfWork, *, merged: Mapping[UUID, UUID], recorded_at: datetime) -> int:
    """Give the orders of customers that were merged to the one they became."""
    if not merged:
        return 0
    orders = sorted(await repository.reassign(uow, merged=merged))
    for start in range(0, len(orders), BATCH):
        await rederive(actor, uow, order_ids=orders[start : start + BATCH], recorded_at=recorded_at)
    await customers.settle_merges(actor, uow, ids=list(merged))
    return len(orders)


async def rederive_batch(actor: Actor, uow: UnitOfWork, *, after: UUID, recorded_at: datetime) -> UUID | None:
    """Derive the next batch of orders that later knowledge concerns; return where to go on, ``None`` at the end."""
    await take_turn(uow, "records")
    await follow_merged(actor, uow, merged=await customers.unfollowed_merges(actor, uow), recorded_at=recorded_at)
    waiting = await commerce.variant_changes(actor, uow)
    if not waiting:
        return None
    variants = [(change.variant_id, change.first_day) for change in waiting]
    orders = await current.orders_of_variants(uow, variants=variants, after=after, limit=BATCH)
    if orders:
        await rederive(actor, uow, order_ids=orders, recorded_at=recorded_at)
    if len(orders) == BATCH:
        return orders[-1]
    await commerce.settle_variant_changes(actor, uow, ids=[change.id for change in waiting])
    return None


async def rederive_store_batch(
    actor: Actor, uow: UnitOfWork, *, store_id: UUID, after: UUID, recorded_at: datetime
) -> UUID | None:
    """Derive the next batch of a store's orders; return where to go on, ``None`` at the end."""
    await take_turn(uow, "records")
    orders = await current.orders_of_store(uow, store_id=store_id, after=after, limit=BATCH)
    if orders:
        await rederive(actor, uow, order_ids=orders, recorded_at=recorded_at)
    return orders[-1] if len(orders) == BATCH else None
