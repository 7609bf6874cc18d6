"""Measure the disk of a home: what is free, and what each of its parts holds. Reads sizes only, never a file."""

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from comptoir.composed.system.contracts import Disk, Part

GOOD_FOR = timedelta(minutes=1)

_measured: dict[Path, Disk] = {}
_one_at_a_time = Lock()


def measure_disk(home: Path, *, now: datetime) -> Disk:
    """Return free and used bytes of the disk and of every entry of the home; parts at most a minute old."""
    with _one_at_a_time:
        known = _measured.get(home)
        if known is None or not timedelta(0) <= now - known.measured_at < GOOD_FOR:
            known = _measured[home] = _measure(home, now)
    return known


def _measure(home: Path, now: datetime) -> Disk:
    usage = shutil.disk_usage(home)
    parts = [Part(entry.name, _size(Path(entry.path))) for entry in os.scandir(home) if not entry.is_symlink()]
    held = tuple(sorted((part for part in parts if part.size), key=lambda part: -part.size))
    return Disk(total=usage.total, free=usage.free, parts=held, measured_at=now)


def _size(path: Path) -> int:
    """Return the bytes a file or folder occupies; what vanishes meanwhile or may not be read counts nothing."""
    if path.is_file():
        return _occupied(path)
    folders = os.walk(path, onerror=None, followlinks=False)
    return sum(_occupied(Path(folder, name)) for folder, _, names in folders for name in names)


def _occupied(path: Path) -> int:
    try:
        return path.lstat().st_blocks * 512
    except OSError:
        return 0
