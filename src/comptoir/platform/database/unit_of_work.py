"""One transaction: the only thing that commits. Use cases get it, run statements in it and never end it."""

import asyncio
import inspect
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import Executable

from comptoir.kernel.actor import Actor
from comptoir.platform.database.access import SET_SCOPE, scope_values
from comptoir.platform.secrets import KeyProblem, SecretBox

Callback = Callable[[], Awaitable[object] | object]
READ = "personal.read"
NAMED = 200  # ids that an entry about reading lists; how many there were it says in any case
_PLACES = {name: f":{name}" for name in ("organisation", "stores", "channels", "sales_reps")}
LIMITED = text(SET_SCOPE.format(**_PLACES))
_OWN_WORK = frozenset({"system", "job"})
BEHIND = 8  # writes that may wait for the database at once: what they hold in memory is bounded by it


@dataclass(frozen=True, slots=True)
class Note:
    """What the audit trail is to tell: who did what to which thing. ``before`` and ``after`` hold no secret."""

    actor: Actor
    action: str
    subject: str
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None
    outcome: str = "done"
    count: int = 1


class UnitOfWork:
    """A transaction and on whose behalf it runs."""

    def __init__(
        self, connection: AsyncConnection, *, actor: Actor, by: Actor | None = None, secrets: SecretBox | None = None
    ) -> None:
        self.connection = connection
        self.actor = actor
        self.by = by or actor
        self._secrets = secrets
        self._callbacks: list[Callback] = []
        self._behind: deque[asyncio.Task[None]] = deque()
        self._notes: list[Note] = []
        self._read: dict[UUID, None] = {}
        self._reads_told = False

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
        await self.settled()
        return await self.connection.execute(statement, parameters)

    @asynccontextmanager
    async def whole_organisation(self) -> AsyncIterator[None]:
        """See all rows of the organisation inside, whatever its actor is limited to.

        For what is worked out from all of them, such as the first order of a customer: it must not depend on who
        asked. Rights are checked before, and nothing that is read inside leaves.
        """
        if not self.actor.scope.limits_rows:
            yield
            return
        await self.execute(LIMITED, scope_values(self.actor, is_whole=True))
        yield
        # Not after an error: then the transaction ends, and what was set ends with it.
        await self.execute(LIMITED, scope_values(self.actor))

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
        await self.settled()
        return await self.raw_driver()

    async def raw_driver(self) -> psycopg.AsyncConnection[Any]:
        """Return psycopg's own connection without waiting for what is written behind: for these writes alone."""
        raw = await self.connection.get_raw_connection()
        found = raw.driver_connection
        assert isinstance(found, psycopg.AsyncConnection)
        return found

    async def behind(self, write: Callable[[], Awaitable[None]]) -> None:
        """Write while the caller goes on computing. Writes keep their order; the next statement waits for all of them.

        ``write`` must use ``connection`` and ``raw_driver``. What it raises is raised by that next statement, or by
        the end of the transaction, which then does not commit.
        """
        if len(self._behind) >= BEHIND:
            await self._behind[0]
            self._behind.popleft()
        before = self._behind[-1] if self._behind else None
        self._behind.append(asyncio.create_task(_after(before, write)))
        await asyncio.sleep(0)

    async def settled(self) -> None:
        """Wait until everything written behind is done."""
        if self._behind:
            await self._behind[-1]
            self._behind.clear()

    async def abandon(self) -> None:
        """Stop what is written behind, of a transaction that ends without a commit. Called by the database alone."""
        waiting = list(self._behind)
        for task in reversed(waiting):
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        self._behind.clear()

    def on_commit(self, callback: Callback) -> None:
        """Call (or await) this once the transaction is durable; never if it is rolled back."""
        self._callbacks.append(callback)

    def audit(
        self,
        action: str,
        subject: str,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
        *,
        actor: Actor | None = None,
        outcome: str = "done",
    ) -> None:
        """Have the audit trail tell of a change: written with it, or not at all.

        ``actor`` is who did it, where that is not who the transaction is of.
        """
        self._notes.append(Note(actor or self.by, action, subject, before, after, outcome))

    def audit_read(self, customers: Iterable[UUID]) -> None:
        """Have the audit trail tell whose personal data leave: one entry for the whole transaction."""
        self._read.update(dict.fromkeys(customers))

    def reads_are_told(self) -> None:
        """What is read here is part of something the trail tells of as a whole, such as an export in batches."""
        self._reads_told = True

    def notes(self) -> list[Note]:
        """Return what the trail is to tell of this transaction. The product's own reading is nobody's."""
        if self._read and not self._reads_told and self.by.client not in _OWN_WORK:
            ids = [str(one) for one in self._read]
            subject = ids[0] if len(ids) == 1 else "customers"
            after = {"customers": len(ids), "ids": ids[:NAMED]} if len(ids) > 1 else None
            return [*self._notes, Note(self.by, READ, subject, after=after)]
        return self._notes

    async def committed(self) -> None:
        """Run what waited for the commit. Called by the database alone."""
        for callback in self._callbacks:
            result = callback()
            if inspect.isawaitable(result):
                await result


async def _after(before: asyncio.Task[None] | None, write: Callable[[], Awaitable[None]]) -> None:
    if before is not None:
        await before
    await write()
