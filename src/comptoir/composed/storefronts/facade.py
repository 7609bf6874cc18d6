"""Stores with what they sold and imported; adding, editing and removing them."""

from comptoir.composed.integrations import facade as integrations
from comptoir.composed.integrations.contracts import Import
from comptoir.composed.integrations.permissions import IMPORTS_READ
from comptoir.composed.storefronts.contracts import Storefront
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import NewStore, Store, StoreChange
from comptoir.domains.orders import facade as orders
from comptoir.domains.orders.contracts import StoreActivity
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform

_NOTHING = StoreActivity(0, None, None)
_IMPORTS_LOOKED_AT = 200
_LOCAL = "http://127.0.0.1:8000"  # where `serve` listens unless told otherwise; webhooks need COMPTOIR_PUBLIC_URL


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
    async with platform.database.begin(actor) as uow:
        before = await commerce.store(actor, uow, slug=slug)
        after = await commerce.change_store(actor, uow, slug=slug, change=change)
    if (before.timezone, before.currency) != (after.timezone, after.currency):
        await _rederive(actor, platform, store=after)
    return next(item for item in await storefronts(actor, platform) if item.store.slug == slug)


async def remove_store(actor: Actor, platform: Platform, *, slug: str, with_orders: bool) -> int:
    """Remove a store, with its orders only if asked. Raises ``StoreHasOrders``. Return how many orders went."""
    async with platform.database.begin(actor) as uow:
        store = await commerce.store(actor, uow, slug=slug)
        return await orders.remove_store(actor, uow, store=store, with_orders=with_orders, now=platform.clock())


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
    if not actor.may(IMPORTS_READ):
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
    base = (platform.settings.public_url or _LOCAL).rstrip("/")
    url = f"{base}/hooks/{store.platform}/{store.slug}" if topics else None
    return Storefront(store, activity, last_import, url, topics)
