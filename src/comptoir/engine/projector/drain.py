"""Project what waits, now: what an import, a command or a test calls to make its own changes visible."""

import time
from uuid import UUID

from sqlalchemy import func, select

from comptoir.engine.projector.batch import project_batch
from comptoir.engine.projector.watch import ensure_sound
from comptoir.platform.context import Platform
from comptoir.platform.modules import load_tables
from comptoir.platform.outbox import DrainReport, outbox
from comptoir.platform.versions import waiting_organisations

# Whoever drains waits for all of it: large batches sum each bucket's roll-up once and not once a batch.
AT_ONCE = 200_000


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
