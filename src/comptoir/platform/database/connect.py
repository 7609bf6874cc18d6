"""PostgreSQL of one process: pools for the roles app and system, on the embedded server or on DATABASE_URL.

Owns connecting and coming back after the server died. Owns no statement of a module.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Self
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.types.json import JsonbDumper
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from comptoir.kernel.actor import Actor, system_actor
from comptoir.platform.database.access import scope_values
from comptoir.platform.database.errors import is_connection_failure, sqlstate, translated
from comptoir.platform.database.glance import Glances
from comptoir.platform.database.server import APP, SYSTEM, Server, server_of
from comptoir.platform.database.unit_of_work import LIMITED, Note, UnitOfWork
from comptoir.platform.engines.errors import EngineUnavailable
from comptoir.platform.secrets import KeyProblem, SecretBox
from comptoir.platform.settings import Settings
from comptoir.platform.telemetry import engine_restarts

NOBODY = system_actor(UUID(int=0))
BACK_WITHIN = 15.0
Record = Callable[[UnitOfWork, Sequence[Note]], Awaitable[None]]


class Database:
    """The open database of one process."""

    def __init__(self, server: Server, *, pool: int) -> None:
        self.server = server
        self.secrets: SecretBox | None = None  # set by the platform; units of work hand it on
        self.record: Record | None = None  # set by the platform: writes what units of work note for the audit trail
        self._app = self._engine(APP, pool)
        self._system = self._engine(SYSTEM, pool)
        self._glances = Glances(lambda: self._connect(APP), most=pool)

    @classmethod
    async def open(cls, settings: Settings) -> Self:
        """Start the embedded server if need be. Connects when first used."""
        server = server_of(settings)
        await asyncio.to_thread(server.ensure)
        return cls(server, pool=settings.database_pool)

    def _engine(self, role: str, pool: int) -> AsyncEngine:
        async def connect() -> psycopg.AsyncConnection[Any]:
            return await self._connect(role)

        return create_async_engine(
            "postgresql+psycopg://",
            async_creator=connect,
            pool_size=pool,
            max_overflow=pool,
            pool_timeout=30,
            pool_reset_on_return="rollback",
        )

    async def _connect(self, role: str) -> psycopg.AsyncConnection[Any]:
        """Connect; while the server is away bring it back, for a bounded time."""
        deadline = time.monotonic() + BACK_WITHIN
        while True:
            try:
                connection = await psycopg.AsyncConnection.connect(**self.server.connection(role))
            except psycopg.OperationalError as error:
                if not worth_waiting(error) or time.monotonic() > deadline:
                    raise
                await asyncio.to_thread(self.server.ensure)
                await asyncio.sleep(0.05)
            else:
                connection.adapters.register_dumper(dict, JsonbDumper)
                return connection

    @asynccontextmanager
    async def begin(self, actor: Actor) -> AsyncIterator[UnitOfWork]:
        """One transaction as the application's role: sees the actor's organisation only. Commits unless it raises."""
        async with self._transaction(self._app, actor) as uow:
            yield uow

    async def glance(self, actor: Actor, statement: str, values: Mapping[str, Any]) -> list[Any]:
        """One read as the application's role in one round trip: named tuples of what the actor's organisation holds."""
        with errors_named():
            return await self._glances.rows(actor, statement, values)

    @asynccontextmanager
    async def begin_system(self, *, by: Actor | None = None) -> AsyncIterator[UnitOfWork]:
        """One transaction of the product itself: sees all organisations. ``by`` is whom the audit trail names."""
        async with self._transaction(self._system, NOBODY, by=by) as uow:
            yield uow

    @asynccontextmanager
    async def begin_snapshot(self) -> AsyncIterator[UnitOfWork]:
        """Like ``begin_system``, but every statement sees the data as the first one found it."""
        async with self._transaction(self._system.execution_options(isolation_level="REPEATABLE READ"), NOBODY) as uow:
            yield uow

    @asynccontextmanager
    async def _transaction(
        self, engine: AsyncEngine, actor: Actor, *, by: Actor | None = None
    ) -> AsyncIterator[UnitOfWork]:
        values = scope_values(actor) | ({"organisation": ""} if actor is NOBODY else {})
        with errors_named():
            connection = await self._start(engine, values)
            uow = UnitOfWork(connection, actor=actor, by=by, secrets=self.secrets)
            try:
                yield uow
                await self._tell(uow)
                await uow.settled()
                await connection.commit()
            finally:
                # Without a commit, closing rolls back. Shielded: a cancelled request must not leak its connection.
                await asyncio.shield(_closed(uow))
        await uow.committed()

    async def _tell(self, uow: UnitOfWork) -> None:
        """Write what the audit trail is to tell. A process that cannot must not change what it would have to tell of."""
        notes = uow.notes()
        if notes:
            if self.record is None:
                raise KeyProblem("This process keeps no audit trail.", hint="Open the database through the platform.")
            await self.record(uow, notes)

    async def _start(self, engine: AsyncEngine, values: Mapping[str, Any]) -> AsyncConnection:
        """Begin a transaction within a scope; a pooled connection that died unnoticed is replaced."""
        deadline = time.monotonic() + BACK_WITHIN
        while True:
            connection = await engine.connect()
            try:
                await connection.execute(LIMITED, values)
            except DBAPIError as error:
                away = isinstance(translated(error), EngineUnavailable)
                if away:
                    await connection.invalidate()
                await connection.close()
                if not away or time.monotonic() > deadline:
                    raise
                engine_restarts.labels("postgres").inc()
            except BaseException:
                await asyncio.shield(connection.close())
                raise
            else:
                return connection

    async def listening(self, channel: str) -> psycopg.AsyncConnection[Any]:
        """Return a connection of its own that hears the signals of a channel; whoever asked closes it."""
        connection = await self._connect(SYSTEM)
        try:
            await connection.set_autocommit(True)
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        except BaseException:
            await asyncio.shield(connection.close())
            raise
        return connection

    async def ping(self) -> float:
        """Ask the server for one row and return the seconds it took."""
        started = time.perf_counter()
        async with self.begin_system() as uow:
            await uow.execute(text("SELECT 1"))
        return time.perf_counter() - started

    async def close(self) -> None:
        """Close the connections and give the embedded server back."""
        await self._glances.close()
        await self._app.dispose()
        await self._system.dispose()
        self.server.release()


async def _closed(uow: UnitOfWork) -> None:
    await uow.abandon()
    await uow.connection.close()


@contextmanager
def errors_named() -> Iterator[None]:
    """Turn the driver's failures of the engine into the product's errors; a statement's own errors pass."""
    try:
        yield
    except (DBAPIError, PoolTimeout, psycopg.Error) as error:
        known = translated(error)
        if known is None:
            raise
        raise known from error


def worth_waiting(error: psycopg.OperationalError) -> bool:
    """Return whether a connection may succeed in a moment: the server is away, not the database or the role."""
    state = sqlstate(error)
    if state is not None:
        return state.startswith(("57P", "53300"))
    message = str(error)
    return is_connection_failure(error) and not any(word in message for word in ("does not exist", "authentication"))
