"""Read boards as one person sees them: lists, one of them, its versions."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from comptoir.composed.boards.contracts import Board, BoardSummary, Conflict, Start, Version, VersionInfo, Who
from comptoir.composed.boards.errors import UnknownVersion
from comptoir.composed.boards.model import rights
from comptoir.composed.boards.model.rights import Viewer
from comptoir.composed.boards.model.viewing import seen, seen_tile
from comptoir.composed.boards.repository import boards, marks
from comptoir.composed.boards.repository.boards import BoardRow
from comptoir.composed.boards.usecases.look_around import Around, find_board
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork


async def list_boards(
    actor: Actor, platform: Platform, *, viewer: Viewer, deleted: bool, naming: str | None = None
) -> list[BoardSummary]:
    """Return the boards a person may open; of the deleted ones those they may bring back; ``naming`` a metric or so."""
    async with platform.database.begin(actor) as uow:
        every = await boards.every(uow, deleted=deleted, naming=naming)
        rows = [row for row in every if rights.may_see(row, viewer)]
        favourites, home = await _marks(uow, viewer)
    if deleted:
        rows = [row for row in rows if rights.may_manage(row, viewer)]
    called = await names_of(actor, platform, ids=[row.owner_id for row in rows])
    return [summary_of(row, viewer, called=called, favourites=favourites, home=home) for row in rows]


async def show_board(actor: Actor, platform: Platform, *, board_id: UUID, around: Around) -> Board:
    """Return one board as the person may see it."""
    async with platform.database.begin(actor) as uow:
        row = await find_board(uow, around.viewer, board_id=board_id)
        favourites, home = await _marks(uow, around.viewer)
    called = await names_of(actor, platform, ids=[row.owner_id, row.saved_by])
    return Board(
        summary=summary_of(row, around.viewer, called=called, favourites=favourites, home=home),
        document=seen(row.document, names=around.names),
        saved_by=who(row.saved_by, called),
    )


async def list_versions(actor: Actor, platform: Platform, *, board_id: UUID, viewer: Viewer) -> list[VersionInfo]:
    """Return the versions that are kept, newest first."""
    async with platform.database.begin(actor) as uow:
        await find_board(uow, viewer, board_id=board_id)
        rows = await boards.versions(uow, board_id=board_id)
    called = await names_of(actor, platform, ids=[row.saved_by for row in rows])
    return [_version_info(row, called) for row in rows]


async def show_version(actor: Actor, platform: Platform, *, board_id: UUID, version: int, around: Around) -> Version:
    """Return one version with its document, as the person may see it."""
    async with platform.database.begin(actor) as uow:
        await find_board(uow, around.viewer, board_id=board_id)
        row = await version_of(uow, board_id=board_id, version=version)
    called = await names_of(actor, platform, ids=[row.saved_by])
    return Version(_version_info(row, called), seen(row.document, names=around.names))


async def version_of(uow: UnitOfWork, *, board_id: UUID, version: int) -> BoardRow:
    """Return one version. Raises ``UnknownVersion``."""
    row = await boards.find_version(uow, board_id=board_id, version=version)
    if row is None:
        raise UnknownVersion(f"Version {version} of the board is not kept.")
    return row


def conflicts_seen(conflicts: Iterable[Conflict], *, around: Around) -> tuple[Conflict, ...]:
    """Return conflicts as the person may see them: a hidden tile of the other one stays hidden."""
    return tuple(
        replace(one, yours=_tile_seen(one.yours, around), theirs=_tile_seen(one.theirs, around)) if one.tile else one
        for one in conflicts
    )


def _tile_seen(tile: Any, around: Around) -> Any:
    return seen_tile(tile, names=around.names) if isinstance(tile, Mapping) else tile


async def start_of(actor: Actor, platform: Platform, *, viewer: Viewer) -> Start:
    """Return the board the person lands on: the chosen home, else the role's default, else none."""
    async with platform.database.begin(actor) as uow:
        _, home = await _marks(uow, viewer)
        default = (await marks.defaults(uow)).get(viewer.role or "")
        for board_id, why in ((home, "home"), (default, "role")):
            row = await boards.find(uow, board_id=board_id) if board_id is not None else None
            if row is not None and row.deleted_at is None and rights.may_see(row, viewer):
                return Start(row.id, why)
    return Start(None, None)


async def names_of(actor: Actor, platform: Platform, *, ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """Return how people are called."""
    return await identity.names_of(actor, platform, users={one for one in ids if one is not None})


def who(user_id: UUID | None, called: Mapping[UUID, str]) -> Who:
    """Return a person by name."""
    return Who(user_id, called.get(user_id) if user_id is not None else None)


def summary_of(
    row: BoardRow, viewer: Viewer, *, called: Mapping[UUID, str], favourites: frozenset[UUID], home: UUID | None
) -> BoardSummary:
    """Return a row as one person's list shows it."""
    facts: Any = row
    return BoardSummary(
        id=row.id,
        name=row.name,
        description=row.description,
        visibility=row.visibility,
        roles=tuple(row.roles),
        owner=who(row.owner_id, called),
        is_mine=rights.is_mine(facts, viewer),
        may_edit=rights.may_edit(facts, viewer),
        may_manage=rights.may_manage(facts, viewer),
        is_favourite=row.id in favourites,
        is_home=row.id == home,
        template=row.template,
        version=row.version,
        saved_at=row.saved_at,
        deleted_at=row.deleted_at,
        tiles=row.tiles,
    )


async def _marks(uow: UnitOfWork, viewer: Viewer) -> tuple[frozenset[UUID], UUID | None]:
    if viewer.user_id is None:
        return frozenset(), None
    favourites = await marks.favourites(uow, user_id=viewer.user_id)
    return favourites, await marks.home(uow, user_id=viewer.user_id)


def _version_info(row: BoardRow, called: Mapping[UUID, str]) -> VersionInfo:
    return VersionInfo(row.version, row.saved_at, who(row.saved_by, called), row.summary)
