"""When which question runs: only where what it rests on moved, once for all who follow it, never too often.

Owns the set of suspects and the executions under way. Knows no socket.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Sequence

from comptoir.kernel.errors import ComptoirError
from comptoir.platform import telemetry
from comptoir.platform.live import messages
from comptoir.platform.live.feed import Feed
from comptoir.platform.live.limits import Limits
from comptoir.platform.live.ports import Answers, Seen

RETRY = 5.0
CHECKED_AT_ONCE = 200
ASKED_AT_ONCE = 50


class Schedule:
    """Runs feeds that are suspected of being out of date."""

    def __init__(self, *, answers: Answers, limits: Limits, timer: Callable[[], float]) -> None:
        self.executions = 0
        self._answers, self._limits, self._timer = answers, limits, timer
        self._suspects: dict[Feed, None] = {}
        self._wake = asyncio.Event()
        self._slots = asyncio.Semaphore(limits.running)
        self._running: set[asyncio.Task[None]] = set()

    def suspect(self, feeds: Iterable[Feed]) -> None:
        """Look at feeds as soon as their pace allows."""
        for feed in feeds:
            self._suspects[feed] = None
        self._wake.set()

    def drop(self, feed: Feed) -> None:
        """Forget a feed nobody follows any more."""
        self._suspects.pop(feed, None)

    async def run(self) -> None:
        """Look and run until cancelled."""
        try:
            while True:
                await self._pause()
                now = self._timer()
                due = [feed for feed in self._suspects if not feed.running and feed.next_at <= now]
                if due:
                    await self._look(due[:CHECKED_AT_ONCE])
        finally:
            for task in self._running:
                task.cancel()

    async def _pause(self) -> None:
        """Wait until a feed may be due: one became suspect, one finished, or a pause is over."""
        waiting = [feed.next_at for feed in self._suspects if not feed.running]
        wait = max(0.0, min(waiting) - self._timer()) if waiting else None
        if wait == 0.0:
            await asyncio.sleep(0)
            return
        self._wake.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), wait)

    async def _look(self, due: list[Feed]) -> None:
        for feed in due:
            self._suspects.pop(feed, None)
        try:
            seen = await self._answers.seen([feed.question for feed in due])
        except Exception as error:  # noqa: BLE001  # whatever it was, its followers are told
            seen = [error] * len(due)
        moved: list[tuple[Feed, Seen]] = []
        for feed, now in zip(due, seen, strict=True):
            if isinstance(now, Exception):
                self._failed(feed, now)
            elif feed.tail is None or feed.seen != now:
                feed.running = True
                moved.append((feed, now))
            else:
                feed.next_at = self._timer() + self._limits.gap
        for start in range(0, len(moved), ASKED_AT_ONCE):
            task = asyncio.create_task(self._execute(moved[start : start + ASKED_AT_ONCE]))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _execute(self, moved: Sequence[tuple[Feed, Seen]]) -> None:
        """Run each once. What changes meanwhile is newer than what was seen, so that the next look runs again."""
        try:
            async with self._slots:
                await self._ask([one for one in moved if one[0].followers])
        finally:
            for feed, _ in moved:
                feed.running = False
            self._wake.set()

    async def _ask(self, moved: Sequence[tuple[Feed, Seen]]) -> None:
        waiting, started = dict(enumerate(moved)), self._timer()
        self.executions += len(moved)
        try:
            async with contextlib.aclosing(self._answers.answers([feed.question for feed, _ in moved])) as found:
                async for place, answer in found:
                    feed, seen = waiting.pop(place)
                    feed.running = False
                    if isinstance(answer, Exception):
                        self._failed(feed, answer)
                        continue
                    feed.answered(seen, answer)
                    cost = (self._timer() - started) / (len(moved) - len(waiting))
                    feed.next_at = started + self._limits.pause(cost)
                    self._wake.set()
        except Exception as error:  # noqa: BLE001  # whatever it was, the followers are told
            for feed, _ in waiting.values():
                self._failed(feed, error)

    def _failed(self, feed: Feed, error: Exception) -> None:
        if not isinstance(error, ComptoirError):
            telemetry.logger("comptoir.live").error("live_failed", kind=type(error).__name__, exc_info=error)
        feed.failed(messages.problem_of(error))
        feed.next_at = self._timer() + RETRY
        if feed.followers:
            self.suspect((feed,))
