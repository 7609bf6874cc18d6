"""Boards and their versions in SQL. Rows of other organisations are out of reach by row-level security."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, cast, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH

from comptoir.composed.boards.tables import board_versions, boards
from comptoir.platform.database.unit_of_work import UnitOfWork

BoardRow = Row[Any]
_NAMING = cast("strict $.tiles.** ? (@ == $name)", JSONPATH)
LIGHT = tuple(column for column in boards.c if column.name != "document")


async def add(uow: UnitOfWork, *, values: Mapping[str, Any]) -> None:
    """Insert a board."""
    await uow.execute(insert(boards).values(organisation_id=uow.actor.organisation_id, **values))


async def change(uow: UnitOfWork, *, board_id: UUID, values: Mapping[str, Any]) -> None:
    """Set columns of a board."""
    await uow.execute(update(boards).where(boards.c.id == board_id).values(**values))


async def find(uow: UnitOfWork, *, board_id: UUID, lock: bool = False) -> BoardRow | None:
    """Return a board with its document, locked until the transaction ends if asked."""
    query = select(boards).where(boards.c.id == board_id)
    return (await uow.execute(query.with_for_update() if lock else query)).one_or_none()


async def every(uow: UnitOfWork, *, deleted: bool = False, naming: str | None = None) -> Sequence[BoardRow]:
    """Return the organisation's boards by name, without their documents; or those that were deleted, newest first.

    ``naming`` keeps those whose document holds this name as a value of its own.
    """
    query = select(*LIGHT)
    if naming is not None:
        query = query.where(func.jsonb_path_exists(boards.c.document, _NAMING, cast({"name": naming}, JSONB)))
    if deleted:
        query = query.where(boards.c.deleted_at.is_not(None)).order_by(boards.c.deleted_at.desc(), boards.c.id)
    else:
        query = query.where(boards.c.deleted_at.is_(None)).order_by(func.lower(boards.c.name), boards.c.id)
    return (await uow.execute(query)).all()


async def count(uow: UnitOfWork) -> int:
    """Return how many boards the organisation has, deleted ones that may come back among them."""
    return int((await uow.execute(select(func.count()).select_from(boards))).scalar_one())


async def forget_deleted(uow: UnitOfWork, *, before: datetime) -> int:
    """Remove the boards that were deleted before an instant, with their versions and marks; needs the system role."""
    done = await uow.execute(delete(boards).where(boards.c.deleted_at < before).returning(boards.c.id))
    return len(done.all())


async def add_version(uow: UnitOfWork, *, board_id: UUID, values: Mapping[str, Any], keep: int) -> None:
    """Insert a version and forget those before the last ``keep``."""
    values = {"organisation_id": uow.actor.organisation_id, "board_id": board_id, **values}
    await uow.execute(insert(board_versions).values(**values))
    old = board_versions.c.version <= values["version"] - keep
    await uow.execute(delete(board_versions).where(board_versions.c.board_id == board_id, old))


async def find_version(uow: UnitOfWork, *, board_id: UUID, version: int) -> BoardRow | None:
    """Return one version of a board."""
    here = (board_versions.c.board_id == board_id, board_versions.c.version == version)
    return (await uow.execute(select(board_versions).where(*here))).one_or_none()


async def versions(uow: UnitOfWork, *, board_id: UUID) -> Sequence[BoardRow]:
    """Return the versions of a board without their documents, newest first."""
    columns = [column for column in board_versions.c if column.name != "document"]
    query = select(*columns).where(board_versions.c.board_id == board_id)
    return (await uow.execute(query.order_by(board_versions.c.version.desc()))).all()
