"""Boards and notes as the REST interface shows and takes them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct, UnsetType

from comptoir.composed.boards.contracts import (
    Annotation,
    AnnotationBody,
    Board,
    BoardChange,
    BoardSummary,
    Conflict,
    NewBoard,
    Saved,
    TemplateInfo,
    Version,
    VersionInfo,
    Who,
)


class NewBoardBody(Struct, forbid_unknown_fields=True):
    """A board to make: of a document, of a template, or empty."""

    name: str | None = None
    description: str | None = None
    visibility: str = "personal"
    roles: list[str] = []
    document: dict[str, Any] | None = None
    template: str | None = None


class BoardChangeBody(Struct, forbid_unknown_fields=True):
    """What to change of a board beside its document."""

    name: str | None = None
    description: str | None = None
    visibility: str | None = None
    roles: list[str] | None = None


class DocumentBody(Struct, forbid_unknown_fields=True):
    """A document, and the version it was made from."""

    base_version: int
    document: dict[str, Any]


class DuplicateBody(Struct, forbid_unknown_fields=True):
    """How the copy is called."""

    name: str | None = None


class FileBody(Struct, forbid_unknown_fields=True):
    """A board's file."""

    yaml: str


class BoardChoice(Struct, forbid_unknown_fields=True):
    """A board, or none."""

    board_id: UUID | None


class NoteBody(Struct, forbid_unknown_fields=True):
    """A note on a day, or on days up to ``until`` (included)."""

    day: date
    text: str
    until: date | None = None
    kind: str = "note"
    stores: list[str] = []


class NoteChangeBody(Struct, forbid_unknown_fields=True):
    """What to change of a note; ``until`` of null makes it one day."""

    day: date | UnsetType = UNSET
    text: str | UnsetType = UNSET
    until: date | UnsetType | None = UNSET
    kind: str | UnsetType = UNSET
    stores: list[str] | UnsetType = UNSET


def new_board(body: NewBoardBody) -> NewBoard:
    """Return the wish as the facade takes it; a board of a template may take its name from there."""
    return NewBoard(
        name=body.name or "",
        description=body.description,
        visibility=body.visibility,
        roles=tuple(dict.fromkeys(body.roles)),
        document=body.document,
        template=body.template,
    )


def board_change(body: BoardChangeBody) -> BoardChange:
    """Return the change as the facade takes it."""
    roles = tuple(dict.fromkeys(body.roles)) if body.roles is not None else None
    return BoardChange(body.name, body.description, body.visibility, roles)


def note(body: NoteBody) -> AnnotationBody:
    """Return the note as the facade takes it."""
    return AnnotationBody(body.day, body.text, body.until, body.kind, tuple(body.stores))


def changed_note(body: NoteChangeBody, *, before: Annotation) -> AnnotationBody:
    """Return a note with what was sent and the rest as it is."""
    sent = {name: value for name, value in msgspec.structs.asdict(body).items() if value is not UNSET}
    kept = {"day": before.day, "text": before.text, "until": before.until, "kind": before.kind, "stores": before.stores}
    values: dict[str, Any] = {**kept, **sent}
    return AnnotationBody(**{**values, "stores": tuple(values["stores"])})


def who_body(who: Who) -> dict[str, Any] | None:
    """Return a person, null for the host and for people who left."""
    return {"id": who.id, "name": who.name} if who.name is not None else None


def summary_body(found: BoardSummary) -> dict[str, Any]:
    """Return a board as a list shows it."""
    return {
        "id": found.id,
        "name": found.name,
        "description": found.description,
        "visibility": found.visibility,
        "roles": list(found.roles),
        "owner": who_body(found.owner),
        "is_mine": found.is_mine,
        "may_edit": found.may_edit,
        "may_manage": found.may_manage,
        "is_favourite": found.is_favourite,
        "is_home": found.is_home,
        "template": found.template,
        "version": found.version,
        "saved_at": found.saved_at,
        "deleted_at": found.deleted_at,
        "tiles": found.tiles,
    }


def list_body(found: Sequence[BoardSummary]) -> dict[str, Any]:
    """Return a list of boards."""
    return {"items": [summary_body(one) for one in found]}


def board_body(found: Board) -> dict[str, Any]:
    """Return a whole board."""
    return {**summary_body(found.summary), "document": found.document, "saved_by": who_body(found.saved_by)}


def saved_body(found: Saved) -> dict[str, Any]:
    """Return the board after a save."""
    return {
        "board": board_body(found.board),
        "merged": found.merged,
        "conflicts": [conflict_body(one) for one in found.conflicts],
    }


def conflict_body(found: Conflict) -> dict[str, Any]:
    """Return what two people changed at once."""
    return {
        "tile": found.tile,
        "what": found.what,
        "fields": list(found.fields),
        "yours": found.yours,
        "theirs": found.theirs,
    }


def version_info_body(found: VersionInfo) -> dict[str, Any]:
    """Return one version without its document."""
    return {
        "version": found.version,
        "saved_at": found.saved_at,
        "saved_by": who_body(found.saved_by),
        "summary": found.summary,
    }


def version_body(found: Version) -> dict[str, Any]:
    """Return one version."""
    return {**version_info_body(found.info), "document": found.document}


def template_body(found: TemplateInfo) -> dict[str, Any]:
    """Return a template; ``needs`` says what has to be connected for it, of all its facts or of those without data."""
    lacking = [need.feeds for need in found.needs if not need.has_data]
    return {
        "key": found.key,
        "name": found.name,
        "question": found.question,
        "tiles": found.tiles,
        "kinds": list(found.kinds),
        "needs": lacking or [need.feeds for need in found.needs],
        "facts": [{"fact": need.fact, "feeds": need.feeds, "has_data": need.has_data} for need in found.needs],
        "has_data": found.has_data,
    }


def note_body(found: Annotation) -> dict[str, Any]:
    """Return a note."""
    return {
        "id": found.id,
        "day": found.day,
        "until": found.until,
        "text": found.text,
        "kind": found.kind,
        "stores": list(found.stores),
        "by": who_body(found.by),
        "may_edit": found.may_edit,
    }
