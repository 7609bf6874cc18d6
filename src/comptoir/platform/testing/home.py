"""The throw-away home of a test run: embedded engines that do not wait for the disk, and one migrated template."""

import itertools
import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psycopg
from psycopg import sql

from comptoir.platform.database.migrate import migrate_database
from comptoir.platform.database.server import OWNER, Server, server_of
from comptoir.platform.engines.home import EngineHome
from comptoir.platform.engines.locks import free
from comptoir.platform.modules import load_tables
from comptoir.platform.settings import Settings, load_settings

TEMPLATE = "comptoir_template"
PLENTY = 8 * 1024**3
GONE_WITHIN = 20.0
LINGER = 5.0
numbers = itertools.count(1)


def has_plenty() -> bool:
    """Return whether files in memory may take as much as a run of the tests needs."""
    try:
        found = os.statvfs("/dev/shm")
    except OSError:
        return False
    return found.f_bavail * found.f_frsize >= PLENTY


@contextmanager
def temporary_home() -> Iterator[Path]:
    """Make a home that an unprivileged PostgreSQL can reach, and remove it with its engines.

    It lies in memory where there is plenty, for it need not outlive the machine.
    """
    home = Path(tempfile.mkdtemp(prefix="comptoir-test-", dir="/dev/shm" if has_plenty() else "/tmp"))
    try:
        yield home
    finally:
        stop_engines(home)
        shutil.rmtree(home, ignore_errors=True)


def stop_engines(home: Path) -> None:
    """Ask the engines of a home to stop and wait until they are gone, also one that is only starting."""
    engines = EngineHome(home)
    if not engines.run.is_dir():
        return
    for engine, lock in (("warehouse", "warehouse.host"), ("postgres", "postgres.keeper")):
        deadline = time.monotonic() + GONE_WITHIN
        while not free(engines.run / lock) and time.monotonic() < deadline:
            with suppress(OSError, ValueError, KeyError):  # it has not said yet where it is, or is gone this moment
                os.kill(int(json.loads(engines.address(engine).read_text())["pid"]), signal.SIGTERM)
            time.sleep(0.05)


def settings_in(home: Path, **changes: object) -> Settings:
    """Return settings for a test: everything under ``home``, nothing from this machine's environment."""
    settings = load_settings({"COMPTOIR_HOME": str(home)})
    return replace(settings, unsafe_fast=True, engine_linger_seconds=LINGER, database_pool=3, **changes)  # type: ignore[arg-type]


def make_template(home: Path) -> Server:
    """Start PostgreSQL and migrate the database that tests are cloned from. Keep the server's lease while it is used."""
    server = server_of(settings_in(home, database_name=TEMPLATE))
    load_tables()
    migrate_database(server)
    return server


@contextmanager
def cloned_database(server: Server) -> Iterator[str]:
    """Clone the template under a new name and drop it afterwards."""
    name = f"test_{next(numbers)}"
    with psycopg.connect(**server.connection(None, database="postgres"), autocommit=True) as connection:
        clone = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY")
        connection.execute(clone.format(sql.Identifier(name), sql.Identifier(TEMPLATE), sql.Identifier(OWNER)))
        try:
            yield name
        finally:
            if connection.closed or connection.broken:
                server.ensure()
                connection = psycopg.connect(**server.connection(None, database="postgres"), autocommit=True)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            connection.close()
