"""The functions of deliveries that others may call. Bodies leave here only with the permission customers:pii."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from comptoir.composed.deliveries.contracts import STATES, DeliveryBody, DeliveryPage, TestReport, Webhooks
from comptoir.composed.deliveries.errors import NotParked, NoWebhooks, UnknownDelivery
from comptoir.composed.deliveries.model import connection_state
from comptoir.composed.deliveries.usecases import edit_delivery as editing
from comptoir.composed.deliveries.usecases import try_webhook as trying
from comptoir.connectors.known import REGISTRY
from comptoir.connectors.sdk.connector import Connector
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import Store, StoreChange
from comptoir.domains.commerce.permissions import COST, STORES_READ, STORES_WRITE
from comptoir.domains.customers.permissions import require_people
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Invalid
from comptoir.kernel.time import day_bounds, day_of
from comptoir.platform import inbox, inbox_reading
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.http.loopback import Loopback
from comptoir.platform.inbox_reading import Kept
from comptoir.platform.webhook_refusals import refusals_of

MOST = 200
_LOOKED_AT = 20  # of the newest deliveries, for one that is no test of ours
ENDING = "app/uninstalled"
_LOCAL = "http://127.0.0.1:8000"  # where `serve` listens unless told otherwise; webhooks need COMPTOIR_PUBLIC_URL


def webhook_url(actor: Actor, platform: Platform, *, store: Store) -> str | None:
    """Return where a store's platform delivers, ``None`` for a platform that delivers nothing."""
    actor.require(STORES_READ)
    base = (platform.settings.public_url or _LOCAL).rstrip("/")
    return f"{base}/hooks/{store.platform}/{store.slug}" if _connector(store).hooks is not None else None


async def webhooks(actor: Actor, platform: Platform, *, slug: str) -> Webhooks:
    """Return how a store is connected and what came of it."""
    actor.require(STORES_READ)
    async with platform.database.begin(actor) as uow:
        return await _webhooks(actor, platform, uow, await commerce.store(actor, uow, slug=slug))


async def all_webhooks(actor: Actor, platform: Platform) -> list[Webhooks]:
    """Return how every store the actor may see is connected, by short name."""
    actor.require(STORES_READ)
    async with platform.database.begin(actor) as uow:
        stores = await commerce.list_stores(actor, uow)
        return [await _webhooks(actor, platform, uow, store) for store in stores]


async def _webhooks(actor: Actor, platform: Platform, uow: UnitOfWork, store: Store) -> Webhooks:
    secret = await commerce.webhook_state(actor, uow, store=store)
    newest = await inbox_reading.page(uow, stores=[store.id], states=(), before=None, limit=_LOOKED_AT)
    since = day_bounds(day_of(platform.clock(), store.timezone), store.timezone)[0]
    url, refusals = webhook_url(actor, platform, store=store), tuple(await refusals_of(uow, store_id=store.id))
    ended_at = await _ended(uow, store, secret.ended_at)
    return Webhooks(
        store=store.slug,
        state=connection_state(
            is_supported=url is not None,
            is_secret_set=secret.is_secret_set,
            ended_at=ended_at,
            newest=newest,
            refusals=refusals,
        ),
        url=url,
        topics=commerce.webhook_topics(actor, store=store),
        is_secret_set=secret.is_secret_set,
        last_delivery=newest[0] if newest else None,
        deliveries_today=await inbox_reading.count_since(uow, store_id=store.id, since=since),
        refusals=refusals,
        ended_at=ended_at,
    )


async def _ended(uow: UnitOfWork, store: Store, ended_at: datetime | None) -> datetime | None:
    """Return when the connection ended, unless the platform told of something since: then somebody connected it again."""
    if ended_at is None:
        return None
    silent = (*_connector(store).unread, ENDING)
    has_spoken = await inbox_reading.spoke_since(uow, store_id=store.id, since=ended_at, silent=silent)
    return None if has_spoken else ended_at


async def set_secret(actor: Actor, platform: Platform, *, slug: str, secret: bytes) -> None:
    """Set the secret a store's platform signs with; it is sealed, and never shown again."""
    actor.require(STORES_WRITE)
    async with platform.database.begin(actor) as uow:
        _hooked(await commerce.store(actor, uow, slug=slug))
        await commerce.change_store(actor, uow, slug=slug, change=StoreChange(webhook_secret=secret))


async def list_deliveries(
    actor: Actor,
    platform: Platform,
    *,
    slug: str | None = None,
    states: Sequence[str] = (),
    cursor: str | None = None,
    limit: int = 50,
) -> DeliveryPage:
    """Return deliveries of one store, or of all the actor may see, newest first; no states means all."""
    actor.require(STORES_READ)
    actor.require_whole_stores("Seeing deliveries")
    unknown = [state for state in states if state not in STATES]
    if unknown:
        raise Invalid(
            f"{unknown[0]!r} is not a state of a delivery.", hint=f"States: {', '.join(STATES)}.", field="state"
        )
    before, limit = _before(cursor), max(1, min(limit, MOST))
    async with platform.database.begin(actor) as uow:
        stores = [await commerce.store(actor, uow, slug=slug)] if slug else await commerce.list_stores(actor, uow)
        rows = await inbox_reading.page(
            uow, stores=[store.id for store in stores], states=states, before=before, limit=limit + 1
        )
    items = tuple(rows[:limit])
    more = str(items[-1].id) if len(rows) > limit else None
    editors = await identity.names_of(actor, platform, users={one.edited_by for one in items if one.edited_by})
    return DeliveryPage(items, {store.id: store.slug for store in stores}, editors, more)


async def read_body(actor: Actor, platform: Platform, *, delivery_id: UUID) -> DeliveryBody:
    """Return a delivery as it was received. Needs customers:pii beside stores:read: bodies tell of people."""
    actor.require(STORES_READ)
    _may_open(actor)
    async with platform.database.begin(actor) as uow:
        kept, stores = await _find(actor, uow, delivery_id)
        sealed, body, original = await editing.read_delivery(uow, kept=kept)
        uow.audit("delivery.read", str(delivery_id))
    editors = await identity.names_of(actor, platform, users={kept.edited_by} if kept.edited_by else ())
    editor = editors.get(kept.edited_by) if kept.edited_by else None
    return DeliveryBody(kept, stores[kept.store_id], editor, sealed.headers, body, original)


async def edit_body(actor: Actor, platform: Platform, *, delivery_id: UUID, body: bytes) -> None:
    """Replace the body of a parked delivery and replay it; the one received is kept. Raises ``NotParked``."""
    actor.require(STORES_WRITE)
    _may_open(actor)
    async with platform.database.begin(actor) as uow:
        kept, _ = await _find(actor, uow, delivery_id)
        await editing.edit_delivery(actor, platform, uow, kept=kept, body=body)


async def replay(actor: Actor, platform: Platform, *, delivery_id: UUID) -> None:
    """Hand a delivery to the pump again; what was applied already changes nothing."""
    actor.require(STORES_WRITE)
    async with platform.database.begin(actor) as uow:
        kept, _ = await _find(actor, uow, delivery_id)
        await inbox.replay(actor, uow, ids=[kept.id])
        uow.audit("delivery.replay", str(delivery_id))


async def set_aside(actor: Actor, platform: Platform, *, delivery_id: UUID) -> None:
    """Let a parked delivery rest: a person looked at it and acted, or need not. Raises ``NotParked``."""
    actor.require(STORES_WRITE)
    async with platform.database.begin(actor) as uow:
        kept, _ = await _find(actor, uow, delivery_id)
        reason = f"set aside by a person; it was parked because: {kept.reason}"
        if not await inbox_reading.set_aside(uow, kept=kept, reason=reason, now=platform.clock()):
            raise NotParked("Only a parked delivery can be set aside.")
        uow.audit("delivery.set_aside", str(delivery_id))


async def try_webhook(actor: Actor, platform: Platform, *, slug: str, loopback: Loopback) -> TestReport:
    """Send a signed test delivery, which changes no figure, through the real door and return how each step went."""
    actor.require(STORES_WRITE)
    async with platform.database.begin(actor) as uow:
        store = await commerce.store(actor, uow, slug=slug)
        connector = _hooked(store)
        secret = await commerce.webhook_secret(actor, uow, store=store)
    url = webhook_url(actor, platform, store=store)
    assert connector.hooks is not None
    assert url is not None
    return await trying.try_webhook(
        actor, platform, store=store, scheme=connector.hooks, secret=secret, url=url, loopback=loopback
    )


def _may_open(actor: Actor) -> None:
    """Bodies tell of people, and of what goods cost."""
    require_people(actor, name="body")
    actor.require_column(COST.key, name="body")


async def _find(actor: Actor, uow: UnitOfWork, delivery_id: UUID) -> tuple[Kept, Mapping[UUID, str]]:
    actor.require_whole_stores("Seeing deliveries")
    stores = {store.id: store.slug for store in await commerce.list_stores(actor, uow)}
    found = await inbox_reading.find(uow, stores=list(stores), delivery_id=delivery_id)
    if found is None:
        raise UnknownDelivery("There is no such delivery.")
    return found, stores


def _connector(store: Store) -> Connector:
    return REGISTRY.connector(store.platform)


def _hooked(store: Store) -> Connector:
    connector = _connector(store)
    if connector.hooks is None:
        raise NoWebhooks(f"{connector.label} stores deliver no webhooks.", hint="Their orders come in by import.")
    return connector


def _before(cursor: str | None) -> UUID | None:
    try:
        return UUID(cursor) if cursor else None
    except ValueError as error:
        raise Invalid("The cursor cannot be read.", field="cursor") from error
