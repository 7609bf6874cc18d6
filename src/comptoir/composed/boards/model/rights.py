"""Who may see, change and manage a board. Decides from facts about the board and the person; touches no storage.

Personal: its owner alone. Shared: people of the named roles read it, and those of them who may edit boards change it.
Organisation: everybody reads it, managers change it. Managers also look after shared boards, never after personal ones.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from comptoir.composed.boards.contracts import ORGANISATION, PERSONAL, SHARED, VISIBILITIES, Problem
from comptoir.composed.boards.permissions import BOARDS_EDIT, BOARDS_MANAGE
from comptoir.kernel.actor import Actor
from comptoir.semantic.catalogue import nearest


class Owned(Protocol):
    """What of a board decides who may do what."""

    owner_id: UUID | None
    visibility: str
    roles: Collection[str]


@dataclass(frozen=True, slots=True)
class Viewer:
    """What of a person decides it. ``is_host`` is whoever runs commands on the machine: everything is theirs."""

    user_id: UUID | None
    role: str | None
    may_edit: bool
    may_manage: bool
    is_host: bool = False

    @property
    def is_nobody(self) -> bool:
        """Whether no person stands behind it: a token that was made on the host."""
        return self.user_id is None and not self.is_host


def viewer_of(actor: Actor, *, role: str | None) -> Viewer:
    """Return an actor with their role as a viewer of boards."""
    return Viewer(
        user_id=actor.user_id,
        role=role,
        may_edit=actor.may(BOARDS_EDIT),
        may_manage=actor.may(BOARDS_MANAGE),
        is_host=actor.user_id is None and "*" in actor.permissions,
    )


def is_mine(board: Owned, viewer: Viewer) -> bool:
    """Return whether the board belongs to the person."""
    return viewer.user_id is not None and board.owner_id == viewer.user_id


def may_see(board: Owned, viewer: Viewer) -> bool:
    """Return whether the person may open the board."""
    if viewer.is_host or is_mine(board, viewer) or board.visibility == ORGANISATION:
        return True
    return board.visibility == SHARED and (viewer.role in board.roles or viewer.may_manage)


def may_edit(board: Owned, viewer: Viewer) -> bool:
    """Return whether the person may change the document."""
    if not may_see(board, viewer) or not viewer.may_edit:
        return False
    return viewer.may_manage or board.visibility != ORGANISATION


def may_manage(board: Owned, viewer: Viewer) -> bool:
    """Return whether the person may rename, share and delete the board."""
    if viewer.is_host:
        return True
    if board.visibility == PERSONAL or not viewer.may_manage:
        return is_mine(board, viewer) and viewer.may_edit and board.visibility != ORGANISATION
    return True


def sees_by_role(board: Owned, role: str) -> bool:
    """Return whether everybody of a role may open the board."""
    return board.visibility == ORGANISATION or (board.visibility == SHARED and role in board.roles)


def check_sharing(visibility: str, roles: Collection[str], *, known: Collection[str]) -> list[Problem]:
    """Return what is wrong with how a board is to be shared."""
    found = []
    if visibility not in VISIBILITIES:
        found.append(
            Problem("visibility", f"is one of {', '.join(VISIBILITIES)}", nearest(visibility, known=VISIBILITIES))
        )
    if visibility == SHARED and not roles:
        found.append(Problem("roles", "a shared board names the roles it is shared with"))
    if visibility != SHARED and roles:
        found.append(Problem("roles", "only a shared board names roles"))
    found += [
        Problem(f"roles.{index}", f"there is no role {role[:40]!r}", nearest(role, known=known))
        for index, role in enumerate(roles)
        if role not in known
    ]
    return found
