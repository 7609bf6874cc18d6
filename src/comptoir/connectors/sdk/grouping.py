"""Bringing together rows that belong to one record, wherever they stand in the file, in bounded memory.

Small files are grouped in memory. Larger ones are dealt into partitions on disk by a hash of their key, then each
partition, small enough, is grouped in memory. One pass over the file, one over the partitions, no sorting.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import BinaryIO, cast
from zlib import crc32

import msgspec

from comptoir.connectors.sdk.files.limits import MIB
from comptoir.connectors.sdk.files.rows import Row

IN_MEMORY = 6 * MIB  # of file; Python objects take about ten times that
_PARTITION = 6 * MIB
_MOST_PARTITIONS = 512
_WAITING = 8_192  # rows held back in all, to be written many at once
MOST_ROWS = 50_000  # of one record
Group = tuple[str, list[Row]]


def group_rows(
    rows: Iterable[Row],
    key: Callable[[Sequence[str]], str],
    *,
    byte_count: int,
    excess: Callable[[Row], None],
    in_memory: int = IN_MEMORY,
) -> Iterator[Group]:
    """Yield (key, rows in file order) for every key; rows over ``MOST_ROWS`` of one key go to ``excess``.

    Rows whose key is "" come out one by one, each as its own group. The order of groups is unspecified but depends
    on the file alone.
    """
    if byte_count <= in_memory:
        yield from _grouped(((key(row.cells), row) for row in rows), excess)
        return
    count = min(max(byte_count // _PARTITION, 2), _MOST_PARTITIONS)
    with _Partitions(count) as partitions:
        for row in rows:
            partitions.put(key(row.cells), row)
        for number in range(count):
            yield from _grouped(partitions.read(number), excess)


def _grouped(pairs: Iterable[tuple[str, Row]], excess: Callable[[Row], None]) -> Iterator[Group]:
    groups: dict[str, list[Row]] = {}
    for name, row in pairs:
        if not name:
            yield "", [row]
            continue
        group = groups.get(name)
        if group is None:
            groups[name] = [row]
        elif len(group) < MOST_ROWS:
            group.append(row)
        else:
            excess(row)
    yield from groups.items()


def nameless_file() -> BinaryIO:
    """Return a file that has no name: however its process ends, nothing of it stays."""
    return cast("BinaryIO", tempfile.TemporaryFile(buffering=0))


class _Partitions:
    """Rows dealt into files by the hash of their key. The files have no name and vanish with the process."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._files: list[BinaryIO] = []
        self._waiting: list[list[tuple[str, int, Sequence[str]]]] = [[] for _ in range(count)]
        self._at_once = max(_WAITING // count, 8)
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(list[tuple[str, int, list[str]]])

    def __enter__(self) -> "_Partitions":
        self._files = [nameless_file() for _ in range(self._count)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files:
            file.close()

    def put(self, key: str, row: Row) -> None:
        number = crc32(key.encode("utf-8", "surrogatepass")) % self._count
        waiting = self._waiting[number]
        waiting.append((key, row.line, row.cells))
        if len(waiting) >= self._at_once:
            self._write(number)

    def _write(self, number: int) -> None:
        body = self._encoder.encode(self._waiting[number])
        self._files[number].write(len(body).to_bytes(4, "little") + body)
        self._waiting[number].clear()

    def read(self, number: int) -> Iterator[tuple[str, Row]]:
        self._write(number)
        file = self._files[number]
        file.seek(0)
        while head := file.read(4):
            for key, line, cells in self._decoder.decode(file.read(int.from_bytes(head, "little"))):
                yield key, Row(line, cells)
