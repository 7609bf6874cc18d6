"""The functions of integrations that others may call: imports, from the upload to the undo."""

import base64
import binascii
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from comptoir.composed.integrations import repository
from comptoir.composed.integrations.contracts import Import, ImportOptions, ImportPage
from comptoir.composed.integrations.errors import ImportBusy, UnknownImport
from comptoir.composed.integrations.model import DONE, FAILED, PLANNED, RUNNING, UNDONE
from comptoir.composed.integrations.permissions import IMPORTS_READ, IMPORTS_WRITE
from comptoir.composed.integrations.usecases import import_file as importing
from comptoir.composed.integrations.usecases import upload_file as uploading
from comptoir.composed.integrations.usecases.import_file import Imported, Order
from comptoir.composed.integrations.usecases.run_import import OnProgress, Progress, silent
from comptoir.composed.integrations.usecases.run_upload import RUN_IMPORT
from comptoir.composed.integrations.usecases.undo_import import undo_import
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import UndoResult
from comptoir.domains.commerce.permissions import COST
from comptoir.domains.customers.permissions import require_people
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Invalid
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.jobs import defer

__all__ = ["ImportOptions", "Imported", "Order", "Progress"]
MOST = 200


async def import_file(
    actor: Actor, platform: Platform, *, order: Order, dry_run: bool = False, on_progress: OnProgress = silent
) -> Imported:
    """Import a file of this machine and return when its rows are visible to queries; a dry run changes nothing.

    Raises ``FileProblem``, ``OverLimit``, ``WrongFormat`` or ``NeedsAnswer`` before anything is changed.
    """
    _may_write(actor)
    if dry_run:
        return await importing.try_file(actor, platform, order=order, on_progress=on_progress)
    return await importing.import_file(actor, platform, order=order, on_progress=on_progress)


async def upload(
    actor: Actor, platform: Platform, *, name: str, stream: AsyncIterator[bytes], store: str | None = None
) -> Import:
    """Store an uploaded file, encrypted, and plan its import."""
    _may_write(actor)
    import_id = await uploading.upload_file(actor, platform, name=name, stream=stream, store=store)
    return await get_import(actor, platform, import_id=import_id)


async def change_plan(
    actor: Actor,
    platform: Platform,
    *,
    import_id: UUID,
    store: str | None,
    form: str | None,
    mapping: dict[str, str],
    options: ImportOptions,
) -> Import:
    """Change what a person decides about an upload and return it with its new preview and questions."""
    _may_write(actor)
    await uploading.change_plan(
        actor, platform, import_id=import_id, store=store, form=form, mapping=mapping, options=options
    )
    return await get_import(actor, platform, import_id=import_id)


async def start(actor: Actor, platform: Platform, *, import_id: UUID) -> Import:
    """Queue the import. Raises ``NotReady`` while something is open; one that failed may be started again."""
    _may_write(actor)
    async with platform.database.begin(actor) as uow:
        row = await repository.find(uow, import_id=import_id, lock=True)
        if row is None or row.blob_id is None or not (row.store_id is None or actor.may_see_store(row.store_id)):
            raise UnknownImport("There is no such import.")
        if row.state not in (PLANNED, FAILED):
            raise ImportBusy(f"The import is {row.state} already.")
        uploading.check_ready(repository.plan_of(uow, row), row.store_id, row.format)
        values = {"state": RUNNING, "started_at": platform.clock(), "finished_at": None, "error": None}
        await repository.change(uow, import_id=import_id, values=values)
        await defer(uow, RUN_IMPORT, actor=actor, arguments={"import_id": str(import_id)}, lock=f"import:{import_id}")
        uow.audit("import.start", str(import_id))
    return await get_import(actor, platform, import_id=import_id)


async def get_import(actor: Actor, platform: Platform, *, import_id: UUID) -> Import:
    """Return one import."""
    _may_read(actor)
    async with platform.database.begin(actor) as uow:
        return await _visible(actor, uow, import_id)


async def _visible(actor: Actor, uow: UnitOfWork, import_id: UUID) -> Import:
    row = await repository.find(uow, import_id=import_id)
    if row is None or (row.store_id is not None and not actor.may_see_store(row.store_id)):
        raise UnknownImport("There is no such import.")
    slugs = {store.id: store.slug for store in await commerce.stores_by_id(actor, uow)}
    found = repository.as_import(row, slugs)
    # The plan shows the file's first rows, which may be personal: it is for those who may import and see all of them.
    may_see = actor.may(IMPORTS_WRITE) and not actor.scope.hidden
    return replace(found, plan=repository.plan_of(uow, row)) if may_see else found


async def list_imports(actor: Actor, platform: Platform, *, cursor: str | None = None, limit: int = 50) -> ImportPage:
    """Return imports, newest first."""
    _may_read(actor)
    before = _read_cursor(cursor) if cursor else None
    limit = max(1, min(limit, MOST))
    async with platform.database.begin(actor) as uow:
        rows = await repository.page(uow, before=before, limit=limit + 1, stores=actor.scope.stores)
        slugs = {store.id: store.slug for store in await commerce.stores_by_id(actor, uow)}
    items = tuple(repository.as_import(row, slugs) for row in rows[:limit])
    return ImportPage(items, _cursor(items[-1]) if len(rows) > limit else None)


async def rejects(actor: Actor, platform: Platform, *, import_id: UUID) -> AsyncIterator[bytes]:
    """Return the CSV of rejected rows; it holds what the file held, so it needs the right to import, and nothing hidden."""
    _may_write(actor)
    require_people(actor, name="rejects")
    actor.require_column(COST.key, name="rejects")
    found = await get_import(actor, platform, import_id=import_id)
    if found.rejects_blob_id is None:
        raise UnknownImport("No row of this import was rejected.")
    return platform.storage.open(found.rejects_blob_id)


async def undo(actor: Actor, platform: Platform, *, import_id: UUID) -> UndoResult:
    """Take a whole import back and return when queries show it gone."""
    _may_write(actor)
    await get_import(actor, platform, import_id=import_id)
    return await undo_import(actor, platform, import_id=import_id)


async def discard(actor: Actor, platform: Platform, *, import_id: UUID) -> None:
    """Delete an import that changed nothing (planned or undone), with its file."""
    _may_write(actor)
    async with platform.database.begin(actor) as uow:
        found = await _visible(actor, uow, import_id)
        if found.state not in (PLANNED, UNDONE):
            raise ImportBusy(
                f"An import that is {found.state} cannot be deleted.",
                hint="Take it back first." if found.state in (DONE, FAILED) else None,
            )
        await repository.remove(uow, import_id=import_id)
    for blob in (found.blob_id, found.rejects_blob_id):
        if blob is not None:
            await platform.storage.delete(blob)


def _may_read(actor: Actor) -> None:
    actor.require(IMPORTS_READ)
    actor.require_whole_stores("Seeing imports")


def _may_write(actor: Actor) -> None:
    actor.require(IMPORTS_WRITE)
    actor.require_whole_stores("Importing")


def _cursor(last: Import) -> str:
    return base64.urlsafe_b64encode(f"{last.created_at.isoformat()} {last.id}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, _, identity = base64.urlsafe_b64decode(cursor).decode().partition(" ")
        return datetime.fromisoformat(at), UUID(identity)
    except (ValueError, binascii.Error) as error:
        raise Invalid("The cursor cannot be read.", field="cursor") from error
