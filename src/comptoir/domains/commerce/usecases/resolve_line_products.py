"""Find the products that order lines name; one nobody told of is known from its line on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from comptoir.domains.commerce.contracts import CatalogueVariant, LineProduct, Store
from comptoir.domains.commerce.repository import products as repository
from comptoir.kernel.actor import Actor
from comptoir.kernel.ids import row_id
from comptoir.platform.database.unit_of_work import UnitOfWork

NOBODY = UUID(int=0)  # provenance of what a line made whose import is not known any more


async def resolve_line_products(
    actor: Actor,
    uow: UnitOfWork,
    *,
    store: Store,
    products: Sequence[LineProduct],
    provenance_id: UUID | None,
    recorded_at: datetime,
) -> list[CatalogueVariant]:
    """Return the variant of each line's product: by the source's id, else by sku, else one made from the line."""
    if not products:
        return []
    own = [_own_id(actor, store, item) if item.variant_id or not item.sku else None for item in products]
    skus = sorted({item.sku for item in products if item.sku})
    ids = [variant_id for variant_id in own if variant_id is not None]
    found = await repository.catalogue(uow, store_id=store.id, ids=ids, skus=skus)
    by_id = {variant.variant_id: variant for variant, _, _ in found}
    by_sku = _by_sku(found)
    resolved: list[CatalogueVariant] = []
    made: dict[UUID, tuple[CatalogueVariant, str, str]] = {}
    for item, known_id in zip(products, own, strict=True):
        variant = (by_id.get(known_id) if known_id is not None else None) or by_sku.get(item.sku or "")
        if variant is None:
            variant_id = known_id or _own_id(actor, store, item)
            if variant_id not in made:
                product = product_key(item)
                made[variant_id] = (_from_line(actor, store, item, product, variant_id), product, variant_key(item))
            variant = made[variant_id][0]
        resolved.append(variant)
    if made:
        await _write(actor, uow, store, list(made.values()), provenance_id or NOBODY, recorded_at)
    return resolved


def _own_id(actor: Actor, store: Store, item: LineProduct) -> UUID:
    """Return the id of the variant that the source names, or that is made from the line."""
    return row_id(actor.organisation_id, store.id, "variant", variant_key(item))


def product_key(item: LineProduct) -> str:
    """Return the source id of the product that a line names."""
    return item.product_id or (f"sku:{item.sku}" if item.sku else f"title:{item.title}")


def variant_key(item: LineProduct) -> str:
    """Return the source id of the variant that a line names."""
    if item.variant_id:
        return item.variant_id
    if item.sku:
        return f"sku:{item.sku}"
    return f"product:{item.product_id}" if item.product_id else f"title:{item.title}"


def _by_sku(found: Sequence[tuple[CatalogueVariant, str, bool]]) -> Mapping[str, CatalogueVariant]:
    """Return one variant a sku: a listed one of the catalogue before a removed one before one made from a line."""
    best: dict[str, tuple[tuple[bool, bool, str], CatalogueVariant]] = {}
    for variant, source_id, is_deleted in found:
        if variant.sku is None:
            continue
        rank = (source_id.startswith("sku:"), is_deleted, source_id)
        if variant.sku not in best or rank < best[variant.sku][0]:
            best[variant.sku] = (rank, variant)
    return {sku: variant for sku, (_, variant) in best.items()}


def _from_line(actor: Actor, store: Store, item: LineProduct, product: str, variant_id: UUID) -> CatalogueVariant:
    return CatalogueVariant(
        variant_id=variant_id,
        product_id=row_id(actor.organisation_id, store.id, "product", product),
        sku=item.sku,
        title=item.title,
        variant_title=item.variant_title,
        vendor=item.vendor,
        category=item.category,
        subcategory=item.subcategory,
    )


async def _write(
    actor: Actor,
    uow: UnitOfWork,
    store: Store,
    made: Sequence[tuple[CatalogueVariant, str, str]],
    provenance_id: UUID,
    recorded_at: datetime,
) -> None:
    owner = actor.organisation_id
    products = {variant.product_id: (variant, product) for variant, product, _ in made}
    numbers = await repository.next_revisions(uow, count=len(products))
    rows: list[tuple[object, ...]] = [
        (
            owner,
            product_id,
            store.id,
            product,
            variant.title,
            variant.vendor,
            variant.category,
            variant.subcategory,
            None,
            [],
            False,
            None,
            provenance_id,
            revision,
            recorded_at,
        )
        for (product_id, (variant, product)), revision in zip(products.items(), numbers, strict=True)
    ]
    await repository.write_products(uow, rows=rows, keep=True)
    variants = [
        (owner, item.variant_id, store.id, item.product_id, key, item.sku, item.variant_title, None, None, None, False)
        for item, _, key in made
    ]
    await repository.write_variants(uow, rows=variants, keep=True)
    await repository.tell(uow, keys=[(product_id, store.id) for product_id in products])
