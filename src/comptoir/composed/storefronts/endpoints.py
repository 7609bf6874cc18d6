"""Stores over HTTP."""

from typing import Any

from litestar import delete, get, patch, post

from comptoir.composed.storefronts import facade, schemas
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Invalid
from comptoir.platform.context import Platform
from comptoir.platform.http.authentication import PROVEN


@get("/stores", tags=["stores"])
async def list_stores(actor: Actor, platform: Platform) -> dict[str, Any]:
    """List stores with what they sold and their last import."""
    return {"items": [schemas.store_body(item) for item in await facade.storefronts(actor, platform)]}


@post("/stores", status_code=201, tags=["stores"])
async def add_store(data: schemas.StoreBody, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Add a store."""
    return schemas.store_body(await facade.add_store(actor, platform, store=schemas.new_store(data)))


@patch("/stores/{slug:str}", tags=["stores"])
async def change_store(slug: str, data: schemas.StoreChangeBody, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Change a store's name, currency, time zone, prices or webhook secret."""
    if data.slug and data.slug != slug:
        raise Invalid("A store keeps its short name.", field="slug")
    return schemas.store_body(await facade.change_store(actor, platform, slug=slug, change=schemas.store_change(data)))


@delete("/stores/{slug:str}", opt=PROVEN, status_code=204, tags=["stores"])
async def remove_store(slug: str, actor: Actor, platform: Platform, *, with_orders: bool = False) -> None:
    """Remove a store; one that has orders only with ``with_orders=true``."""
    await facade.remove_store(actor, platform, slug=slug, with_orders=with_orders)


ROUTES = (list_stores, add_store, change_store, remove_store)
