"""Find products by words of their title, vendor or category, and by the beginning of a sku."""

import re
from typing import Any
from uuid import UUID

from comptoir.domains.commerce.contracts import FoundProduct
from comptoir.domains.commerce.repository import products as repository
from comptoir.domains.commerce.repository import stores
from comptoir.kernel.actor import Actor
from comptoir.platform.database.unit_of_work import UnitOfWork

_WORD = re.compile(r"\w+")


async def matching_products(uow: UnitOfWork, *, query: str, limit: int) -> list[UUID]:
    """Return the ids of what matches."""
    return [row.id for row in await _matching(uow, query, limit)]


async def _matching(uow: UnitOfWork, query: str, limit: int) -> list[Any]:
    words = " & ".join(f"{word}:*" for word in _WORD.findall(query.casefold())[:8])
    prefix = query.strip().lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return await repository.matching(uow, words=words, prefix=prefix, limit=limit)


async def search_products(actor: Actor, uow: UnitOfWork, *, query: str, limit: int) -> list[FoundProduct]:
    """Return what matches inside the actor's scope, by title."""
    rows = await _matching(uow, query, limit)
    slugs = {store.id: store.slug for store in await stores.all_stores(uow)}
    found = [
        FoundProduct(row.id, row.title, row.sku, row.category, slugs.get(row.store_id, ""))
        for row in rows
        if actor.may_see_store(row.store_id)
    ]
    return sorted(found, key=lambda product: (product.title or "", product.id))
