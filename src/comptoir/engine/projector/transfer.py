"""Bytes from PostgreSQL's COPY into ClickHouse, unparsed: text COPY and TabSeparated agree on nulls, tabs and escapes.

Owns cutting a stream into inserts at row borders, so that memory and the size of one insert are bounded.
"""

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass

from comptoir.engine.schema import WarehouseTable
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.warehouse import Warehouse

CHUNK_BYTES = 256 * 1024
INSERT_BYTES = 48 * 1024 * 1024


@dataclass(slots=True)
class Rows:
    """A stream of rows that knows how many it gave and whether it ended. ``source`` yields whole rows."""

    source: AsyncIterator[bytes]
    rows: int = 0
    ended: bool = False
    _kept: bytes | None = None

    async def has_more(self) -> bool:
        """Return whether another row follows, reading ahead by one piece."""
        if self._kept is None and not self.ended:
            self._kept = await anext(self.source, None)
            self.ended = self._kept is None
        return self._kept is not None

    async def portion(self, *, limit: int = INSERT_BYTES) -> AsyncIterator[bytes]:
        """Yield chunks of whole rows until about ``limit`` bytes are out or the source ends."""
        given, held = 0, bytearray(self._take())
        while given + len(held) < limit:
            piece = await anext(self.source, None)
            if piece is None:
                self.ended = True
                break
            held += piece
            if len(held) >= CHUNK_BYTES:
                given += len(held)
                yield self._give(held)
                held = bytearray()
        if held:
            yield self._give(held)

    def _take(self) -> bytes:
        kept, self._kept = self._kept or b"", None
        return kept

    def _give(self, held: bytearray) -> bytes:
        self.rows += held.count(b"\n")
        return bytes(held)


async def transfer(
    warehouse: Warehouse, uow: UnitOfWork, *, select: str, table: WarehouseTable, database: str | None = None
) -> int:
    """Copy what ``select`` gives into a warehouse table; return the number of rows. Nothing selected, nothing sent."""
    async with aclosing(uow.copy_out(select)) as source:
        rows = Rows(source)
        while await rows.has_more():
            await warehouse.insert_stream(table.name, table.column_names(), rows.portion(), database=database)
        return rows.rows
