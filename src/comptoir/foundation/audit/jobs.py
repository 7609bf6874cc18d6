"""What a clock asks of the audit trail: links every second, roots every night, alerts every few minutes."""

import asyncio
import time

from comptoir.engine.projector.loop import pause
from comptoir.foundation.audit.usecases.chain_entries import chain_waiting
from comptoir.foundation.audit.usecases.sign_roots import forget_old, sign_day
from comptoir.foundation.audit.usecases.watch_security import raise_alerts
from comptoir.kernel.actor import Actor
from comptoir.platform import telemetry
from comptoir.platform.audit import Recorder
from comptoir.platform.context import Platform
from comptoir.platform.jobs import Job

CHAIN_EVERY = 1.0
KEEP_EVERY = 1.0


async def chain_forever(platform: Platform, *, stop: asyncio.Event) -> None:
    """Give new entries their places until ``stop`` is set."""
    while not stop.is_set():
        await chain_waiting(platform)
        await pause(stop, CHAIN_EVERY)


async def keep_refusals(platform: Platform, *, stop: asyncio.Event) -> None:
    """Write what this process refused, once a second and at its end."""
    recorder = Recorder(platform.secrets, clock=platform.clock)
    while True:
        notes = platform.refusals.due(time.monotonic(), all_of_them=stop.is_set())
        if notes:
            try:
                async with platform.database.begin_system() as uow:
                    await recorder.write(uow, notes)
            except Exception:
                platform.refusals.keep(notes)
                telemetry.logger("comptoir.audit").warning("refusals_not_kept", count=len(notes))
                if stop.is_set():
                    raise
        if stop.is_set():
            return
        await pause(stop, KEEP_EVERY)


async def keep_trail(actor: Actor, platform: Platform) -> None:
    """Sign the day's roots, then let go what is older than the home keeps."""
    await sign_day(platform)
    await forget_old(platform, keep_days=platform.settings.audit_keep_days)


async def look_out(actor: Actor, platform: Platform) -> None:
    """Note what is unusual."""
    await raise_alerts(platform)


JOBS = (
    Job(name="audit.keep", run=keep_trail, schedule="7 0 * * *"),
    Job(name="audit.look_out", run=look_out, schedule="*/5 * * * *"),
)
