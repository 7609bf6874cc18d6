"""Take in an uploaded file: encrypted as it arrives, then described."""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

from comptoir.composed.integrations import repository
from comptoir.composed.integrations.contracts import ImportOptions
from comptoir.composed.integrations.errors import ImportBusy, NotReady, UnknownImport
from comptoir.composed.integrations.model import PLANNED, reading_options
from comptoir.composed.integrations.usecases.import_file import options_json
from comptoir.composed.integrations.usecases.plain_copy import plain_copy
from comptoir.connectors.reading.frames import Task
from comptoir.connectors.reading.reader import plan
from comptoir.connectors.sdk.formats import Options
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import Store
from comptoir.kernel.actor import Actor
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform

_NAME = 200


async def upload_file(
    actor: Actor, platform: Platform, *, name: str, stream: AsyncIterator[bytes], store: str | None
) -> UUID:
    """Store the file, plan it with what can be found out, and return the import's id."""
    ref = await platform.storage.put(stream, limit=platform.settings.max_upload_bytes)
    try:
        import_id = new_id()
        async with platform.database.begin(actor) as uow:
            stores = await commerce.list_stores(actor, uow)
            chosen = next((one for one in stores if one.slug == store), stores[0] if stores and not store else None)
            values = {
                "id": import_id,
                "store_id": chosen.id if chosen else None,
                "file": safe_name(name),
                "size": ref.size,
                "blob_id": ref.id,
                "options": options_json(ImportOptions()),
                "state": PLANNED,
                "user_id": actor.user_id,
                "created_at": platform.clock(),
            }
            await repository.add(uow, values=values)
        await _plan(actor, platform, import_id, chosen, ref.id, safe_name(name), None, {}, ImportOptions())
    except BaseException:
        async with platform.database.begin(actor) as uow:
            await repository.remove(uow, import_id=import_id)
        await platform.storage.delete(ref.id)
        raise
    return import_id


async def change_plan(
    actor: Actor,
    platform: Platform,
    *,
    import_id: UUID,
    store: str | None,
    form: str | None,
    mapping: dict[str, str],
    options: ImportOptions,
) -> None:
    """Take a person's choices and describe the file anew."""
    async with platform.database.begin(actor) as uow:
        row = await repository.find(uow, import_id=import_id)
        if row is None:
            raise UnknownImport("There is no such import.")
        if row.state != PLANNED or row.blob_id is None:
            raise ImportBusy("The import was started already; its plan can no longer change.")
        stores = {one.slug: one for one in await commerce.list_stores(actor, uow)}
        chosen = await commerce.store(actor, uow, slug=store) if store else None
        if chosen is None:
            chosen = next((one for one in stores.values() if one.id == row.store_id), None)
    await _plan(actor, platform, import_id, chosen, row.blob_id, row.file, form or row.format, mapping, options)


async def _plan(
    actor: Actor,
    platform: Platform,
    import_id: UUID,
    store: Store | None,
    blob_id: UUID,
    name: str,
    form: str | None,
    mapping: dict[str, str],
    options: ImportOptions,
) -> None:
    reading = reading_options(store, options, mapping) if store else Options(currency="USD", timezone="UTC")
    if store is None:
        reading = replace(reading, mapping=mapping)
    async with plain_copy(platform, blob_id=blob_id, name=name) as path:
        found = await plan(Task(str(path), name, reading, form, options.sheet, plan=True))
    values: dict[str, object] = {
        "store_id": store.id if store else None,
        "format": found.format,
        "mapping": found.mapping,
        "options": options_json(options),
        "content_hash": found.content_hash,
        "total": found.rows_estimate,
    }
    async with platform.database.begin(actor) as uow:
        values["plan"] = repository.seal_plan(uow, import_id, found)
        await repository.change(uow, import_id=import_id, values=values)


def safe_name(name: str) -> str:
    """Return a file name without a path and control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable()).strip()[-_NAME:] or "file"


def check_ready(plan_body: dict[str, object] | None, store_id: UUID | None, form: str | None) -> None:
    """Raise ``NotReady`` unless the plan leaves nothing open."""
    if store_id is None:
        raise NotReady("Choose the store that the file belongs to.", field="store")
    if form is None or plan_body is None:
        raise NotReady("Choose the format of the file.", field="format")
    if plan_body.get("problem"):
        raise NotReady(str(plan_body["problem"]), field="mapping")
    questions = plan_body.get("questions")
    for question in questions if isinstance(questions, list) else ():
        if question.get("answer") is None:
            raise NotReady(str(question["text"]), hint="Answer it in the plan.", field=str(question["id"]))
