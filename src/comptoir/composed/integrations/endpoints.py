"""Imports over HTTP: upload, plan, start, progress, rejects, undo."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, delete, get, post, put
from litestar.response import Stream

from comptoir.composed.integrations import facade, schemas
from comptoir.composed.integrations.multipart_stream import Upload
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.http.openapi import answers


@post("/imports", status_code=201, request_max_body_size=None, tags=["imports"])
async def upload_import(request: Request[Any, Any, Any], actor: Actor, platform: Platform) -> dict[str, Any]:
    """Send a file as multipart/form-data; answers with what was found in it and what is open."""
    upload = Upload(
        aiter(request.stream()), request.headers.get("content-type", ""), limit=platform.settings.max_upload_bytes
    )
    stream = await upload.open()
    store = upload.fields.get("store") or request.query_params.get("store")
    found = await facade.upload(actor, platform, name=upload.name, stream=stream, store=store)
    return schemas.import_body(found)


@get("/imports", tags=["imports"])
async def list_imports(actor: Actor, platform: Platform, cursor: str | None = None, limit: int = 50) -> dict[str, Any]:
    """List imports, newest first."""
    return schemas.page_body(await facade.list_imports(actor, platform, cursor=cursor, limit=limit))


@get("/imports/{import_id:uuid}", tags=["imports"])
async def read_import(import_id: UUID, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Read one import: plan, progress, result."""
    return schemas.import_body(await facade.get_import(actor, platform, import_id=import_id))


@put("/imports/{import_id:uuid}/plan", tags=["imports"])
async def change_plan(import_id: UUID, data: schemas.PlanBody, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Change what a person decides; answers with a new preview and what is still open."""
    found = await facade.change_plan(
        actor,
        platform,
        import_id=import_id,
        store=data.store,
        form=data.format,
        mapping=data.mapping,
        options=schemas.options_of(data.options),
    )
    return schemas.import_body(found)


@post("/imports/{import_id:uuid}/start", status_code=202, tags=["imports"])
async def start_import(import_id: UUID, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Start the import; follow it by reading it."""
    return schemas.import_body(await facade.start(actor, platform, import_id=import_id))


@get("/imports/{import_id:uuid}/rejects", tags=["imports"], opt=answers("text/csv"))
async def download_rejects(import_id: UUID, actor: Actor, platform: Platform) -> Stream:
    """Download the rows that were not imported, as CSV with line numbers and reasons."""
    found = await facade.get_import(actor, platform, import_id=import_id)
    content = await facade.rejects(actor, platform, import_id=import_id)
    name = quote(f"{found.file}.rejected.csv")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}", "cache-control": "no-store"}
    return Stream(content, media_type="text/csv", headers=headers)


@post("/imports/{import_id:uuid}/undo", status_code=200, tags=["imports"])
async def undo_import(import_id: UUID, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Take a whole import back."""
    result = await facade.undo(actor, platform, import_id=import_id)
    body = schemas.import_body(await facade.get_import(actor, platform, import_id=import_id))
    return body | {"undo": {"removed": result.removed, "restored": result.restored}}


@delete("/imports/{import_id:uuid}", status_code=204, tags=["imports"])
async def discard_import(import_id: UUID, actor: Actor, platform: Platform) -> None:
    """Delete an import that was only planned, or taken back."""
    await facade.discard(actor, platform, import_id=import_id)


ROUTES = (
    upload_import,
    list_imports,
    read_import,
    change_plan,
    start_import,
    download_rejects,
    undo_import,
    discard_import,
)
