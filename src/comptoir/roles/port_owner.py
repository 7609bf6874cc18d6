"""Who listens on a port of this machine, as far as /proc tells this user."""

from collections.abc import Iterator
from pathlib import Path

_LISTENING = "0A"


def owner_of_port(port: int, *, proc: Path = Path("/proc")) -> str | None:
    """Return "name (process 123)", or None when the system does not say."""
    sockets = {f"socket:[{inode}]" for inode in _listening(port, proc=proc)}
    if not sockets:
        return None
    for process in proc.iterdir():
        if process.name.isdigit() and _holds(process, sockets=sockets):
            return f"{_name(process)} (process {process.name})"
    return None


def _listening(port: int, *, proc: Path) -> Iterator[str]:
    for table in ("tcp", "tcp6"):
        try:
            lines = (proc / "net" / table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if fields[3] == _LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                yield fields[9]


def _holds(process: Path, *, sockets: set[str]) -> bool:
    try:
        return any(str(link.readlink()) in sockets for link in (process / "fd").iterdir() if link.is_symlink())
    except OSError:  # another user's process, or one that just ended
        return False


def _name(process: Path) -> str:
    try:
        words = (process / "cmdline").read_bytes().rstrip(b"\0").decode(errors="replace").split("\0")
    except OSError:
        return "a process"
    named = [Path(words[0]).name, *(word for word in words[1:4] if len(word) < 60)]
    return " ".join(named) or "a process"
