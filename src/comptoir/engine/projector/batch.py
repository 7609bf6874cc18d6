"""One micro-batch: claim changes, write their rows, rebuild their buckets, give the version, mark them done.

One transaction of PostgreSQL holds the batch together. Whatever kills it leaves the changes new, and doing all of it
again gives the same warehouse: rows and buckets carry a revision that only grows, and the newest wins.
Must not be entered without the organisation's lock, which it takes first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import text

from comptoir.engine.projector import locks, statements
from comptoir.engine.projector.feed import PROJECTING_DDL, Feed, feeds
from comptoir.engine.projector.statements import Bucket
from comptoir.engine.projector.transfer import transfer
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.outbox import EVERYONE

LIMIT = 20_000  # for those who wait for fresh figures
LOOKED_AT, MOST_NAMED = 200, 20  # changes whose correlation is looked at, and ids in one line of the log


@dataclass(frozen=True, slots=True)
class Batch:
    """What one micro-batch did. Without changes there was nothing left to do."""

    changes: int = 0
    rows: int = 0
    data_version: int | None = None
    buckets: frozenset[Bucket] = field(default_factory=frozenset)
    correlations: tuple[str, ...] = ()  # what asked for the changes, some of them


async def project_batch(
    platform: Platform, *, organisation_id: UUID, limit: int = LIMIT, up_to: int | None = None, wait: bool = True
) -> Batch | None:
    """Project up to ``limit`` changes of one organisation, those with an id up to ``up_to`` when given.

    Returns ``None`` when another process holds the organisation's lock and ``wait`` is false.
    """
    async with platform.database.begin_system() as uow:
        if not await locks.hold_organisation(uow, organisation_id=organisation_id, wait=wait):
            return None
        return await project(platform, uow, organisation_id=organisation_id, limit=limit, up_to=up_to)


async def project(
    platform: Platform, uow: UnitOfWork, *, organisation_id: UUID, limit: int = LIMIT, up_to: int | None = None
) -> Batch:
    """Do one batch inside a transaction that holds the organisation's lock."""
    kinds = await claim(uow, organisation_id=organisation_id, limit=limit, up_to=up_to)
    if not kinds:
        return Batch()
    revision = await next_revision(uow)
    known = feeds.by_kind()
    concerned = [known[kind] for kind in kinds if kind in known]
    rows = 0
    for feed in concerned:
        rows += await write_rows(platform, uow, feed=feed, revision=revision)
    touched = {feed.table.name: await touched_buckets(uow, feed=feed) for feed in concerned if feed.is_fact}
    for feed in concerned:
        await rebuild_buckets(
            platform,
            feed=feed,
            organisation_id=organisation_id,
            buckets=touched.get(feed.table.name, ()),
            revision=revision,
        )
    correlations = await asked_for(uow)
    version = await give_version(uow, organisation_id=organisation_id, feeds=concerned, touched=touched)
    await mark_done(uow, feeds=concerned)
    buckets = frozenset(bucket for found in touched.values() for bucket in found)
    return Batch(
        changes=sum(kinds.values()), rows=rows, data_version=version, buckets=buckets, correlations=correlations
    )


async def claim(uow: UnitOfWork, *, organisation_id: UUID, limit: int, up_to: int | None) -> dict[str, int]:
    """Take new changes into the transaction's ``projecting`` table; return how many of each kind."""
    await uow.execute(text(PROJECTING_DDL))
    await uow.execute(_CLAIM, {"organisation": organisation_id, "limit": limit, "up_to": up_to})
    found = await uow.execute(text("select kind, count(*) from projecting group by kind order by kind"))
    kinds = {row[0]: int(row[1]) for row in found}
    if sum(kinds.values()) > 200:
        await uow.execute(text("analyze projecting"))
    return kinds


_CLAIM = text("""
insert into projecting (id, organisation_id, kind, key, store_id, revision, days)
select id, organisation_id, kind, key, store_id, revision, days from outbox
where organisation_id = :organisation and state = 'new' and (cast(:up_to as bigint) is null or id <= :up_to)
order by id limit :limit for update skip locked
""")


async def asked_for(uow: UnitOfWork) -> tuple[str, ...]:
    """Return what asked for the changes in hand, as far as they tell and a line of the log can bear."""
    found = await uow.execute(_ASKED_FOR)
    return tuple(str(told) for (told,) in found)[:MOST_NAMED]


_ASKED_FOR = text(f"""
select distinct o.correlation from (select id from projecting order by id desc limit {LOOKED_AT}) p
join outbox o on o.id = p.id where o.correlation is not null
""")


async def next_revision(uow: UnitOfWork) -> int:
    """Return a revision above that of every row this transaction can see."""
    found: int = (await uow.execute(text("select nextval('revision_seq')"))).scalar_one()
    return found


async def write_rows(platform: Platform, uow: UnitOfWork, *, feed: Feed, revision: int) -> int:
    """Stream current rows and flags for those that are gone, from one snapshot, into the feed's table."""
    select = statements.batch_select(feed, version=revision)
    return await transfer(platform.warehouse, uow, select=select, table=feed.table)


async def touched_buckets(uow: UnitOfWork, *, feed: Feed) -> list[Bucket]:
    """Return the (store, day) buckets the batch touches: where its rows are now and where they ever were."""
    if feed.buckets is None:
        return []
    return [(row[0], row[1]) for row in await uow.execute(text(feed.buckets)) if row[1] is not None]


async def rebuild_buckets(
    platform: Platform, *, feed: Feed, organisation_id: UUID, buckets: Iterable[Bucket], revision: int
) -> None:
    """Sum the touched buckets of the feed's roll-ups again."""
    for rollup in feed.rollups:
        for where in statements.bucket_predicates(organisation_id, buckets):
            sql = statements.rollup_insert(rollup, database=platform.warehouse.database, where=where, version=revision)
            await platform.warehouse.command(sql)


async def give_version(
    uow: UnitOfWork, *, organisation_id: UUID, feeds: Sequence[Feed], touched: dict[str, list[Bucket]]
) -> int | None:
    """Allocate the next data version, now that everything is visible, and stamp what the batch touched with it."""
    if organisation_id == EVERYONE:
        await stamp_shared(uow, names=[feed.table.name for feed in feeds])
        return None
    row = (await uow.execute(_NEXT_VERSION, {"organisation": organisation_id})).one()
    version = int(row.data_version)
    await stamp_buckets(uow, organisation_id=organisation_id, version=version, touched=touched)
    names = [feed.table.name for feed in feeds if not feed.is_fact]
    if names:
        await uow.execute(_STAMP_DIMENSIONS, {"organisation": organisation_id, "names": names, "version": version})
    return version


# The transaction's own time: everything committed before it began may be claimed by it or by an earlier batch.
_NEXT_VERSION = text("""
insert into data_versions as v (organisation_id, data_version, as_of) values (:organisation, 1, now())
on conflict (organisation_id) do update set data_version = v.data_version + 1, as_of = excluded.as_of
returning data_version
""")

_STAMP_DIMENSIONS = text("""
insert into dimension_versions (organisation_id, name, version)
select :organisation, unnest(cast(:names as text[])), :version
on conflict (organisation_id, name) do update set version = excluded.version
""")

_STAMP_BUCKETS = text("""
insert into bucket_versions (organisation_id, fact, store_id, day, version)
select :organisation, :fact, store_id, day, :version
from unnest(cast(:stores as uuid[]), cast(:days as date[])) as touched(store_id, day)
on conflict (organisation_id, fact, store_id, day) do update set version = excluded.version
""")

_STAMP_SHARED = text("""
insert into shared_versions as s (name, version) select unnest(cast(:names as text[])), 1
on conflict (name) do update set version = s.version + 1
""")


async def stamp_buckets(
    uow: UnitOfWork, *, organisation_id: UUID, version: int, touched: dict[str, list[Bucket]]
) -> None:
    """Write the version of every touched bucket."""
    for fact, buckets in touched.items():
        stores, days = zip(*buckets, strict=True) if buckets else ((), ())
        values = {"stores": list(stores), "days": list[date](days)}
        await uow.execute(_STAMP_BUCKETS, {"organisation": organisation_id, "fact": fact, "version": version, **values})


async def stamp_shared(uow: UnitOfWork, *, names: list[str]) -> None:
    """Count up the versions of tables that all organisations share."""
    await uow.execute(_STAMP_SHARED, {"names": names})


async def mark_done(uow: UnitOfWork, *, feeds: Iterable[Feed]) -> None:
    """Mark the claimed changes done and forget what only they still needed."""
    for feed in feeds:
        if feed.after is not None:
            await uow.execute(text(feed.after))
    await uow.execute(text("update outbox set state = 'done', done_at = now() where id in (select id from projecting)"))
