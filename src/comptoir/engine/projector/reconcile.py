"""Source ↔ PostgreSQL ↔ warehouse ↔ roll-ups: counts, sums and hashes by store and day, and the repair of what differs.

PostgreSQL is right. A difference counts only if it is still there after everything that waited was projected.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import text

from comptoir.engine.projector import checksums, locks, statements
from comptoir.engine.projector.batch import next_revision
from comptoir.engine.projector.checksums import Difference, Slice
from comptoir.engine.projector.drain import drain
from comptoir.engine.projector.feed import Feed, feeds
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.modules import load_tables
from comptoir.platform.outbox import EVERYONE

_NOBODY = UUID(int=0)
_SYNC = {"mutations_sync": 2}
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """Something PostgreSQL's own tables do not agree on. Nothing in the warehouse can repair it."""

    name: str
    places: tuple[str, str]
    organisation: UUID
    store: UUID | None
    day: str | None
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class ReconcileReport:
    """How many buckets and rows were compared, what differed, what the repair left."""

    buckets: int
    rows: int
    findings: tuple[Finding, ...]
    differences: tuple[Difference, ...]
    repaired: tuple[Difference, ...] = ()
    store_days: frozenset[tuple[UUID, date]] = frozenset()  # of the facts, wherever any place has rows

    @property
    def is_equal(self) -> bool:
        """Whether all places agree now."""
        return not self.findings and not self.differences


async def reconcile(platform: Platform, *, part: Slice, repair: bool = False) -> ReconcileReport:
    """Compare all places for a slice; with ``repair`` project again what differs and compare once more."""
    load_tables()
    await drain(platform, part.organisation_id)
    report = await _compare_settled(platform, part=part)
    if not repair or not report.differences:
        return report
    await repair_differences(platform, report.differences)
    again = await _compare_settled(platform, part=part)
    left = {(item.table, item.key) for item in again.differences}
    repaired = tuple(item for item in report.differences if (item.table, item.key) not in left)
    return replace(again, repaired=repaired)


async def _compare_settled(platform: Platform, *, part: Slice) -> ReconcileReport:
    """Compare until a difference survives a drain: what changed in between is no difference."""
    report = await _compare(platform, part=part)
    for _ in range(_ATTEMPTS):
        if not report.differences:
            return report
        before = {(item.table, item.key, item.left, item.right) for item in report.differences}
        await drain(platform, part.organisation_id)
        report = await _compare(platform, part=part)
        if {(item.table, item.key, item.left, item.right) for item in report.differences} == before:
            return report
    return report


async def _compare(platform: Platform, *, part: Slice) -> ReconcileReport:
    """Compare once, one feed after the other, each from one snapshot of PostgreSQL."""
    buckets = rows = 0
    differences: list[Difference] = []
    findings: list[Finding] = []
    days: set[tuple[UUID, date]] = set()
    for feed in feeds.all():
        async with platform.database.begin_snapshot() as uow:
            findings += await _check(uow, feed=feed, part=part)
            truth = await checksums.of_postgres(uow, feed=feed, part=part)
        held = await checksums.of_warehouse(platform.warehouse, feed=feed, part=part)
        buckets, rows = buckets + len(truth), rows + sum(item.rows for item in truth.values())
        days |= {(key.store, key.day) for key in {*truth, *held} if key.store and key.day}
        places = ("postgresql", "warehouse")
        differences += checksums.compare(truth, held, table=feed.table.name, places=places)
        for rollup in feed.rollups:
            sums = await checksums.of_rollup(platform.warehouse, feed=feed, rollup=rollup, part=part)
            places = ("postgresql", "roll-up")
            differences += checksums.compare(truth, sums, table=rollup.table.name, places=places, with_hash=False)
    return ReconcileReport(buckets, rows, tuple(findings), tuple(differences), store_days=frozenset(days))


async def _check(uow: UnitOfWork, *, feed: Feed, part: Slice) -> list[Finding]:
    """Run the feed's checks inside PostgreSQL, as far as they concern the slice."""
    found: list[Finding] = []
    for check in feed.checks:
        for organisation, store, day, left, right in await uow.execute(text(check.sql)):
            if part.organisation_id not in (None, organisation) or (part.stores and store not in part.stores):
                continue
            if day is not None and not (part.first or day) <= day <= (part.last or day):
                continue
            found.append(Finding(check.name, check.places, organisation, store, str(day) if day else None, left, right))
    return found


async def repair_differences(platform: Platform, differences: Iterable[Difference]) -> None:
    """Take the buckets that differ out of the warehouse and project them again.

    The changes are committed before anything is taken out: killed in between, the next projector finishes the work.
    """
    todo: defaultdict[tuple[UUID, str], list[Difference]] = defaultdict(list)
    for difference in differences:
        kind = next(feed.kind for feed in feeds.all() if difference.table in _names(feed))
        todo[(difference.key.organisation, kind)].append(difference)
    for (organisation, kind), found in todo.items():
        await _repair(platform, feed=feeds.by_kind()[kind], organisation_id=organisation, differences=found)
    for organisation in {organisation for organisation, _ in todo}:
        await drain(platform, organisation)


def _names(feed: Feed) -> list[str]:
    return [feed.table.name, *(rollup.table.name for rollup in feed.rollups)]


async def _repair(platform: Platform, *, feed: Feed, organisation_id: UUID, differences: Sequence[Difference]) -> None:
    known = sorted({(key.store, key.day) for key in (item.key for item in differences) if key.store and key.day})
    predicates = (
        list(statements.bucket_predicates(organisation_id, known)) if feed.is_fact else [_whole(feed, organisation_id)]
    )
    async with platform.database.begin_system() as holder:
        await locks.hold_organisation(holder, organisation_id=organisation_id)
        async with platform.database.begin_system() as uow:
            for where in predicates:
                await _project_again(uow, feed=feed, organisation_id=organisation_id, where=where)
            await _touch(uow, feed=feed, organisation_id=organisation_id, buckets=known)
        for where in predicates:
            for name in _names(feed):
                sql = f"ALTER TABLE `{platform.warehouse.database}`.`{name}` DELETE WHERE {where}"
                await platform.warehouse.command(sql, settings=_SYNC)


def _whole(feed: Feed, organisation_id: UUID) -> str:
    return statements.EVERYTHING if feed.shared else f"organisation = '{organisation_id}'"


async def _project_again(uow: UnitOfWork, *, feed: Feed, organisation_id: UUID, where: str) -> None:
    """Put the keys of the rows that ``where`` picks into the outbox."""
    names = ", ".join(f'"{name}"' for name in feed.columns())
    store = "store" if "store" in feed.columns() else "null::uuid"
    key = f"'{_NOBODY}'::uuid" if feed.shared else f'"{feed.key}"'
    sql = f"""
insert into outbox (organisation_id, kind, key, store_id, revision)
select distinct cast(:organisation as uuid), '{feed.kind}', {key}, {store}, cast(:revision as bigint)
from (
{statements.rows_of(feed, scope=statements.EVERYTHING)}
) as rows_now({names}) where {where}
"""
    owner = EVERYONE if feed.shared else organisation_id
    await uow.execute(text(sql), {"organisation": owner, "revision": await next_revision(uow)})


async def _touch(uow: UnitOfWork, *, feed: Feed, organisation_id: UUID, buckets: Sequence[statements.Bucket]) -> None:
    """Put the buckets themselves into the outbox, for those where PostgreSQL has no rows left to name."""
    days: defaultdict[UUID, list[object]] = defaultdict(list)
    for store, day in buckets:
        days[store].append(day)
    revision = await next_revision(uow)
    for store, found in days.items():
        await uow.execute(
            text(
                "insert into outbox (organisation_id, kind, key, store_id, revision, days) "
                "values (:organisation, :kind, :key, :store, :revision, cast(:days as date[]))"
            ),
            {
                "organisation": organisation_id,
                "kind": feed.kind,
                "key": _NOBODY,
                "store": store,
                "revision": revision,
                "days": found,
            },
        )
