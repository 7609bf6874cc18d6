"""Count what a security team looks at, and note once a day what stands out."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from comptoir.foundation.audit import model, repository
from comptoir.foundation.audit.contracts import Alert, Kind, Search, Security
from comptoir.foundation.audit.usecases.sign_roots import DAY
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor, system_actor
from comptoir.kernel.time import day_bounds, day_of
from comptoir.platform.audit import HOUSE
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork

NEWEST = 5
RAISED = "alert.raised"
_Who = tuple[UUID | None, str | None]
_Counts = Mapping[tuple[Kind, _Who], Mapping[date, int]]


async def watch(
    actor: Actor, platform: Platform, *, organisations: Collection[UUID], timezone: str, days: int
) -> Security:
    """Return counts by day of the organisation's zone, the newest of each kind and what is unusual today."""
    today = day_of(platform.clock(), timezone)
    span = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    async with platform.database.begin_system() as uow:
        counted = await _counts(uow, organisations=organisations, today=today, timezone=timezone, days=days)
        newest = {
            kind: await repository.page(
                uow, organisations=organisations, wanted=Search(kind=kind), before=None, limit=NEWEST
            )
            for kind in Kind
        }
        head = await repository.head(uow, organisation_id=actor.organisation_id)
        root = await repository.last_root(uow, organisation_id=actor.organisation_id, kind=DAY)
    alerts = _alerts(counted, today=today)
    people = {one.user_id for one in alerts if one.user_id}
    people |= {one.entry.user_id for found in newest.values() for one in found if one.entry.user_id}
    by_kind = {
        kind: [sum(of.get(day, 0) for (one, _), of in counted.items() if one is kind) for day in span] for kind in Kind
    }
    return Security(
        days=span,
        counts=by_kind,
        alerts=alerts,
        names=await identity.names_of(actor, platform, users=people),
        newest=newest,
        chained_to=head.sequence if head is not None else 0,
        last_root=root.day if root is not None else None,
        public_key=model.Signer(platform.secrets).public,
    )


async def raise_alerts(platform: Platform) -> int:
    """Note what is unusual today in the trail itself, once a day for each person and kind; return how many were new."""
    async with platform.database.begin_system() as uow:
        owners = [one for one in await repository.organisations(uow) if one != HOUSE]
    raised = 0
    for owner in owners:
        ours = await identity.organisation(system_actor(owner), platform)
        today = day_of(platform.clock(), ours.timezone)
        async with platform.database.begin_system() as uow:
            counted = await _counts(
                uow, organisations=[owner], today=today, timezone=ours.timezone, days=model.LOOK_BACK
            )
            told = await _told(uow, owner, since=day_bounds(today, ours.timezone)[0])
            for alert in _alerts(counted, today=today):
                subject = f"{alert.kind}/{alert.user_id or alert.address or '-'}"
                if subject not in told:
                    after = {"count": alert.count, "usual": alert.usual, "day": alert.day.isoformat()}
                    uow.audit(RAISED, subject, after=after, actor=system_actor(owner))
                    raised += 1
    return raised


async def _told(uow: UnitOfWork, owner: UUID, *, since: datetime) -> set[str]:
    wanted = Search(since=since, action=RAISED)
    found = await repository.page(uow, organisations=[owner], wanted=wanted, before=None, limit=1_000)
    return {one.entry.subject for one in found}


async def _counts(
    uow: UnitOfWork, *, organisations: Collection[UUID], today: date, timezone: str, days: int
) -> _Counts:
    back = max(days, model.LOOK_BACK) - 1
    since = day_bounds(today - timedelta(days=back), timezone)[0]
    rows = await repository.counts(uow, organisations=organisations, kinds=list(Kind), since=since, timezone=timezone)
    found: dict[tuple[Kind, _Who], dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for kind, day, user_id, address, count in rows:
        # A person is one person wherever they are; a stranger is known by the address alone.
        found[kind, (user_id, None if user_id else address)][day] += count
    return found


def _alerts(counted: _Counts, *, today: date) -> list[Alert]:
    found: list[Alert] = []
    for (kind, (user_id, address)), by_day in counted.items():
        before = [by_day.get(today - timedelta(days=back), 0) for back in range(1, model.LOOK_BACK)]
        if model.is_unusual(kind, today=by_day.get(today, 0), before=before):
            found.append(Alert(kind, user_id, address, by_day[today], model.usual(before), today))
    return sorted(found, key=lambda one: (-one.count, one.kind, str(one.user_id), one.address or ""))
