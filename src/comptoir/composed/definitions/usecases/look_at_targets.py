"""Read targets: only of metrics the actor may read and of stores in its scope."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from comptoir.composed.definitions.contracts import Target
from comptoir.composed.definitions.errors import UnknownTarget
from comptoir.composed.definitions.permissions import TARGETS_EDIT
from comptoir.composed.definitions.repository import targets
from comptoir.composed.definitions.repository.targets import TargetRow
from comptoir.composed.definitions.usecases.know_definitions import names_in
from comptoir.composed.definitions.usecases.look_at_definitions import who
from comptoir.composed.insights import facade as insights
from comptoir.domains.commerce import facade as commerce
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.kernel.fiscal import FiscalCalendar
from comptoir.kernel.time import DAY, Grain, Period
from comptoir.platform.context import Platform
from comptoir.semantic.access import may_read
from comptoir.semantic.catalogue import Catalogue

# Months, quarters and years of targets are those of the organisation's fiscal calendar.
PERIODS: Mapping[str, Grain] = {
    "day": Grain.DAY,
    "week": Grain.WEEK,
    "month": Grain.FISCAL_MONTH,
    "quarter": Grain.FISCAL_QUARTER,
    "year": Grain.FISCAL_YEAR,
}


async def list_targets(
    actor: Actor,
    platform: Platform,
    *,
    metric: str | None = None,
    store: str | None = None,
    first: date | None = None,
    last: date | None = None,
) -> list[Target]:
    """Return targets by their first day: of a metric, a store, or periods that meet some days."""
    async with platform.database.begin(actor) as uow:
        rows = await targets.every(uow, metric=metric)
    found = await seen(actor, platform, rows)
    return [
        one
        for one in found
        if (store is None or one.store == store)
        and (first is None or one.end >= first)
        and (last is None or one.start <= last)
    ]


async def periods_around(
    actor: Actor, platform: Platform, *, period: str, day: date, before: int, after: int
) -> list[Period]:
    """Return whole periods of the organisation's calendar: those before the one of ``day``, itself, those after."""
    async with platform.database.begin(actor) as uow:
        calendar = (await identity.organisation(actor, uow)).calendar
    grain = PERIODS[period]
    found = [calendar.period_of(day, grain)]
    for _ in range(before):
        found.insert(0, calendar.period_of(found[0].start - DAY, grain))
    for _ in range(after):
        found.append(calendar.period_of(found[-1].end + DAY, grain))
    return found


async def show_target(actor: Actor, platform: Platform, *, id_: UUID) -> Target:
    """Return one target. Raises ``UnknownTarget``."""
    async with platform.database.begin(actor) as uow:
        row = await targets.find(uow, id_=id_)
    found = await seen(actor, platform, [row] if row is not None else [])
    if not found:
        raise UnknownTarget("There is no such target.")
    return found[0]


async def seen(actor: Actor, platform: Platform, rows: Sequence[TargetRow]) -> list[Target]:
    """Return rows as their reader sees them; what the reader may not know is left out."""
    catalogue = await insights.catalogue_of(actor, platform)
    own = [row for row in rows if is_open(row, actor, catalogue)]
    async with platform.database.begin(actor) as uow:
        calendar = (await identity.organisation(actor, uow)).calendar
        slugs = {store.id: store.slug for store in await commerce.stores_by_id(actor, uow)}
    called = await names_in(actor, platform, own)
    return [
        as_seen(row, actor, calendar=calendar, slugs=slugs, called=called)
        for row in own
        if row.store_id is None or row.store_id in slugs
    ]


def as_seen(
    row: Any, actor: Actor, *, calendar: FiscalCalendar, slugs: Mapping[UUID, str], called: Mapping[UUID, str]
) -> Target:
    """Return a row as a target."""
    return Target(
        id=row.id,
        metric=row.metric,
        store=slugs[row.store_id] if row.store_id else None,
        period=row.period,
        start=row.start,
        end=days_of_target(calendar, period=row.period, start=row.start).end,
        amount=row.amount,
        currency=row.currency,
        saved_at=row.saved_at,
        saved_by=who(row.saved_by, called),
        may_edit=actor.may(TARGETS_EDIT),
    )


def days_of_target(calendar: FiscalCalendar, *, period: str, start: date) -> Period:
    """Return the days of a target. One that was set under another calendar ends with the period its first day lies in."""
    return Period(start, calendar.period_of(start, PERIODS[period]).end)


def is_open(row: Any, actor: Actor, catalogue: Catalogue) -> bool:
    """Whether the actor may know a target: its metric and all of its stores must be open to it."""
    is_seen = actor.scope.stores is None if row.store_id is None else actor.may_see_store(row.store_id)
    is_seen = is_seen and actor.scope.sees_whole_stores
    return is_seen and row.metric in catalogue.metrics and may_read(actor, catalogue=catalogue, metric=row.metric)
