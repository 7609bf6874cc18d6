"""Find orders by number, customers by what is personal, products by words and sku, for the panel's search field."""

import time
from collections.abc import Sequence

from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import FoundProduct
from comptoir.domains.commerce.permissions import PRODUCTS_READ
from comptoir.domains.customers import facade as customers
from comptoir.domains.customers.contracts import FoundCustomer
from comptoir.domains.customers.permissions import CUSTOMERS_PII
from comptoir.domains.orders.contracts import Found, FoundOrder
from comptoir.domains.orders.permissions import ORDERS_READ
from comptoir.domains.orders.repository import reading
from comptoir.kernel.actor import Actor
from comptoir.platform.database.unit_of_work import UnitOfWork

MOST = 50


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
        if actor.may(CUSTOMERS_PII):
            people = await customers.search(actor, uow, query=words, limit=most)
        if actor.may(PRODUCTS_READ):
            products = await commerce.search_products(actor, uow, query=words, limit=most)
    elapsed = (time.perf_counter() - started) * 1000
    return Found(tuple(orders), tuple(people), tuple(products), elapsed_ms=round(elapsed, 1))


async def _orders(actor: Actor, uow: UnitOfWork, query: str, limit: int) -> list[FoundOrder]:
    slugs = {store.id: store.slug for store in await commerce.stores_by_id(actor, uow)}
    rows = await reading.summaries(uow, ids=await reading.matching(uow, prefix=query, limit=limit))
    found = [
        FoundOrder(row.id, row.number, slugs.get(row.store_id, ""), row.ordered_at, row.status, row.currency, row.total)
        for row in rows
        if actor.may_see_store(row.store_id)
    ]
    return sorted(found, key=lambda order: (order.number or "", order.id))
