"""The warehouse client: clickhouse-connect's async HTTP client with budgets, exact values and one way to come back.

Implements ``platform.warehouse.Warehouse`` for the embedded host and for a server alike. Owns no SQL of a module.
"""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from comptoir.engine.budget import EXACT, INTERACTIVE, STREAMED, settings_of
from comptoir.engine.connection import Connector, Lost, named_errors
from comptoir.engine.errors import away, told_at_the_end
from comptoir.engine.identity import IDENTITY, create_identity, read_health
from comptoir.engine.schema import WarehouseTable, quote
from comptoir.kernel.errors import ComptoirError
from comptoir.platform.settings import Settings
from comptoir.platform.telemetry import engine_restarts, queries_seconds
from comptoir.platform.warehouse import Budget, Parameters, QueryResult, WarehouseHealth

if TYPE_CHECKING:
    from clickhouse_connect.driver.asyncclient import AsyncClient

T = TypeVar("T")
BACK_WITHIN = 15.0
PAUSE = 0.05
TAIL = 16 * 1024  # an error in the middle of an answer stands at its end
ABOUT_DATABASES = re.compile(r"\s*(CREATE|DROP|RENAME)\s+DATABASE\b", re.IGNORECASE)


class ClickHouse:
    """The warehouse of one process. Connects, and starts the embedded host, when it is first asked."""

    def __init__(self, connector: Connector, *, durable: bool = True) -> None:
        self._connector = connector
        self._durable = durable

    @property
    def database(self) -> str:
        """The database that unqualified table names mean."""
        return self._connector.database

    async def query(
        self,
        sql: str,
        parameters: Parameters | None = None,
        *,
        settings: Parameters | None = None,
        budget: Budget | None = None,
        database: str | None = None,
    ) -> QueryResult:
        """Run a read and return all rows. Raises ``OverBudget``, ``QueryFailed`` or ``Unavailable``."""
        wanted = {**settings_of(budget or INTERACTIVE), **in_database(database), **(settings or {})}
        started = time.perf_counter()

        async def ask(client: "AsyncClient") -> Any:
            return await client.query(sql, parameters=dict(parameters or {}), settings=wanted)

        result = await self._again(ask)
        elapsed = time.perf_counter() - started
        queries_seconds.labels("answered").observe(elapsed)
        names, types = tuple(result.column_names), tuple(kind.name for kind in result.column_types)
        if not names:
            names, types = await self._columns(sql, parameters, wanted)
        summary = result.summary or {}
        return QueryResult(
            columns=names,
            types=types,
            rows=[tuple(row) for row in result.result_rows],
            elapsed_ms=elapsed * 1000,
            read_rows=int(summary.get("read_rows", 0)),
            read_bytes=int(summary.get("read_bytes", 0)),
        )

    async def _columns(
        self, sql: str, parameters: Parameters | None, settings: dict[str, Any]
    ) -> tuple[tuple[str, ...], ...]:
        """Return names and types of a result without rows, which ClickHouse sends as nothing at all."""
        describe = f"DESCRIBE TABLE (\n{sql}\n)"

        async def ask(client: "AsyncClient") -> Any:
            return await client.query(describe, parameters=dict(parameters or {}), settings=settings)

        try:
            rows = (await self._again(ask)).result_rows
        except ComptoirError:
            # Not every statement that reads is a SELECT: SHOW and EXPLAIN cannot be described.
            return (), ()
        return tuple(str(row[0]) for row in rows), tuple(str(row[1]) for row in rows)

    async def stream(
        self,
        sql: str,
        parameters: Parameters | None = None,
        *,
        fmt: str,
        settings: Parameters | None = None,
        budget: Budget | None = None,
        database: str | None = None,
    ) -> AsyncGenerator[bytes, None]:
        """Run a read and yield its bytes in a ClickHouse format, in bounded memory. Ends early only with an error."""
        wanted = {**settings_of(budget or STREAMED), **in_database(database), **(settings or {})}

        async def ask(client: "AsyncClient") -> Any:
            return await client.raw_stream(sql, parameters=dict(parameters or {}), settings=wanted, fmt=fmt)

        source = await self._again(ask)
        last = b""
        try:
            with named_errors():
                async with source as pieces:
                    async for piece in pieces:
                        last = piece[-TAIL:] if len(piece) >= TAIL else (last + piece)[-TAIL:]
                        yield piece
        except Lost as error:
            raise told_at_the_end(last) or away(str(error)) from error

    async def command(
        self, sql: str, parameters: Parameters | None = None, *, settings: Parameters | None = None
    ) -> None:
        """Run a statement that returns nothing. It is sent once: after ``Unavailable`` look before trying again."""
        wanted = {**EXACT, **(settings or {})}
        anywhere = ABOUT_DATABASES.match(sql) is not None

        async def ask(client: "AsyncClient") -> Any:
            return await client.command(
                sql, parameters=dict(parameters or {}), settings=wanted, use_database=not anywhere
            )

        await self._once(ask)

    async def insert_stream(
        self,
        table: str,
        columns: Sequence[str],
        chunks: AsyncIterable[bytes],
        *,
        fmt: str = "TabSeparated",
        database: str | None = None,
        structure: str | None = None,
    ) -> int:
        """Insert bytes in a ClickHouse format, durable when it returns; return rows written (0 if unknown).

        ``structure`` names the types in which they arrive where those are cheaper to read than the table's.
        """
        named: Sequence[str] | None = columns
        target = f"`{database or self.database}`.`{table}`"
        if structure is not None:
            names = ", ".join(f"`{column}`" for column in columns)
            target, named = f"{target} ({names}) SELECT {names} FROM input({quote(structure)})", None

        async def ask(client: "AsyncClient") -> Any:
            return await client.raw_insert(target, column_names=named, insert_block=chunks, fmt=fmt)

        return written(await self._once(ask))

    async def insert_rows(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, database: str | None = None
    ) -> int:
        """Insert Python rows, durable when it returns; return how many."""
        if not rows:
            return 0

        async def ask(client: "AsyncClient") -> Any:
            return await client.insert(table, rows, column_names=columns, database=database or self.database)

        await self._once(ask)
        return len(rows)

    async def ensure_schema(self, tables: Sequence[WarehouseTable], *, database: str | None = None) -> None:
        """Create database and tables that are missing, and the identity row. Existing tables are left as they are."""
        target = database or self.database
        await self.command(f"CREATE DATABASE IF NOT EXISTS `{target}`{self._connector.database_engine}")
        for table in (IDENTITY, *tables):
            await self.command(table.ddl(database=target, durable=self._durable))
        await create_identity(self, database=target)

    async def health(self) -> WarehouseHealth:
        """Look at the data's identity and for parts that were set aside as damaged."""
        return await read_health(self, files=self._connector.embedded)

    async def close(self) -> None:
        """Close connections and give the engine back."""
        await self._connector.close()

    async def _again(self, ask: Callable[["AsyncClient"], Awaitable[T]]) -> T:
        """Run a read; when the engine is away bring it back and ask again, for a bounded time."""
        deadline = time.monotonic() + BACK_WITHIN
        while True:
            client = await self._connector.client()
            try:
                with named_errors():
                    return await ask(client)
            except Lost as error:
                if time.monotonic() > deadline:
                    raise away(str(error)) from error
                engine_restarts.labels("warehouse").inc()
                await self._connector.revive(client)
                await asyncio.sleep(PAUSE)

    async def _once(self, ask: Callable[["AsyncClient"], Awaitable[T]]) -> T:
        """Run a write on an engine that is known to be there; one that dies meanwhile gives ``Unavailable``."""
        client = await self._connector.living()
        try:
            with named_errors():
                return await ask(client)
        except Lost as error:
            raise away(str(error)) from error


def in_database(database: str | None) -> dict[str, Any]:
    """Return the setting that makes another database the one unqualified names mean."""
    return {"database": database} if database else {}


def written(summary: Any) -> int:
    """Return the rows an insert wrote, as its summary tells."""
    return int((summary.summary or {}).get("written_rows", 0))


async def open_warehouse(settings: Settings) -> ClickHouse:
    """Return the warehouse that the settings name. Nothing is started before it is first asked."""
    return ClickHouse(Connector(settings), durable=not settings.unsafe_fast)
