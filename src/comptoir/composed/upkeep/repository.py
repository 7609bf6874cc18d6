"""The only SQL of upkeep: which store a short name means, and the comparisons that were asked for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, text, update

from comptoir.composed.upkeep.contracts import Accuracy
from comptoir.composed.upkeep.model import DONE, from_stored
from comptoir.composed.upkeep.tables import reconciliations
from comptoir.platform.database.unit_of_work import UnitOfWork


async def stores_named(uow: UnitOfWork, *, slug: str) -> list[tuple[UUID, UUID]]:
    """Return (organisation, store) of every store with this short name, over all organisations."""
    found = await uow.execute(text("select organisation_id, id from stores where slug = :slug"), {"slug": slug})
    return [(row[0], row[1]) for row in found]


async def slugs(uow: UnitOfWork) -> dict[UUID, str]:
    """Return the short name of every store."""
    return {row[0]: row[1] for row in await uow.execute(text("select id, slug from stores"))}


async def organisations(uow: UnitOfWork) -> list[UUID]:
    """Return every organisation with a store. Needs the system role."""
    return list((await uow.execute(text("select distinct organisation_id from stores"))).scalars())


async def add(uow: UnitOfWork, *, values: Mapping[str, Any]) -> None:
    """Note a comparison that was asked for."""
    await uow.execute(insert(reconciliations).values(organisation_id=uow.actor.organisation_id, **values))


async def change(uow: UnitOfWork, *, id_: UUID, values: Mapping[str, Any]) -> None:
    """Set columns of a comparison."""
    await uow.execute(update(reconciliations).where(reconciliations.c.id == id_).values(**values))


async def find(uow: UnitOfWork, *, id_: UUID) -> "Row[Any] | None":
    """Return one comparison of the actor's organisation."""
    return (await uow.execute(select(reconciliations).where(reconciliations.c.id == id_))).one_or_none()


async def newest(uow: UnitOfWork, *, state: str | None = None) -> Accuracy | None:
    """Return the newest comparison of the actor's organisation, or the newest in a state."""
    query = select(reconciliations).order_by(reconciliations.c.asked_at.desc(), reconciliations.c.id.desc()).limit(1)
    row = (await uow.execute(query if state is None else query.where(reconciliations.c.state == state))).first()
    return as_accuracy(row) if row is not None else None


async def forget(uow: UnitOfWork, *, before: datetime) -> None:
    """Delete the comparisons of the actor's organisation asked for before an instant, but for the newest that is done."""
    kept = select(reconciliations.c.id).where(reconciliations.c.state == DONE)
    kept = kept.order_by(reconciliations.c.asked_at.desc()).limit(1)
    old = reconciliations.c.asked_at < before
    await uow.execute(delete(reconciliations).where(old, reconciliations.c.id.not_in(kept)))


def as_accuracy(row: "Row[Any]") -> Accuracy:
    """Return a row as the contract."""
    return Accuracy(
        id=row.id,
        state=row.state,
        first=row.first,
        last=row.last,
        is_repair=row.is_repair,
        rows=row.rows,
        repaired=row.repaired,
        stores=tuple(from_stored(item) for item in row.stores),
        elsewhere=tuple(row.elsewhere),
        error=row.error,
        asked_at=row.asked_at,
        finished_at=row.finished_at,
    )
