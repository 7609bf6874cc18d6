"""Run an import whose file was uploaded: what the job does. Run again after a kill it goes on under the same id."""

from uuid import UUID

from comptoir.composed.integrations import repository
from comptoir.composed.integrations.contracts import ImportOptions
from comptoir.composed.integrations.errors import UnknownImport
from comptoir.composed.integrations.model import FAILED, RUNNING, reading_options
from comptoir.composed.integrations.usecases.keep_rejects import keep_rejects
from comptoir.composed.integrations.usecases.plain_copy import plain_copy
from comptoir.composed.integrations.usecases.run_import import Run, run_import
from comptoir.composed.integrations.usecases.write_rejects import RejectsFile
from comptoir.connectors.reading.frames import Opened, Task
from comptoir.domains.commerce import facade as commerce
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import ComptoirError
from comptoir.platform.context import Platform
from comptoir.platform.jobs import Job


async def run_upload(actor: Actor, platform: Platform, *, import_id: UUID) -> None:
    """Import the uploaded file. A file that cannot be read fails the import, not the job."""
    async with platform.database.begin(actor) as uow:
        row = await repository.find(uow, import_id=import_id)
        if row is None or row.blob_id is None:
            raise UnknownImport("There is no such import.")
        if row.state != RUNNING:
            return  # done by an earlier run of this job, or taken back
        stores = {store.id: store for store in await commerce.stores_by_id(actor, uow)}
    options = ImportOptions(**row.options)

    async def register(opened: Opened) -> UUID:
        async with platform.database.begin(actor) as uow:
            await repository.change(uow, import_id=import_id, values={"total": opened.rows})
        return import_id

    try:
        async with plain_copy(platform, blob_id=row.blob_id, name=row.file) as path:
            store = stores[row.store_id]
            reading = reading_options(store, options, dict(row.mapping))
            task = Task(str(path), row.file, reading, row.format, options.sheet)
            run = Run(store, task, options.replace, row.started_at or platform.clock(), register, import_id)
            await _with_rejects(actor, platform, run, import_id)
    except ComptoirError as error:
        if error.retryable:
            raise
        values = {"state": FAILED, "error": error.sentence(), "finished_at": platform.clock()}
        async with platform.database.begin(actor) as uow:
            await repository.change(uow, import_id=import_id, values=values)


async def _run(actor: Actor, platform: Platform, *, import_id: str) -> None:
    await run_upload(actor, platform, import_id=UUID(import_id))


RUN_IMPORT = Job(name="integrations.run_import", run=_run)


async def _with_rejects(actor: Actor, platform: Platform, run: Run, import_id: UUID) -> None:
    with platform.spool.place("rejects") as directory:
        rejects = RejectsFile(directory / "rejected.csv")
        try:
            await run_import(actor, platform, run=run, rejects=rejects)
        finally:
            written = rejects.close()
            if written is not None:
                await keep_rejects(actor, platform, import_id=import_id, path=written)
