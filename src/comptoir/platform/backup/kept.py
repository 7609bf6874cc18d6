"""The backups that are kept: how they are called, which there are, which go."""

import re
from datetime import UTC, datetime
from pathlib import Path

from comptoir.kernel.errors import NotFound

SUFFIX = ".backup"
NAME = re.compile(r"comptoir-(\d{8}-\d{6})(?:-(\d+))?(-before-[\w]+)?\.backup")


def new_path(directory: Path, *, now: datetime, reason: str) -> Path:
    """Return the name of a backup made now; of two in one second the later gets a number."""
    stamp = now.astimezone(UTC).strftime("%Y%m%d-%H%M%S")
    ending = "-" + reason.replace(" ", "-") if reason.startswith("before ") else ""
    taken = [
        int(match[2] or 1) for path in _files(directory) if (match := NAME.fullmatch(path.name)) and match[1] == stamp
    ]
    number = f"-{max(taken) + 1}" if taken else ""
    return directory / f"comptoir-{stamp}{number}{ending}{SUFFIX}"


def listed(directory: Path) -> list[Path]:
    """Return the kept backups, oldest first; other files in the directory are none of ours."""
    found = [(match[1], int(match[2] or 1), path) for path in _files(directory) if (match := NAME.fullmatch(path.name))]
    return [path for _, _, path in sorted(found)]


def _files(directory: Path) -> list[Path]:
    return list(directory.iterdir()) if directory.is_dir() else []


def made_at(path: Path) -> datetime:
    """Return when a kept backup was made, by its name."""
    match = NAME.fullmatch(path.name)
    assert match is not None
    return datetime.strptime(match[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)


def prune(directory: Path, *, keep: int) -> list[Path]:
    """Remove the oldest beyond ``keep``; those made before a migration are counted apart, so neither pushes out the other."""
    gone: list[Path] = []
    everything = listed(directory)
    before = [path for path in everything if "-before-" in path.name]
    for kind in (before, [path for path in everything if path not in before]):
        gone += kind[: max(0, len(kind) - max(1, keep))]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def found(directory: Path, *, named: str | None) -> Path:
    """Return the backup that was named, by path or by its name among the kept, or the newest."""
    if named is None:
        everything = listed(directory)
        if not everything:
            raise NotFound(f"There is no backup in {directory}.", hint="`comptoir backup create` makes one.")
        return everything[-1]
    for path in (Path(named).expanduser(), directory / named):
        if path.is_file():
            return path
    raise NotFound(f"There is no backup {named}.", hint="`comptoir backup list` shows what is kept.")
