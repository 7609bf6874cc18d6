"""Parts whose files are shorter than they claim.

The embedded engine reserves space before it writes and then does not look whether the writes succeeded: a disk that
fills up meanwhile, or a limit on file sizes, leaves a part cut short that is only noticed when it is read. ClickHouse
servers are not affected, and their files are not ours to look at.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass

# Files that `bytes_on_disk` does not count.
UNCOUNTED = {
    "checksums.txt", "columns.txt", "columns_substreams.txt", "default_compression_codec.txt", "metadata_version.txt",
    "txn_version.txt", "uuid.txt",
}  # fmt: skip
QUERY = "SELECT `database`, `table`, name, level, path, bytes_on_disk FROM system.parts WHERE active"


@dataclass(frozen=True, slots=True)
class Part:
    """One active part as ``QUERY`` gives it."""

    database: str
    table: str
    name: str
    level: int
    path: str
    bytes_on_disk: int

    @property
    def fresh(self) -> bool:
        """Whether an insert wrote it; otherwise it was merged from parts that are gone."""
        return self.level == 0

    def cut_short(self) -> bool:
        """Return whether its files hold less than it claims; a part that vanished meanwhile was replaced, not cut."""
        try:
            with os.scandir(self.path) as files:
                size = sum(file.stat().st_size for file in files if file.name not in UNCOUNTED and file.is_file())
        except FileNotFoundError:
            return False
        return size < self.bytes_on_disk


def cut_short(parts: Iterable[Part]) -> list[Part]:
    """Return those that are cut short."""
    return [part for part in parts if part.cut_short()]
