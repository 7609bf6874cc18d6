"""Versions of what queries can see: one sequence an organisation, its last value for each bucket and dimension.

Owns the tables and the reading functions a cache needs. A version is written by the projector only, after the rows it
stands for are visible in the warehouse: who reads a version and then queries sees at least that state.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    PrimaryKeyConstraint,
    Text,
    Uuid,
    bindparam,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, psycopg

from comptoir.kernel.actor import Actor
from comptoir.platform.database.connect import Database
from comptoir.platform.database.metadata import shared_table, tenant_table
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.outbox import EVERYONE, outbox

data_versions = tenant_table(
    "data_versions",
    Column("data_version", BigInteger, nullable=False),
    Column("rebuilt_version", BigInteger, nullable=False, server_default="0"),  # everything changed at this version
    Column("as_of", DateTime(timezone=True), nullable=False),  # when the newest visible batch was taken
    PrimaryKeyConstraint("organisation_id"),
)

bucket_versions = tenant_table(
    "bucket_versions",
    Column("fact", Text, nullable=False),
    Column("store_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    Column("version", BigInteger, nullable=False),
    PrimaryKeyConstraint("organisation_id", "fact", "store_id", "day"),
)

# Tables without buckets: customers, products, stores.
dimension_versions = tenant_table(
    "dimension_versions",
    Column("name", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    PrimaryKeyConstraint("organisation_id", "name"),
)

# The same for what all organisations share: exchange rates.
shared_versions = shared_table(
    "shared_versions",
    Column("name", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    PrimaryKeyConstraint("name"),
)

# Which warehouse holds our rows. One row; a warehouse that answers with another identity was lost and is rebuilt.
warehouse_state = shared_table(
    "warehouse_state",
    Column("id", BigInteger, nullable=False),
    Column("identity", Text),
    Column("state", Text, nullable=False),  # ready, rebuilding
    Column("changed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    PrimaryKeyConstraint("id"),
)

DAY = timedelta(days=1)
STALE_AFTER = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Freshness:
    """What a result says about itself: the version it saw, the instant that stands for, and since when it lags."""

    data_version: int
    as_of: datetime | None
    stale_since: datetime | None  # when the oldest change that is not visible was made, once that is too long ago
    is_rebuilding: bool = False

    @property
    def is_stale(self) -> bool:
        """Whether queries miss changes that are older than the limit."""
        return self.stale_since is not None


async def data_version(uow: UnitOfWork, *, organisation_id: UUID) -> int:
    """Return the organisation's newest visible version; 0 before anything was projected."""
    found = await uow.execute(
        select(data_versions.c.data_version).where(data_versions.c.organisation_id == organisation_id)
    )
    return int(found.scalar_one_or_none() or 0)


_TOUCHED = text("""
select greatest(
  coalesce((select rebuilt_version from data_versions where organisation_id = :organisation), 0),
  coalesce((select max(version) from bucket_versions
    where organisation_id = :organisation and fact = any(:facts)
      and (cast(:stores as uuid[]) is null or store_id = any(:stores))
      and (cast(:first as date) is null or day >= :first) and (cast(:last as date) is null or day <= :last)), 0),
  coalesce((select max(version) from dimension_versions
    where organisation_id = :organisation and name = any(:facts)), 0)) as own,
  coalesce((select max(version) from shared_versions where name = any(:facts)), 0) as shared
""").bindparams(
    bindparam("facts", type_=ARRAY(Text)),
    bindparam("stores", type_=ARRAY(Uuid)),
    bindparam("first", type_=Date),
    bindparam("last", type_=Date),
    bindparam("organisation", type_=Uuid),
)


_FRESHNESS = text("""
select v.data_version, v.as_of,
  (select min(created_at) from outbox where organisation_id = :organisation and state = 'new') as waiting,
  exists (select from warehouse_state where state <> 'ready') as rebuilding
from (select 1) as one left join data_versions v on v.organisation_id = :organisation
""").bindparams(bindparam("organisation", type_=Uuid))


async def freshness(
    uow: UnitOfWork, *, organisation_id: UUID, now: datetime, limit: timedelta = STALE_AFTER
) -> Freshness:
    """Return version, instant and lag of what queries of the organisation see. ``now`` is aware UTC.

    ``as_of`` is ``now`` while nothing waits: then the warehouse equals PostgreSQL.
    """
    row = (await uow.execute(_FRESHNESS, {"organisation": organisation_id})).one()
    return _freshness(row, now=now, limit=limit)


def _touched_values(
    organisation_id: UUID, stores: Iterable[UUID] | None, days: tuple[date, date] | None, facts: Sequence[str]
) -> dict[str, object]:
    first, last = (days[0] - DAY, days[1] + DAY) if days else (None, None)
    return {
        "organisation": organisation_id,
        "facts": list(facts),
        "stores": None if stores is None else list(stores),
        "first": first,
        "last": last,
    }


def _freshness(row: Any, *, now: datetime, limit: timedelta) -> Freshness:
    is_late = row.waiting is not None and now - row.waiting > limit
    stale_since = row.waiting if is_late else (row.as_of or now) if row.rebuilding else None
    return Freshness(
        data_version=int(row.data_version or 0),
        as_of=now if row.waiting is None and not row.rebuilding else row.as_of,
        stale_since=stale_since,
        is_rebuilding=bool(row.rebuilding),
    )


_SEEN = str(
    text(f"select seen.own, seen.shared, fresh.* from ({_TOUCHED.text}) as seen, ({_FRESHNESS.text}) as fresh")
    .bindparams(
        bindparam("facts", type_=ARRAY(Text)),
        bindparam("stores", type_=ARRAY(Uuid)),
        bindparam("first", type_=Date),
        bindparam("last", type_=Date),
        bindparam("organisation", type_=Uuid),
    )
    .compile(dialect=psycopg.dialect())  # type: ignore[no-untyped-call]  # SQLAlchemy does not type its dialects
)


async def seen(
    database: Database,
    actor: Actor,
    *,
    stores: Iterable[UUID] | None,
    days: tuple[date, date] | None,
    facts: Sequence[str],
    now: datetime,
) -> tuple[tuple[int, int], Freshness]:
    """Return the newest version among what a query reads (the organisation's, what all share) and how fresh it is.

    ``facts`` names warehouse tables: buckets of ``sales``, and ``customers``, ``variants``, ``stores``, ``rates``.
    ``days`` are store or organisation days of the default bases, both ends included; they are widened by one day,
    because an organisation's day may be the store's day before or after. On another basis pass ``None`` (all days).
    ``stores`` of ``None`` means all. One instant and one round trip: every cached answer asks for both.
    """
    values = _touched_values(actor.organisation_id, stores, days, facts)
    (row,) = await database.glance(actor, _SEEN, values)
    return (int(row.own), int(row.shared)), _freshness(row, now=now, limit=STALE_AFTER)


async def is_stale(uow: UnitOfWork, *, organisation_id: UUID, now: datetime, limit: timedelta = STALE_AFTER) -> bool:
    """Return whether a change older than ``limit`` is still invisible to queries."""
    return (await freshness(uow, organisation_id=organisation_id, now=now, limit=limit)).is_stale


async def waiting_organisations(uow: UnitOfWork) -> list[UUID]:
    """Return the organisations with changes to project, what all share first. Needs the system role."""
    found = await uow.execute(_WAITING)
    organisations = [row.organisation_id for row in found]
    return sorted(organisations, key=lambda organisation: organisation != EVERYONE)


# A loose index scan: one step an organisation, however long the backlog of each.
_WAITING = text("""
with recursive waiting as (
  (select organisation_id from outbox where state = 'new' order by organisation_id limit 1)
  union all
  select (select organisation_id from outbox where state = 'new' and organisation_id > waiting.organisation_id
          order by organisation_id limit 1)
  from waiting where waiting.organisation_id is not null
)
select organisation_id from waiting where organisation_id is not null
""").columns(organisation_id=outbox.c.organisation_id.type)
