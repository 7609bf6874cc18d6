"""`comptoir backup create|list|verify|restore`."""

import asyncio
import json
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from comptoir.engine.identity import SCHEMA
from comptoir.platform.backup import kept, keys
from comptoir.platform.backup import verify as verifying
from comptoir.platform.backup.create import Backup, create_backup
from comptoir.platform.backup.manifest import Manifest
from comptoir.platform.backup.restore import look
from comptoir.platform.database.server import server_of
from comptoir.platform.settings import load_settings
from comptoir.roles.admin import restoring

FINE, DIFFERENT = 0, 1


async def create(arguments: Namespace) -> int:
    """Make a backup, beside a running server or without one, and say what restoring it takes."""
    settings = load_settings()
    opener = keys.opener_of(
        settings, passphrase_file=path(arguments.passphrase_file), key_file=path(arguments.key_file)
    )
    server = server_of(settings)

    def work() -> Backup:
        server.ensure()
        try:
            return create_backup(
                settings,
                server,
                opener=opener,
                warehouse_shape=SCHEMA,
                target=path(arguments.to),
                progress=teller(arguments),
            )
        finally:
            server.release()

    made = await asyncio.to_thread(work)
    if arguments.json:
        print(json.dumps({**about(made.path, made.manifest), "pruned": [str(one) for one in made.pruned]}))
        return FINE
    rows = sum(made.manifest.position.rows.values())
    print(
        f"{made.path}: {made.size:,} bytes, {rows:,} rows at schema {made.manifest.position.schema}, read again whole."
    )
    for gone in made.pruned:
        print(f"Removed the older {gone.name}.")
    print(f"Restoring it needs {opener.file}: keep a copy apart from this machine, as of the backup itself.")
    return FINE


def listing(arguments: Namespace) -> int:
    """Print the kept backups, oldest first."""
    settings = load_settings()
    found = kept.listed(settings.backups)
    if arguments.json:
        rows = [
            {"path": str(one), "made_at": kept.made_at(one).isoformat(), "bytes": one.stat().st_size} for one in found
        ]
        print(json.dumps(rows))
        return FINE
    for one in found:
        print(f"{kept.made_at(one):%Y-%m-%d %H:%M:%S} UTC  {one.stat().st_size:>15,} bytes  {one}")
    if not found:
        print(f"There is no backup in {settings.backups}; `comptoir backup create` makes one.")
    return FINE


async def verify(arguments: Namespace) -> int:
    """Prove one backup, the newest unless named."""
    settings = load_settings()
    file = kept.found(settings.backups, named=arguments.file)
    told = await asyncio.to_thread(verifying.verify, file)
    if arguments.json:
        print(json.dumps(about(file, told)))
    else:
        made = f"made {told.created_at:%Y-%m-%d %H:%M:%S} UTC by Comptoir {told.program} at {told.position.schema}"
        print(f"{file}: whole, {len(told.members)} parts and the dump can be read; {made}.")
    return FINE


async def restore(arguments: Namespace) -> int:
    """Bring a backup into an empty home, rebuild the warehouse and prove that all places agree."""
    settings = load_settings()
    openers = keys.candidates(
        settings, passphrase_file=path(arguments.passphrase_file), key_file=path(arguments.key_file)
    )
    file = kept.found(settings.backups, named=arguments.file)
    told = await asyncio.to_thread(look, file, warehouse_shape=SCHEMA)
    done = await restoring.restore(settings, file, told=told, openers=openers, progress=teller(arguments))
    if arguments.json:
        answer = {**about(file, told), "home": str(settings.home), "equal": done.is_equal, "buckets": done.buckets}
        print(json.dumps(answer))
    else:
        print(
            f"{settings.home} holds what was backed up {told.created_at:%Y-%m-%d %H:%M:%S} UTC: "
            f"{sum(told.position.rows.values()):,} rows, {done.buckets:,} buckets compared."
        )
        print("All places agree." if done.is_equal else "Places differ: run `comptoir reconcile`.")
        print("Sessions and API tokens are as they were then: end what was revoked since.")
    return FINE if done.is_equal else DIFFERENT


def teller(arguments: Namespace) -> Callable[[str], None]:
    """Return what tells a person how far it is."""

    def tell(step: str) -> None:
        if not arguments.json:
            print(f"{step} …", flush=True)

    return tell


def about(file: Path, told: Manifest) -> dict[str, object]:
    """Return what a program may want to know of a backup."""
    return {
        "path": str(file),
        "bytes": file.stat().st_size,
        "program": told.program,
        "made_at": told.created_at.isoformat(),
        "schema": told.position.schema,
        "warehouse_shape": told.position.warehouse_shape,
        "outbox_waiting": told.position.outbox_waiting,
        "data_versions": told.position.data_versions,
        "rows": told.position.rows,
        "key": {"wrapped_with": told.key.method, "fingerprint": told.key.fingerprint},
        "members": len(told.members),
    }


def path(text: str | None) -> Path | None:
    """Read a path of the command line."""
    return Path(text).expanduser().absolute() if text else None
