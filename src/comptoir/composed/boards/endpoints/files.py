"""Boards as files and from templates, over HTTP."""

import re
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response, get, post

from comptoir.composed.boards import facade, schemas
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.http.openapi import answers

TAGS = ["boards"]


@get("/boards/templates", tags=TAGS)
async def list_templates(actor: Actor, platform: Platform) -> dict[str, Any]:
    """List the ready boards: what each answers, what feeds it, whether there is data for it."""
    return {"items": [schemas.template_body(one) for one in await facade.templates(actor, platform)]}


@get("/boards/{board_id:uuid}/file", tags=TAGS, opt=answers("application/yaml"))
async def export_board(board_id: UUID, actor: Actor, platform: Platform) -> Response[str]:
    """Download a board as YAML; tiles that are hidden from one are left out."""
    name, text = await facade.export_board(actor, platform, board_id=board_id)
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "board"
    headers = {
        "content-disposition": f"attachment; filename=\"{plain}.yaml\"; filename*=UTF-8''{quote(name)}.yaml",
        "cache-control": "no-store",
    }
    return Response(text, media_type="application/yaml", headers=headers)


@post("/boards/import", status_code=201, tags=TAGS)
async def import_board(data: schemas.FileBody, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Make a personal board of a YAML file; ``problems`` lists everything wrong with one, and nothing is made."""
    return schemas.board_body(await facade.import_board(actor, platform, text=data.yaml))


ROUTES = (list_templates, export_board, import_board)
