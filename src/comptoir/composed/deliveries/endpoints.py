"""Webhooks and deliveries over HTTP: how a store is connected, what came, what waits for a person."""

from typing import Annotated, Any
from uuid import UUID

from litestar import get, post, put
from litestar.params import QueryParameter

from comptoir.composed.deliveries import facade, schemas
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.http.authentication import PROVEN
from comptoir.platform.http.loopback import Loopback

States = Annotated[str | None, QueryParameter(name="state", description="one or several, separated by commas")]
_LARGEST_EDIT = 17 * 1024 * 1024  # a body of the largest size with every character escaped once


@get("/webhooks", tags=["stores"])
async def list_webhooks(actor: Actor, platform: Platform) -> dict[str, Any]:
    """List how every store is connected: state, address, last delivery, what was refused."""
    return {"items": [schemas.webhooks_body(item) for item in await facade.all_webhooks(actor, platform)]}


@get("/stores/{slug:str}/webhooks", tags=["stores"])
async def read_webhooks(slug: str, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Read where a store's platform delivers, the last delivery, today's number and what was refused."""
    return schemas.webhooks_body(await facade.webhooks(actor, platform, slug=slug))


@put("/stores/{slug:str}/webhook-secret", opt=PROVEN, status_code=204, tags=["stores"])
async def set_secret(slug: str, data: schemas.SecretBody, actor: Actor, platform: Platform) -> None:
    """Set the secret with which a store's platform signs; it is never shown again."""
    await facade.set_secret(actor, platform, slug=slug, secret=data.secret.encode())


@post("/stores/{slug:str}/webhooks/test", status_code=200, tags=["stores"])
async def try_webhook(slug: str, actor: Actor, platform: Platform, loopback: Loopback) -> dict[str, Any]:
    """Send a signed test delivery, which changes no figure, and read how each step went."""
    return schemas.report_body(await facade.try_webhook(actor, platform, slug=slug, loopback=loopback))


@get("/stores/{slug:str}/deliveries", tags=["deliveries"])
async def list_store_deliveries(
    slug: str, actor: Actor, platform: Platform, states: States = None, cursor: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """List a store's deliveries, newest first."""
    page = await facade.list_deliveries(actor, platform, slug=slug, states=_states(states), cursor=cursor, limit=limit)
    return schemas.page_body(page)


@get("/deliveries", tags=["deliveries"])
async def list_deliveries(
    actor: Actor, platform: Platform, states: States = None, cursor: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """List the deliveries of all stores, newest first."""
    page = await facade.list_deliveries(actor, platform, states=_states(states), cursor=cursor, limit=limit)
    return schemas.page_body(page)


@get("/deliveries/parked", tags=["deliveries"])
async def list_parked(actor: Actor, platform: Platform, cursor: str | None = None, limit: int = 50) -> dict[str, Any]:
    """List what waits for a person: deliveries of all stores that could not be applied, with their reasons."""
    page = await facade.list_deliveries(actor, platform, states=("parked",), cursor=cursor, limit=limit)
    return schemas.page_body(page)


@get("/deliveries/{delivery_id:uuid}/body", tags=["deliveries"])
async def read_body(delivery_id: UUID, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Read a delivery with its body. Needs customers:pii."""
    return schemas.content_body(await facade.read_body(actor, platform, delivery_id=delivery_id))


@put("/deliveries/{delivery_id:uuid}/body", status_code=204, request_max_body_size=_LARGEST_EDIT, tags=["deliveries"])
async def edit_body(delivery_id: UUID, data: schemas.EditBody, actor: Actor, platform: Platform) -> None:
    """Replace the body of a parked delivery and replay it; the one received is kept. Needs customers:pii."""
    await facade.edit_body(actor, platform, delivery_id=delivery_id, body=data.body.encode())


@post("/deliveries/{delivery_id:uuid}/replay", status_code=204, tags=["deliveries"])
async def replay(delivery_id: UUID, actor: Actor, platform: Platform) -> None:
    """Apply a delivery again; what was applied already changes nothing."""
    await facade.replay(actor, platform, delivery_id=delivery_id)


@post("/deliveries/{delivery_id:uuid}/dismiss", status_code=204, tags=["deliveries"])
async def dismiss(delivery_id: UUID, actor: Actor, platform: Platform) -> None:
    """Let a parked delivery rest, because a person acted on it or need not."""
    await facade.set_aside(actor, platform, delivery_id=delivery_id)


def _states(given: str | None) -> tuple[str, ...]:
    return tuple(state for state in (given or "").split(",") if state)


ROUTES = (
    list_webhooks,
    read_webhooks,
    set_secret,
    try_webhook,
    list_store_deliveries,
    list_deliveries,
    list_parked,
    read_body,
    edit_body,
    replay,
    dismiss,
)
