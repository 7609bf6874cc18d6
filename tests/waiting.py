"""The one way a test waits: for a condition, with a deadline. Only this file may sleep."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
PAUSE = 0.02


def until(condition: Callable[[], T], *, within: float = 30.0, what: str = "the condition") -> T:
    """Return the first true answer of ``condition``, asked again and again for ``within`` seconds."""
    deadline = time.monotonic() + within
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not hold within {within:g} s; last answer: {answer!r}")
        time.sleep(PAUSE)


async def until_async(condition: Callable[[], Awaitable[T]], *, within: float = 30.0, what: str = "the condition") -> T:
    """Like ``until`` for a coroutine function, without blocking the loop."""
    deadline = time.monotonic() + within
    while True:
        answer = await condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not hold within {within:g} s; last answer: {answer!r}")
        await asyncio.sleep(PAUSE)
