"""Stores with what they sold and imported; adding, editing and removing them."""

from secrets import token_urlsafe

from comptoir.composed.deliveries import facade as deliveries
from comptoir.composed.integrations import facade as integrations
from comptoir.composed.integrations.contracts import Import
from comptoir.composed.integrations.permissions import IMPORTS_READ
from comptoir.composed.storefronts.contracts import Storefront
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import NewStore, Store, StoreChange
from comptoir.domains.commerce.errors import InvalidStore
from comptoir.domains.commerce.permissions import STORES_WRITE
from comptoir.domains.orders import facade as orders
from comptoir.domains.orders.contracts import StoreActivity
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.webhook_refusals import forget_refusals

CHOOSES_ITS_SECRET = frozenset({"woocommerce"})  # platforms where the merchant types a secret of their own
_NOTHING = StoreActivity(0, None, None)
_IMPORTS_LOOKED_AT = 200


async def storefronts(actor: Actor, platform: Platform) -> list[Storefront]:
    """Return the stores the actor may see, by short name."""
    imports = await _last_imports(actor, platform)
    async with platform.database.begin(actor) as uow:
        stores = await commerce.list_stores(actor, uow)
        activity = await orders.store_activity(actor, uow)
    return [
        _storefront(actor, platform, store, activity.get(store.id, _NOTHING), imports.get(store.slug))
        for store in stores
    ]


async def add_store(actor: Actor, platform: Platform, *, store: NewStore) -> Storefront:
    """Add a store. Raises ``InvalidStore`` or ``StoreExists``."""
    async with platform.database.begin(actor) as uow:
        added = await commerce.add_store(actor, uow, store=store, now=platform.clock())
    return _storefront(actor, platform, added, _NOTHING, None)


async def change_store(actor: Actor, platform: Platform, *, slug: str, change: StoreChange) -> Storefront:
    """Change a store; a new zone or currency moves its orders to other days, batch by batch."""
    actor.require(STORES_WRITE)
    async with platform.database.begin(actor) as uow:
        before = await commerce.store(actor, uow, slug=slug)
        after = await commerce.change_store(actor, uow, slug=slug, change=change)
    if (before.timezone, before.currency) != (after.timezone, after.currency):
        await _rederive(actor, platform, store=after)
    return next(item for item in await storefronts(actor, platform) if item.store.slug == slug)


async def remove_store(actor: Actor, platform: Platform, *, slug: str, with_orders: bool) -> int:
    """Remove a store, with its orders only if asked. Raises ``StoreHasOrders``. Return how many orders went."""
    actor.require(STORES_WRITE)
    async with platform.database.begin(actor) as uow:
        store = await commerce.store(actor, uow, slug=slug)
        await forget_refusals(uow, store_id=store.id)
        return await orders.remove_store(actor, uow, store=store, with_orders=with_orders, now=platform.clock())


async def set_webhook_secret(actor: Actor, platform: Platform, *, slug: str, secret: bytes | None) -> str | None:
    """Set the secret a store's platform signs with, or make one where the merchant chooses it and return it once.

    Raises ``InvalidStore`` where the platform chooses the secret itself.
    """
    actor.require(STORES_WRITE)
    if secret is not None:
        await deliveries.set_secret(actor, platform, slug=slug, secret=secret)
        return None
    async with platform.database.begin(actor) as uow:
        store = await commerce.store(actor, uow, slug=slug)
    if store.platform not in CHOOSES_ITS_SECRET:
        raise InvalidStore(
            f"{store.platform.title()} signs with a secret of its own.",
            hint="Copy it from there into a file and name that with --file.",
            field="secret",
        )
    made = token_urlsafe(32)
    await deliveries.set_secret(actor, platform, slug=slug, secret=made.encode())
    return made


async def session_stores(actor: Actor, platform: Platform) -> list[dict[str, object]]:
    """Return the stores as the session of the panel lists them."""
    if not actor.may("stores:read"):
        return []
    organisation = await identity.organisation(actor, platform)
    async with platform.database.begin(actor) as uow:
        stores = await commerce.list_stores(actor, uow)
    return [
        {
            "slug": store.slug,
            "name": store.name,
            "currency": store.currency,
            "timezone": store.timezone,
            "platform": store.platform,
            "is_demo": organisation.is_demo,
        }
        for store in stores
    ]


async def _rederive(actor: Actor, platform: Platform, *, store: Store) -> None:
    after = None
    while True:
        async with platform.database.begin(actor) as uow:
            after = await orders.rederive_store(actor, uow, store=store, after=after, now=platform.clock())
        if after is None:
            return


async def _last_imports(actor: Actor, platform: Platform) -> dict[str, Import]:
    """Return the newest finished import of each store, as far as the actor may see imports."""
    if not actor.may(IMPORTS_READ) or not actor.scope.sees_whole_stores:
        return {}
    page = await integrations.list_imports(actor, platform, limit=_IMPORTS_LOOKED_AT)
    found: dict[str, Import] = {}
    for item in page.items:
        if item.store is not None and item.state == "done":
            found.setdefault(item.store, item)
    return found


def _storefront(
    actor: Actor, platform: Platform, store: Store, activity: StoreActivity, last_import: Import | None
) -> Storefront:
    topics = commerce.webhook_topics(actor, store=store) if actor.may("stores:read") else ()
    url = deliveries.webhook_url(actor, platform, store=store) if topics else None
    return Storefront(store, activity, last_import, url, topics)
