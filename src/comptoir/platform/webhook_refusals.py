"""What was refused at the door of each store, and why: counts and moments, never a body, a header or an address.

Owns one row a store and reason. The intake sums what it refused and writes it at most once a second, so that a flood of
forgeries is counted and costs the database nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, Uuid
from sqlalchemy import text as statement

from comptoir.platform.database.metadata import instant, tenant_table, text
from comptoir.platform.database.unit_of_work import UnitOfWork

refusals = tenant_table(
    "webhook_refusals",
    Column("store_id", Uuid, nullable=False),
    text("reason", nullable=False),
    Column("count", BigInteger, nullable=False),
    instant("first_at"),
    instant("last_at"),
    PrimaryKeyConstraint("store_id", "reason"),
)


@dataclass(frozen=True, slots=True)
class Refused:
    """Whose door, and why nothing came in."""

    organisation_id: UUID
    store_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """How often one reason refused deliveries of a store."""

    reason: str
    count: int
    first_at: datetime
    last_at: datetime


_NOTE = statement("""
insert into webhook_refusals (organisation_id, store_id, reason, count, first_at, last_at)
values (:organisation, :store, :reason, :count, :at, :at)
on conflict (store_id, reason) do update
  set count = webhook_refusals.count + excluded.count, last_at = greatest(webhook_refusals.last_at, excluded.last_at)
""")


async def note_refusals(uow: UnitOfWork, *, counts: Mapping[Refused, int], at: datetime) -> None:
    """Add to the counts. Needs the system role: one write tells of stores of several organisations."""
    rows = [
        {
            "organisation": one.organisation_id,
            "store": one.store_id,
            "reason": one.reason,
            "count": count,
            "at": at,
        }
        for one, count in sorted(counts.items(), key=lambda item: (item[0].store_id, item[0].reason))
    ]
    if rows:
        await uow.execute(_NOTE, rows)


_OF_STORE = statement("""
select reason, count, first_at, last_at from webhook_refusals
where organisation_id = :organisation and store_id = :store order by last_at desc, reason
""")


async def refusals_of(uow: UnitOfWork, *, store_id: UUID) -> Sequence[Refusal]:
    """Return a store's refusals by reason, the latest first."""
    found = await uow.execute(_OF_STORE, {"organisation": uow.actor.organisation_id, "store": store_id})
    return [Refusal(**row._mapping) for row in found]


async def forget_refusals(uow: UnitOfWork, *, store_id: UUID) -> None:
    """Begin to count anew: the secret changed, so what was refused before says nothing any more."""
    await uow.execute(
        statement("delete from webhook_refusals where organisation_id = :organisation and store_id = :store"),
        {"organisation": uow.actor.organisation_id, "store": store_id},
    )
