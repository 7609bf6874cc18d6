"""What others may ask of upkeep: rebuild the warehouse, reconcile all places, make changes visible now."""

from datetime import date
from uuid import UUID

from comptoir.composed.upkeep import repository
from comptoir.composed.upkeep.contracts import Reconciliation
from comptoir.engine.projector import rebuild as rebuilding
from comptoir.engine.projector import reconcile as reconciling
from comptoir.engine.projector.checksums import Slice
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Unknown
from comptoir.platform.context import Platform


async def rebuild_warehouse(
    actor: Actor, platform: Platform, *, progress: rebuilding.Progress | None = None
) -> rebuilding.RebuildReport:
    """Build all tables of all organisations anew and exchange them once proven equal; needs every permission.

    Queries read the old tables meanwhile. Raises ``NotEqual`` and leaves the old ones when the proof fails.
    """
    actor.require("*")
    if progress is None:
        return await rebuilding.rebuild(platform)
    return await rebuilding.rebuild(platform, progress=progress)


async def reconcile(
    actor: Actor,
    platform: Platform,
    *,
    store: str | None = None,
    first: date | None = None,
    last: date | None = None,
    repair: bool = False,
) -> Reconciliation:
    """Compare all places by store and day, of one store (short name) or all; needs every permission.

    Days are store days, both ends included. ``repair`` projects again what differs.
    """
    actor.require("*")
    async with platform.database.begin_system() as uow:
        names = await repository.slugs(uow)
        part = Slice(first=first, last=last)
        if store is not None:
            part = _slice_of(
                store, await repository.stores_named(uow, slug=store), names=set(names.values()), part=part
            )
    report = await reconciling.reconcile(platform, part=part, repair=repair)
    return Reconciliation(report=report, stores=names)


def _slice_of(slug: str, found: list[tuple[UUID, UUID]], *, names: set[str], part: Slice) -> Slice:
    if not found:
        raise Unknown(f"There is no store {slug!r}.", field="store", suggestions=sorted(names)[:3])
    organisations = {organisation for organisation, _ in found}
    return Slice(
        organisation_id=organisations.pop() if len(organisations) == 1 else None,
        stores=tuple(store for _, store in found),
        first=part.first,
        last=part.last,
    )
