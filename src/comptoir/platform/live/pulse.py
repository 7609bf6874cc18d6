"""What a hub does by itself while somebody is connected: each loop outlives a failure of what it asks."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, Protocol

from comptoir.platform import telemetry
from comptoir.platform.live.delivery import Delivery
from comptoir.platform.live.limits import Limits
from comptoir.platform.live.schedule import Schedule

AGAIN = 1.0


class Beating(Protocol):
    """The hub as its loops see it."""

    limits: Limits
    schedule: Schedule
    delivery: Delivery

    async def look(self) -> None:
        """Learn versions and freshness."""
        ...

    async def recheck(self) -> None:
        """Close whom the hub must not serve any more."""
        ...

    def beat(self, slot: int, of: int) -> None:
        """Greet a share of the sockets."""
        ...

    def tick(self) -> None:
        """Look at what depends on the clock."""
        ...


def loops(hub: Beating, *, listen: Callable[[], Awaitable[None]]) -> Iterable[Coroutine[Any, Any, None]]:
    """Return the loops of a hub, to be run until cancelled."""

    async def tick() -> None:
        hub.tick()

    async def cut() -> None:
        hub.delivery.cut_slow()

    limits = hub.limits
    return (
        hub.schedule.run(),
        hub.delivery.run(),
        again_and_again(listen, every=AGAIN),
        again_and_again(hub.look, every=limits.look),
        again_and_again(hub.recheck, every=limits.recheck),
        again_and_again(tick, every=limits.tick),
        again_and_again(cut, every=AGAIN),
        _heartbeats(hub),
    )


async def again_and_again(work: Callable[[], Awaitable[None]], *, every: float) -> None:
    """Do the work, wait, and do it again, whatever became of it."""
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001  # whatever it was, the loops go on
            telemetry.logger("comptoir.live").warning("live_loop_failed", kind=type(error).__name__)
        await asyncio.sleep(every)


async def _heartbeats(hub: Beating) -> None:
    """Each socket once in ``heartbeat`` seconds, a few at a time."""
    of = max(1, round(hub.limits.heartbeat))
    slot = 0
    while True:
        await asyncio.sleep(hub.limits.heartbeat / of)
        hub.beat(slot, of)
        slot = (slot + 1) % of
