"""Boards over HTTP: lists, one of them, making, saving, sharing, deleting."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, patch, post, put

from comptoir.composed.boards import facade, schemas
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.http.openapi import answers

TAGS = ["boards"]


@get("/boards", tags=TAGS)
async def list_boards(actor: Actor, platform: Platform, *, deleted: bool = False) -> dict[str, Any]:
    """List the boards one may open, by name; ``deleted=true`` lists those one may bring back."""
    return schemas.list_body(await facade.list_boards(actor, platform, deleted=deleted))


@post("/boards", status_code=201, tags=TAGS)
async def create_board(data: schemas.NewBoardBody, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Make a board of a document, a template or nothing."""
    return schemas.board_body(await facade.create_board(actor, platform, wanted=schemas.new_board(data)))


@get("/boards/{board_id:uuid}", tags=TAGS, opt=answers("application/json"))
async def read_board(
    board_id: UUID, request: Request[Any, Any, Any], actor: Actor, platform: Platform
) -> Response[bytes]:
    """Read one board. Its ETag is the version of its document: a page that knows it is told when somebody saved."""
    found = await facade.board(actor, platform, board_id=board_id)
    tag = f'"{found.summary.version}"'
    headers = {"etag": tag, "cache-control": "no-store"}
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag in known:
        return Response(b"", status_code=304, headers=headers)
    return Response(msgspec.json.encode(schemas.board_body(found)), media_type="application/json", headers=headers)


@patch("/boards/{board_id:uuid}", tags=TAGS)
async def change_board(
    board_id: UUID, data: schemas.BoardChangeBody, actor: Actor, platform: Platform
) -> dict[str, Any]:
    """Rename, describe or share a board."""
    change = schemas.board_change(data)
    return schemas.board_body(await facade.change_board(actor, platform, board_id=board_id, change=change))


@put("/boards/{board_id:uuid}/document", tags=TAGS)
async def save_document(board_id: UUID, data: schemas.DocumentBody, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Save a document made from ``base_version``: merged by tile with what others saved since, conflicts told."""
    saved = await facade.save_document(
        actor, platform, board_id=board_id, base_version=data.base_version, document=data.document
    )
    return schemas.saved_body(saved)


@delete("/boards/{board_id:uuid}", status_code=204, tags=TAGS)
async def delete_board(board_id: UUID, actor: Actor, platform: Platform) -> None:
    """Delete a board; it is kept for 30 days."""
    await facade.delete_board(actor, platform, board_id=board_id)


@post("/boards/{board_id:uuid}/undelete", status_code=200, tags=TAGS)
async def undelete_board(board_id: UUID, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Bring a deleted board back."""
    return schemas.board_body(await facade.undelete_board(actor, platform, board_id=board_id))


@post("/boards/{board_id:uuid}/duplicate", status_code=201, tags=TAGS)
async def duplicate_board(
    board_id: UUID, data: schemas.DuplicateBody, actor: Actor, platform: Platform
) -> dict[str, Any]:
    """Make a personal copy of a board."""
    return schemas.board_body(await facade.duplicate_board(actor, platform, board_id=board_id, name=data.name))


ROUTES = (
    list_boards,
    create_board,
    read_board,
    change_board,
    save_document,
    delete_board,
    undelete_board,
    duplicate_board,
)
