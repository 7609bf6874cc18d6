"""Show what happened with a customer's orders: ordered, edited, refunded, cancelled."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from comptoir.domains.commerce import facade as commerce
from comptoir.domains.orders.contracts import CustomerEvent, CustomerHistory
from comptoir.domains.orders.repository import history
from comptoir.domains.orders.repository.reading import sight_of
from comptoir.kernel.actor import Actor
from comptoir.platform.database.unit_of_work import UnitOfWork


async def show_customer_history(actor: Actor, uow: UnitOfWork, *, customer_id: UUID, limit: int) -> CustomerHistory:
    """Return the newest events in stores the actor may see."""
    slugs = {store.id: store.slug for store in await commerce.stores_by_id(actor, uow)}
    found, total = await history.events(uow, customer_id=customer_id, sight=sight_of(actor), limit=limit)
    spans = await order_spans(actor, uow, customers=(customer_id,))
    first, last, orders = spans.get(customer_id, (None, None, 0))
    events = [
        CustomerEvent(
            at=row.at,
            kind=row.kind,
            order_id=row.order_id,
            number=row.number,
            store=slugs.get(row.store_id, ""),
            status=row.status,
            currency=row.currency,
            amount=row.amount,
            note=row.note,
        )
        for row in found
    ]
    return CustomerHistory(tuple(events), total - len(found), first, last, orders)


async def order_spans(
    actor: Actor, uow: UnitOfWork, *, customers: tuple[UUID, ...]
) -> dict[UUID, tuple[datetime, datetime, int]]:
    """Return when customers first and last ordered in stores the actor may see, and how often."""
    return await history.spans(uow, customers=customers, sight=sight_of(actor))


async def in_sight(actor: Actor, uow: UnitOfWork, *, customers: Sequence[UUID]) -> frozenset[UUID]:
    """Return those of customers whom the actor may see: all, or for who sees some orders only their buyers."""
    if not actor.scope.limits_rows:
        return frozenset(customers)
    return await history.buyers(uow, customers=customers, sight=sight_of(actor))
