"""Take back everything one import, delivery or demo run said about orders, and derive what is left."""

from datetime import datetime
from uuid import UUID

from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import UndoResult
from comptoir.domains.customers import facade as customers
from comptoir.domains.orders.repository import current
from comptoir.domains.orders.repository import revisions as repository
from comptoir.domains.orders.usecases.rederive_orders import BATCH, START, rederive
from comptoir.kernel.actor import Actor
from comptoir.platform.database.turns import take_turn
from comptoir.platform.database.unit_of_work import UnitOfWork


async def undo_orders(actor: Actor, uow: UnitOfWork, *, provenance_id: UUID, recorded_at: datetime) -> UndoResult:
    """Remove a provenance's revisions, the orders nobody else told of, and the products and customers it made."""
    await take_turn(uow, "records")
    result = UndoResult()
    after = START
    while orders := await repository.orders_of_provenance(uow, provenance_id=provenance_id, after=after, limit=BATCH):
        after = orders[-1]
        await repository.remove(uow, provenance_id=provenance_id, order_ids=orders)
        changes = await rederive(actor, uow, order_ids=orders, recorded_at=recorded_at)
        result = UndoResult(
            result.removed + len(changes.removed) + len(changes.waiting),
            result.restored + len(changes.updated) + len(changes.unchanged),
        )
    made = await commerce.variants_made(actor, uow, provenance_id=provenance_id)
    sold = await current.sold_variants(uow, variant_ids=made)
    products = await commerce.undo_products(actor, uow, provenance_id=provenance_id, sold=sold, recorded_at=recorded_at)
    created = await customers.created_by(actor, uow, provenance_id=provenance_id)
    bought = await current.known_buyers(uow, customer_ids=created)
    await customers.remove(actor, uow, ids=[customer for customer in created if customer not in bought])
    return UndoResult(result.removed, result.restored + products.restored)
