"""What people mark boards with: favourites, homes, and the boards that roles start with."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from comptoir.composed.boards.tables import board_favourites, board_homes, board_role_defaults
from comptoir.platform.database.unit_of_work import UnitOfWork


async def favourites(uow: UnitOfWork, *, user_id: UUID) -> frozenset[UUID]:
    """Return a person's favourite boards."""
    query = select(board_favourites.c.board_id).where(board_favourites.c.user_id == user_id)
    return frozenset((await uow.execute(query)).scalars())


async def add_favourite(uow: UnitOfWork, *, user_id: UUID, board_id: UUID, at: datetime) -> None:
    """Mark a board; marking twice changes nothing."""
    values = {"user_id": user_id, "board_id": board_id, "created_at": at}
    statement = insert(board_favourites).values(organisation_id=uow.actor.organisation_id, **values)
    await uow.execute(statement.on_conflict_do_nothing())


async def remove_favourite(uow: UnitOfWork, *, user_id: UUID, board_id: UUID) -> None:
    """Take the mark off."""
    here = (board_favourites.c.user_id == user_id, board_favourites.c.board_id == board_id)
    await uow.execute(delete(board_favourites).where(*here))


async def home(uow: UnitOfWork, *, user_id: UUID) -> UUID | None:
    """Return the board a person chose as home."""
    query = select(board_homes.c.board_id).where(board_homes.c.user_id == user_id)
    return (await uow.execute(query)).scalar_one_or_none()


async def set_home(uow: UnitOfWork, *, user_id: UUID, board_id: UUID | None) -> None:
    """Choose a home, or none."""
    if board_id is None:
        await uow.execute(delete(board_homes).where(board_homes.c.user_id == user_id))
        return
    values = {"organisation_id": uow.actor.organisation_id, "user_id": user_id, "board_id": board_id}
    statement = insert(board_homes).values(**values)
    keys = [board_homes.c.organisation_id, board_homes.c.user_id]
    await uow.execute(statement.on_conflict_do_update(index_elements=keys, set_={"board_id": board_id}))


async def defaults(uow: UnitOfWork) -> Mapping[str, UUID]:
    """Return the board each role starts with."""
    query = select(board_role_defaults.c.role, board_role_defaults.c.board_id)
    return {row[0]: row[1] for row in await uow.execute(query)}


async def set_default(uow: UnitOfWork, *, role: str, board_id: UUID | None) -> None:
    """Give a role a board to start with, or none."""
    if board_id is None:
        await uow.execute(delete(board_role_defaults).where(board_role_defaults.c.role == role))
        return
    values = {"organisation_id": uow.actor.organisation_id, "role": role, "board_id": board_id}
    statement = insert(board_role_defaults).values(**values)
    keys = [board_role_defaults.c.organisation_id, board_role_defaults.c.role]
    await uow.execute(statement.on_conflict_do_update(index_elements=keys, set_={"board_id": board_id}))
