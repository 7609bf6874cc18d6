"""Targets in SQL. Rows of other organisations are out of reach by row-level security."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, update

from comptoir.composed.definitions.tables import targets
from comptoir.platform.database.unit_of_work import UnitOfWork

TargetRow = Row[Any]


async def every(uow: UnitOfWork, *, metric: str | None = None) -> Sequence[TargetRow]:
    """Return the targets of the organisation, or those of a metric, by their first day."""
    query = select(targets).order_by(targets.c.start, targets.c.metric, targets.c.period, targets.c.id)
    return (await uow.execute(query if metric is None else query.where(targets.c.metric == metric))).all()


async def find(uow: UnitOfWork, *, id_: UUID) -> TargetRow | None:
    """Return one target, locked until the transaction ends."""
    return (await uow.execute(select(targets).where(targets.c.id == id_).with_for_update())).one_or_none()


async def find_for(
    uow: UnitOfWork, *, metric: str, store_id: UUID | None, period: str, start: date
) -> TargetRow | None:
    """Return the target of a metric for a period of a store, or of all stores together."""
    own = (targets.c.metric == metric, targets.c.period == period, targets.c.start == start)
    query = select(targets).where(*own, targets.c.store_id.is_not_distinct_from(store_id))
    return (await uow.execute(query)).one_or_none()


async def count(uow: UnitOfWork) -> int:
    """Return how many targets the organisation has."""
    return int((await uow.execute(select(func.count()).select_from(targets))).scalar_one())


async def add(uow: UnitOfWork, *, values: Mapping[str, Any]) -> None:
    """Insert a target."""
    await uow.execute(insert(targets).values(organisation_id=uow.actor.organisation_id, **values))


async def change(uow: UnitOfWork, *, id_: UUID, values: Mapping[str, Any]) -> None:
    """Set columns of a target."""
    await uow.execute(update(targets).where(targets.c.id == id_).values(**values))


async def remove(uow: UnitOfWork, *, id_: UUID) -> None:
    """Delete a target."""
    await uow.execute(delete(targets).where(targets.c.id == id_))
