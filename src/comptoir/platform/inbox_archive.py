"""What leaves the inbox after its time: settled deliveries of old days, and the partitions they leave empty.

Deliveries sealed with a person's key are archived to storage as they rest, so that erasing the person makes the copy
unreadable as well. What is sealed with a store's key (guests, topics nobody reads) could not be erased there: it goes
without a copy. What is new or parked stays, however old it is.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import BigInteger, Column, Date, Index, Integer, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from comptoir.kernel.actor import system_actor
from comptoir.platform.context import Platform
from comptoir.platform.database.metadata import instant, tenant_table
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.storage import BlobRef

BATCH = 20_000  # deliveries in one file
COLUMNS = (
    "organisation_id, day, id, store_id, platform, topic, delivery_id, identity, body, size, headers, received_at, "
    "state, reason, attempts, settled_at, subject_id, original, edited_at, edited_by"
)

archives = tenant_table(
    "inbox_archives",
    Column("day", Date, nullable=False),
    Column("blob_id", Uuid, primary_key=True),
    Column("deliveries", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),  # of the file
    instant("archived_at"),
    Index("ix_inbox_archives_day", "organisation_id", "day"),
)


@dataclass(frozen=True, slots=True)
class Archived:
    """What one run took out of the inbox."""

    archived: int = 0  # deliveries copied to storage
    dropped: int = 0  # deliveries that went without a copy
    partitions: int = 0  # days whose partition is gone


@dataclass(frozen=True, slots=True)
class InboxDay:
    """What rests in the inbox of one day, over all organisations."""

    day: date
    new: int
    parked: int
    done: int
    ignored: int
    size: int  # of the bodies
    sealed_for_people: int
    archived: int


async def archive_inbox(platform: Platform) -> Archived:
    """Take out what was settled and came in more than ``inbox_keep_days`` days ago. Killed at any point, run it again."""
    before = platform.clock().date() - timedelta(days=platform.settings.inbox_keep_days)
    archived = dropped = 0
    async with platform.database.begin_system() as uow:
        found = await uow.execute(_OLD, {"before": before})
        waiting = [(row.organisation_id, row.day) for row in found]
    for organisation_id, day in waiting:
        while (batch := await _archive_batch(platform, organisation_id=organisation_id, day=day)) is not None:
            archived, dropped = archived + batch.archived, dropped + batch.dropped
    return Archived(archived, dropped, await _drop_empty(platform, before=before))


_OLD = text("""
select distinct organisation_id, day from inbox where day < :before and state in ('done', 'ignored') order by day
""").columns(organisation_id=Uuid, day=Date)

_TAKE = text("""
select id, subject_id is not null as is_erasable from inbox
where organisation_id = :organisation and day = :day and state in ('done', 'ignored')
order by id limit :limit for update skip locked
""").columns(id=Uuid)

_DELETE = text("delete from inbox where organisation_id = :organisation and day = :day and id = any(:ids)").bindparams(
    bindparam("ids", type_=ARRAY(Uuid))
)


async def _archive_batch(platform: Platform, *, organisation_id: UUID, day: date) -> Archived | None:
    """Archive and delete one batch in one transaction; ``None`` when nothing is left."""
    place = {"organisation": organisation_id, "day": day}
    blob: UUID | None = None
    try:
        async with platform.database.begin(system_actor(organisation_id)) as uow:
            rows = [(row.id, row.is_erasable) for row in await uow.execute(_TAKE, place | {"limit": BATCH})]
            if not rows:
                return None
            kept = [key for key, is_erasable in rows if is_erasable]
            if kept:
                query = f"select {COLUMNS} from inbox where day = %(day)s and id = any(%(ids)s) order by id"
                ref = await platform.storage.put(uow.copy_out(query, {"day": day, "ids": kept}))
                blob = ref.id
                await _note(uow, day=day, ref=ref, deliveries=len(kept), now=platform.clock())
            await uow.execute(_DELETE, place | {"ids": [key for key, _ in rows]})
    except BaseException:
        if blob is not None:
            await platform.storage.delete(blob)
        raise
    return Archived(archived=len(kept), dropped=len(rows) - len(kept))


async def _note(uow: UnitOfWork, *, day: date, ref: BlobRef, deliveries: int, now: datetime) -> None:
    values = {
        "organisation_id": uow.actor.organisation_id,
        "day": day,
        "blob_id": ref.id,
        "deliveries": deliveries,
        "size": ref.size,
        "archived_at": now,
    }
    await uow.execute(archives.insert(), values)


async def _drop_empty(platform: Platform, *, before: date) -> int:
    """Drop the partitions of old days in which nothing is left; one that is in use is dropped next time."""
    async with platform.database.begin_system() as uow:
        names = (await uow.execute(_PARTITIONS)).scalars().all()
    dropped = 0
    for name in names:
        day = date.fromisoformat(name.removeprefix("inbox_"))
        if day < before:
            async with platform.database.begin_system() as uow:
                dropped += bool(
                    (await uow.execute(text("select comptoir_inbox_drop(:day)"), {"day": day})).scalar_one()
                )
    return dropped


_PARTITIONS = text("""
select c.relname::text from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = 'inbox'::regclass and c.relname ~ '^inbox_[0-9]{8}$' order by c.relname
""")

_DAYS = text("""
select coalesce(i.day, a.day) as day, coalesce(i.new, 0) as new, coalesce(i.parked, 0) as parked,
       coalesce(i.done, 0) as done, coalesce(i.ignored, 0) as ignored, coalesce(i.size, 0)::bigint as size,
       coalesce(i.sealed_for_people, 0) as sealed_for_people, coalesce(a.archived, 0)::bigint as archived
from (
  select day, count(*) filter (where state = 'new') as new, count(*) filter (where state = 'parked') as parked,
         count(*) filter (where state = 'done') as done, count(*) filter (where state = 'ignored') as ignored,
         sum(size) as size, count(subject_id) as sealed_for_people
  from inbox group by day
) i full join (select day, sum(deliveries) as archived from inbox_archives group by day) a on a.day = i.day
order by 1 desc
""")


async def inbox_days(uow: UnitOfWork) -> list[InboxDay]:
    """Return what rests of each day, newest first. Needs the system role."""
    return [InboxDay(**row._mapping) for row in await uow.execute(_DAYS)]
