"""Who asks, and which names there are for them: what every other use case of boards begins with."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from comptoir.composed.boards.contracts import Document
from comptoir.composed.boards.errors import BoardGone, NotYours, UnknownBoard
from comptoir.composed.boards.model import rights
from comptoir.composed.boards.model.document import Names, names_in
from comptoir.composed.boards.model.rights import Viewer
from comptoir.composed.boards.repository import boards
from comptoir.composed.boards.repository.boards import BoardRow
from comptoir.composed.insights import facade as insights
from comptoir.composed.insights.permissions import ANALYTICS_READ
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.permissions import STORES_READ
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.semantic.access import may_group, may_read
from comptoir.semantic.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Around:
    """A person, and the names of metrics, dimensions and stores there are for them."""

    viewer: Viewer
    names: Names

    def forgiving(self, *documents: Document) -> Names:
        """Return the names, with those that documents already use and that may be gone."""
        return replace(self.names, forgiven=frozenset().union(*(names_in(one) for one in documents)))


async def viewer_of(actor: Actor, platform: Platform) -> Viewer:
    """Return who asks."""
    return rights.viewer_of(actor, role=await identity.role_of(actor, platform))


async def look_around(actor: Actor, platform: Platform) -> Around:
    """Return who asks and what they may name."""
    catalogue = await insights.catalogue_of(actor, platform)
    stores = None
    if actor.may(STORES_READ):
        async with platform.database.begin(actor) as uow:
            stores = frozenset(store.slug for store in await commerce.list_stores(actor, uow))
    names = Names(
        metrics={key: one.label for key, one in catalogue.metrics.items()},
        dimensions={key: one.label for key, one in catalogue.dimensions.items()},
        stores=stores,
        hidden=frozenset(_hidden(actor, catalogue)),
    )
    return Around(await viewer_of(actor, platform), names)


def _hidden(actor: Actor, catalogue: Catalogue) -> Iterator[str]:
    """Yield what there is but not for this person; without the right to figures that is everything."""
    asks = actor.may(ANALYTICS_READ)
    for key in catalogue.metrics:
        if not asks or not may_read(actor, catalogue=catalogue, metric=key):
            yield key
    for key in catalogue.dimensions:
        if not asks or not may_group(actor, catalogue=catalogue, dimension=key):
            yield key


async def find_board(
    uow: UnitOfWork, viewer: Viewer, *, board_id: UUID, lock: bool = False, deleted: bool = False
) -> BoardRow:
    """Return a board the person may open. Raises ``UnknownBoard`` or ``BoardGone``."""
    found = await boards.find(uow, board_id=board_id, lock=lock)
    if found is None or not rights.may_see(found, viewer):
        raise UnknownBoard("There is no such board, or it is not shared with you.")
    if found.deleted_at is not None and not deleted:
        raise BoardGone(f"The board {found.name!r} was deleted.", hint="Whoever manages it can bring it back.")
    return found


def check_edit(board: BoardRow, viewer: Viewer) -> None:
    """Raise ``NotYours`` unless the person may change the document."""
    if not rights.may_edit(board, viewer):
        raise NotYours("You may read this board but not change it.", hint="Duplicate it and change your own.")


def check_manage(board: BoardRow, viewer: Viewer) -> None:
    """Raise ``NotYours`` unless the person may rename, share and delete the board."""
    if not rights.may_manage(board, viewer):
        raise NotYours("Only its owner or a manager of boards may do this.", hint="Ask an owner or admin.")
