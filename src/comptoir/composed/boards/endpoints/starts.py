"""Favourites, homes and the boards roles start with, over HTTP."""

from typing import Any
from uuid import UUID

from litestar import delete, get, put

from comptoir.composed.boards import facade, schemas
from comptoir.composed.boards.contracts import Start
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform

TAGS = ["boards"]


@put("/boards/{board_id:uuid}/favourite", status_code=204, tags=TAGS)
async def mark_favourite(board_id: UUID, actor: Actor, platform: Platform) -> None:
    """Mark a board as favourite."""
    await facade.set_favourite(actor, platform, board_id=board_id, chosen=True)


@delete("/boards/{board_id:uuid}/favourite", status_code=204, tags=TAGS)
async def unmark_favourite(board_id: UUID, actor: Actor, platform: Platform) -> None:
    """Take the mark off."""
    await facade.set_favourite(actor, platform, board_id=board_id, chosen=False)


@get("/boards/home", tags=TAGS)
async def read_home(actor: Actor, platform: Platform) -> dict[str, Any]:
    """Read which board one lands on, and why: chosen (home), the role's default (role), or none (null)."""
    return _body(await facade.start(actor, platform))


@put("/boards/home", tags=TAGS)
async def choose_home(data: schemas.BoardChoice, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Choose the board one lands on, or none; answers with the one that holds now."""
    return _body(await facade.set_home(actor, platform, board_id=data.board_id))


@get("/boards/defaults", tags=TAGS)
async def read_defaults(actor: Actor, platform: Platform) -> dict[str, Any]:
    """Read the board each role starts with."""
    return {"roles": await facade.defaults(actor, platform)}


@put("/boards/defaults/{role:str}", tags=TAGS)
async def choose_default(role: str, data: schemas.BoardChoice, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Give a role the board its people start with, or none."""
    return {"roles": await facade.set_default(actor, platform, role=role, board_id=data.board_id)}


def _body(found: Start) -> dict[str, Any]:
    return {"board_id": found.board_id, "why": found.why}


ROUTES = (mark_favourite, unmark_favourite, read_home, choose_home, read_defaults, choose_default)
