"""The shape of both engines' data: laying out an empty home, refusing one of another version, migrating on request."""

import asyncio

from comptoir.platform.database.connect import Database
from comptoir.platform.database.migrate import OtherVersion, current, latest, migrate_database, refuse_newer
from comptoir.platform.modules import load_tables, projections
from comptoir.platform.settings import Settings
from comptoir.platform.warehouse import Warehouse


async def ensure_current(settings: Settings, *, database: Database, warehouse: Warehouse) -> bool:
    """Lay out what is empty and return whether this process did; of several at once only one is told so.

    Raises ``OtherVersion`` for a home that needs `comptoir migrate` or a newer program.
    """
    found = await asyncio.to_thread(current, database.server)
    if found == latest():
        return False
    await asyncio.to_thread(refuse_newer, database.server, found)
    if found:
        raise OtherVersion(
            f"This home is at schema {found}; this program needs {latest()}.",
            hint="Stop Comptoir, then run `comptoir migrate`: it makes a backup first.",
        )
    return not await migrate(database=database, warehouse=warehouse)


async def migrate(*, database: Database, warehouse: Warehouse) -> str:
    """Bring both engines to what this program needs, under one lock. Return the revision PostgreSQL was at."""
    load_tables()
    loop = asyncio.get_running_loop()

    def also() -> None:
        asyncio.run_coroutine_threadsafe(warehouse.ensure_schema(projections()), loop).result()

    return await asyncio.to_thread(migrate_database, database.server, also=also)
