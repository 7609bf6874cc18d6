"""Change boards: make one, save its document, restore a version, rename and share, delete and bring back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from comptoir.composed.boards.contracts import ORGANISATION, SHARED, BoardChange, Conflict, Document, NewBoard, Problem
from comptoir.composed.boards.errors import NotYours, TooManyBoards, VersionGone, wrong
from comptoir.composed.boards.model import document as shapes
from comptoir.composed.boards.model import rights
from comptoir.composed.boards.model.checking import check_document
from comptoir.composed.boards.model.merge import merge
from comptoir.composed.boards.model.shape import text
from comptoir.composed.boards.model.summary import summary
from comptoir.composed.boards.model.viewing import unmarked
from comptoir.composed.boards.repository import boards
from comptoir.composed.boards.repository.boards import BoardRow
from comptoir.composed.boards.usecases.look_around import Around, check_edit, check_manage, find_board
from comptoir.composed.boards.usecases.read_boards import version_of
from comptoir.foundation.identity.permissions import ROLES
from comptoir.kernel.actor import Actor
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform
from comptoir.platform.database.turns import take_turn
from comptoir.platform.database.unit_of_work import UnitOfWork

KEPT_VERSIONS = 200
KEPT_DELETED = timedelta(days=30)
MOST_BOARDS = 1000
NAME, DESCRIPTION = text(120, least=1), text(500, lines=True)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a save came to: whether somebody else's changes were merged in, and what could not be."""

    merged: bool = False
    conflicts: tuple[Conflict, ...] = ()


async def create_board(
    actor: Actor, platform: Platform, *, wanted: NewBoard, document: Document, around: Around, said: str
) -> UUID:
    """Make a board of a checked document and return its id. Raises ``WrongBoard`` or ``TooManyBoards``."""
    check_facts(wanted.name, wanted.description, wanted.visibility, wanted.roles, around=around)
    board_id, now = new_id(), platform.clock()
    kept = {"document": document, "version": 1, "saved_at": now, "saved_by": actor.user_id}
    async with platform.database.begin(actor) as uow:
        await take_turn(uow, "boards")
        if await boards.count(uow) >= MOST_BOARDS:
            raise TooManyBoards(f"There are {MOST_BOARDS:,} boards already.", hint="Delete some that nobody opens.")
        facts = {"id": board_id, "owner_id": actor.user_id, "created_at": now, "tiles": len(document["tiles"])}
        shared = {"visibility": wanted.visibility, "roles": list(wanted.roles), "template": wanted.template}
        about = {"name": wanted.name.strip(), "description": wanted.description or None}
        await boards.add(uow, values={**facts, **about, **shared, **kept})
        await boards.add_version(uow, board_id=board_id, values={**kept, "summary": said}, keep=KEPT_VERSIONS)
        uow.audit("board.created", str(board_id))
    return board_id


async def save_document(
    actor: Actor, platform: Platform, *, board_id: UUID, base_version: int, sent: Any, around: Around
) -> Outcome:
    """Merge a document into the board and keep it as a new version. Raises ``WrongBoard`` or ``VersionGone``."""
    async with platform.database.begin(actor) as uow:
        row = await find_board(uow, around.viewer, board_id=board_id, lock=True)
        check_edit(row, around.viewer)
        base = await _base(uow, row, base_version)
        names = around.forgiving(base, row.document)
        found: list[Problem] = []
        whole = unmarked(sent, base=base, names=names, found=found)
        found += check_document(whole, names=names)
        if found:
            raise wrong(found)
        done = merge(base, row.document, whole)
        if late := check_document(done.document, names=names):
            raise wrong(late)  # both added tiles, and together they are too many
        said = summary(row.document, done.document, names=names)
        if said:
            await _keep(uow, platform, row, document=done.document, said=said)
    return Outcome(row.version != base_version and base != whole, done.conflicts)


async def restore_version(actor: Actor, platform: Platform, *, board_id: UUID, version: int, around: Around) -> None:
    """Make an earlier version the newest one. What it names and is gone since stays, and says so on its tiles."""
    async with platform.database.begin(actor) as uow:
        row = await find_board(uow, around.viewer, board_id=board_id, lock=True)
        check_edit(row, around.viewer)
        earlier = await version_of(uow, board_id=board_id, version=version)
        await _keep(uow, platform, row, document=earlier.document, said=f"Version {version} restored")


async def change_board(
    actor: Actor, platform: Platform, *, board_id: UUID, change: BoardChange, around: Around
) -> None:
    """Rename, describe or share a board."""
    async with platform.database.begin(actor) as uow:
        row = await find_board(uow, around.viewer, board_id=board_id, lock=True)
        check_manage(row, around.viewer)
        visibility = change.visibility if change.visibility is not None else row.visibility
        roles = change.roles if change.roles is not None else tuple(row.roles if visibility == SHARED else ())
        name = change.name if change.name is not None else row.name
        description = change.description if change.description is not None else row.description
        check_facts(name, description, visibility, roles, around=around, was=row.visibility)
        values = {"name": name.strip(), "description": description or None, "visibility": visibility}
        await boards.change(uow, board_id=board_id, values={**values, "roles": list(roles)})
        uow.audit("board.changed", str(board_id), after=values)


async def set_deleted(actor: Actor, platform: Platform, *, board_id: UUID, deleted: bool, around: Around) -> None:
    """Delete a board, or bring it back while it is kept; doing either twice changes nothing."""
    async with platform.database.begin(actor) as uow:
        row = await find_board(uow, around.viewer, board_id=board_id, lock=True, deleted=True)
        check_manage(row, around.viewer)
        if deleted != (row.deleted_at is not None):
            await boards.change(uow, board_id=board_id, values={"deleted_at": platform.clock() if deleted else None})
            uow.audit("board.deleted" if deleted else "board.undeleted", str(board_id))


def checked(document: Any, *, around: Around) -> Document:
    """Return a document that may be kept, or raise ``WrongBoard`` with everything wrong with it."""
    found: list[Problem] = []
    whole: Any = unmarked(document, base=shapes.empty(), names=around.names, found=found)
    found += check_document(whole, names=around.names)
    if found:
        raise wrong(found)
    result: Document = whole
    return result


def check_facts(
    name: str,
    description: str | None,
    visibility: str,
    roles: tuple[str, ...],
    *,
    around: Around,
    was: str | None = None,
) -> None:
    """Raise ``WrongBoard`` or ``NotYours`` unless a board may be called and shared like this by the person."""
    found: list[Problem] = []
    NAME(name, "name", found)
    if description:
        DESCRIPTION(description, "description", found)
    found += rights.check_sharing(visibility, roles, known=tuple(ROLES))
    if not found and visibility != ORGANISATION and around.viewer.is_nobody:
        found.append(Problem("visibility", "a token of no person makes boards of the organisation only"))
    if found:
        raise wrong(found)
    if ORGANISATION in (visibility, was) and visibility != was and not around.viewer.may_manage:
        raise NotYours("Boards of the organisation need the permission boards:manage.", hint="Ask an owner or admin.")


async def _base(uow: UnitOfWork, row: BoardRow, version: int) -> Document:
    if version == row.version:
        current: Document = row.document
        return current
    found = await boards.find_version(uow, board_id=row.id, version=version)
    if found is None:
        raise VersionGone(
            f"Version {version} of the board is not kept any more.",
            hint="Open the board again; what was not saved can be put in anew.",
            details={"version": row.version},
        )
    before: Document = found.document
    return before


async def _keep(uow: UnitOfWork, platform: Platform, row: BoardRow, *, document: Document, said: str) -> None:
    values: Mapping[str, Any] = {
        "document": document,
        "version": row.version + 1,
        "saved_at": platform.clock(),
        "saved_by": uow.actor.user_id,
    }
    await boards.change(uow, board_id=row.id, values={**values, "tiles": len(document["tiles"])})
    await boards.add_version(uow, board_id=row.id, values={**values, "summary": said}, keep=KEPT_VERSIONS)
    uow.audit("board.saved", str(row.id))
