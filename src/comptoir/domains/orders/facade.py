"""The functions of orders that others may call."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from comptoir.connectors.sdk.canonical import OrderRecord
from comptoir.domains.orders.contracts import ApplyResult, Provenance, Store, UndoResult
from comptoir.domains.orders.permissions import ORDERS_WRITE
from comptoir.domains.orders.usecases import apply_orders as applying
from comptoir.domains.orders.usecases import rederive_orders, undo_orders
from comptoir.kernel.actor import Actor
from comptoir.platform.database.unit_of_work import UnitOfWork

MAX_RECORDS = applying.MAX_RECORDS


async def apply_orders(
    actor: Actor, uow: UnitOfWork, *, store: Store, records: Sequence[OrderRecord], provenance: Provenance
) -> ApplyResult:
    """Apply up to ``MAX_RECORDS`` records of one store, set-based. Counts are of orders.

    Each record is kept as a revision and the orders they belong to are derived again from all their revisions, so the
    result does not depend on the order of calls. A record known already changes nothing. ``waiting``: parts whose
    order is not known yet. Appliers of one organisation take turns until their transactions end: keep them short.
    """
    actor.require(ORDERS_WRITE)
    return await applying.apply_orders(actor, uow, store=store, records=records, provenance=provenance)


async def undo(actor: Actor, uow: UnitOfWork, *, provenance_id: UUID, now: datetime) -> UndoResult:
    """Take back one import, delivery or demo run: orders, and the products and customers only it told of."""
    actor.require(ORDERS_WRITE)
    return await undo_orders.undo_orders(actor, uow, provenance_id=provenance_id, recorded_at=now)


async def rederive(actor: Actor, uow: UnitOfWork, *, after: UUID | None = None, now: datetime) -> UUID | None:
    """Derive the next batch of orders that late costs, products or merged customers concern.

    Return where to go on with the next unit of work, ``None`` when nothing is left.
    """
    actor.require(ORDERS_WRITE)
    return await rederive_orders.rederive_batch(actor, uow, after=after or rederive_orders.START, recorded_at=now)
