"""Run an import: read beside, apply batch by batch, each batch with its progress in one transaction.

Applying a record twice changes nothing, so a run that was killed is simply run again: no duplicate, no gap.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from comptoir.composed.integrations import repository
from comptoir.composed.integrations.contracts import ImportResult
from comptoir.composed.integrations.model import DONE, FAILED, Tally
from comptoir.composed.integrations.usecases.write_rejects import RejectsFile
from comptoir.connectors.reading.frames import Opened, Task
from comptoir.connectors.sdk.canonical import CustomerRecord, ProductRecord
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import ApplyResult, Provenance, Store
from comptoir.domains.customers import facade as customers
from comptoir.domains.orders import facade as orders
from comptoir.domains.orders.contracts import LaidBatch
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import ComptoirError
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.outbox import drain, draining

_EVERY = 0.5  # seconds between two writes of the progress
Frame = TypeVar("Frame")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is."""

    read: int
    total: int
    phase: str  # reading, applying, projecting


OnProgress = Callable[[Progress], None]


Register = Callable[[Opened], Awaitable[UUID]]


@dataclass(slots=True)
class Run:
    """What to read into which store. ``register`` gives the import's id once the file is known to be readable."""

    store: Store
    task: Task
    is_replacing: bool
    received_at: datetime
    register: Register
    import_id: UUID | None = None  # known from the start for a file that was uploaded
    form: str = ""


def silent(progress: Progress) -> None:
    """Tell nobody."""


async def run_import(
    actor: Actor, platform: Platform, *, run: Run, rejects: RejectsFile, on_progress: OnProgress = silent
) -> ImportResult:
    """Import the file and return when its rows are visible to queries. The import's row tells how it ended."""
    tally = Tally()
    actor = _importer(actor)
    try:
        async with draining(platform, actor.organisation_id):
            total = await _apply_all(actor, platform, run, tally, rejects, on_progress)
        on_progress(Progress(tally.read, total, "projecting"))
        await _follow_up(actor, platform)
        await drain(platform, actor.organisation_id)
    except BaseException as error:
        await _end(actor, platform, run, tally.result(), error=error)
        raise
    result = tally.result()
    await _end(actor, platform, run, result)
    return result


def _importer(actor: Actor) -> Actor:
    """Whoever may import may write what files hold; which stores stays the actor's own scope."""
    needed = {"orders:write", "products:write", "customers:write"}
    return replace(actor, permissions=actor.permissions | needed)


async def _apply_all(
    actor: Actor, platform: Platform, run: Run, tally: Tally, rejects: RejectsFile, on_progress: OnProgress
) -> int:
    total, told = 0, 0.0
    batches = orders.read_file(actor, platform, store=run.store, task=run.task, is_replacing=run.is_replacing)
    async with aclosing(ahead(batches)) as found:
        async for frame in found:
            if isinstance(frame, Opened):
                total = frame.rows
                rejects.columns(frame.columns)
                tally.notes.update(frame.notes)
                run.form = frame.format
                run.import_id = await run.register(frame)
            else:
                assert run.import_id is not None
                provenance = Provenance("import", run.import_id, run.received_at, run.is_replacing, run.task.name)
                tally.batch(rows=frame.rows, rejects=frame.rejects, statuses=frame.statuses, notes=frame.notes)
                rejects.add(frame.rejects)
                due = time.monotonic() - told >= _EVERY
                async with platform.database.begin(actor) as uow:
                    tally.applied += await _apply(actor, uow, run.store, frame, provenance)
                    if due:
                        counted = repository.counts(tally.result())
                        await repository.change(uow, import_id=run.import_id, values=counted)
                if due:
                    told = time.monotonic()
                    on_progress(Progress(tally.read, max(total, tally.read), "applying"))
    return max(total, tally.read)


async def _apply(actor: Actor, uow: UnitOfWork, store: Store, batch: LaidBatch, provenance: Provenance) -> ApplyResult:
    result = ApplyResult()
    if batch.orders:
        result += await orders.apply_laid_out(actor, uow, store=store, laid=batch.orders, provenance=provenance)
    if products := [record for record in batch.records if isinstance(record, ProductRecord)]:
        result += await commerce.apply_products(actor, uow, store=store, records=products, provenance=provenance)
    if people := [record for record in batch.records if isinstance(record, CustomerRecord)]:
        result += await customers.apply_customers(actor, uow, store=store, records=people, provenance=provenance)
    return result


async def _follow_up(actor: Actor, platform: Platform) -> None:
    """Derive again what products, costs and merged customers of this file concern."""
    after: UUID | None = None
    while True:
        async with platform.database.begin(actor) as uow:
            after = await orders.rederive(actor, uow, after=after, now=platform.clock())
        if after is None:
            return


async def _end(
    actor: Actor, platform: Platform, run: Run, result: ImportResult, *, error: BaseException | None = None
) -> None:
    if run.import_id is None:
        return  # the file could not even be opened: there is nothing to tell of
    values = repository.counts(result) | {"state": DONE, "finished_at": platform.clock(), "error": None}
    if error is not None:
        sentence = error.sentence() if isinstance(error, ComptoirError) else "It was interrupted: run it again."
        values |= {"state": FAILED, "error": sentence}
    async with platform.database.begin(actor) as uow:
        await repository.change(uow, import_id=run.import_id, values=values)


async def ahead(source: AsyncIterator[Frame]) -> AsyncGenerator[Frame, None]:
    """Read the next frame while the caller works on the one before."""
    waiting = asyncio.ensure_future(anext(source, None))
    try:
        while (frame := await waiting) is not None:
            waiting = asyncio.ensure_future(anext(source, None))
            yield frame
    finally:
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        if (close := getattr(source, "aclose", None)) is not None:
            await close()
