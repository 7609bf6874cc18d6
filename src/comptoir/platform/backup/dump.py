"""PostgreSQL's own programs, asked for a dump and for the way back. Passwords travel in their environment only.

Both work as the owner of all objects, on the embedded server and on DATABASE_URL alike.
"""

import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from psycopg.conninfo import make_conninfo

from comptoir.platform.backup.archive import PORTION
from comptoir.platform.backup.errors import BackupFailed, RestoreFailed
from comptoir.platform.database.server import OWNER, Server
from comptoir.platform.engines.postgres import bare_environment, last_line, packaged_programs

# What `create_database` gives a database already, partly by a right the owner does not have.
PREPARED = ("DEFAULT ACL", "ACL - SCHEMA", "SCHEMA - public", "COMMENT - SCHEMA", "DATABASE")


def connection(server: Server) -> tuple[str, dict[str, str]]:
    """Return the connection string of the owner without its password, and the environment with it."""
    parameters = {name: str(value) for name, value in server.connection(OWNER).items()}
    environment = bare_environment()
    if password := parameters.pop("password", None):
        environment["PGPASSWORD"] = password
    return make_conninfo(**parameters), environment


def dump(server: Server, *, snapshot: str) -> Iterator[bytes]:
    """Yield a dump of a snapshot that somebody holds open. Raises ``BackupFailed`` when it did not end well."""
    conninfo, environment = connection(server)
    command = ["--format=custom", "--enable-row-security", "--compress=gzip:3", f"--snapshot={snapshot}"]
    with running("pg_dump", [*command, f"--dbname={conninfo}"], environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while piece := process.stdout.read(PORTION):
            yield piece
    if process.returncode:
        raise BackupFailed(
            f"PostgreSQL could not be dumped: {process.words}", hint="`comptoir doctor` looks for the cause."
        )


def readable(pieces: Iterable[bytes]) -> str | None:
    """Read a whole dump as a restore would; return what is wrong with it, nothing if it can be read."""
    with running("pg_restore", ["--file=/dev/null"], bare_environment(), stdin=subprocess.PIPE) as process:
        fed(process, pieces)
    return process.words if process.returncode else None


def restore(server: Server, dumped: IO[bytes]) -> None:
    """Bring a dump into an empty, prepared database, all of it or nothing. Raises ``RestoreFailed``."""
    conninfo, environment = connection(server)
    with tempfile.NamedTemporaryFile("w", suffix=".list") as wanted:
        wanted.write(contents(dumped))
        wanted.flush()
        dumped.seek(0)
        command = ["--single-transaction", "--exit-on-error", "--no-owner", "--enable-row-security"]
        arguments = [*command, f"--use-list={wanted.name}", f"--dbname={conninfo}"]
        with running("pg_restore", arguments, environment, stdin=dumped) as process:
            process.wait()
    if process.returncode:
        raise RestoreFailed(
            f"PostgreSQL could not take the backup: {process.words}",
            hint="Nothing of it was kept; is there space, and is the server as new as the one it was made on?",
        )


def contents(dumped: IO[bytes]) -> str:
    """Return the list of a dump's objects without those a prepared database has."""
    with running("pg_restore", ["--list"], bare_environment(), stdin=dumped, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        found = process.stdout.read().decode()
    if process.returncode:
        raise RestoreFailed(f"The dump cannot be read: {process.words}", hint="Take another backup.")
    lines = [line for line in found.splitlines() if not any(f" {kind} " in f"{line} " for kind in PREPARED)]
    return "\n".join(lines) + "\n"


class Running(subprocess.Popen[bytes]):
    """A program and, once it ended, its last words."""

    words: str = ""


@contextmanager
def running(name: str, arguments: list[str], environment: dict[str, str], **streams: Any) -> Iterator[Running]:
    """Run one of PostgreSQL's programs; whoever leaves early takes it along."""
    with tempfile.TemporaryFile() as complaints:
        line = [str(packaged_programs() / name), *arguments]
        process = Running(line, env=environment, cwd="/", stderr=complaints, **streams)
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        finally:
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()
            process.wait()
            complaints.seek(0)
            process.words = last_line(complaints.read().decode(errors="replace"))


def fed(process: Running, pieces: Iterable[bytes]) -> None:
    """Hand bytes to a program until it wants no more."""
    assert process.stdin is not None
    try:
        for piece in pieces:
            process.stdin.write(piece)
        process.stdin.flush()
    except BrokenPipeError:  # it says why itself
        return
