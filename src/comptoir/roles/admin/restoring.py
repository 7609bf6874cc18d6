"""A restore from end to end: PostgreSQL, files and key, then the schema, the warehouse and the proof that all agree."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from comptoir.engine.projector import rebuild as rebuilding
from comptoir.engine.projector import reconcile as reconciling
from comptoir.engine.projector.checksums import Slice
from comptoir.platform.backup.errors import HomeNotEmpty
from comptoir.platform.backup.keys import Opener
from comptoir.platform.backup.manifest import Manifest
from comptoir.platform.backup.restore import refuse_full, restore_backup
from comptoir.platform.context import open_platform, opened
from comptoir.platform.database.migrate import migrate_database
from comptoir.platform.modules import load_tables
from comptoir.platform.settings import Settings


@dataclass(frozen=True, slots=True)
class Restored:
    """What was compared after a restore, and whether all places agree."""

    buckets: int
    is_equal: bool


async def restore(
    settings: Settings, path: Path, *, told: Manifest, openers: list[Opener], progress: Callable[[str], None]
) -> Restored:
    """Restore a backup that was looked at into the home of ``settings``. Interrupted, it can be run again."""
    async with opened(settings) as (database, warehouse):
        await asyncio.to_thread(refuse_full, settings, database.server, told)
        refuse_foreign(warehouse.database, identity=(await warehouse.health()).identity)

        def bring() -> None:
            restore_backup(
                path, told=told, settings=settings, server=database.server, openers=openers, progress=progress
            )
            load_tables()
            migrate_database(database.server)

        await asyncio.to_thread(bring)
    async with open_platform(settings) as platform:
        progress("warehouse")
        await rebuilding.rebuild(platform)
        progress("comparing")
        report = await reconciling.reconcile(platform, part=Slice())
    return Restored(report.buckets, report.is_equal)


def refuse_foreign(warehouse: str, *, identity: str | None) -> None:
    """Raise for a warehouse that holds something: its rows would be exchanged for the restored ones."""
    if identity is not None:
        raise HomeNotEmpty(
            f"The warehouse {warehouse} holds data already.",
            hint="Name an empty one in WAREHOUSE_URL, or drop this one: everything in it can be rebuilt.",
        )
