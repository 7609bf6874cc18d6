"""The directories of a home and who may enter them.

Owns modes inside the home. Must not touch a directory above it: as root the home itself may be entered by anybody
(mode 0711), because PostgreSQL refuses to run as root and its own account has to pass; what lies inside is closed.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from comptoir.platform.engines.account import Account, engine_account
from comptoir.platform.engines.errors import EngineCannotStart

SOCKET_LIMIT = 107  # bytes of sockaddr_un.sun_path on Linux without its final zero; macOS has 103
SOCKET_NAME = "/.s.PGSQL.5432"


@dataclass(frozen=True, slots=True)
class EngineHome:
    """Where engines of one home keep data, locks and logs."""

    root: Path

    @property
    def run(self) -> Path:
        """Locks, leases and addresses of running engines; worthless after a reboot."""
        return self.root / "run"

    @property
    def logs(self) -> Path:
        """What the engines say."""
        return self.root / "logs"

    @property
    def postgres(self) -> Path:
        """Directory around the PostgreSQL cluster, which is closed itself; initdb's account has to pass it."""
        return self.root / "postgres"

    @property
    def cluster(self) -> Path:
        """The cluster itself."""
        return self.postgres / "data"

    @property
    def warehouse(self) -> Path:
        """Data directory of the embedded warehouse."""
        return self.root / "warehouse"

    def lease(self, engine: str) -> Path:
        """File on which users of an engine hold shared locks."""
        return self.run / f"{engine}.lease"

    def start_lock(self, engine: str) -> Path:
        """File whose lock the one process holds that starts an engine."""
        return self.run / f"{engine}.start"

    def address(self, engine: str) -> Path:
        """File that tells where a running engine answers; only the owner of the home may read it."""
        return self.run / f"{engine}.json"

    def log(self, engine: str) -> Path:
        """Log file of an engine."""
        return self.logs / f"{engine}.log"

    def socket_directory(self) -> Path:
        """Directory of the PostgreSQL socket: in the home, unless that path is too long for a socket."""
        wanted = self.run / "pg"
        if len(os.fsencode(f"{wanted}{SOCKET_NAME}")) <= min(SOCKET_LIMIT, 103):
            return wanted
        name = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        return Path(f"/tmp/comptoir-{os.geteuid()}-{name}")  # noqa: S108  its owner and mode are checked before use

    def lay_out(self) -> Account | None:
        """Create what is missing and return the account engines run under (None: this one)."""
        account = engine_account(self.postgres)
        outer = 0o711 if account else 0o700
        make(self.root, mode=outer)
        make(self.run, mode=outer)
        make(self.logs, mode=0o700)
        make(self.postgres, mode=outer, account=account)
        make(self.socket_directory(), mode=0o700, account=account)
        if account:
            account.check_reach(self.postgres)
        return account


def make(directory: Path, *, mode: int, account: Account | None = None) -> None:
    """Create a directory with exactly this mode and owner; refuse one that belongs to somebody else."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        found = directory.lstat()
        owner = account.uid if account else os.geteuid()
        if found.st_uid != owner:
            if os.geteuid() != 0:
                raise EngineCannotStart(
                    f"{directory} belongs to another user.", hint="Choose another home with COMPTOIR_HOME."
                )
            os.chown(directory, owner, account.gid if account else os.getegid(), follow_symlinks=False)
        if found.st_mode & 0o777 != mode:
            directory.chmod(mode)
    except OSError as error:
        raise EngineCannotStart(
            f"{directory} cannot be prepared: {error.strerror}.", hint="Choose another home with COMPTOIR_HOME."
        ) from error


def write_private(path: Path, text: str) -> None:
    """Write a file only this user may read; readers see the old text or the new one, never a part."""
    partial = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    partial.replace(path)
