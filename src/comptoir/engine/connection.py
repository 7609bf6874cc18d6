"""The connection to ClickHouse: finding it, keeping the embedded host alive, and replacing a client that lost it."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from comptoir.engine.embedded import Address, answers, embedded_address, lease_of, served_address
from comptoir.engine.errors import away, explained
from comptoir.platform.settings import Settings

if TYPE_CHECKING:
    from clickhouse_connect.driver.asyncclient import AsyncClient

CONNECTIONS = 16
# The driver logs every refused connection with its traceback; coming back after one is ordinary work here.
logging.getLogger("clickhouse_connect").setLevel(logging.CRITICAL)


class Lost(Exception):
    """The engine did not answer, or stopped answering."""


@contextmanager
def named_errors() -> Iterator[None]:
    """Turn the driver's errors into the product's, and those of the connection into ``Lost``."""
    import aiohttp
    from clickhouse_connect.driver import exceptions

    try:
        yield
    except (aiohttp.ClientError, ConnectionError, TimeoutError, exceptions.StreamFailureError) as error:
        raise Lost(str(error) or type(error).__name__) from error
    except exceptions.Error as error:
        code = getattr(error, "code", None)
        if code is None and isinstance(error, exceptions.OperationalError):
            raise Lost(str(error)) from error
        raise explained(code, str(error)) from error


class Connector:
    """Gives a client that is connected. One a process and event loop."""

    def __init__(self, settings: Settings) -> None:
        self._served = served_address(settings.warehouse_url) if settings.warehouse_url else None
        self._lease = None if self._served else lease_of(settings)
        self.database = (self._served and self._served.database) or settings.warehouse_name
        self._client: AsyncClient | None = None
        self._lock = asyncio.Lock()

    @property
    def embedded(self) -> bool:
        """Whether the engine runs inside the home."""
        return self._served is None

    @property
    def database_engine(self) -> str:
        """The engine of a new database: chDB's default one is not Atomic; a server may be set up for Replicated."""
        return "" if self._served else " ENGINE = Atomic"

    async def client(self) -> "AsyncClient":
        """Return the client, connecting first if need be."""
        if self._client is None:
            async with self._lock:
                if self._client is None:
                    self._client = await self._connect()
        return self._client

    async def living(self) -> "AsyncClient":
        """Return a client whose engine has just answered."""
        client = await self.client()
        if self._lease is not None and not await asyncio.to_thread(answers, self._lease.home):
            await self.revive(client)
            client = await self.client()
        return client

    async def revive(self, lost: "AsyncClient") -> None:
        """Replace a client that lost its engine; of many callers that notice, one does it."""
        async with self._lock:
            if self._client is lost:
                self._client = None
                await lost.close()

    async def _connect(self) -> "AsyncClient":
        from clickhouse_connect.driver.asyncclient import AsyncClient

        address = await self._address()
        client = AsyncClient(
            "https" if address.secure else "http",
            address.host,
            address.port,
            username=address.user,
            password=address.password,
            database="default",
            compress=address.secure,
            connector_limit=CONNECTIONS,
            connector_limit_per_host=CONNECTIONS,
            send_receive_timeout=600,
            tz_mode="aware",
            autogenerate_session_id=False,
            autogenerate_query_id=False,
            show_clickhouse_errors="scrub",
            client_name="comptoir",
        )
        try:
            with named_errors():
                await client._initialize()
                await client.command(f"CREATE DATABASE IF NOT EXISTS `{self.database}`{self.database_engine}")
        except Lost as error:
            await client.close()
            raise away(str(error)) from error
        except BaseException:
            await client.close()
            raise
        client.database = self.database
        return client

    async def _address(self) -> Address:
        if self._served:
            return self._served
        assert self._lease is not None
        await asyncio.to_thread(self._lease.ensure)
        found = embedded_address(self._lease.home)
        if found is None:
            raise away("the host did not tell where it answers.")
        return found

    async def close(self) -> None:
        """Close connections and give the embedded host back."""
        if self._client is not None:
            await self._client.close()
            self._client = None
        if self._lease is not None:
            self._lease.release()
