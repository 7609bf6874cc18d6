"""The only SQL about imports."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, and_, delete, insert, or_, select, update

from comptoir.composed.integrations.contracts import Import, ImportOptions, ImportResult, ReasonCount, StatusCount
from comptoir.composed.integrations.model import FAILED, RUNNING
from comptoir.composed.integrations.tables import imports
from comptoir.connectors.reading.frames import Planned
from comptoir.platform.database.unit_of_work import UnitOfWork

_HEAVY = ("plan",)


async def add(uow: UnitOfWork, *, values: Mapping[str, Any]) -> None:
    """Insert an import."""
    await uow.execute(insert(imports).values(organisation_id=uow.actor.organisation_id, **values))


async def change(uow: UnitOfWork, *, import_id: UUID, values: Mapping[str, Any]) -> None:
    """Set columns of an import."""
    await uow.execute(update(imports).where(imports.c.id == import_id).values(**values))


async def remove(uow: UnitOfWork, *, import_id: UUID) -> None:
    """Delete an import's row."""
    await uow.execute(delete(imports).where(imports.c.id == import_id))


async def find(uow: UnitOfWork, *, import_id: UUID, lock: bool = False) -> "Row[Any] | None":
    """Return an import's row, locked until the transaction ends if asked."""
    query = select(imports).where(imports.c.id == import_id)
    return (await uow.execute(query.with_for_update() if lock else query)).one_or_none()


async def unfinished(
    uow: UnitOfWork, *, store_id: UUID, content_hash: str, form: str, mapping: Mapping[str, str], options: ImportOptions
) -> "UUID | None":
    """Return the import of the very same file that began and did not end: a second run goes on with it."""
    rows = await uow.execute(
        select(imports.c.id, imports.c.mapping, imports.c.options)
        .where(
            imports.c.store_id == store_id,
            imports.c.content_hash == content_hash,
            imports.c.format == form,
            imports.c.state.in_((RUNNING, FAILED)),
        )
        .order_by(imports.c.created_at.desc())
    )
    wanted = (dict(mapping), asdict(options))
    return next((row.id for row in rows if (row.mapping, row.options) == wanted), None)


async def page(
    uow: UnitOfWork, *, before: tuple[datetime, UUID] | None, limit: int, stores: frozenset[UUID] | None
) -> "list[Row[Any]]":
    """Return imports, newest first, without their plans."""
    columns = [column for column in imports.c if column.name not in _HEAVY]
    query = select(*columns).order_by(imports.c.created_at.desc(), imports.c.id.desc()).limit(limit)
    if before is not None:
        at, last = before
        query = query.where(or_(imports.c.created_at < at, and_(imports.c.created_at == at, imports.c.id < last)))
    if stores is not None:
        query = query.where(imports.c.store_id.in_(stores))
    return list((await uow.execute(query)).all())


def counts(result: ImportResult) -> dict[str, Any]:
    """Return the columns that hold a result."""
    values = asdict(result)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def seal_plan(uow: UnitOfWork, import_id: UUID, plan: Planned) -> bytes:
    """Return a plan as it may rest: it shows the file's first rows, which may be personal."""
    return uow.secrets.seal(msgspec.json.encode(plan), f"import/{import_id}/plan")


def plan_of(uow: UnitOfWork, row: "Row[Any]") -> dict[str, Any] | None:
    """Return the plan of a row."""
    if row.plan is None:
        return None
    found: dict[str, Any] = msgspec.json.decode(uow.secrets.open(row.plan, f"import/{row.id}/plan"))
    return found


def as_import(row: "Row[Any]", slugs: Mapping[UUID, str]) -> Import:
    """Return a row as the contract."""
    result = ImportResult(
        read=row.read,
        created=row.created,
        updated=row.updated,
        unchanged=row.unchanged,
        waiting=row.waiting,
        rejected=row.rejected,
        statuses=tuple(StatusCount(**one) for one in row.statuses),
        reject_reasons=tuple(ReasonCount(**one) for one in row.reject_reasons),
        notes=tuple(row.notes),
    )
    return Import(
        id=row.id,
        file=row.file,
        size=row.size,
        store=slugs.get(row.store_id),
        format=row.format,
        mapping=row.mapping,
        options=ImportOptions(**row.options),
        state=row.state,
        total=row.total,
        result=result,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        error=row.error,
        has_rejects=row.rejects_blob_id is not None,
        blob_id=row.blob_id,
        rejects_blob_id=row.rejects_blob_id,
    )
