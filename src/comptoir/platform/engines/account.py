"""The account PostgreSQL runs under when Comptoir runs as root, because PostgreSQL refuses root.

It is a bare number without name, password or shell, taken from a range that neither Debian nor systemd hands out, so
nothing has to be installed and no other service shares it. Once a cluster exists, its owner decides.
"""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from comptoir.platform.engines.errors import EngineCannotStart

# https://systemd.io/UIDS-GIDS: 60706-61183 is unused. Below 65536, so that it exists in user namespaces too.
FIRST, LAST = 60987, 61183


@dataclass(frozen=True, slots=True)
class Account:
    """An unprivileged user and group by number."""

    uid: int
    gid: int

    def check_reach(self, path: Path) -> None:
        """Refuse a path that this account cannot reach; opening somebody's directories is not ours to do."""
        closed = closed_parent(path, account=self)
        if closed is not None:
            raise EngineCannotStart(
                f"As root, PostgreSQL runs as the unprivileged user {self.uid}, which may not pass {closed}.",
                hint="Choose a home it can reach, such as COMPTOIR_HOME=/var/lib/comptoir, or run as an ordinary user.",
            )


def closed_parent(path: Path, *, account: Account) -> Path | None:
    """Return the first directory above ``path`` that ``account`` may not pass through."""
    for parent in reversed(path.absolute().parents):
        found = parent.stat()
        bit = 0o100 if found.st_uid == account.uid else 0o010 if found.st_gid == account.gid else 0o001
        if not found.st_mode & bit:
            return parent
    return None


def engine_account(directory: Path) -> Account | None:
    """Return the account for engines whose data lies in ``directory``; None when this process is not root."""
    if os.geteuid() != 0:
        return None
    if directory.exists() and (owner := directory.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    for number in range(FIRST, LAST):
        try:
            pwd.getpwuid(number)
        except KeyError:
            return Account(number, number)
    raise EngineCannotStart("There is no free user number for PostgreSQL.", hint="Run Comptoir as an ordinary user.")


def named_account() -> Account:
    """Return an unprivileged account that has a name: initdb asks for one, the server does not."""
    for name in ("nobody", "daemon"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise EngineCannotStart(
        "There is no user `nobody` to prepare PostgreSQL with.", hint="Run Comptoir as an ordinary user."
    )
