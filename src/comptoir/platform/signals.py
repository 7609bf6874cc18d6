"""Signals between processes: newest versions on a channel, over PostgreSQL, or over Redis where a broker is set.

They only say that something new is visible. A lost signal is harmless, because whoever listens also looks: so nothing is
kept, and nothing is sent again. Must never carry results or anything personal.
"""

import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import text

from comptoir.kernel.errors import Unavailable
from comptoir.platform.context import Platform

if TYPE_CHECKING:
    from litestar.channels.backends.redis import RedisChannelsPubSubBackend

Send = Callable[[str], Awaitable[None]]
VERSIONS = "comptoir_versions"  # the channel: which version of which organisation is visible now
BROKER_SECONDS = 3.0  # to connect, and for one command


class BrokerUnavailable(Unavailable):
    """The Redis of ``BROKER_URL`` does not answer."""

    code = "broker_unavailable"


def versions_text(versions: Mapping[UUID, int]) -> str:
    """Return the signal that names versions of organisations."""
    return json.dumps({str(organisation): version for organisation, version in versions.items()})


def read_versions(told: str) -> Mapping[UUID, int] | None:
    """Return the versions that a signal names; ``None`` for one that nobody here sent."""
    try:
        return {UUID(organisation): int(version) for organisation, version in json.loads(told).items()}
    except (ValueError, AttributeError):
        return None


@asynccontextmanager
async def sender(platform: Platform, *, channel: str) -> AsyncIterator[Send]:
    """Yield what sends a text to everybody who hears the channel. Sending raises ``Unavailable`` where nobody can."""
    if platform.settings.broker_url is None:
        yield lambda told: _notify(platform, channel=channel, told=told)
        return
    async with _broker(platform.settings.broker_url) as broker:

        async def publish(told: str) -> None:
            with _translated():
                await broker.publish(told.encode(), [channel])

        yield publish


async def hear(platform: Platform, *, channel: str) -> AsyncGenerator[str | None, None]:
    """Yield ``None`` once the channel is heard, then every text that is sent. Raises ``Unavailable`` when it breaks."""
    if platform.settings.broker_url is None:
        connection = await platform.database.listening(channel)
        try:
            yield None
            async for notice in connection.notifies():
                yield notice.payload
        finally:
            await connection.close()
        return
    async with _broker(platform.settings.broker_url) as broker:
        with _translated():
            await broker.subscribe([channel])
            yield None
            async for _, told in broker.stream_events():
                yield told.decode()


async def ask_broker(url: str) -> None:
    """Return when the broker of this address answers; raises ``BrokerUnavailable`` where it does not."""
    async with _broker(url) as broker:
        with _translated():
            await broker.subscribe([VERSIONS])


async def _notify(platform: Platform, *, channel: str, told: str) -> None:
    """Send on a transaction of its own, apart from everything that matters: NOTIFY makes commits wait for one another."""
    async with platform.database.begin_system() as uow:
        await uow.execute(text("select pg_notify(:channel, :told)"), {"channel": channel, "told": told})


@asynccontextmanager
async def _broker(url: str) -> AsyncIterator["RedisChannelsPubSubBackend"]:
    """Yield the broker; the first use connects. Imported here: only who has a broker pays for its client."""
    from litestar.channels.backends.redis import RedisChannelsPubSubBackend
    from redis.asyncio import Redis

    redis = Redis.from_url(url, socket_connect_timeout=BROKER_SECONDS, socket_timeout=BROKER_SECONDS)
    backend = RedisChannelsPubSubBackend(redis=redis)
    try:
        yield backend
    finally:
        with _translated():
            await backend.on_shutdown()
            await redis.aclose()


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what the broker's client raises into an error of ours, without the address, which may hold a password."""
    from redis.exceptions import RedisError

    try:
        yield
    except (RedisError, OSError) as error:
        raise BrokerUnavailable(
            f"The broker does not answer ({type(error).__name__}).",
            hint="Is the Redis of BROKER_URL running, and the address right?",
        ) from None
