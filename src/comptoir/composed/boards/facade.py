"""What others may ask of boards. Rights are checked here and in the use cases; figures are asked elsewhere, by the viewer.

Raises ``UnknownBoard``, ``NotYours``, ``BoardGone``, and ``WrongBoard`` with everything that is wrong with a document.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from comptoir.composed.boards.contracts import (
    PERSONAL,
    Annotation,
    AnnotationBody,
    Board,
    BoardChange,
    BoardSummary,
    Document,
    NewBoard,
    Saved,
    Start,
    TemplateInfo,
    Version,
    VersionInfo,
)
from comptoir.composed.boards.errors import UnknownNote
from comptoir.composed.boards.model import document as shapes
from comptoir.composed.boards.permissions import BOARDS_EDIT, BOARDS_MANAGE, BOARDS_READ
from comptoir.composed.boards.repository import marks
from comptoir.composed.boards.usecases import carry_boards, mark_boards, read_boards, save_board, write_notes
from comptoir.composed.boards.usecases.look_around import find_board, look_around, viewer_of
from comptoir.foundation.identity.permissions import ROLES, check_role
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform


async def list_boards(actor: Actor, platform: Platform, *, deleted: bool = False) -> Sequence[BoardSummary]:
    """Return the boards the actor may open, by name; with ``deleted`` those that may be brought back."""
    actor.require(BOARDS_READ)
    viewer = await viewer_of(actor, platform)
    return await read_boards.list_boards(actor, platform, viewer=viewer, deleted=deleted)


async def boards_naming(actor: Actor, platform: Platform, *, name: str) -> Sequence[BoardSummary]:
    """Return the boards the actor may open whose document names a metric or dimension."""
    actor.require(BOARDS_READ)
    viewer = await viewer_of(actor, platform)
    return await read_boards.list_boards(actor, platform, viewer=viewer, deleted=False, naming=name)


async def board(actor: Actor, platform: Platform, *, board_id: UUID) -> Board:
    """Return one board; tiles that ask for what the actor may not read are marked and ask nothing."""
    actor.require(BOARDS_READ)
    around = await look_around(actor, platform)
    return await read_boards.show_board(actor, platform, board_id=board_id, around=around)


async def create_board(actor: Actor, platform: Platform, *, wanted: NewBoard) -> Board:
    """Make a board of a document, a template or nothing."""
    actor.require(BOARDS_EDIT)
    around = await look_around(actor, platform)
    document: Document = shapes.empty()
    said = "Made"
    if wanted.template is not None:
        template = carry_boards.template_of(wanted.template)
        wanted, document = carry_boards.from_template(wanted, template), template.document()
        said = f"Made from the template {template.name}"
    if wanted.document is not None:
        document = save_board.checked(wanted.document, around=around)
    made = await save_board.create_board(actor, platform, wanted=wanted, document=document, around=around, said=said)
    return await read_boards.show_board(actor, platform, board_id=made, around=around)


async def change_board(actor: Actor, platform: Platform, *, board_id: UUID, change: BoardChange) -> Board:
    """Rename, describe or share a board."""
    actor.require(BOARDS_EDIT)
    around = await look_around(actor, platform)
    await save_board.change_board(actor, platform, board_id=board_id, change=change, around=around)
    return await read_boards.show_board(actor, platform, board_id=board_id, around=around)


async def delete_board(actor: Actor, platform: Platform, *, board_id: UUID) -> None:
    """Delete a board; it can be brought back for 30 days."""
    actor.require(BOARDS_EDIT)
    around = await look_around(actor, platform)
    await save_board.set_deleted(actor, platform, board_id=board_id, deleted=True, around=around)


async def undelete_board(actor: Actor, platform: Platform, *, board_id: UUID) -> Board:
    """Bring a deleted board back."""
    actor.require(BOARDS_EDIT)
    around = await look_around(actor, platform)
    await save_board.set_deleted(actor, platform, board_id=board_id, deleted=False, around=around)
    return await read_boards.show_board(actor, platform, board_id=board_id, around=around)


async def save_document(actor: Actor, platform: Platform, *, board_id: UUID, base_version: int, document: Any) -> Saved:
    """Keep a document that rests on a version, merged with what others saved since."""
    actor.require(BOARDS_EDIT)
    around = await look_around(actor, platform)
    done = await save_board.save_document(
        actor, platform, board_id=board_id, base_version=base_version, sent=document, around=around
    )
    shown = await read_boards.show_board(actor, platform, board_id=board_id, around=around)
    return Saved(shown, done.merged, read_boards.conflicts_seen(done.conflicts, around=around))


async def versions(actor: Actor, platform: Platform, *, board_id: UUID) -> Sequence[VersionInfo]:
    """Return the versions of a board that are kept, newest first, with what each changed in words."""
    actor.require(BOARDS_READ)
    viewer = await viewer_of(actor, platform)
    return await read_boards.list_versions(actor, platform, board_id=board_id, viewer=viewer)


async def version(actor: Actor, platform: Platform, *, board_id: UUID, number: int) -> Version:
    """Return one version with its document, as the actor may see it. Raises ``UnknownVersion``."""
    actor.require(BOARDS_READ)
    around = await look_around(actor, platform)
    return await read_boards.show_version(actor, platform, board_id=board_id, version=number, around=around)


async def restore_version(actor: Actor, platform: Platform, *, board_id: UUID, number: int) -> Board:
    """Make an earlier version the newest one."""
    actor.require(BOARDS_EDIT)
    around = await look_around(actor, platform)
    await save_board.restore_version(actor, platform, board_id=board_id, version=number, around=around)
    return await read_boards.show_board(actor, platform, board_id=board_id, around=around)


async def duplicate_board(actor: Actor, platform: Platform, *, board_id: UUID, name: str | None = None) -> Board:
    """Make a personal copy of a board the actor may open; what is hidden from them in it stays hidden in the copy."""
    actor.require(BOARDS_EDIT)
    around = await look_around(actor, platform)
    async with platform.database.begin(actor) as uow:
        row = await find_board(uow, around.viewer, board_id=board_id)
    wanted = NewBoard(name or f"{row.name[:112]} (copy)", row.description, template=row.template)
    made = await save_board.create_board(
        actor, platform, wanted=wanted, document=row.document, around=around, said=f"Copied from {row.name}"
    )
    return await read_boards.show_board(actor, platform, board_id=made, around=around)


async def templates(actor: Actor, platform: Platform) -> Sequence[TemplateInfo]:
    """Return the ready boards, each with what it answers and whether the facts it rests on have data."""
    actor.require(BOARDS_READ)
    return await carry_boards.list_templates(actor, platform)


async def export_board(actor: Actor, platform: Platform, *, board_id: UUID) -> tuple[str, str]:
    """Return a board's name and its file (YAML); tiles that are hidden from the actor are left out."""
    actor.require(BOARDS_READ)
    around = await look_around(actor, platform)
    return await carry_boards.write_board(actor, platform, board_id=board_id, around=around)


async def import_board(
    actor: Actor, platform: Platform, *, text: str, visibility: str = PERSONAL, roles: tuple[str, ...] = ()
) -> Board:
    """Make a board of a file. Raises ``FileTooLarge``, or ``WrongBoard`` with everything wrong, and makes nothing."""
    actor.require(BOARDS_EDIT)
    around = await look_around(actor, platform)
    made = await carry_boards.read_board(actor, platform, text=text, around=around, visibility=visibility, roles=roles)
    return await read_boards.show_board(actor, platform, board_id=made, around=around)


async def set_favourite(actor: Actor, platform: Platform, *, board_id: UUID, chosen: bool) -> None:
    """Mark a board as the actor's favourite, or take the mark off."""
    actor.require(BOARDS_READ)
    viewer = await viewer_of(actor, platform)
    await mark_boards.set_favourite(actor, platform, board_id=board_id, chosen=chosen, viewer=viewer)


async def start(actor: Actor, platform: Platform) -> Start:
    """Return the board the actor lands on: their home, else their role's default, else none."""
    actor.require(BOARDS_READ)
    return await read_boards.start_of(actor, platform, viewer=await viewer_of(actor, platform))


async def session_start(actor: Actor, platform: Platform) -> Mapping[str, object] | None:
    """Return the board the actor lands on for the answer of the session, None where they may open none."""
    if not actor.may(BOARDS_READ):
        return None
    found = await start(actor, platform)
    return {"board_id": found.board_id, "why": found.why}


async def set_home(actor: Actor, platform: Platform, *, board_id: UUID | None) -> Start:
    """Choose the board the actor lands on, or none."""
    actor.require(BOARDS_READ)
    viewer = await viewer_of(actor, platform)
    await mark_boards.set_home(actor, platform, board_id=board_id, viewer=viewer)
    return await read_boards.start_of(actor, platform, viewer=viewer)


async def defaults(actor: Actor, platform: Platform) -> Mapping[str, UUID | None]:
    """Return the board each role starts with."""
    actor.require(BOARDS_MANAGE)
    async with platform.database.begin(actor) as uow:
        found = await marks.defaults(uow)
    return {role: found.get(role) for role in ROLES}


async def set_default(
    actor: Actor, platform: Platform, *, role: str, board_id: UUID | None
) -> Mapping[str, UUID | None]:
    """Give a role the board its people start with, or none. Raises ``NotSeen`` for one they may not open."""
    actor.require(BOARDS_MANAGE)
    viewer = await viewer_of(actor, platform)
    await mark_boards.set_default(actor, platform, role=check_role(role), board_id=board_id, viewer=viewer)
    return await defaults(actor, platform)


async def annotations(
    actor: Actor,
    platform: Platform,
    *,
    first: date | None = None,
    last: date | None = None,
    stores: tuple[str, ...] = (),
) -> Sequence[Annotation]:
    """Return the notes that touch some days, by day; those about stores out of the actor's scope are left out."""
    actor.require(BOARDS_READ)
    viewer = await viewer_of(actor, platform)
    return await write_notes.list_notes(actor, platform, first=first, last=last, stores=stores, viewer=viewer)


async def add_annotation(actor: Actor, platform: Platform, *, body: AnnotationBody) -> Annotation:
    """Write a note on days."""
    actor.require(BOARDS_EDIT)
    made = await write_notes.add_note(actor, platform, body=body)
    return await annotation(actor, platform, annotation_id=made)


async def annotation(actor: Actor, platform: Platform, *, annotation_id: UUID) -> Annotation:
    """Return one note. Raises ``UnknownNote``."""
    actor.require(BOARDS_READ)
    found = await write_notes.find_note(actor, platform, id_=annotation_id, viewer=await viewer_of(actor, platform))
    if found is None:
        raise UnknownNote("There is no such note.")
    return found


async def change_annotation(
    actor: Actor, platform: Platform, *, annotation_id: UUID, body: AnnotationBody
) -> Annotation:
    """Change one's own note; managers may change anybody's."""
    actor.require(BOARDS_EDIT)
    viewer = await viewer_of(actor, platform)
    await write_notes.change_note(actor, platform, id_=annotation_id, body=body, viewer=viewer)
    return await annotation(actor, platform, annotation_id=annotation_id)


async def remove_annotation(actor: Actor, platform: Platform, *, annotation_id: UUID) -> None:
    """Remove one's own note; managers may remove anybody's."""
    actor.require(BOARDS_EDIT)
    viewer = await viewer_of(actor, platform)
    await write_notes.change_note(actor, platform, id_=annotation_id, body=None, viewer=viewer)
