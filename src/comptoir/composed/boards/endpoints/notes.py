"""Notes on days over HTTP: every chart of these days shows them."""

from typing import Annotated, Any
from uuid import UUID

from litestar import delete, get, patch, post
from litestar.params import QueryParameter

from comptoir.composed.boards import facade, schemas
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.semantic.query import parse_day

TAGS = ["annotations"]
FromDay = Annotated[str | None, QueryParameter(name="from", description="first local day, included: YYYY-MM-DD")]
ToDay = Annotated[str | None, QueryParameter(name="to", description="last local day, included: YYYY-MM-DD")]


@get("/annotations", tags=TAGS)
async def list_annotations(
    actor: Actor, platform: Platform, from_day: FromDay = None, to_day: ToDay = None, store: str | None = None
) -> dict[str, Any]:
    """List the notes that touch some days, by day; ``store`` takes short names separated by commas."""
    found = await facade.annotations(
        actor,
        platform,
        first=parse_day(from_day, field="from") if from_day else None,
        last=parse_day(to_day, field="to") if to_day else None,
        stores=tuple(one.strip() for one in (store or "").split(",") if one.strip()),
    )
    return {"items": [schemas.note_body(one) for one in found]}


@post("/annotations", status_code=201, tags=TAGS)
async def add_annotation(data: schemas.NoteBody, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Write a note."""
    return schemas.note_body(await facade.add_annotation(actor, platform, body=schemas.note(data)))


@patch("/annotations/{annotation_id:uuid}", tags=TAGS)
async def change_annotation(
    annotation_id: UUID, data: schemas.NoteChangeBody, actor: Actor, platform: Platform
) -> dict[str, Any]:
    """Change a note of one's own; managers of boards may change anybody's."""
    before = await facade.annotation(actor, platform, annotation_id=annotation_id)
    body = schemas.changed_note(data, before=before)
    return schemas.note_body(await facade.change_annotation(actor, platform, annotation_id=annotation_id, body=body))


@delete("/annotations/{annotation_id:uuid}", status_code=204, tags=TAGS)
async def remove_annotation(annotation_id: UUID, actor: Actor, platform: Platform) -> None:
    """Remove a note of one's own; managers of boards may remove anybody's."""
    await facade.remove_annotation(actor, platform, annotation_id=annotation_id)


ROUTES = (list_annotations, add_annotation, change_annotation, remove_annotation)
