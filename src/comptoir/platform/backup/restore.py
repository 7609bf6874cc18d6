"""The way back: a proven backup into an empty home. Everything is looked at before anything is written."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZipFile

import psycopg

from comptoir import __version__
from comptoir.platform import master_key
from comptoir.platform.backup import archive, dump, keys, manifest
from comptoir.platform.backup.create import Progress, position, silent, snapshot
from comptoir.platform.backup.errors import BackupTooNew, HomeNotEmpty, RestoreFailed
from comptoir.platform.backup.keys import Opener
from comptoir.platform.backup.manifest import Manifest
from comptoir.platform.backup.verify import verify
from comptoir.platform.database.migrate import create_database, current, latest, revisions
from comptoir.platform.database.server import Server
from comptoir.platform.secrets import create_key, plain
from comptoir.platform.settings import Settings
from comptoir.platform.storage import full_disk_named, settle


def look(path: Path, *, warehouse_shape: int) -> Manifest:
    """Return what a backup holds, proven to the byte and known to this program."""
    told = verify(path)
    at = told.position
    if at.schema not in revisions() or at.warehouse_shape > warehouse_shape:
        raise BackupTooNew(
            f"This backup was made by Comptoir {told.program} at schema {at.schema}; this is Comptoir {__version__}, "
            f"which knows schemas up to {latest()}.",
            hint=f"Restore it with Comptoir {told.program} or newer.",
        )
    return told


def refuse_full(settings: Settings, server: Server, told: Manifest) -> None:
    """Raise ``HomeNotEmpty`` unless nothing would be lost; what an interrupted restore left may stay."""
    blobs = {member.name.removeprefix(manifest.BLOBS) for member in told.members}
    others = [path for path in (settings.home / "blobs").rglob("*") if path.is_file() and path.name not in blobs]
    if others:
        raise _not_empty(f"{settings.home} holds {len(others)} stored files already.")
    server.ensure()
    found = current(server)
    if found or _tables(server):
        raise _not_empty(f"The database of {settings.home} holds data already{f' (schema {found})' if found else ''}.")


def _not_empty(sentence: str) -> HomeNotEmpty:
    return HomeNotEmpty(
        sentence, hint="Restore into an empty home: COMPTOIR_HOME=/another/place, or move this one away first."
    )


def _tables(server: Server) -> bool:
    try:
        with psycopg.connect(**server.connection(None)) as connection:
            row = connection.execute("SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')").fetchone()
    except psycopg.OperationalError as error:
        if "does not exist" in str(error):
            return False
        raise
    return bool(row and row[0])


def restore_backup(
    path: Path,
    *,
    told: Manifest,
    settings: Settings,
    server: Server,
    openers: list[Opener],
    progress: Progress = silent,
) -> None:
    """Bring key, stored files and PostgreSQL back, in this order: a home without its database still counts as empty.

    Blocking. Interrupted at any point it can be run again.
    """
    master, opener = keys.unwrap(told.key, openers)
    refuse_full(settings, server, told)
    master_key.place(settings, master)
    _keep_opener(settings, opener, master)
    with archive.reading(path) as found:
        progress("stored files")
        for member in told.members:
            if member.name.startswith(manifest.BLOBS):
                place_blob(settings.home / "blobs", found, member.name)
        progress("PostgreSQL")
        create_database(server)
        with extracted(found, settings.home / "temporary") as dumped:
            dump.restore(server, dumped)
    compare(server, told)


def _keep_opener(settings: Settings, opener: Opener, master: bytes) -> None:
    """Let the next backups be wrapped with the same key file."""
    file = settings.home / "keys" / keys.NAME
    if opener.method == keys.KEY_FILE and opener.secret != master and settings.backup_key_file is None:
        if not file.exists():
            create_key(file, text=plain(opener.secret))


def place_blob(directory: Path, found: ZipFile, name: str) -> None:
    """Write one stored file; readers see it whole or not."""
    file = directory / name[-2:] / name.removeprefix(manifest.BLOBS)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = file.with_suffix(".partial")
    with full_disk_named():
        with partial.open("wb") as into:
            for piece in archive.pieces(found, name):
                into.write(piece)
            settle(into)
        partial.rename(file)


@contextmanager
def extracted(found: ZipFile, directory: Path) -> Iterator[IO[bytes]]:
    """Lay the dump out as a nameless file: PostgreSQL's program reads it twice."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with full_disk_named(), tempfile.TemporaryFile(dir=directory) as file:
        for piece in archive.pieces(found, manifest.DUMP):
            file.write(piece)
        file.flush()
        file.seek(0)
        yield file


def compare(server: Server, told: Manifest) -> None:
    """Count every table again; a difference is a fault of ours and must be heard of."""
    with snapshot(server) as (connection, _):
        now = position(connection, warehouse_shape=told.position.warehouse_shape)
    if now != told.position:
        different = sorted(set(now.rows.items()) ^ set(told.position.rows.items()))
        names = ", ".join(sorted({name for name, _ in different})) or "position"
        raise RestoreFailed(f"After the restore {names} differ from what was backed up.", hint="Use another backup.")
