"""Opening a file as a stream of unpacked bytes, whatever it is wrapped in, within the limits."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from comptoir.connectors.sdk.errors import FileProblem, OverLimit
from comptoir.connectors.sdk.files.limits import DEFAULT, Limits, size


class Container(StrEnum):
    """What the first bytes say the file is."""

    PLAIN = "plain"
    GZIP = "gzip"
    WORKBOOK = "xlsx"
    PARQUET = "parquet"


_REFUSED = (
    (b"%PDF", "a PDF document", "Export the table as CSV or XLSX."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (.xls)", "Save it as XLSX or CSV."),
    (b"\x89PNG", "a picture", "Export the table as CSV or XLSX."),
    (b"\xff\xd8\xff", "a picture", "Export the table as CSV or XLSX."),
    (b"BZh", "a bzip2 archive", "Unpack it first."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it first."),
    (b"(\xb5/\xfd", "a zstd archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"SQLite format 3", "a SQLite database", "Export the table as CSV."),
)


def container_of(path: Path) -> Container:
    """Return what the file is by its first bytes; refuse what no reader here can take."""
    with path.open("rb") as stream:
        head = stream.read(16)
    if not head:
        raise FileProblem(f"{path.name} is empty.")
    if head.startswith(b"\x1f\x8b"):
        return Container.GZIP
    if head.startswith(b"PAR1"):
        return Container.PARQUET
    if head.startswith(b"PK\x03\x04"):
        return Container.WORKBOOK
    for magic, what, hint in _REFUSED:
        if head.startswith(magic):
            raise FileProblem(f"{path.name} is {what}.", hint=hint)
    return Container.PLAIN


class _Metered(io.RawIOBase):
    """Passes unpacked bytes on and stops when they outgrow the limits."""

    def __init__(self, source: BinaryIO, packed: int, limits: Limits, name: str) -> None:
        self._source = source
        self._allowed = limits.unpacked_bytes
        self._suspicious = max(limits.ratio_from, packed * limits.ratio)
        self._limits = limits
        self._name = name
        self._seen = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        try:
            chunk = self._source.read(len(buffer))
        except (zlib.error, EOFError, gzip.BadGzipFile) as error:
            raise FileProblem(f"{self._name} is a damaged gzip file.", hint="Fetch it again.") from error
        self._seen += len(chunk)
        if self._seen > self._allowed:
            raise OverLimit(f"{self._name} unpacks to more than {size(self._allowed)}, the limit for one file.")
        if self._seen > self._suspicious:
            raise OverLimit(
                f"{self._name} unpacks to more than {self._limits.ratio} times its size, the limit for packed files."
            )
        buffer[: len(chunk)] = chunk
        return len(chunk)


@contextmanager
def open_bytes(path: Path, container: Container, *, limits: Limits = DEFAULT) -> Iterator[BinaryIO]:
    """Open a plain or gzip file as unpacked bytes; the stream raises ``OverLimit`` when it grows too large."""
    if container is Container.GZIP:
        with gzip.open(path, "rb") as packed:
            raw = _Metered(packed, path.stat().st_size, limits, path.name)  # type: ignore[arg-type]
            with io.BufferedReader(raw, 1 << 18) as stream:
                yield stream
    else:
        with path.open("rb", buffering=1 << 18) as stream:
            yield stream
