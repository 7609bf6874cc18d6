"""Project what waits, now: what an import, a command or a test calls to make its own changes visible."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import structlog
from sqlalchemy import func, select, text

from comptoir.engine.projector.batch import project_batch
from comptoir.engine.projector.loop import pause
from comptoir.engine.projector.watch import ensure_sound
from comptoir.platform.context import Platform
from comptoir.platform.modules import load_tables
from comptoir.platform.outbox import DrainReport, outbox
from comptoir.platform.versions import waiting_organisations

# Whoever drains waits for all of it: large batches sum each bucket's roll-up once and not once a batch.
AT_ONCE = 200_000
# Changes that are worth a batch of their own while more are written: fewer would sum the same buckets too often.
WORTH_IT = 50_000
LOOK_EVERY = 1.0

log = structlog.get_logger()


async def drain(platform: Platform, organisation_id: UUID | None = None) -> DrainReport:
    """Return when every change committed before the call is visible; ``None`` means all organisations."""
    load_tables()  # the modules' import declares their feeds
    started = time.monotonic()
    await ensure_sound(platform)
    async with platform.database.begin_system() as uow:
        organisations = await waiting_organisations(uow) if organisation_id is None else [organisation_id]
    changes = rows = batches = 0
    versions: dict[UUID, int] = {}
    for organisation in organisations:
        last = await _last_waiting(platform, organisation)
        while True:
            batch = await project_batch(platform, organisation_id=organisation, limit=AT_ONCE, up_to=last)
            if batch is None or not batch.changes:
                break
            changes, rows, batches = changes + batch.changes, rows + batch.rows, batches + 1
            if batch.data_version is not None:
                versions[organisation] = batch.data_version
    return DrainReport(changes, rows, batches, time.monotonic() - started, versions)


async def _last_waiting(platform: Platform, organisation_id: UUID) -> int:
    """Return the highest id that waits now: a steady stream of later changes must not keep the caller for ever."""
    async with platform.database.begin_system() as uow:
        found = await uow.execute(
            select(func.max(outbox.c.id)).where(outbox.c.organisation_id == organisation_id, outbox.c.state == "new")
        )
        return int(found.scalar_one() or 0)


@asynccontextmanager
async def draining(platform: Platform, organisation_id: UUID) -> AsyncIterator[None]:
    """Project beside the block what it commits, whenever much of it waits; the block's end does not wait for the rest.

    What hinders projecting hinders nobody here: the drain that follows meets it and says so.
    """
    load_tables()
    stop = asyncio.Event()
    beside = asyncio.create_task(_project_beside(platform, organisation_id, stop))
    try:
        yield
        stop.set()
        await beside
    finally:
        beside.cancel()
        await asyncio.gather(beside, return_exceptions=True)


async def _project_beside(platform: Platform, organisation_id: UUID, stop: asyncio.Event) -> None:
    try:
        await ensure_sound(platform)
        while not stop.is_set():
            if await _is_worth_it(platform, organisation_id):
                await project_batch(platform, organisation_id=organisation_id, limit=AT_ONCE, wait=False)
            await pause(stop, LOOK_EVERY)
    except Exception:
        log.warning("projecting_beside_ended", exc_info=True)


async def _is_worth_it(platform: Platform, organisation_id: UUID) -> bool:
    async with platform.database.begin_system() as uow:
        found = await uow.execute(_WAITING, {"organisation": organisation_id, "enough": WORTH_IT})
        return int(found.scalar_one()) >= WORTH_IT


_WAITING = text("""
select count(*) from (
  select from outbox where organisation_id = :organisation and state = 'new' limit :enough
) as waiting
""")
