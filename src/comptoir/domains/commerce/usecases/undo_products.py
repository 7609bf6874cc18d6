"""Take back what one import said about products, and the products that its order lines made."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from comptoir.domains.commerce.contracts import UndoResult
from comptoir.domains.commerce.model import BEGINNING
from comptoir.domains.commerce.repository import products as repository
from comptoir.domains.commerce.repository import stores
from comptoir.domains.commerce.usecases.apply_products import derive_products
from comptoir.kernel.actor import Actor
from comptoir.platform.database.unit_of_work import UnitOfWork


async def undo_products(
    actor: Actor, uow: UnitOfWork, *, provenance_id: UUID, sold: Collection[UUID], recorded_at: datetime
) -> UndoResult:
    """Remove the revisions of a provenance. Products nobody else told of go; orders that sold them are derived again.

    Of the products made from order lines those stay that still have a variant in ``sold``.
    """
    told, made = await repository.products_of_provenance(uow, provenance_id=provenance_id)
    await repository.remove_revisions(uow, provenance_id=provenance_id)
    left = await repository.load_revisions(uow, product_ids=told)
    gone = [product_id for product_id in told if product_id not in left]
    for_lines = await repository.load_variants(uow, product_ids=gone)
    await repository.note_changes(uow, changes=dict.fromkeys(for_lines, BEGINNING), recorded_at=recorded_at)
    await repository.remove_products(uow, ids=gone)
    products = await repository.load_products(uow, ids=list(left))
    restored = 0
    for store in await stores.all_stores(uow):
        mine = [key for key, row in products.items() if row[2] == store.id]
        if mine:
            restored += (
                await derive_products(actor, uow, store=store, product_ids=mine, recorded_at=recorded_at)
            ).updated
    variants = await repository.load_variants(uow, product_ids=made)
    kept = {row[3] for key, row in variants.items() if key in sold}
    await repository.remove_products(uow, ids=[product_id for product_id in made if product_id not in kept])
    return UndoResult(removed=len(gone), restored=restored)
