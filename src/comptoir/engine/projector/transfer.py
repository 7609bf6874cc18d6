"""Bytes from PostgreSQL's COPY into ClickHouse, unparsed: text COPY and TabSeparated agree on nulls, tabs and escapes.

Owns cutting a stream into inserts at row borders, so that memory and the size of one insert are bounded, and keeping
both engines busy: while ClickHouse writes one portion, PostgreSQL already gives the next.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass

from comptoir.engine.schema import WarehouseTable
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.warehouse import Warehouse

MIB = 1024 * 1024
CHUNK_BYTES = MIB // 4
PORTION_BYTES = 16 * MIB
LARGE_PORTION_BYTES = 64 * MIB  # for whole tables: fewer parts to merge
_IN_FLIGHT = 2


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

    async def portion(self, *, limit: int, given: asyncio.Event) -> AsyncIterator[bytes]:
        """Yield chunks of whole rows until about ``limit`` bytes are out or the source ends; then set ``given``."""
        out, held = 0, bytearray(self._take())
        try:
            while out + len(held) < limit:
                piece = await anext(self.source, None)
                if piece is None:
                    self.ended = True
                    break
                held += piece
                if len(held) >= CHUNK_BYTES:
                    out += len(held)
                    yield self._give(held)
                    held = bytearray()
            if held:
                yield self._give(held)
        finally:
            given.set()

    def _take(self) -> bytes:
        kept, self._kept = self._kept or b"", None
        return kept

    def _give(self, held: bytearray) -> bytes:
        self.rows += held.count(b"\n")
        return bytes(held)


async def transfer(
    warehouse: Warehouse,
    uow: UnitOfWork,
    *,
    select: str,
    table: WarehouseTable,
    database: str | None = None,
    portion_bytes: int = PORTION_BYTES,
) -> int:
    """Copy what ``select`` gives into a warehouse table; return the number of rows. Nothing selected, nothing sent."""
    running: set[asyncio.Task[int]] = set()
    async with aclosing(uow.copy_out(select)) as source:
        rows = Rows(source)
        try:
            while await rows.has_more():
                given = asyncio.Event()
                portion = rows.portion(limit=portion_bytes, given=given)
                insert = warehouse.insert_stream(
                    table.name, table.column_names(), portion, database=database, structure=table.arriving()
                )
                task = asyncio.ensure_future(insert)
                running.add(task)
                await _until_given(given, task)
                running = await _room(running)
            await _all(running)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        return rows.rows


async def _until_given(given: asyncio.Event, task: "asyncio.Task[int]") -> None:
    """Wait until an insert has taken its portion, or failed before it did."""
    waiting = asyncio.ensure_future(given.wait())
    await asyncio.wait({waiting, task}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()


async def _room(running: "set[asyncio.Task[int]]") -> "set[asyncio.Task[int]]":
    """Return the inserts still running once another may start; raise what one of them raised."""
    while True:
        for task in [task for task in running if task.done()]:
            running.discard(task)
            task.result()
        if len(running) < _IN_FLIGHT:
            return running
        await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)


async def _all(running: "set[asyncio.Task[int]]") -> None:
    for task in list(running):
        await task
