"""An organisation's own metrics and groupings over HTTP."""

from typing import Any

from litestar import delete, get, patch, post

from comptoir.composed.definitions import facade, schemas
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform

TAGS = ["definitions"]


@get("/definitions", tags=TAGS)
async def list_definitions(actor: Actor, platform: Platform, *, deleted: bool = False) -> dict[str, Any]:
    """List the organisation's own metrics and groupings by name; ``deleted=true`` lists those that were deleted."""
    found = await facade.list_definitions(actor, platform, deleted=deleted)
    return {"items": [schemas.definition_body(one) for one in found]}


@post("/definitions", status_code=201, tags=TAGS)
async def create_definition(data: schemas.DefinitionBody, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Make a metric by formula, a filtered metric, bins or a value map."""
    made = await facade.create_definition(actor, platform, wanted=schemas.wanted(data))
    return schemas.definition_body(made)


@get("/definitions/{key:str}", tags=TAGS)
async def read_definition(key: str, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Read one definition, deleted or not."""
    return schemas.definition_body(await facade.definition(actor, platform, key=key))


@patch("/definitions/{key:str}", tags=TAGS)
async def change_definition(key: str, data: schemas.ChangeBody, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Make a new version of a definition, hand it on, or certify it."""
    found = await facade.definition(actor, platform, key=key)
    if schemas.has_change(data):
        change = schemas.change(data, before=found)
        found = await facade.change_definition(actor, platform, key=key, change=change)
    if data.certified is not None:
        found = await facade.certify_definition(actor, platform, key=key, certified=data.certified)
    return schemas.definition_body(found)


@delete("/definitions/{key:str}", status_code=204, tags=TAGS)
async def delete_definition(key: str, actor: Actor, platform: Platform) -> None:
    """Delete a definition; it is kept, and what names it says who can restore it."""
    await facade.delete_definition(actor, platform, key=key)


@post("/definitions/{key:str}/restore", status_code=200, tags=TAGS)
async def restore_definition(key: str, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Bring a deleted definition back."""
    return schemas.definition_body(await facade.restore_definition(actor, platform, key=key))


@get("/definitions/{key:str}/versions", tags=TAGS)
async def list_definition_versions(key: str, actor: Actor, platform: Platform) -> dict[str, Any]:
    """List every version of a definition with who saved it, newest first."""
    return {"items": [schemas.version_body(one) for one in await facade.versions(actor, platform, key=key)]}


@get("/definitions/{key:str}/uses", tags=TAGS)
async def list_uses(key: str, actor: Actor, platform: Platform) -> dict[str, Any]:
    """List the definitions and boards that use a metric or dimension, built-in ones too."""
    return {"items": [schemas.use_body(one) for one in await facade.uses(actor, platform, key=key)]}


@get("/definitions/{key:str}/graph", tags=TAGS)
async def read_graph(key: str, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Read what a metric or dimension rests on, and what rests on it; built-in ones too."""
    return schemas.graph_body(await facade.graph(actor, platform, key=key))


ROUTES = (
    list_definitions,
    create_definition,
    read_definition,
    change_definition,
    delete_definition,
    restore_definition,
    list_definition_versions,
    list_uses,
    read_graph,
)
