"""The projector's loops: project what waits, say that it is visible, look after the warehouse.

Polls fast while there is work and slower when there is none. Owns the pace; a batch is ``batch.project_batch``.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from comptoir.engine.projector.batch import project_batch
from comptoir.engine.projector.wakeups import Wakeups
from comptoir.engine.projector.watch import ensure_sound
from comptoir.platform import signals
from comptoir.platform.context import Platform
from comptoir.platform.modules import load_tables
from comptoir.platform.outbox import forget
from comptoir.platform.telemetry import changes_projected, projector_seconds
from comptoir.platform.versions import waiting_organisations

log = structlog.get_logger()

SHORTEST, LONGEST = 0.02, 0.5
LOOK_EVERY = 3.0
FORGET_EVERY = 3600.0
# Done changes outlive the oldest backup that may be restored.
KEEP_DONE = timedelta(days=35)


@dataclass(slots=True)
class Pace:
    """How long to wait before looking again: twice as long each time there was nothing to do."""

    wait: float = SHORTEST

    def after(self, *, worked: bool) -> float:
        """Return the seconds to wait now."""
        self.wait = SHORTEST if worked else min(self.wait * 2, LONGEST)
        return 0.0 if worked else self.wait


async def project_forever(platform: Platform, *, stop: asyncio.Event) -> None:
    """Project every organisation's changes until ``stop`` is set, one batch each in turn."""
    load_tables()
    pace = Pace()
    async with signals.sender(platform, channel=signals.VERSIONS) as send:
        wakeups = Wakeups(send=send)
        sending = asyncio.create_task(wakeups.run(stop=stop))
        try:
            while not stop.is_set():
                worked = await project_round(platform, wakeups=wakeups)
                await pause(stop, pace.after(worked=worked))
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)


async def project_round(platform: Platform, *, wakeups: Wakeups) -> bool:
    """Project one batch of each waiting organisation that nobody else is at; return whether there was anything."""
    async with platform.database.begin_system() as uow:
        organisations = await waiting_organisations(uow)
    worked = False
    for organisation in organisations:
        started = time.perf_counter()
        batch = await project_batch(platform, organisation_id=organisation, wait=False)
        if batch is None or not batch.changes:
            continue
        worked = True
        projector_seconds.observe(time.perf_counter() - started)
        changes_projected.inc(batch.changes)
        log.info(
            "changes_projected",
            changes=batch.changes,
            data_version=batch.data_version,
            correlation_ids=list(batch.correlations),
        )
        if batch.data_version is not None:
            wakeups.announce(organisation, batch.data_version)
    return worked


async def watch_forever(platform: Platform, *, stop: asyncio.Event) -> None:
    """Rebuild a warehouse that is lost or damaged, looking every few seconds, until ``stop`` is set."""
    load_tables()
    await every(LOOK_EVERY, lambda: ensure_sound(platform), stop=stop)


async def forget_forever(platform: Platform, *, stop: asyncio.Event) -> None:
    """Delete changes that were projected long ago."""

    async def once() -> None:
        async with platform.database.begin_system() as uow:
            count = await forget(uow, done_before=platform.clock() - KEEP_DONE)
        if count:
            log.info("outbox_forgotten", changes=count)

    await every(FORGET_EVERY, once, stop=stop)


async def every(seconds: float, work: Callable[[], Awaitable[object]], *, stop: asyncio.Event) -> None:
    """Do the work now and again after each pause, until ``stop`` is set."""
    while not stop.is_set():
        await work()
        await pause(stop, seconds)


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but not longer than until ``stop`` is set."""
    if seconds:
        try:
            await asyncio.wait_for(stop.wait(), seconds)
        except TimeoutError:
            return
