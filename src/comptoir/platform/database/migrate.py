"""Bringing PostgreSQL to the shape this program needs: roles, tables, policies, one revision after the other.

Owns the lock under which both engines are migrated and the refusal to touch a home of a newer program.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Connection, create_engine

from comptoir import __version__
from comptoir.kernel.errors import Conflict
from comptoir.platform.database.access import create_roles, prepare_database
from comptoir.platform.database.server import OWNER, Server

SCRIPTS = Path(__file__).parent / "migrations"
LOCK = 0x636F6D70746F6972  # "comptoir": one advisory lock for migrations of both engines
EMPTY = ""
PROGRAM = "Comptoir "  # how the comment on Alembic's table begins: who migrated last


class OtherVersion(Conflict):
    """The home was laid out by another version of the program."""

    code = "other_version"


def revisions() -> tuple[str, ...]:
    """Return the names of all revisions this program knows, oldest first."""
    return tuple(sorted(file.stem for file in (SCRIPTS / "versions").glob("[0-9]*.py")))


def latest() -> str:
    """Return the revision this program needs."""
    return revisions()[-1]


def current(server: Server) -> str:
    """Return the revision a database is at: "" for one that is absent or empty."""
    try:
        with psycopg.connect(**server.connection(None)) as connection:
            found = connection.execute("SELECT to_regclass('public.alembic_version') IS NOT NULL").fetchone()
            if not found or not found[0]:
                return EMPTY
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return str(row[0]) if row else EMPTY
    except psycopg.OperationalError as error:
        if "does not exist" in str(error):
            return EMPTY
        raise


def made_by(server: Server) -> str | None:
    """Return the version of the program that migrated a database last, as it told: "0.1.0"."""
    with psycopg.connect(**server.connection(None)) as connection:
        row = connection.execute(
            "SELECT obj_description(to_regclass('public.alembic_version')::oid, 'pg_class')"
        ).fetchone()
    return str(row[0]).removeprefix(PROGRAM) if row and str(row[0]).startswith(PROGRAM) else None


def refuse_newer(server: Server, found: str) -> None:
    """Raise ``OtherVersion`` for a revision this program does not know: only a newer one can have made it."""
    if found and found not in revisions():
        program = made_by(server)
        needed = f"Comptoir {program}" if program else "the newer Comptoir"
        raise OtherVersion(
            f"This home was brought to schema {found} by {needed if program else 'a newer Comptoir'}; "
            f"this is Comptoir {__version__}, which knows schemas up to {latest()}.",
            hint=f"Start {needed}{' or newer' if program else ' that migrated it'}, or restore a backup made before.",
        )


def migrate_database(server: Server, *, also: Callable[[], None] | None = None) -> str:
    """Bring the database to ``latest``; ``also`` runs under the same lock (the warehouse). Return where it was."""
    server.ensure()
    create_database(server)
    with locked(server):
        before = current(server)
        refuse_newer(server, before)
        upgrade(server)
        if also is not None:
            also()
    return before


def create_database(server: Server) -> None:
    """Create roles, and the database of an embedded server if it is missing."""
    maintenance = server.connection(None, database="postgres" if server.embedded else None)
    with psycopg.connect(**maintenance, autocommit=True) as connection:
        create_roles(connection, login=server.embedded)
        if server.embedded:
            # Creating is not atomic with looking: of two processes at once, one finds it made.
            try:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(server.database), sql.Identifier(OWNER)
                    )
                )
            except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                pass
    with psycopg.connect(**server.connection(None), autocommit=True) as connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        prepare_database(connection, database=server.database)


@contextmanager
def locked(server: Server) -> Iterator[None]:
    """Hold the one lock of migrations; it goes with its session."""
    with psycopg.connect(**server.connection(None), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        try:
            yield
        finally:
            connection.execute("SELECT pg_advisory_unlock(%s)", (LOCK,))


def upgrade(server: Server) -> None:
    """Run the missing revisions as the owner, in one transaction."""
    from alembic import command
    from alembic.config import Config

    def connect() -> psycopg.Connection[object]:
        return psycopg.connect(**server.connection(OWNER))

    engine = create_engine("postgresql+psycopg://", creator=connect)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    try:
        with engine.begin() as connection:
            run(config, connection, command.upgrade)
            connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{PROGRAM}{__version__}'")
    finally:
        engine.dispose()


def run(config: object, connection: Connection, upgrade_command: Callable[..., None]) -> None:
    """Hand Alembic the connection that is open already."""
    config.attributes["connection"] = connection  # type: ignore[attr-defined]
    upgrade_command(config, "head")
