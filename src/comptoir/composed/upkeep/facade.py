"""What others may ask of upkeep: rebuild the warehouse, reconcile all places, make changes visible now."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from comptoir.composed.upkeep import repository
from comptoir.composed.upkeep.contracts import Accuracy, AccuracyState, Reconciliation
from comptoir.composed.upkeep.model import DONE
from comptoir.composed.upkeep.permissions import SYSTEM_READ, SYSTEM_WRITE
from comptoir.composed.upkeep.usecases import compare_places as comparing
from comptoir.domains.commerce import facade as commerce
from comptoir.engine.projector import rebuild as rebuilding
from comptoir.engine.projector import reconcile as reconciling
from comptoir.engine.projector.checksums import Slice
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Forbidden, Unknown
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


async def accuracy(actor: Actor, platform: Platform) -> AccuracyState:
    """Return the newest comparison of the organisation that ended, and what was asked for since.

    Stores outside the actor's scope are left out; what belongs to no store is told to those without limits only.
    """
    actor.require(SYSTEM_READ)
    async with platform.database.begin(actor) as uow:
        stores = await commerce.stores_by_id(actor, uow)
        done, newest = await repository.newest(uow, state=DONE), await repository.newest(uow)
    named = {store.id: store.slug for store in stores if actor.may_see_store(store.id)}
    newer = newest if newest is not None and newest.state != DONE else None
    return AccuracyState(_visible(actor, done), _visible(actor, newer), named)


async def ask_comparison(
    actor: Actor, platform: Platform, *, first: date | None, last: date | None, repair: bool
) -> AccuracyState:
    """Queue a comparison of the actor's organisation by store days (both included; ``None``: all), and how it stands.

    ``repair`` projects again what differs. Raises ``AlreadyComparing``.
    """
    actor.require(SYSTEM_WRITE)
    if actor.scope.limits_rows:
        raise Forbidden("A comparison reads all stores, and you see some only.")
    async with platform.database.begin(actor) as uow:
        asked = await comparing.ask(actor, platform, uow, first=first, last=last, repair=repair)
        uow.audit("reconciliation.asked", str(asked.id))
    return await accuracy(actor, platform)


def _visible(actor: Actor, found: Accuracy | None) -> Accuracy | None:
    if found is None or not actor.scope.limits_rows:
        return found
    is_whole = actor.scope.sees_whole_stores
    seen = tuple(one for one in found.stores if is_whole and actor.may_see_store(one.store))
    return replace(found, stores=seen, elsewhere=(), rows=0)


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
