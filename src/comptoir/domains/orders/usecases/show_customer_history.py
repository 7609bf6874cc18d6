"""Show what happened with a customer's orders: ordered, edited, refunded, cancelled."""

from datetime import datetime
from uuid import UUID

from comptoir.domains.commerce import facade as commerce
from comptoir.domains.orders.contracts import CustomerEvent, CustomerHistory
from comptoir.domains.orders.repository import history
from comptoir.kernel.actor import Actor
from comptoir.platform.database.unit_of_work import UnitOfWork


async def show_customer_history(actor: Actor, uow: UnitOfWork, *, customer_id: UUID, limit: int) -> CustomerHistory:
    """Return the newest events in stores the actor may see."""
    slugs = {store.id: store.slug for store in await commerce.stores_by_id(actor, uow)}
    found, total = await history.events(uow, customer_id=customer_id, stores=_scope(actor), limit=limit)
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
    return await history.spans(uow, customers=customers, stores=_scope(actor))


def _scope(actor: Actor) -> list[UUID] | None:
    return None if actor.scope.stores is None else sorted(actor.scope.stores)
