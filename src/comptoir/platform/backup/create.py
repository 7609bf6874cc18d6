"""Making a backup while everything goes on: one snapshot of PostgreSQL, the stored files of that moment, the key."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from comptoir import __version__
from comptoir.kernel.clock import system_clock
from comptoir.platform import master_key
from comptoir.platform.backup import archive, dump, kept, keys, manifest
from comptoir.platform.backup.archive import PORTION
from comptoir.platform.backup.errors import BackupFailed
from comptoir.platform.backup.keys import Opener
from comptoir.platform.backup.manifest import Manifest, Position
from comptoir.platform.database.server import OWNER, Server
from comptoir.platform.secrets import KeyProblem
from comptoir.platform.settings import Settings
from comptoir.platform.spool import Spool

Progress = Callable[[str], None]
BY_HAND = "asked for"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is whole, and the older ones that went for it."""

    path: Path
    size: int
    manifest: Manifest
    opener: Opener
    pruned: tuple[Path, ...] = ()


def silent(_step: str) -> None:
    """Tell nobody."""


def create_backup(
    settings: Settings,
    server: Server,
    *,
    opener: Opener,
    warehouse_shape: int,
    reason: str = BY_HAND,
    target: Path | None = None,
    progress: Progress = silent,
) -> Backup:
    """Write a backup into the kept ones, or to ``target``, and return it once it is durable and was read again.

    Blocking; the server must be running. Works at every schema. Raises ``StorageFull`` or ``BackupFailed``; then no
    half file is left and nothing older was removed.
    """
    if not settings.key_file.exists():
        raise KeyProblem(f"{settings.key_file} does not exist.", hint="A home without its key cannot be backed up.")
    now = system_clock()
    path = target or kept.new_path(settings.backups, now=now, reason=reason)
    if path.exists():
        raise BackupFailed(f"{path} exists already.", hint="Name another file.")
    with Spool(settings.home / "temporary").place("backup") as place, snapshot(server) as (connection, name):
        blobs = linked(settings.home / "blobs", place / "blobs")
        with archive.writing(path) as writer:
            progress("PostgreSQL")
            writer.add(manifest.DUMP, dump.dump(server, snapshot=name))
            progress("stored files")
            for file in blobs:
                writer.add(f"{manifest.BLOBS}{file.name}", _pieces(file))
            written = Manifest(
                program=__version__,
                created_at=now,
                reason=reason,
                server=str(connection.info.server_version // 10_000),
                position=position(connection, warehouse_shape=warehouse_shape),
                key=keys.wrap(master_key.read(settings), opener),
                members=tuple(writer.members),
            )
            writer.add(manifest.NAME, [written.as_bytes()])
    progress("reading it again")
    archive.prove(path)
    pruned = kept.prune(settings.backups, keep=settings.backup_keep) if target is None else ()
    return Backup(path, path.stat().st_size, written, opener, tuple(pruned))


@contextmanager
def snapshot(server: Server) -> Iterator[tuple[psycopg.Connection[tuple[object, ...]], str]]:
    """Hold one snapshot of the database that others may look at."""
    with psycopg.connect(**server.connection(OWNER)) as connection:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        yield connection, str(row[0])


def position(connection: psycopg.Connection[tuple[object, ...]], *, warehouse_shape: int) -> Position:
    """Return where the snapshot stands."""

    def rows(statement: str) -> Sequence[tuple[object, ...]]:
        return connection.execute(statement).fetchall()

    ((waiting, last),) = rows("SELECT count(*) FILTER (WHERE state = 'new'), coalesce(max(id), 0) FROM outbox")
    tables = rows(
        "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1"
    )
    counts: dict[str, int] = {}
    for (table,) in tables:
        counting = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(str(table)))
        ((count,),) = connection.execute(counting).fetchall()
        counts[str(table)] = int(str(count))
    return Position(
        schema=str(rows("SELECT version_num FROM alembic_version")[0][0]),
        warehouse_shape=warehouse_shape,
        outbox_waiting=int(str(waiting)),
        outbox_last=int(str(last)),
        data_versions={
            str(one): int(str(at)) for one, at in rows("SELECT organisation_id, data_version FROM data_versions")
        },
        rows=counts,
    )


def linked(source: Path, target: Path) -> list[Path]:
    """Hold on to every stored file of this moment under a second name, so that none goes while it is copied."""
    target.mkdir(mode=0o700)
    found: list[Path] = []
    for file in sorted(path for path in source.rglob("*") if path.is_file() and not path.suffix):
        held = target / file.name
        try:
            os.link(file, held)
        except FileNotFoundError:  # deleted in this very moment: the snapshot's rows outlive it by nothing
            continue
        except OSError:  # a file system without second names
            shutil.copy2(file, held)
        found.append(held)
    return found


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(PORTION):
            yield piece
