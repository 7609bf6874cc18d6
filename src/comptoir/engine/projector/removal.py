"""Take an organisation out of both engines and the store of files: everything that carries it, once nobody projects."""

from uuid import UUID

from sqlalchemy import Column, Table, Uuid, delete, select

from comptoir.engine.projector.feed import feeds
from comptoir.engine.projector.locks import hold_organisation
from comptoir.platform.audit import forgetting
from comptoir.platform.context import Platform
from comptoir.platform.database.metadata import metadata
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.jobs import forget_jobs
from comptoir.platform.modules import load_tables


async def remove_organisation_rows(platform: Platform, *, organisation_id: UUID) -> int:
    """Delete the organisation's rows from every tenant table and every warehouse table; return PostgreSQL's count.

    The organisation itself, its people and tokens stay: identity removes them afterwards.

    The warehouse and the files go first: a crash in between leaves rows in PostgreSQL from which a second call starts
    again.
    """
    load_tables()
    removed = 0
    async with platform.database.begin_system() as uow:
        await hold_organisation(uow, organisation_id=organisation_id)
        for name in warehouse_tables():
            await platform.warehouse.command(
                f"ALTER TABLE `{name}` DELETE WHERE organisation = '{organisation_id}' SETTINGS mutations_sync = 2"
            )
        await forgetting(uow, organisation_id=organisation_id)
        await forget_jobs(uow, organisation_id=organisation_id)
        for blob in await _blobs(uow, organisation_id):
            await platform.storage.delete(blob)
        for table in reversed(metadata.sorted_tables):
            if table.info.get("tenant") and not table.info.get("removed_last"):
                result = await uow.execute(delete(table).where(table.c.organisation_id == organisation_id))
                removed += result.rowcount
    return removed


async def _blobs(uow: UnitOfWork, organisation_id: UUID) -> list[UUID]:
    """Return the files that rows of the organisation point at."""
    found: list[UUID] = []
    for table in metadata.sorted_tables:
        for column in blob_columns(table):
            query = select(column).where(table.c.organisation_id == organisation_id, column.is_not(None))
            found.extend((await uow.execute(query)).scalars())
    return found


def blob_columns(table: Table) -> list[Column[UUID]]:
    """Return the columns of a tenant table that hold the id of a stored file: they are named so."""
    if not table.info.get("tenant") or "organisation_id" not in table.c:
        return []
    return [one for one in table.columns if one.name.endswith("blob_id") and isinstance(one.type, Uuid)]


def warehouse_tables() -> list[str]:
    """Return the warehouse tables whose rows belong to one organisation."""
    owned = [feed for feed in feeds.all() if not feed.shared]
    return [name for feed in owned for name in (feed.table.name, *(rollup.table.name for rollup in feed.rollups))]
