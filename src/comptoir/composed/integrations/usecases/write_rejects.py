"""Write the rows that could not be read as a CSV: line, reason, value, then the row as it stood in the file."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from comptoir.connectors.sdk.formats import Reject
from comptoir.kernel.spreadsheet import tame


class RejectsFile:
    """A CSV that comes into being with its first row."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: TextIO | None = None
        self._columns: Sequence[str] = ()

    def columns(self, names: Sequence[str]) -> None:
        """Name the columns of the source file."""
        self._columns = names

    def add(self, rejects: Iterable[Reject]) -> None:
        """Append rejected rows."""
        for reject in rejects:
            if self._file is None:
                self._file = self.path.open("w", encoding="utf-8", newline="", errors="replace")
                csv.writer(self._file).writerow(["line", "reason", "value", *self._columns])
            csv.writer(self._file).writerow([reject.line, reject.reason, tame(reject.value), *map(tame, reject.cells)])

    def close(self) -> Path | None:
        """Finish; return the path if anything was rejected."""
        if self._file is None:
            return None
        self._file.close()
        return self.path
