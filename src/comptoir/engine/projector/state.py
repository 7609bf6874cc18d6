"""Which warehouse holds our rows, and may it be believed: what it says about itself against what PostgreSQL remembers."""

from dataclasses import dataclass

from sqlalchemy import text

from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.modules import projections
from comptoir.platform.warehouse import WarehouseHealth

READY, REBUILDING = "ready", "rebuilding"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the warehouse is the one we filled; ``reason`` says what is wrong in a few words."""

    health: WarehouseHealth
    reason: str | None


async def look(platform: Platform) -> Verdict:
    """Compare what the warehouse says about itself with what PostgreSQL remembers."""
    health = await platform.warehouse.health()
    async with platform.database.begin_system() as uow:
        row = (await uow.execute(text("select identity, state from warehouse_state where id = 1"))).first()
        was_used = (await uow.execute(text("select exists (select from data_versions)"))).scalar_one()
    if not health.sound:
        return Verdict(health, _words(health))
    missing = await _missing_tables(platform)
    if missing:
        return Verdict(health, f"the table {missing[0]} is missing")
    if row is None:
        return Verdict(health, "nothing says that it was ever filled" if was_used else None)
    if row.identity != health.identity:
        return Verdict(health, "it is another warehouse than the one that was filled")
    if row.state != READY:
        return Verdict(health, "a rebuild was interrupted")
    return Verdict(health, None)


async def _missing_tables(platform: Platform) -> list[str]:
    found = await platform.warehouse.query(
        "SELECT name FROM system.tables WHERE database = {database:String}", {"database": platform.warehouse.database}
    )
    return sorted({table.name for table in projections()} - {row[0] for row in found.rows})


def _words(health: WarehouseHealth) -> str:
    if not health.present:
        return "it is missing"
    if health.detached_parts:
        return f"{len(health.detached_parts)} damaged parts were set aside"
    return "; ".join(health.problems)


async def remember_first(platform: Platform, health: WarehouseHealth) -> None:
    """Note the identity of a warehouse that was never filled; one that is known stays known."""
    async with platform.database.begin_system() as uow:
        await uow.execute(
            text(
                "insert into warehouse_state (id, identity, state) values (1, :identity, 'ready') "
                "on conflict (id) do nothing"
            ),
            {"identity": health.identity},
        )


async def write_state(uow: UnitOfWork, *, identity: str | None, state: str) -> None:
    """Say which warehouse is ours and whether it is ready."""
    await uow.execute(
        text(
            "insert into warehouse_state (id, identity, state) values (1, :identity, :state) on conflict (id) "
            "do update set identity = excluded.identity, state = excluded.state, changed_at = now()"
        ),
        {"identity": identity, "state": state},
    )
