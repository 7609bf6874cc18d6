"""Everything of a process that runs without being asked over HTTP: modules' loops, jobs, schedules."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from psycopg.conninfo import make_conninfo

from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.manifest import Module
from comptoir.platform import jobs, telemetry
from comptoir.platform.context import Platform
from comptoir.platform.database.server import SYSTEM
from comptoir.platform.modules import named
from comptoir.roles.assemble import MODULES
from comptoir.roles.kinds import Role

Loop = Callable[..., Awaitable[None]]
LONGEST_PAUSE = 30.0
# A loop that ran this long was well: its next failure waits a short time again.
_WELL_AFTER = 60.0


def background(
    platform: Platform, *, role: Role, stop: asyncio.Event, modules: Sequence[Module] = MODULES
) -> list[asyncio.Task[None]]:
    """Start the loops, the worker and the scheduler of a role; they end when ``stop`` is set."""
    # By name: a loop is imported when it starts, so that one which cannot be leaves the others and the panel alone.
    loops: dict[str, Loop | str] = {
        name: name for module in modules for kind in role.loops for name in module.loops.get(kind, ())
    }
    if role.works or role.schedules:
        loops["jobs"] = _jobs(role=role, modules=modules)
    return [
        asyncio.create_task(supervise(platform, name=name, loop=loop, stop=stop), name=name)
        for name, loop in loops.items()
    ]


async def supervise(platform: Platform, *, name: str, loop: Loop | str, stop: asyncio.Event) -> None:
    """Run a loop until ``stop`` is set; start it again when it fails, later each time, never more than 30 s later."""
    log = telemetry.logger("comptoir.roles")
    pause = 0.5
    while not stop.is_set():
        started = time.monotonic()
        try:
            run: Loop = named(loop) if isinstance(loop, str) else loop
            await run(platform, stop=stop)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # whatever it was, the other loops and the panel go on
            log.error("loop_failed", loop=name, kind=type(error).__name__, exc_info=error)
        else:
            if not stop.is_set():
                log.warning("loop_ended", loop=name)
        pause = 0.5 if time.monotonic() - started > _WELL_AFTER else min(LONGEST_PAUSE, pause * 2)
        try:
            await asyncio.wait_for(stop.wait(), timeout=pause)
        except TimeoutError:
            continue


def _jobs(*, role: Role, modules: Sequence[Module]) -> Loop:
    declared = jobs.declared([name for module in modules for name in module.jobs])

    async def run(platform: Platform, *, stop: asyncio.Event) -> None:
        async def resolve(organisation_id: UUID, user_id: UUID | None) -> Actor:
            return await identity.job_actor(platform, organisation_id=organisation_id, user_id=user_id)

        await jobs.run_worker(
            platform,
            conninfo=make_conninfo(**platform.database.server.connection(SYSTEM)),
            jobs=declared,
            resolve=resolve,
            stop=stop,
            work=role.works,
            schedule=role.schedules,
        )

    return run
