"""The only SQL of the demo: where it stands."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from comptoir.composed.demo.contracts import DemoState
from comptoir.composed.demo.tables import demos
from comptoir.platform.database.unit_of_work import UnitOfWork


async def find(uow: UnitOfWork, *, organisation_id: UUID | None = None) -> DemoState | None:
    """Return the demo of an organisation, or of any."""
    statement = select(demos)
    if organisation_id is not None:
        statement = statement.where(demos.c.organisation_id == organisation_id)
    row = (await uow.execute(statement.limit(1))).mappings().first()
    if row is None:
        return None
    return DemoState(**{key: value for key, value in row.items() if key != "id"})


async def add(uow: UnitOfWork, state: DemoState) -> None:
    """Remember a new demo."""
    values = {name: getattr(state, name) for name in DemoState.__dataclass_fields__}
    await uow.execute(insert(demos).values(id=state.organisation_id, **values))


async def advance(
    uow: UnitOfWork,
    *,
    organisation_id: UUID,
    orders: int = 0,
    filled_from: date | None = None,
    told_until: datetime | None = None,
) -> None:
    """Say how much further the demo has been told, in the transaction that tells it."""
    values: dict[str, object] = {"orders_done": demos.c.orders_done + orders}
    if filled_from is not None:
        values["filled_from"] = filled_from
    if told_until is not None:
        values["told_until"] = told_until
    await uow.execute(update(demos).where(demos.c.organisation_id == organisation_id).values(values))


async def set_live(uow: UnitOfWork, *, is_live: bool) -> None:
    """Remember whether new orders go on arriving."""
    await uow.execute(update(demos).values(is_live=is_live))
