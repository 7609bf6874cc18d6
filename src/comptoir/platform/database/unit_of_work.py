"""One transaction: the only thing that commits. Use cases get it, run statements in it and never end it."""

import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import Executable

from comptoir.kernel.actor import Actor
from comptoir.platform.secrets import KeyProblem, SecretBox

Callback = Callable[[], Awaitable[object] | object]


class UnitOfWork:
    """A transaction and on whose behalf it runs."""

    def __init__(self, connection: AsyncConnection, *, actor: Actor, secrets: SecretBox | None = None) -> None:
        self.connection = connection
        self.actor = actor
        self._secrets = secrets
        self._callbacks: list[Callback] = []

    @property
    def secrets(self) -> SecretBox:
        """The keys of the home, for what must be sealed before it rests in this transaction."""
        if self._secrets is None:
            raise KeyProblem("This process has no keys.", hint="Open the database through the platform.")
        return self._secrets

    async def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run one SQLAlchemy statement; a sequence of parameters runs it for each."""
        return await self.connection.execute(statement, parameters)

    async def copy_in(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
        """Write rows by COPY and return how many. Values are Python's: UUID, Decimal, lists, dicts (jsonb), None."""
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(*table.split(".")), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        count = 0
        async with (await self.driver()).cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                await copy.write_row(row)
                count += 1
        return count

    async def copy_out(
        self, query: str, parameters: Mapping[str, Any] | Sequence[Any] | None = None
    ) -> AsyncGenerator[bytes, None]:
        r"""Yield the rows of a SELECT in COPY's text format (tabs, \N), which ClickHouse reads as TabSeparated.

        ``query`` takes psycopg's placeholders (``%(name)s``); COPY knows no parameters, so values are quoted here.
        """
        driver = await self.driver()
        quoted = psycopg.AsyncClientCursor(driver).mogrify(query, parameters) if parameters else query
        async with driver.cursor() as cursor, cursor.copy(f"COPY ({quoted}) TO STDOUT".encode()) as copy:
            async for block in copy:
                yield bytes(block)

    async def driver(self) -> psycopg.AsyncConnection[Any]:
        """Return psycopg's own connection, inside this transaction."""
        raw = await self.connection.get_raw_connection()
        found = raw.driver_connection
        assert isinstance(found, psycopg.AsyncConnection)
        return found

    def on_commit(self, callback: Callback) -> None:
        """Call (or await) this once the transaction is durable; never if it is rolled back."""
        self._callbacks.append(callback)

    def audit(
        self,
        action: str,
        subject: str,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
    ) -> None:
        """Place for the audit log: every change of a business object passes here. Nothing is recorded by this layer."""

    async def committed(self) -> None:
        """Run what waited for the commit. Called by the database alone."""
        for callback in self._callbacks:
            result = callback()
            if inspect.isawaitable(result):
                await result
