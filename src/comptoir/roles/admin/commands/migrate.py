"""`comptoir migrate`."""

import asyncio
import json
from argparse import Namespace

from comptoir.engine.identity import SCHEMA
from comptoir.platform import schema
from comptoir.platform.backup import keys
from comptoir.platform.backup.create import Backup, create_backup
from comptoir.platform.context import opened
from comptoir.platform.database.migrate import current, latest, refuse_newer
from comptoir.platform.database.server import Server
from comptoir.platform.settings import Settings, load_settings


async def migrate(arguments: Namespace) -> int:
    """Bring both engines to this program's version, a backup first, and say what that changed."""
    settings = load_settings()
    async with opened(settings) as (database, warehouse):
        before = await asyncio.to_thread(current, database.server)
        await asyncio.to_thread(refuse_newer, database.server, before)
        backup = None
        if before and before != latest() and not arguments.without_backup:
            backup = await asyncio.to_thread(backed_up, settings, database.server)
            if not arguments.json:
                print(f"Backed up to {backup.path} before migrating.", flush=True)
        await schema.migrate(database=database, warehouse=warehouse)
    if arguments.json:
        made = str(backup.path) if backup else None
        print(json.dumps({"before": before or None, "now": latest(), "backup": made}))
    elif before == latest():
        print(f"Nothing to do: the data is at {before}.")
    else:
        print(f"Migrated from {before or 'nothing'} to {latest()}.")
    return 0


def backed_up(settings: Settings, server: Server) -> Backup:
    """Make the backup that is taken before every migration of a home with data."""
    reason = f"before {latest()[:4]}"
    return create_backup(settings, server, opener=keys.opener_of(settings), warehouse_shape=SCHEMA, reason=reason)
