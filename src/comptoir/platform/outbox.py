"""The outbox: what changed, written in the transaction that changed it, consumed by row state and never by id.

Owns appending, reading the backlog and forgetting what is long done. Holds keys, revisions and days: nothing personal.
Must not know what a kind means: projections say which rows of PostgreSQL become which rows of the warehouse.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    PrimaryKeyConstraint,
    Uuid,
    delete,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from comptoir.platform.context import Platform
from comptoir.platform.database.bulk import insert_rows
from comptoir.platform.database.metadata import tenant_table
from comptoir.platform.database.metadata import text as words
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.modules import named

# The projector lies above, in the engine layer; whoever changes data needs only these verbs of it.
PROJECTOR = "comptoir.engine.projector.drain:drain"
BESIDE = "comptoir.engine.projector.drain:draining"

# Rows about what all organisations share (exchange rates) carry this organisation.
EVERYONE = UUID(int=0)

outbox = tenant_table(
    "outbox",
    Column("id", BigInteger, Identity(always=True)),
    words("kind", nullable=False),  # which projection: sales, customer, product, store, rates
    Column("key", Uuid, nullable=False),  # what changed: an order, a customer, a variant, a store
    Column("store_id", Uuid),
    Column("revision", BigInteger, nullable=False),
    Column("days", ARRAY(Date), nullable=False, server_default="{}"),  # store days touched, before and after
    Column("state", words("state").type, nullable=False, server_default="new"),  # new, done
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("done_at", DateTime(timezone=True)),
    # What asked for the change, for the log: set for the transaction by ``correlated``.
    Column(
        "correlation",
        words("correlation").type,
        server_default=text("nullif(current_setting('comptoir.correlation', true), '')"),
    ),
    PrimaryKeyConstraint("id"),
    Index("ix_outbox_new", "organisation_id", "id", postgresql_where=text("state = 'new'")),
    Index("ix_outbox_done_at", "done_at", postgresql_where=text("state = 'done'")),
)

_COLUMNS = ("organisation_id", "kind", "key", "store_id", "revision", "days")


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One change. ``days`` are the store days it touches, those it left included; ``revision`` grows with every change."""

    kind: str
    key: UUID
    store_id: UUID | None
    revision: int
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class DrainReport:
    """What a drain did: changes taken from the outbox, rows written to the warehouse, and the versions it reached."""

    changes: int = 0
    rows: int = 0
    batches: int = 0
    seconds: float = 0.0
    versions: Mapping[UUID, int] = field(default_factory=dict)


async def drain(platform: Platform, organisation_id: UUID | None = None) -> DrainReport:
    """Return when every change committed before the call is visible to queries; ``None`` means all organisations.

    Safe beside a running projector: changes another process has in hand are waited for.
    """
    report: DrainReport = await named(PROJECTOR)(platform, organisation_id)
    return report


@asynccontextmanager
async def draining(platform: Platform, organisation_id: UUID) -> AsyncIterator[None]:
    """Make visible meanwhile, in large batches, what the block commits; drain afterwards, for the rest."""
    async with named(BESIDE)(platform, organisation_id):
        yield


async def append(uow: UnitOfWork, rows: Iterable[OutboxRow], *, organisation_id: UUID | None = None) -> int:
    """Write the changes of this transaction, set-based; return how many.

    The organisation is the actor's unless it is named (``EVERYONE`` for what all organisations share).
    """
    owner = organisation_id or uow.actor.organisation_id
    copied = ((owner, row.kind, row.key, row.store_id, row.revision, list(row.days)) for row in rows)
    return await insert_rows(uow, outbox, columns=_COLUMNS, rows=copied)


def appending(changes: str) -> str:
    """Return the statement that writes what a SELECT of (kind, key, store, revision, days) gives, without fetching it.

    The organisation is its parameter ``organisation``.
    """
    return f"insert into outbox ({', '.join(_COLUMNS)}) select cast(:organisation as uuid), c.* from ({changes}) as c"


async def correlated(uow: UnitOfWork, correlation: str) -> None:
    """Name what asks for the changes of this transaction; whoever projects them names it in the log."""
    await uow.execute(
        text("select set_config('comptoir.correlation', :correlation, true)"), {"correlation": correlation}
    )


async def oldest_waiting(uow: UnitOfWork, *, organisation_id: UUID) -> datetime | None:
    """Return when the oldest change that no query sees yet was made (aware UTC); ``None`` when all are visible."""
    statement = select(func.min(outbox.c.created_at)).where(
        outbox.c.organisation_id == organisation_id, outbox.c.state == "new"
    )
    found: datetime | None = (await uow.execute(statement)).scalar_one()
    return found


async def forget(uow: UnitOfWork, *, done_before: datetime) -> int:
    """Delete the changes projected before an instant; it must lie before the oldest backup that may be restored."""
    statement = delete(outbox).where(outbox.c.state == "done", outbox.c.done_at < done_before)
    return (await uow.execute(statement)).rowcount
