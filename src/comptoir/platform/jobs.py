"""Jobs that people or clocks ask for: their declaration, their queue in PostgreSQL, the worker.

A job is put into the queue in the transaction that asks for it, so it exists exactly when that commits. It runs at
least once: it must be idempotent. It stores who asked as ids only; what that person may do is found out when it runs.
The inbox pump and the projector are loops of their own, not jobs.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import text

from comptoir.kernel.actor import Actor, system_actor
from comptoir.kernel.errors import ComptoirError
from comptoir.platform import telemetry

if TYPE_CHECKING:
    import procrastinate

    from comptoir.platform.context import Platform
    from comptoir.platform.database.unit_of_work import UnitOfWork

# A scheduled job acts for the product; what it does inside an organisation it does with that one's system actor.
NO_ORGANISATION = UUID(int=0)
DEFAULT_QUEUE = "default"
_HEARTBEAT = 10.0
_GRACE = 20.0
# A new job wakes a worker at once; one that waited for another's lock is found by looking.
_LOOK_EVERY = 1.0

Run = Callable[..., Awaitable[None]]
ResolveActor = Callable[[UUID, UUID | None], Awaitable[Actor]]


@dataclass(frozen=True, slots=True)
class Job:
    """A job's declaration. ``run`` is called as ``run(actor, platform, **arguments)``; arguments are JSON values.

    ``schedule`` is a cron line (UTC) for a job that a clock asks for; it gets no arguments.
    ``attempts`` counts the first run; the waits between grow 3, 9, 27 … seconds.
    """

    name: str
    run: Run
    queue: str = DEFAULT_QUEUE
    attempts: int = 5
    schedule: str | None = None


async def defer(
    uow: "UnitOfWork",
    job: Job,
    *,
    actor: Actor,
    arguments: Mapping[str, Any],
    lock: str | None = None,
    once: str | None = None,
    at: datetime | None = None,
    priority: int = 0,
) -> int | None:
    """Queue ``job`` in the caller's transaction and return its id.

    Two jobs with one ``lock`` never run at once. With ``once`` nothing is queued while a job with that word waits:
    the answer is None. ``at`` is the earliest instant to run it.
    """
    who = {"organisation_id": str(actor.organisation_id), "user_id": str(actor.user_id) if actor.user_id else None}
    result = await uow.execute(
        text("SELECT comptoir_defer_job(:queue, :task, :priority, :lock, :once, CAST(:arguments AS jsonb), :at)"),
        {
            "queue": job.queue,
            "task": job.name,
            "priority": priority,
            "lock": lock,
            "once": once,
            "arguments": json.dumps({"who": who, "arguments": dict(arguments)}),
            "at": at,
        },
    )
    identifier = result.scalar_one()
    return None if identifier is None else int(identifier)


def declared(names: Sequence[str]) -> Sequence[Job]:
    """Import the jobs that modules declare as ``"package.module:ATTRIBUTE"`` (a Job, or a tuple of them)."""
    found: list[Job] = []
    for name in names:
        module, _, attribute = name.partition(":")
        value = getattr(import_module(module), attribute)
        found.extend([value] if isinstance(value, Job) else value)
    return found


async def run_worker(
    platform: "Platform",
    *,
    conninfo: str,
    jobs: Sequence[Job],
    resolve: ResolveActor,
    stop: asyncio.Event,
    concurrency: int = 2,
    work: bool = True,
    schedule: bool = True,
) -> None:
    """Work until ``stop`` is set, then let running jobs end for up to 20 s; the rest is run again later.

    ``work`` takes jobs from the queue, ``schedule`` queues those whose time has come; several processes may do both.
    """
    app = _application(platform, conninfo=conninfo, jobs=jobs, resolve=resolve, schedule=schedule)
    async with app.open_async():
        running: list[asyncio.Task[None]] = []
        if work:
            options: Any = {
                "concurrency": concurrency,
                "install_signal_handlers": False,
                "shutdown_graceful_timeout": _GRACE,
                "update_heartbeat_interval": _HEARTBEAT,
                "stalled_worker_timeout": 3 * _HEARTBEAT,
                "delete_jobs": "successful",
            }
            running.append(asyncio.create_task(app.run_worker_async(**options), name="worker"))
            running.append(asyncio.create_task(_revive(app), name="revive stalled jobs"))
        elif schedule:
            from procrastinate.periodic import PeriodicDeferrer

            running.append(asyncio.create_task(PeriodicDeferrer(app.periodic_registry).worker(), name="scheduler"))
        waiting = asyncio.create_task(stop.wait(), name="stop")
        done, _ = await asyncio.wait([*running, waiting], return_when=asyncio.FIRST_COMPLETED)
        failed = next((task for task in done if task is not waiting), None)
        for task in (*running, waiting):
            task.cancel()
        await asyncio.gather(*running, waiting, return_exceptions=True)
        if failed is not None and not stop.is_set():
            failed.result()
            raise RuntimeError(f"the {failed.get_name()} ended by itself")


def _application(
    platform: "Platform", *, conninfo: str, jobs: Sequence[Job], resolve: ResolveActor, schedule: bool
) -> "procrastinate.App":
    import procrastinate

    connector = procrastinate.PsycopgConnector(conninfo=conninfo, min_size=1, max_size=4)
    app = procrastinate.App(connector=connector, worker_defaults={"fetch_job_polling_interval": _LOOK_EVERY})
    for job in jobs:
        retry = procrastinate.RetryStrategy(max_attempts=job.attempts - 1, exponential_wait=3)
        declare: Any = app.task(name=job.name, queue=job.queue, retry=retry)
        task = declare(_runner(platform, job=job, resolve=resolve))
        if schedule and job.schedule is not None:
            app.periodic(cron=job.schedule)(task)
    return app


def _runner(platform: "Platform", *, job: Job, resolve: ResolveActor) -> Callable[..., Awaitable[None]]:
    log = telemetry.logger("comptoir.jobs")

    async def run(
        timestamp: int | None = None,
        who: Mapping[str, str | None] | None = None,
        arguments: Mapping[str, Any] | None = None,
    ) -> None:
        del timestamp
        actor = system_actor(NO_ORGANISATION)
        if who is not None and who["organisation_id"] is not None:
            user = who["user_id"]
            actor = await resolve(UUID(who["organisation_id"]), UUID(user) if user else None)
        try:
            await job.run(actor, platform, **(arguments or {}))
        except ComptoirError as error:
            if error.retryable:
                raise
            log.error("job_refused", job=job.name, code=error.code)
        else:
            log.info("job_done", job=job.name)

    return run


async def _revive(app: "procrastinate.App") -> None:
    """Give jobs of a killed worker back to the queue."""
    while True:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=3 * _HEARTBEAT):
            with suppress(Exception):  # another worker was quicker
                await app.job_manager.retry_job(job)
        await asyncio.sleep(_HEARTBEAT)


async def forget_jobs(uow: "UnitOfWork", *, organisation_id: UUID) -> int:
    """Delete an organisation's jobs that nobody works on, done or not; needs a system unit of work. Return how many."""
    statement = text(
        "delete from procrastinate_jobs where args -> 'who' ->> 'organisation_id' = :organisation and status <> 'doing'"
    )
    return (await uow.execute(statement, {"organisation": str(organisation_id)})).rowcount
