"""Jobs: queued with the transaction, run with the rights of who asked, tried again, never twice at once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from psycopg.conninfo import make_conninfo
from sqlalchemy import text

from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Conflict, Unavailable
from comptoir.platform.context import Platform
from comptoir.platform.database.connect import Database
from comptoir.platform.database.server import SYSTEM
from comptoir.platform.jobs import Job, declared, defer, run_worker
from tests.waiting import until_async

pytestmark = pytest.mark.engine


@dataclass
class Desk:
    """What ran, and how it is made to fail."""

    ran: list[tuple[Actor, int]] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    async def work(self, actor: Actor, platform: object, *, number: int) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.to_thread(int)  # lets another job in, if one may
            if self.failures:
                raise self.failures.pop()
            self.ran.append((actor, number))
        finally:
            self.at_once -= 1


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def job(desk: Desk) -> Job:
    return Job(name="desk:work", run=desk.work)


async def as_asked(organisation_id: UUID, user_id: UUID | None) -> Actor:
    return Actor(organisation_id=organisation_id, user_id=user_id, permissions=frozenset({"now:held"}), client="job")


@asynccontextmanager
async def working(database: Database, *jobs: Job) -> AsyncIterator[None]:
    """A worker of its own for a while; jobs here use no platform."""
    stop = asyncio.Event()
    nothing: Platform = object()  # type: ignore[assignment]
    conninfo = make_conninfo(**database.server.connection(SYSTEM))
    worker = asyncio.create_task(
        run_worker(nothing, conninfo=conninfo, jobs=jobs, resolve=as_asked, stop=stop, concurrency=4)
    )
    try:
        yield
    finally:
        stop.set()
        await worker


def left(database: Database) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        async with database.begin_system() as uow:
            waiting = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
            return bool((await uow.execute(text(waiting))).scalar_one() == 0)

    return look


async def test_a_job_exists_exactly_when_its_transaction_commits(
    database: Database, actor: Actor, job: Job, desk: Desk
) -> None:
    with pytest.raises(Conflict):
        async with database.begin(actor) as uow:
            await defer(uow, job, actor=actor, arguments={"number": 1})
            raise Conflict("no")
    async with database.begin(actor) as uow:
        assert await defer(uow, job, actor=actor, arguments={"number": 2})
    async with working(database, job):
        await until_async(left(database), within=20)
    assert [number for _, number in desk.ran] == [2]


async def test_a_job_stores_ids_and_runs_with_the_rights_of_now(
    database: Database, organisation_id: UUID, job: Job, desk: Desk
) -> None:
    user = UUID(int=5)
    asker = Actor(organisation_id=organisation_id, user_id=user, permissions=frozenset({"held:then"}))
    async with database.begin(asker) as uow:
        await defer(uow, job, actor=asker, arguments={"number": 1})
    async with database.begin_system() as uow:
        stored = (await uow.execute(text("SELECT args::text FROM procrastinate_jobs"))).scalar_one()
    assert "held:then" not in stored
    async with working(database, job):
        await until_async(left(database), within=20)
    ran = desk.ran[0][0]
    assert (ran.organisation_id, ran.user_id, ran.permissions) == (organisation_id, user, frozenset({"now:held"}))


async def test_what_waits_already_is_not_queued_again(database: Database, actor: Actor, job: Job) -> None:
    async with database.begin(actor) as uow:
        assert await defer(uow, job, actor=actor, arguments={"number": 1}, once="rebuild")
        assert await defer(uow, job, actor=actor, arguments={"number": 2}, once="rebuild") is None
        assert await defer(uow, job, actor=actor, arguments={"number": 3})


async def test_jobs_of_one_lock_run_one_after_the_other(database: Database, actor: Actor, job: Job, desk: Desk) -> None:
    async with database.begin(actor) as uow:
        for number in range(3):
            await defer(uow, job, actor=actor, arguments={"number": number}, lock="store")
    async with working(database, job):
        await until_async(left(database), within=30)
    assert [number for _, number in desk.ran] == list(range(3))
    assert desk.most_at_once == 1


async def test_a_passing_failure_is_tried_again_and_a_refusal_is_not(
    database: Database, actor: Actor, job: Job, desk: Desk
) -> None:
    desk.failures = [Conflict("refused")]
    async with database.begin(actor) as uow:
        await defer(uow, job, actor=actor, arguments={"number": 1})
    async with working(database, job):
        await until_async(left(database), within=20)
    assert desk.ran == []
    desk.failures = [Unavailable("away")]
    async with database.begin(actor) as uow:
        await defer(uow, job, actor=actor, arguments={"number": 2})

    async def ran() -> bool:
        async with database.begin_system() as uow:
            # What would be tried again in some seconds is due now.
            await uow.execute(text("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'"))
        return bool(desk.ran)

    async with working(database, job):
        await until_async(ran, within=20)
    assert [number for _, number in desk.ran] == [2]


def test_declarations_are_jobs_or_tuples_of_them() -> None:
    found = declared([f"{__name__}:ONE", f"{__name__}:SEVERAL"])
    assert [job.name for job in found] == ["one", "two", "three"]


async def nothing(actor: Actor, platform: object) -> None:
    """A job that does nothing."""


ONE = Job(name="one", run=nothing)
SEVERAL = (Job(name="two", run=nothing), Job(name="three", run=nothing, schedule="*/5 * * * *"))
