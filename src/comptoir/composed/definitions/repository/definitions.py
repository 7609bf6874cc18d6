"""Definitions and their versions in SQL. Rows of other organisations are out of reach by row-level security."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from comptoir.composed.definitions.tables import definition_versions, definitions
from comptoir.platform.database.unit_of_work import UnitOfWork

DefinitionRow = Row[Any]


async def revision(uow: UnitOfWork) -> int:
    """Return the number of the newest write of the organisation."""
    return int((await uow.execute(select(func.coalesce(func.max(definitions.c.revision), 0)))).scalar_one())


async def every(uow: UnitOfWork) -> Sequence[DefinitionRow]:
    """Return all definitions by name, deleted ones too."""
    return (await uow.execute(select(definitions).order_by(func.lower(definitions.c.label), definitions.c.key))).all()


async def find(uow: UnitOfWork, *, key: str) -> DefinitionRow | None:
    """Return one definition, locked until the transaction ends."""
    return (await uow.execute(select(definitions).where(definitions.c.key == key).with_for_update())).one_or_none()


async def add(uow: UnitOfWork, *, values: Mapping[str, Any]) -> None:
    """Insert a definition."""
    await uow.execute(insert(definitions).values(organisation_id=uow.actor.organisation_id, **values))


async def change(uow: UnitOfWork, *, key: str, values: Mapping[str, Any]) -> None:
    """Set columns of a definition."""
    await uow.execute(update(definitions).where(definitions.c.key == key).values(**values))


async def add_version(uow: UnitOfWork, *, values: Mapping[str, Any]) -> None:
    """Insert a version."""
    await uow.execute(insert(definition_versions).values(organisation_id=uow.actor.organisation_id, **values))


async def versions(uow: UnitOfWork, *, key: str) -> Sequence[DefinitionRow]:
    """Return the versions of a definition, newest first."""
    query = select(definition_versions).where(definition_versions.c.key == key)
    return (await uow.execute(query.order_by(definition_versions.c.version.desc()))).all()
