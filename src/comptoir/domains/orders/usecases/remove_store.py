"""Remove a store: refused while it has orders unless they are to go with it."""

from datetime import datetime

from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import Store
from comptoir.domains.commerce.errors import StoreHasOrders
from comptoir.domains.customers import facade as customers
from comptoir.domains.orders.repository import reading
from comptoir.domains.orders.repository import revisions as repository
from comptoir.domains.orders.usecases.rederive_orders import BATCH, rederive
from comptoir.kernel.actor import Actor
from comptoir.platform.database.turns import take_turn
from comptoir.platform.database.unit_of_work import UnitOfWork


async def remove_store(actor: Actor, uow: UnitOfWork, *, store: Store, with_orders: bool, now: datetime) -> int:
    """Delete a store with its products, and its orders if asked; return how many orders went."""
    await take_turn(uow, "records")
    removed = 0
    while orders := await reading.next_of_store(uow, store_id=store.id, limit=BATCH):
        if not with_orders:
            raise StoreHasOrders(
                f"The store {store.slug} has orders.", hint="Remove it with its orders if that is what you want."
            )
        await repository.remove_of_orders(uow, order_ids=orders)
        await rederive(actor, uow, order_ids=orders, recorded_at=now)
        removed += len(orders)
    await commerce.drop_store(actor, uow, store_id=store.id)
    await customers.forget_store(actor, uow, store_id=store.id)
    return removed
