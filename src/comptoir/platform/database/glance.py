"""One read in one round trip, for what is asked with every request. Owns a few connections of the application's role.

A unit of work costs four round trips: begin, scope, statement, commit. Here scope and statement travel together and are
one implicit transaction, so row-level security holds as everywhere. Must not write.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row

from comptoir.kernel.actor import Actor
from comptoir.platform.database.access import SET_SCOPE, scope_values

Connection = psycopg.AsyncConnection[Any]
_PLACES = {name: f"%({name})s" for name in ("organisation", "stores", "channels", "sales_reps")}
SCOPED = SET_SCOPE.format(**_PLACES)


class Glances:
    """At most ``most`` reads at once, each on a connection of its own."""

    def __init__(self, connect: Callable[[], Awaitable[Connection]], *, most: int) -> None:
        self._connect = connect
        self._places = asyncio.Semaphore(most)
        self._idle: list[Connection] = []

    async def rows(self, actor: Actor, statement: str, values: Mapping[str, Any]) -> list[Any]:
        """Return the rows as named tuples; a connection that died unnoticed is replaced once."""
        async with self._places:
            while self._idle:
                try:
                    return await self._read(self._idle.pop(), actor, statement, values)
                except psycopg.OperationalError:
                    continue
            return await self._read(await self._opened(), actor, statement, values)

    async def _opened(self) -> Connection:
        connection = await self._connect()
        await connection.set_autocommit(True)
        connection.row_factory = namedtuple_row
        connection.prepare_threshold = 0
        return connection

    async def _read(self, connection: Connection, actor: Actor, statement: str, values: Mapping[str, Any]) -> list[Any]:
        try:
            async with connection.pipeline():
                scope = await connection.execute(SCOPED, scope_values(actor))
                answer = await connection.execute(statement, values)
                (scoped,) = await scope.fetchall()
                if not scoped.is_scoped:
                    raise RuntimeError("the organisation was not set")
                rows = await answer.fetchall()
        except BaseException:
            await asyncio.shield(connection.close())
            raise
        self._idle.append(connection)
        return rows

    async def close(self) -> None:
        """Close what is idle."""
        while self._idle:
            await self._idle.pop().close()
