r"""Set-based writing of many rows into tables under row-level security: COPY to a temporary stage, then one INSERT.

PostgreSQL refuses COPY into a table whose policies apply to the role. Rows are rendered here in COPY's text format,
because at hundreds of thousands of rows a general adapter costs more than the database does.
Owns no table; names come from declarations only.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from uuid import UUID

from sqlalchemy import Table, text

from comptoir.platform.database.copy_text import copy_row
from comptoir.platform.database.unit_of_work import UnitOfWork

BLOCK = 500  # rows sent at once
AHEAD = 32  # blocks rendered at most before they are sent


async def insert_rows(
    uow: UnitOfWork, table: Table, *, columns: Sequence[str], rows: Iterable[Sequence[object]], conflict: str = ""
) -> int:
    """Insert ``rows`` and return how many were written; ``conflict`` is an ON CONFLICT clause in SQL.

    Values are None, bool, int, Decimal, str, bytes, UUID, date, aware datetime, and lists of these; JSON columns take
    JSON text. The stage lives as long as the connection and is empty outside of this call.
    """
    await uow.settled()
    return await _insert(uow, table, columns, _blocks(rows), conflict)


async def insert_behind(
    uow: UnitOfWork, table: Table, *, columns: Sequence[str], rows: Iterable[Sequence[object]], conflict: str = ""
) -> None:
    """Insert like ``insert_rows``, but return once the rows are rendered: the database writes while Python goes on.

    The next statement of the transaction waits for it and raises what went wrong.
    """
    ready: list[bytes] = []
    blocks = _blocks(rows)
    for block in blocks:
        ready.append(block)
        await asyncio.sleep(0)  # lets what is written behind go on
        if len(ready) == AHEAD:
            await uow.settled()
            await _insert(uow, table, columns, chain(ready, blocks), conflict)
            return

    async def write() -> None:
        await _insert(uow, table, columns, ready, conflict)

    if ready:
        await uow.behind(write)


async def rendered(rows: Iterable[Sequence[object]]) -> list[bytes]:
    """Return rows as COPY reads them, ready for ``copy_blocks``; what is written behind goes on meanwhile."""
    ready: list[bytes] = []
    for block in _blocks(rows):
        ready.append(block)
        await asyncio.sleep(0)
    return ready


async def copy_blocks(uow: UnitOfWork, stage: str, *, columns: Sequence[str], blocks: Iterable[bytes]) -> None:
    """Copy rendered rows into a temporary table of the caller's; for writes handed to ``UnitOfWork.behind``."""
    names = ", ".join(f'"{name}"' for name in columns)
    await _copy(uow, f"copy {stage} ({names}) from stdin", blocks)


async def _insert(uow: UnitOfWork, table: Table, columns: Sequence[str], blocks: Iterable[bytes], conflict: str) -> int:
    stage = f"staged_{table.name}_{len(columns)}"
    names = ", ".join(f'"{name}"' for name in columns)
    await uow.connection.execute(
        text(
            f"create temporary table if not exists {stage} on commit delete rows "
            f"as select {names} from {table.name} with no data"
        )
    )
    if not await _copy(uow, f"copy {stage} ({names}) from stdin", blocks):
        return 0
    done = await uow.connection.execute(
        text(f"insert into {table.name} ({names}) select {names} from {stage} {conflict}")
    )
    await uow.connection.execute(text(f"delete from {stage}"))
    return done.rowcount


def uuid_array(ids: Iterable[UUID]) -> str:
    """Return a parameter for ``cast(:name as uuid[])``: a tenth of the work of handing thousands of ids to the driver."""
    return "{" + ",".join([found.hex for found in ids]) + "}"


def overwrite(columns: Sequence[str], *, key: Sequence[str] = ("id",)) -> str:
    """Return the ON CONFLICT clause that replaces every column of a known row."""
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name not in key)
    return f"on conflict ({', '.join(key)}) do update set {changes}"


async def _copy(uow: UnitOfWork, statement: str, blocks: Iterable[bytes]) -> bool:
    is_anything = False
    async with (await uow.raw_driver()).cursor() as cursor, cursor.copy(statement.encode()) as copy:
        for block in blocks:
            await copy.write(block)
            is_anything = True
    return is_anything


def _blocks(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    lines: list[str] = []
    for row in rows:
        lines.append(copy_row(row))
        if len(lines) == BLOCK:
            yield ("\n".join(lines) + "\n").encode()
            lines.clear()
    if lines:
        yield ("\n".join(lines) + "\n").encode()
