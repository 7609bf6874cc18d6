"""Versions of a board over HTTP."""

from typing import Any
from uuid import UUID

from litestar import get, post

from comptoir.composed.boards import facade, schemas
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform

TAGS = ["boards"]


@get("/boards/{board_id:uuid}/versions", tags=TAGS)
async def list_versions(board_id: UUID, actor: Actor, platform: Platform) -> dict[str, Any]:
    """List the versions that are kept, newest first, with what each changed in words."""
    found = await facade.versions(actor, platform, board_id=board_id)
    return {"items": [schemas.version_info_body(one) for one in found]}


@get("/boards/{board_id:uuid}/versions/{number:int}", tags=TAGS)
async def read_version(board_id: UUID, number: int, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Read one version with its document."""
    return schemas.version_body(await facade.version(actor, platform, board_id=board_id, number=number))


@post("/boards/{board_id:uuid}/versions/{number:int}/restore", status_code=200, tags=TAGS)
async def restore_version(board_id: UUID, number: int, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Make an earlier version the newest one; nothing in between is lost."""
    return schemas.board_body(await facade.restore_version(actor, platform, board_id=board_id, number=number))


ROUTES = (list_versions, read_version, restore_version)
