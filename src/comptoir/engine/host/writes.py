"""Writes that are only acknowledged when the disk holds them whole."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from comptoir.engine.parts import QUERY, Part, cut_short

# Below this much free space nothing is written: what is left belongs to PostgreSQL, which keeps the truth.
SPARE = 64 * 1024 * 1024
FULL = "Code: 243. DB::Exception: No space left on device: {}. (NOT_ENOUGH_SPACE)"


class Writes:
    """Looks before and after each write. Of writes at once that find a part cut short, all are refused."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock = threading.Lock()
        self._dropped = 0

    @contextmanager
    def checked(self, raw: Any) -> Iterator[None]:
        """Refuse when little space is left; afterwards drop parts that were cut short and refuse."""
        disk = os.statvfs(self._data)
        if disk.f_bavail * disk.f_frsize < SPARE:
            raise RuntimeError(FULL.format("little space is left"))
        before, since = self._dropped, int(time.time()) - 1
        yield
        with self._lock:
            rows = raw.query(f"{QUERY} AND modification_time >= toDateTime({since})", "TSVRaw").bytes().decode()
            fields = (line.split("\t") for line in rows.splitlines())
            short = cut_short(
                Part(database, table, name, int(level), path, int(size))
                for database, table, name, level, path, size in fields
            )
            for part in short:
                # A merged part is left for `health` to find: dropping it would lose rows that were acknowledged.
                if part.fresh:
                    self._dropped += 1
                    raw.query(f"ALTER TABLE `{part.database}`.`{part.table}` DROP PART '{part.name}'", "TSV")
            if self._dropped != before:
                raise RuntimeError(FULL.format("the rows were not written whole"))
