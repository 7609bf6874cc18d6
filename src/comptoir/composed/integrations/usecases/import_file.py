"""Import a file that lies on this machine: what the command line does. The file is read in place, not copied."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from comptoir.composed.integrations import repository
from comptoir.composed.integrations.contracts import ImportOptions, ImportResult
from comptoir.composed.integrations.model import RUNNING, Tally, reading_options
from comptoir.composed.integrations.usecases.keep_rejects import keep_rejects
from comptoir.composed.integrations.usecases.run_import import OnProgress, Progress, Run, run_import, silent
from comptoir.composed.integrations.usecases.write_rejects import RejectsFile
from comptoir.connectors.reading.frames import Batch, Opened, Task
from comptoir.connectors.reading.reader import frames
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import Store
from comptoir.kernel.actor import Actor
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asked the command line for."""

    path: Path
    store: str
    format: str | None
    mapping: dict[str, str]
    options: ImportOptions
    rejects: Path | None = None  # where to put rejected rows instead of beside the file


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of it. ``import_id`` is ``None`` for a dry run."""

    import_id: UUID | None
    format: str
    result: ImportResult
    rejects: Path | None


async def import_file(actor: Actor, platform: Platform, *, order: Order, on_progress: OnProgress = silent) -> Imported:
    """Import the file; return when its rows are visible to queries."""
    now = platform.clock()
    async with platform.database.begin(actor) as uow:
        store = await commerce.store(actor, uow, slug=order.store)
    task = _task(store, order)

    async def register(opened: Opened) -> UUID:
        return await _register(actor, platform, store, order, opened, now)

    run = Run(store, task, order.options.replace, now, register)
    with platform.spool.place("rejects") as directory:
        rejects = RejectsFile(directory / "rejected.csv")
        try:
            result = await run_import(actor, platform, run=run, rejects=rejects, on_progress=on_progress)
        finally:
            written = rejects.close()
            if written is not None and run.import_id is not None:
                await keep_rejects(actor, platform, import_id=run.import_id, path=written)
        place = None if written is None else put_beside(written, order, platform.settings.home)
    return Imported(run.import_id, run.form, result, place)


async def try_file(actor: Actor, platform: Platform, *, order: Order, on_progress: OnProgress = silent) -> Imported:
    """Read the whole file and say what an import would do; change nothing."""
    async with platform.database.begin(actor) as uow:
        store = await commerce.store(actor, uow, slug=order.store)
    tally, total, form = Tally(), 0, order.format or ""
    with platform.spool.place("rejects") as directory:
        rejects = RejectsFile(directory / "rejected.csv")
        async for frame in frames(_task(store, order)):
            if isinstance(frame, Opened):
                total, form = frame.rows, frame.format
                rejects.columns(frame.columns)
            elif isinstance(frame, Batch):
                tally.batch(rows=frame.rows, rejects=frame.rejects, statuses=frame.statuses(), notes=frame.notes())
                rejects.add(frame.rejects)
                on_progress(Progress(tally.read, max(total, tally.read), "reading"))
        written = rejects.close()
        place = None if written is None else put_beside(written, order, platform.settings.home)
    return Imported(None, form, tally.result(), place)


def _task(store: Store, order: Order) -> Task:
    options = reading_options(store, order.options, order.mapping)
    return Task(str(order.path), order.path.name, options, order.format, order.options.sheet)


async def _register(
    actor: Actor, platform: Platform, store: Store, order: Order, opened: Opened, now: datetime
) -> UUID:
    """Open the import's row, or go on with the one of the same file that did not end."""
    running = {"state": RUNNING, "started_at": now, "error": None, "total": opened.rows}
    async with platform.database.begin(actor) as uow:
        known = await repository.unfinished(
            uow,
            store_id=store.id,
            content_hash=opened.content_hash,
            form=opened.format,
            mapping=opened.mapping,
            options=order.options,
        )
        if known is not None:
            await repository.change(uow, import_id=known, values=running)
            return known
        import_id = new_id()
        values = running | {
            "id": import_id,
            "store_id": store.id,
            "file": order.path.name,
            "size": order.path.stat().st_size,
            "content_hash": opened.content_hash,
            "format": opened.format,
            "mapping": opened.mapping,
            "options": options_json(order.options),
            "user_id": actor.user_id,
            "created_at": now,
        }
        await repository.add(uow, values=values)
    return import_id


def options_json(options: ImportOptions) -> dict[str, object]:
    """Return options as the row holds them."""
    return {name: getattr(options, name) for name in ImportOptions.__dataclass_fields__}


def put_beside(written: Path, order: Order, home: Path) -> Path:
    """Put the rejected rows beside the file as FILE.rejected.csv; into the home where that directory is read-only."""
    content = written.read_bytes()
    name = f"{order.path.name}.rejected.csv"
    for place in [order.rejects] if order.rejects else [order.path.with_name(name), home / "rejects" / name]:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        except OSError:
            continue
        return place
    raise OSError(f"{name} cannot be written")
