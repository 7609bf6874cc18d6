"""Find orders by number, customers by what is personal, products by words and sku, for the panel's search field."""

import time
from collections.abc import Sequence

from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import FoundProduct
from comptoir.domains.commerce.permissions import PRODUCTS_READ
from comptoir.domains.customers import facade as customers
from comptoir.domains.customers.contracts import FoundCustomer
from comptoir.domains.customers.permissions import may_see_people
from comptoir.domains.orders.contracts import Found, FoundOrder
from comptoir.domains.orders.model.sight import in_sight
from comptoir.domains.orders.permissions import ORDERS_READ
from comptoir.domains.orders.repository import reading
from comptoir.domains.orders.usecases.show_customer_history import in_sight as buyers_in_sight
from comptoir.kernel.actor import Actor
from comptoir.platform.database.unit_of_work import UnitOfWork

MOST = 50
LOOKED_THROUGH = 500


async def search(actor: Actor, uow: UnitOfWork, *, query: str, limit: int) -> Found:
    """Return what matches, each kind only for those who may read it."""
    started = time.perf_counter()
    words, most = query.strip()[:200], max(1, min(limit, MOST))
    orders: Sequence[FoundOrder] = ()
    people: Sequence[FoundCustomer] = ()
    products: Sequence[FoundProduct] = ()
    if words:
        if actor.may(ORDERS_READ):
            orders = await _orders(actor, uow, words, most)
        if may_see_people(actor):
            people = await _people(actor, uow, words, most)
        if actor.may(PRODUCTS_READ):
            products = await commerce.search_products(actor, uow, query=words, limit=most)
    elapsed = (time.perf_counter() - started) * 1000
    return Found(tuple(orders), tuple(people), tuple(products), elapsed_ms=round(elapsed, 1))


async def _orders(actor: Actor, uow: UnitOfWork, query: str, limit: int) -> list[FoundOrder]:
    slugs = {store.id: store.slug for store in await commerce.stores_by_id(actor, uow)}
    # Numbers are found whatever the scope: who sees some of them only looks further.
    most = LOOKED_THROUGH if actor.scope.limits_rows else limit
    rows = await reading.summaries(uow, ids=await reading.matching(uow, prefix=query, limit=most))
    found = [
        FoundOrder(row.id, row.number, slugs.get(row.store_id, ""), row.ordered_at, row.status, row.currency, row.total)
        for row in rows
        if in_sight(actor, store_id=row.store_id, channel=row.channel, sales_rep=row.sales_rep)
    ]
    return sorted(found, key=lambda order: (order.number or "", order.id))[:limit]


async def _people(actor: Actor, uow: UnitOfWork, query: str, limit: int) -> list[FoundCustomer]:
    most = LOOKED_THROUGH if actor.scope.limits_rows else limit
    found = await customers.search(actor, uow, query=query, limit=most)
    seen = await buyers_in_sight(actor, uow, customers=[one.id for one in found])
    return [one for one in found if one.id in seen][:limit]
