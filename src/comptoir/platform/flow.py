"""How deliveries and changes move through the stages: what waits, since when, how long the newest took, how many a minute.

Owns the statements over inbox and outbox. Who may see what, the callers decide. Instants are aware UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP

from comptoir.platform.database.unit_of_work import UnitOfWork

_SAMPLE = 2_000  # of the newest, each store an equal part: what a median and a 95th percentile need
_MARGIN = timedelta(minutes=2)  # a delivery's id is made a moment before or after its instant


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: how many wait, since when the oldest does, and how long the newest that passed took."""

    waiting: int
    oldest_at: datetime | None
    passed: int  # how many of the newest the two durations are of
    median_seconds: float | None  # float: a duration
    slowest_seconds: float | None  # float: a duration, the 95th percentile


@dataclass(frozen=True, slots=True)
class Minute:
    """The deliveries that arrived within a minute, and how many of them are parked."""

    at: datetime
    received: int
    parked: int


# A delivery that was tried and waits for another is no lag: only what nobody looked at counts.
_INBOX = text("""
with waiting as (
  select count(*) as number, min(received_at) filter (where attempts = 0) as oldest
  from inbox where organisation_id = :organisation and state = 'new' and store_id = any(:stores)
), passed as (
  select found.seconds from unnest(:stores) as s (store) cross join lateral (
    select greatest(extract(epoch from settled_at - received_at), 0) as seconds from inbox
    where organisation_id = :organisation and store_id = s.store and id >= :floor and day >= :day
      and attempts <= 1 and state in ('done', 'parked') and settled_at is not null and received_at >= :since
    order by id desc limit :each
  ) found
)
select waiting.number, waiting.oldest, count(passed.seconds) as passed,
  percentile_cont(0.5) within group (order by passed.seconds) as median,
  percentile_cont(0.95) within group (order by passed.seconds) as slowest
from waiting left join passed on true group by waiting.number, waiting.oldest
""").bindparams(
    bindparam("stores", type_=ARRAY(Uuid)),
    bindparam("floor", type_=Uuid),
    bindparam("since", type_=TIMESTAMP(timezone=True)),
)

_OUTBOX = text(
    f"""
with waiting as (
  select count(*) as number, min(created_at) as oldest from outbox
  where organisation_id = :organisation and state = 'new' and {{stores}}
), passed as (
  select greatest(extract(epoch from done_at - created_at), 0) as seconds from outbox
  where organisation_id = :organisation and state = 'done' and done_at >= :since and {{stores}}
  order by done_at desc limit {_SAMPLE}
)
select waiting.number, waiting.oldest, count(passed.seconds) as passed,
  percentile_cont(0.5) within group (order by passed.seconds) as median,
  percentile_cont(0.95) within group (order by passed.seconds) as slowest
from waiting left join passed on true group by waiting.number, waiting.oldest
""".format(stores="(cast(:stores as uuid[]) is null or store_id = any(:stores))")
).bindparams(bindparam("stores", type_=ARRAY(Uuid)), bindparam("since", type_=TIMESTAMP(timezone=True)))

_RECEIVED = text("""
select date_trunc('minute', received_at) as at, count(*) as number from inbox
where organisation_id = :organisation and store_id = any(:stores) and id >= :floor and day >= :day
  and received_at >= :since
group by 1
""").bindparams(
    bindparam("stores", type_=ARRAY(Uuid)),
    bindparam("floor", type_=Uuid),
    bindparam("since", type_=TIMESTAMP(timezone=True)),
)

_PARKED_SINCE = text("""
select date_trunc('minute', received_at) as at, count(*) as number from inbox
where organisation_id = :organisation and state = 'parked' and store_id = any(:stores) and received_at >= :since
group by 1
""").bindparams(bindparam("stores", type_=ARRAY(Uuid)), bindparam("since", type_=TIMESTAMP(timezone=True)))

_PARKED = text("""
select count(*) from inbox where organisation_id = :organisation and state = 'parked' and store_id = any(:stores)
""").bindparams(bindparam("stores", type_=ARRAY(Uuid)))


async def inbox_stage(uow: UnitOfWork, *, stores: Sequence[UUID], since: datetime) -> Stage:
    """Return how deliveries of these stores get from received to applied; durations of those received since then."""
    each = {"each": -(-_SAMPLE // max(1, len(stores)))}
    return _stage((await uow.execute(_INBOX, _values(uow, stores, since) | each)).one())


async def outbox_stage(uow: UnitOfWork, *, stores: Sequence[UUID] | None, since: datetime) -> Stage:
    """Return how changes get into the warehouse; ``None`` means all, those of no store included."""
    values = {"organisation": uow.actor.organisation_id, "stores": None if stores is None else list(stores)}
    return _stage((await uow.execute(_OUTBOX, values | {"since": since})).one())


async def received(uow: UnitOfWork, *, stores: Sequence[UUID], since: datetime) -> dict[datetime, int]:
    """Return how many deliveries of these stores arrived in each minute since an instant; quiet minutes are left out.

    Costs as much as there are deliveries: their rows are wide. Ask for minutes that may still change.
    """
    return {row.at: row.number for row in await uow.execute(_RECEIVED, _values(uow, stores, since))}


async def parked_since(uow: UnitOfWork, *, stores: Sequence[UUID], since: datetime) -> dict[datetime, int]:
    """Return how many of the deliveries that arrived in each minute since an instant are parked now."""
    values = {"organisation": uow.actor.organisation_id, "stores": list(stores), "since": since}
    return {row.at: row.number for row in await uow.execute(_PARKED_SINCE, values)}


async def parked(uow: UnitOfWork, *, stores: Sequence[UUID]) -> int:
    """Return how many deliveries of these stores wait for a person."""
    values = {"organisation": uow.actor.organisation_id, "stores": list(stores)}
    return int((await uow.execute(_PARKED, values)).scalar_one())


def _values(uow: UnitOfWork, stores: Sequence[UUID], since: datetime) -> dict[str, object]:
    early = since - _MARGIN
    return {
        "organisation": uow.actor.organisation_id,
        "stores": list(stores),
        "since": since,
        "day": early.date(),
        "floor": _floor(early),
    }


def _floor(instant: datetime) -> UUID:
    """Return the smallest id that is made at an instant or later: ids of the inbox are ordered by time."""
    return UUID(int=int(instant.timestamp() * 1000) << 80)


def _stage(row: "Row[Any]") -> Stage:
    return Stage(
        waiting=row.number,
        oldest_at=row.oldest,
        passed=row.passed,
        median_seconds=_seconds(row.median),
        slowest_seconds=_seconds(row.slowest),
    )


def _seconds(value: Decimal | float | None) -> float | None:  # float: a duration
    return None if value is None else round(float(value), 3)  # float: a duration
