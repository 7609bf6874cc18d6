"""Take an organisation out of both engines: every row that carries it, once no projector is writing."""

from uuid import UUID

from sqlalchemy import delete

from comptoir.engine.projector.feed import feeds
from comptoir.engine.projector.locks import hold_organisation
from comptoir.platform.context import Platform
from comptoir.platform.database.metadata import metadata
from comptoir.platform.modules import load_tables


async def remove_organisation_rows(platform: Platform, *, organisation_id: UUID) -> int:
    """Delete the organisation's rows from every tenant table and every warehouse table; return PostgreSQL's count.

    The warehouse goes first: a crash in between leaves rows in PostgreSQL from which a second call starts again.
    """
    load_tables()
    removed = 0
    async with platform.database.begin_system() as uow:
        await hold_organisation(uow, organisation_id=organisation_id)
        for name in warehouse_tables():
            await platform.warehouse.command(
                f"ALTER TABLE `{name}` DELETE WHERE organisation = '{organisation_id}' SETTINGS mutations_sync = 2"
            )
        for table in reversed(metadata.sorted_tables):
            if table.info.get("tenant"):
                result = await uow.execute(delete(table).where(table.c.organisation_id == organisation_id))
                removed += result.rowcount
    return removed


def warehouse_tables() -> list[str]:
    """Return the warehouse tables whose rows belong to one organisation."""
    owned = [feed for feed in feeds.all() if not feed.shared]
    return [name for feed in owned for name in (feed.table.name, *(rollup.table.name for rollup in feed.rollups))]
