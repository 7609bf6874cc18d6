"""Notes on days in SQL."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, update

from comptoir.composed.boards.tables import annotations
from comptoir.platform.database.unit_of_work import UnitOfWork


async def between(uow: UnitOfWork, *, first: date | None, last: date | None, most: int) -> Sequence[Row[Any]]:
    """Return the newest notes that touch some days, by day."""
    query = select(annotations)
    if first is not None:
        query = query.where(func.coalesce(annotations.c.until, annotations.c.day) >= first)
    if last is not None:
        query = query.where(annotations.c.day <= last)
    found = await uow.execute(query.order_by(annotations.c.day.desc(), annotations.c.id.desc()).limit(most))
    return list(reversed(found.all()))


async def find(uow: UnitOfWork, *, id_: UUID) -> Row[Any] | None:
    """Return one note, locked until the transaction ends."""
    return (await uow.execute(select(annotations).where(annotations.c.id == id_).with_for_update())).one_or_none()


async def count(uow: UnitOfWork) -> int:
    """Return how many notes the organisation has."""
    return int((await uow.execute(select(func.count()).select_from(annotations))).scalar_one())


async def add(uow: UnitOfWork, *, values: Mapping[str, Any]) -> None:
    """Insert a note."""
    await uow.execute(insert(annotations).values(organisation_id=uow.actor.organisation_id, **values))


async def change(uow: UnitOfWork, *, id_: UUID, values: Mapping[str, Any]) -> None:
    """Set columns of a note."""
    await uow.execute(update(annotations).where(annotations.c.id == id_).values(**values))


async def remove(uow: UnitOfWork, *, id_: UUID) -> None:
    """Delete a note."""
    await uow.execute(delete(annotations).where(annotations.c.id == id_))
