"""Favourites, homes, and the boards that roles start with."""

from uuid import UUID

from comptoir.composed.boards.errors import NotSeen
from comptoir.composed.boards.model import rights
from comptoir.composed.boards.model.rights import Viewer
from comptoir.composed.boards.repository import marks
from comptoir.composed.boards.usecases.look_around import find_board
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Forbidden
from comptoir.platform.context import Platform


async def set_favourite(actor: Actor, platform: Platform, *, board_id: UUID, chosen: bool, viewer: Viewer) -> None:
    """Mark a board as favourite or not."""
    person = _person(viewer)
    async with platform.database.begin(actor) as uow:
        if chosen:
            await find_board(uow, viewer, board_id=board_id)
            await marks.add_favourite(uow, user_id=person, board_id=board_id, at=platform.clock())
        else:
            await marks.remove_favourite(uow, user_id=person, board_id=board_id)


async def set_home(actor: Actor, platform: Platform, *, board_id: UUID | None, viewer: Viewer) -> None:
    """Choose the board one lands on, or none."""
    person = _person(viewer)
    async with platform.database.begin(actor) as uow:
        if board_id is not None:
            await find_board(uow, viewer, board_id=board_id)
        await marks.set_home(uow, user_id=person, board_id=board_id)


async def set_default(actor: Actor, platform: Platform, *, role: str, board_id: UUID | None, viewer: Viewer) -> None:
    """Give a role the board its people start with. Raises ``NotSeen`` for one they may not open."""
    async with platform.database.begin(actor) as uow:
        if board_id is not None:
            row = await find_board(uow, viewer, board_id=board_id)
            if not rights.sees_by_role(row, role):
                raise NotSeen(
                    f"{row.name!r} is not shared with the role {role}.",
                    hint="Share it with the role or the whole organisation first.",
                    field="board_id",
                )
        await marks.set_default(uow, role=role, board_id=board_id)
        uow.audit("board.default", role, after={"board": str(board_id)})


def _person(viewer: Viewer) -> UUID:
    if viewer.user_id is None:
        raise Forbidden("Favourites and a home belong to a person.", hint="Sign in, or use a token of a person.")
    return viewer.user_id
