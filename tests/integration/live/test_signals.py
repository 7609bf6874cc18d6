"""Signals between processes over PostgreSQL and over a real Redis: heard by everybody, and harmless when lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from uuid import uuid4

import pytest

from comptoir.engine.projector.wakeups import Wakeups
from comptoir.kernel.errors import Unavailable
from comptoir.platform import signals
from comptoir.platform.context import Platform
from tests.waiting import until_async
from tools.redis import Redis

pytestmark = pytest.mark.engine


def with_broker(platform: Platform, redis: Redis) -> Platform:
    settings = replace(platform.settings, broker_url=redis.url)
    return replace(platform, settings=settings)


@asynccontextmanager
async def hearing(platform: Platform, channel: str) -> AsyncIterator[list[str]]:
    """Collect what a channel tells, once it is heard."""
    told: list[str | None] = []

    async def collect() -> None:
        async with aclosing(signals.hear(platform, channel=channel)) as heard:
            async for one in heard:
                told.append(one)

    task = asyncio.create_task(collect())

    async def is_heard() -> bool:
        return bool(told)

    await until_async(is_heard, what="the channel to be heard")
    texts: list[str] = told  # type: ignore[assignment]
    assert told.pop(0) is None
    yield texts
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def everybody_hears(platform: Platform) -> None:
    channel = f"test_{uuid4().hex}"
    async with hearing(platform, channel) as one, hearing(platform, channel) as two:
        async with signals.sender(platform, channel=channel) as send:
            await send("first")
            await send("second ✓")

        async def arrived() -> bool:
            return one == two == ["first", "second ✓"]

        await until_async(arrived, what="both signals at both")


async def test_everybody_hears_over_postgresql(platform: Platform) -> None:
    await everybody_hears(platform)


async def test_everybody_hears_over_redis(platform: Platform, redis: Redis) -> None:
    redis.start()
    await signals.ask_broker(redis.url)
    await everybody_hears(with_broker(platform, redis))


async def test_a_signal_that_cannot_be_sent_is_dropped_and_the_next_arrives(platform: Platform, redis: Redis) -> None:
    first = redis.start()
    placed, channel = with_broker(platform, redis), f"test_{uuid4().hex}"
    async with signals.sender(placed, channel=channel) as send:
        wakeups = Wakeups(send=send)
        first.kill()
        first.wait()
        with pytest.raises(Unavailable, match="broker does not answer") as refused:
            await send("nobody is there")
        assert "127.0.0.1" not in str(refused.value)
        wakeups.announce(uuid4(), 1)
        assert await wakeups.flush() == 1
        redis.start()
        async with hearing(placed, channel) as told:
            wakeups.announce(uuid4(), 2)
            await wakeups.flush()

            async def arrived() -> bool:
                return len(told) == 1

            await until_async(arrived, what="the signal after the restart")
