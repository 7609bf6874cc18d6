"""The functions of commerce that others may call: stores, products, and what order lines need of both."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from comptoir.connectors.sdk.canonical import ConnectionRecord, ProductRecord
from comptoir.domains.commerce.contracts import (
    ApplyResult,
    CatalogueVariant,
    Door,
    FoundProduct,
    LineProduct,
    NamedProduct,
    NewStore,
    ProductDetail,
    ProductName,
    ProductSearch,
    Provenance,
    Store,
    StoreChange,
    StoreHoliday,
    UndoResult,
    VariantChange,
    WebhookState,
)
from comptoir.domains.commerce.model import TOPICS
from comptoir.domains.commerce.permissions import (
    PRODUCTS_READ,
    PRODUCTS_WRITE,
    STORES_READ,
    STORES_WRITE,
    may_see_costs,
)
from comptoir.domains.commerce.repository import assortment, products, stores
from comptoir.domains.commerce.usecases import apply_products as applying
from comptoir.domains.commerce.usecases import find_holidays as finding
from comptoir.domains.commerce.usecases import follow_webhooks as following
from comptoir.domains.commerce.usecases import manage_stores
from comptoir.domains.commerce.usecases import resolve_line_products as resolving
from comptoir.domains.commerce.usecases import search_products as searching
from comptoir.domains.commerce.usecases import show_product as showing
from comptoir.domains.commerce.usecases import undo_products as undoing
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Forbidden
from comptoir.platform.database.unit_of_work import UnitOfWork


async def list_stores(actor: Actor, uow: UnitOfWork) -> list[Store]:
    """Return the stores the actor may see, by short name."""
    actor.require(STORES_READ)
    return [store for store in await stores.all_stores(uow) if actor.may_see_store(store.id)]


async def stores_by_id(actor: Actor, uow: UnitOfWork) -> list[Store]:
    """Return every store of the organisation, for work of the product itself on records it holds."""
    assert actor.organisation_id == uow.actor.organisation_id
    return await stores.all_stores(uow, with_removed=True)


async def holidays(actor: Actor, uow: UnitOfWork, *, first: date, last: date) -> list[StoreHoliday]:
    """Return the public holidays of the stores the actor may see, by day; computed, never stored."""
    assert actor.organisation_id == uow.actor.organisation_id
    return await finding.find_holidays(actor, uow, first=first, last=last)


async def store(actor: Actor, uow: UnitOfWork, *, slug: str) -> Store:
    """Return one store. Raises ``UnknownStore``."""
    actor.require(STORES_READ)
    return await manage_stores.find_store(actor, uow, slug=slug)


async def add_store(actor: Actor, uow: UnitOfWork, *, store: NewStore, now: datetime) -> Store:
    """Add a store. Raises ``InvalidStore`` or ``StoreExists``."""
    actor.require(STORES_WRITE)
    if actor.scope.limits_rows:
        raise Forbidden("You see some stores only: adding one needs access to all of them.")
    return await manage_stores.add_store(actor, uow, store=store, now=now)


async def change_store(actor: Actor, uow: UnitOfWork, *, slug: str, change: StoreChange) -> Store:
    """Change a store's name, currency, zone, prices or secret. Orders keep their days until they are derived again."""
    actor.require(STORES_WRITE)
    actor.require_whole_stores("Changing a store")
    return await manage_stores.change_store(actor, uow, slug=slug, change=change)


async def drop_store(actor: Actor, uow: UnitOfWork, *, store_id: UUID) -> None:
    """Delete a store that has no orders any more, with its products. Orders decide when: see their facade."""
    actor.require(STORES_WRITE)
    await stores.remove(uow, store_id=store_id)


async def webhook_secret(actor: Actor, uow: UnitOfWork, *, store: Store) -> bytes | None:
    """Return the secret with which a store signs its deliveries, ``None`` if there is none."""
    actor.require(STORES_WRITE)
    return await manage_stores.webhook_secret(uow, store=store)


async def webhook_state(actor: Actor, uow: UnitOfWork, *, store: Store) -> WebhookState:
    """Return whether a store has a secret, and when its platform ended the connection."""
    actor.require(STORES_READ)
    return await following.webhook_state(uow, store=store)


async def doors(actor: Actor, uow: UnitOfWork) -> list[Door]:
    """Return where platforms may deliver, with the secrets they sign with; for the intake, in a system unit of work."""
    actor.require(STORES_WRITE)
    return await following.doors(uow)


async def apply_connections(
    actor: Actor,
    uow: UnitOfWork,
    *,
    store: Store,
    records: Sequence[ConnectionRecord],
    provenance: Provenance | Sequence[Provenance],
) -> ApplyResult:
    """Note that a platform ended the connection of one store: it delivers nothing until somebody sets a secret."""
    actor.require(STORES_WRITE)
    del provenance
    return await following.apply_connections(uow, store=store, records=records)


def webhook_topics(actor: Actor, *, store: Store) -> tuple[str, ...]:
    """Return the topics the store's platform should send."""
    actor.require(STORES_READ)
    return TOPICS[store.platform]


async def apply_products(
    actor: Actor,
    uow: UnitOfWork,
    *,
    store: Store,
    records: Sequence[ProductRecord],
    provenance: Provenance | Sequence[Provenance],
) -> ApplyResult:
    """Apply product records of one store, set-based. Counts are of products.

    Orders that sold a variant whose cost or product became known only now are derived again by
    ``orders.facade.rederive``.
    """
    actor.require(PRODUCTS_WRITE)
    actor.require_whole_stores("Changing products")
    return await applying.apply_products(actor, uow, store=store, records=records, provenance=provenance)


async def resolve_line_products(
    actor: Actor,
    uow: UnitOfWork,
    *,
    store: Store,
    products: Sequence[LineProduct],
    provenance_id: UUID | None,
    recorded_at: datetime,
) -> list[CatalogueVariant]:
    """Return the variant of each line's product, in the order asked; unknown products are made from their line."""
    return await resolving.resolve_line_products(
        actor, uow, store=store, products=products, provenance_id=provenance_id, recorded_at=recorded_at
    )


async def variant_changes(actor: Actor, uow: UnitOfWork) -> list[VariantChange]:
    """Return variants that became known late, oldest first, a few thousand at most."""
    actor.require(PRODUCTS_READ)
    return await products.waiting_changes(uow)


async def settle_variant_changes(actor: Actor, uow: UnitOfWork, *, ids: Sequence[UUID]) -> None:
    """Forget variant changes whose orders were derived again."""
    actor.require(PRODUCTS_WRITE)
    await products.settle_changes(uow, ids=ids)


async def variants_made(actor: Actor, uow: UnitOfWork, *, provenance_id: UUID) -> list[UUID]:
    """Return the variants that the order lines of one import made."""
    actor.require(PRODUCTS_READ)
    return await products.variants_made(uow, provenance_id=provenance_id)


async def undo_products(
    actor: Actor, uow: UnitOfWork, *, provenance_id: UUID, sold: Collection[UUID], recorded_at: datetime
) -> UndoResult:
    """Take back what an import said about products; those made from lines stay if a variant is in ``sold``."""
    actor.require(PRODUCTS_WRITE)
    return await undoing.undo_products(actor, uow, provenance_id=provenance_id, sold=sold, recorded_at=recorded_at)


async def search_products(actor: Actor, uow: UnitOfWork, *, query: str, limit: int) -> list[FoundProduct]:
    """Return products whose title, vendor or category hold all words of ``query`` as prefixes, or whose sku begins so."""
    actor.require(PRODUCTS_READ)
    return await searching.search_products(actor, uow, query=query, limit=limit)


async def matching_products(actor: Actor, uow: UnitOfWork, *, query: str, limit: int) -> list[UUID]:
    """Like ``search_products``, ids only and whatever the store."""
    actor.require(PRODUCTS_READ)
    return await searching.matching_products(uow, query=query, limit=limit)


async def named_products(
    actor: Actor, uow: UnitOfWork, *, names: Collection[ProductName]
) -> Mapping[ProductName, NamedProduct]:
    """Return what stores of the actor's scope sell under names, by name and vendor; unknown names are missing."""
    actor.require(PRODUCTS_READ)
    return await assortment.named(uow, names=names, stores=actor.scope.stores)


async def products_beside(
    actor: Actor, uow: UnitOfWork, *, wanted: ProductSearch, sold: Collection[ProductName]
) -> list[NamedProduct]:
    """Return listed products that are not among ``sold``, by name. ``wanted.stores`` never widens the actor's scope."""
    actor.require(PRODUCTS_READ)
    return await assortment.beside(uow, wanted=wanted, sold=sold)


async def product(actor: Actor, uow: UnitOfWork, *, product_id: UUID, now: datetime) -> ProductDetail:
    """Return a product with its variants in every store that sells it. Raises ``UnknownProduct``.

    Costs only with the permission costs:read, and where they are not hidden.
    """
    actor.require(PRODUCTS_READ)
    found = await showing.show_product(actor, uow, product_id=product_id, now=now)
    return found if may_see_costs(actor) else showing.without_costs(found)


async def variants_sold_as(actor: Actor, uow: UnitOfWork, *, product_id: UUID) -> tuple[UUID, ...]:
    """Return all variants that stores sell under the name of a product. Raises ``UnknownProduct``."""
    actor.require(PRODUCTS_READ)
    return await showing.variants_sold_as(actor, uow, product_id=product_id)


async def organisations_with_changes(actor: Actor, uow: UnitOfWork) -> list[UUID]:
    """Return the organisations that have variant changes waiting; for a system unit of work."""
    actor.require(PRODUCTS_READ)
    return await products.organisations_with_changes(uow)
