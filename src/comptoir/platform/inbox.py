"""The inbox: every delivery as it was received, durable before anybody answers 2xx, one row a delivery.

Owns receiving, claiming, settling and replaying. Intake only INSERTs: it defers no job and notifies nobody.
Bodies are sealed with the store's key on arrival, and with the subject's own key once the pump knows whom they tell of:
destroying that key makes them unreadable. Must not know what a delivery means: the pump normalises and applies.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    UniqueConstraint,
    Uuid,
    bindparam,
    event,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import ComptoirError
from comptoir.kernel.ids import new_id
from comptoir.platform.database.metadata import instant, sealed, tenant_table
from comptoir.platform.database.metadata import text as words
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.secrets import SecretBox

# Headers that say what a delivery is. Everything else (cookies, addresses, credentials) is not kept.
KEPT_HEADERS = frozenset(
    {
        "content-type",
        "user-agent",
        "x-shopify-topic",
        "x-shopify-shop-domain",
        "x-shopify-api-version",
        "x-shopify-webhook-id",
        "x-shopify-event-id",
        "x-shopify-triggered-at",
        "x-wc-webhook-topic",
        "x-wc-webhook-resource",
        "x-wc-webhook-event",
        "x-wc-webhook-id",
        "x-wc-webhook-delivery-id",
        "x-wc-webhook-source",
        "x-request-id",  # ties the delivery to what the logs say about its request
    }
)

NEW, DONE, PARKED, IGNORED = "new", "done", "parked", "ignored"

inbox = tenant_table(
    "inbox",
    Column("day", Date, nullable=False),  # UTC day of arrival: the partition
    Column("id", Uuid, nullable=False),  # time-ordered
    Column("store_id", Uuid, nullable=False),
    words("platform", nullable=False),
    words("topic", nullable=False),
    words("delivery_id", nullable=False),
    Column("identity", LargeBinary, nullable=False),  # hash of store, topic, delivery id and body
    sealed("body", nullable=False),
    Column("size", Integer, nullable=False),  # of the body as received
    Column("headers", JSONB, nullable=False, server_default="{}"),
    instant("received_at", nullable=False),
    Column("state", words("state").type, nullable=False, server_default=NEW),  # new, done, parked, ignored
    words("reason"),  # why it was parked or ignored
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("settled_at", DateTime(timezone=True)),
    Column("subject_id", Uuid),  # whose key the body is sealed with; null: the store's
    sealed("original"),  # the body as received, where a person edited it; sealed as the body is
    Column("edited_at", DateTime(timezone=True)),
    Column("edited_by", Uuid),
    PrimaryKeyConstraint("day", "id"),
    UniqueConstraint("day", "organisation_id", "identity"),
    Index("ix_inbox_identity", "organisation_id", "identity"),
    Index("ix_inbox_store", "organisation_id", "store_id", "id"),
    Index("ix_inbox_new", "organisation_id", "id", postgresql_where=text("state = 'new'")),
    Index("ix_inbox_subject", "subject_id", postgresql_where=text("subject_id is not null")),
    Index("ix_inbox_parked", "organisation_id", "id", postgresql_where=text("state = 'parked'")),
    postgresql_partition_by="RANGE (day)",
)

# A default partition, so that intake never fails because nobody made today's; and the function that makes a day's,
# with the right of the tables' owner, because the roles of the running product may not create tables. A partition
# without policies of its own shows nobody anything: its rows are reached through the inbox, under the inbox's policies.
_PARTITIONS = (
    "create table if not exists inbox_default partition of inbox default",
    "alter table inbox_default enable row level security",
    """
create or replace function comptoir_inbox_partition(wanted date) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $body$
declare
  name text := 'inbox_' || to_char(wanted, 'YYYYMMDD');
begin
  if to_regclass(name) is not null or exists (select from inbox_default where day = wanted) then
    return false;
  end if;
  execute format('create table %I partition of inbox for values from (%L) to (%L)', name, wanted, wanted + 1);
  execute format('alter table %I enable row level security', name);
  return true;
exception when duplicate_table then
  return false;
end
$body$
""",
    """
create or replace function comptoir_inbox_drop(wanted date) returns boolean
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '2s' as $body$
declare
  name text := 'inbox_' || to_char(wanted, 'YYYYMMDD');
  is_empty boolean;
begin
  if to_regclass(name) is null then
    return false;
  end if;
  lock table inbox in access exclusive mode;
  execute format('select not exists (select from %I)', name) into is_empty;
  if is_empty then
    execute format('drop table %I', name);
  end if;
  return is_empty;
exception when lock_not_available then
  return false;
end
$body$
""",
)


def _create_partitions(_table: Table, connection: Connection, **_: object) -> None:
    for statement in _PARTITIONS:
        connection.execute(text(statement))


event.listen(inbox, "after_create", _create_partitions)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery as the intake got it; its signature is already checked. Header names are lower case."""

    store_id: UUID
    platform: str
    topic: str
    delivery_id: str
    body: bytes
    headers: Mapping[str, str]

    def identity(self) -> bytes:
        """Return what makes it the same delivery again: some shops reuse a delivery id for another body."""
        parts = (str(self.store_id), self.topic, self.delivery_id, hashlib.sha256(self.body).hexdigest())
        return hashlib.sha256("\n".join(parts).encode()).digest()


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a delivery rests. ``is_new`` is false when it had been received before."""

    id: UUID
    is_new: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery in the pump's hands, body still sealed."""

    day: date
    id: UUID
    store_id: UUID
    platform: str
    topic: str
    headers: Mapping[str, str]
    received_at: datetime
    attempts: int
    body: bytes
    subject_id: UUID | None = None
    original: bytes | None = None

    def open(self, secrets: SecretBox, *, subject_key: bytes | None = None) -> bytes:
        """Return the body. Raises ``SubjectErased`` where it needs a key that is no more."""
        return self._opened(self.body, secrets, subject_key)

    def open_original(self, secrets: SecretBox, *, subject_key: bytes | None = None) -> bytes | None:
        """Return the body as it was received where a person edited it, else ``None``. Raises ``SubjectErased``."""
        return None if self.original is None else self._opened(self.original, secrets, subject_key)

    def _opened(self, sealed_body: bytes, secrets: SecretBox, subject_key: bytes | None) -> bytes:
        if self.subject_id is None:
            return secrets.open(sealed_body, context=context_of(self.store_id))
        if subject_key is None:
            raise SubjectErased("The person this delivery told of was erased.")
        return secrets.open_with(subject_key, sealed_body, context_of(self.store_id, self.subject_id))


@dataclass(frozen=True, slots=True)
class Subject:
    """A person as the inbox knows them: a surrogate id and the key their bodies are sealed with."""

    id: UUID
    key: bytes


@dataclass(frozen=True, slots=True)
class Told:
    """A delivery in plain bytes and whom it tells of. Personal: never keep or log it."""

    day: date
    id: UUID
    store_id: UUID
    body: bytes
    subject: Subject
    original: bytes | None = None


class SubjectErased(ComptoirError):
    """A body is sealed with the key of a person who was erased: nobody can read it, and nobody needs to."""

    code = "subject_erased"


def context_of(store_id: UUID, subject_id: UUID | None = None) -> str:
    """Return what a body is sealed as: whose delivery, and of whom it tells."""
    return f"inbox/{store_id}" if subject_id is None else f"inbox/{store_id}/{subject_id}"


_INSERT = text("""
insert into inbox (organisation_id, day, id, store_id, platform, topic, delivery_id, identity, body, size, headers,
                   received_at)
select :organisation, :day, :id, :store, :platform, :topic, :delivery, :identity, :body, :size, :headers, :received_at
where not exists (select from inbox where organisation_id = :organisation and identity = :identity)
on conflict (day, organisation_id, identity) do nothing
returning id
""").bindparams(bindparam("headers", type_=JSONB))

_KNOWN = text("select id from inbox where organisation_id = :organisation and identity = :identity limit 1")


async def receive(uow: UnitOfWork, *, secrets: SecretBox, delivery: Delivery, now: datetime) -> Receipt:
    """Store a delivery once; durable when the unit of work has committed. ``now`` is aware UTC."""
    organisation, identity = uow.actor.organisation_id, delivery.identity()
    found = await uow.execute(
        _INSERT,
        {
            "organisation": organisation,
            "day": now.date(),
            "id": new_id(),
            "store": delivery.store_id,
            "platform": delivery.platform,
            "topic": delivery.topic,
            "delivery": delivery.delivery_id,
            "identity": identity,
            "body": secrets.seal(delivery.body, context=context_of(delivery.store_id)),
            "size": len(delivery.body),
            "headers": {name: value for name, value in delivery.headers.items() if name in KEPT_HEADERS},
            "received_at": now,
        },
    )
    stored = found.scalar_one_or_none()
    if stored is not None:
        return Receipt(id=stored, is_new=True)
    known = await uow.execute(_KNOWN, {"organisation": organisation, "identity": identity})
    return Receipt(id=known.scalar_one(), is_new=False)


_CLAIM_KEYS = text("""
select day, id, size from inbox where organisation_id = :organisation and state = 'new'
  and (cast(:ids as uuid[]) is null or id = any(:ids))
order by id limit :limit for update skip locked
""").bindparams(bindparam("ids", type_=ARRAY(Uuid)))

_BODIES = text("""
select day, id, store_id, platform, topic, headers, received_at, attempts, body, subject_id, original from inbox
where organisation_id = :organisation and day = any(:days) and id = any(:ids) order by id
""").bindparams(bindparam("ids", type_=ARRAY(Uuid)), bindparam("days", type_=ARRAY(Date)))


async def claim(uow: UnitOfWork, *, limit: int, max_bytes: int, ids: Sequence[UUID] | None = None) -> list[Claimed]:
    """Take new deliveries of the actor's organisation until the transaction ends, oldest first.

    Bounded by number and by the bytes of their bodies, but never fewer than one. Deliveries in other hands are skipped.
    """
    organisation = uow.actor.organisation_id
    keys = await uow.execute(
        _CLAIM_KEYS, {"organisation": organisation, "ids": None if ids is None else list(ids), "limit": limit}
    )
    taken: list[tuple[date, UUID]] = []
    total = 0
    for day, key, size in keys:
        total += size
        if taken and total > max_bytes:
            break
        taken.append((day, key))
    if not taken:
        return []
    rows = await uow.execute(
        _BODIES,
        {"organisation": organisation, "days": sorted({day for day, _ in taken}), "ids": [key for _, key in taken]},
    )
    return [Claimed(**row._mapping) for row in rows]


_SETTLE = text("""
update inbox set state = :state, reason = :reason, attempts = attempts + 1, settled_at = now()
where organisation_id = :organisation and id = any(:ids)
""").bindparams(bindparam("ids", type_=ARRAY(Uuid)))


async def settle(uow: UnitOfWork, *, ids: Sequence[UUID], state: str, reason: str | None = None) -> None:
    """Say how deliveries ended: done, parked or ignored, the last two with their reason."""
    if ids:
        await uow.execute(
            _SETTLE,
            {"organisation": uow.actor.organisation_id, "ids": list(ids), "state": state, "reason": reason},
        )


_HAND_OVER = text("""
update inbox i set body = b.body, subject_id = b.subject, original = b.original
from unnest(:days, :ids, :subjects, :bodies, :originals) as b (day, id, subject, body, original)
where i.organisation_id = :organisation and i.day = b.day and i.id = b.id
""").bindparams(
    bindparam("days", type_=ARRAY(Date)),
    bindparam("ids", type_=ARRAY(Uuid)),
    bindparam("subjects", type_=ARRAY(Uuid)),
    bindparam("bodies", type_=ARRAY(LargeBinary)),
    bindparam("originals", type_=ARRAY(LargeBinary)),
)


async def hand_over(uow: UnitOfWork, *, told: Sequence[Told]) -> None:
    """Seal bodies with the keys of those they tell of, and with nothing else."""
    if told:
        values = {
            "organisation": uow.actor.organisation_id,
            "days": [one.day for one in told],
            "ids": [one.id for one in told],
            "subjects": [one.subject.id for one in told],
            "bodies": [_sealed(uow, one, one.body) for one in told],
            "originals": [None if one.original is None else _sealed(uow, one, one.original) for one in told],
        }
        await uow.execute(_HAND_OVER, values)


def _sealed(uow: UnitOfWork, one: Told, body: bytes) -> bytes:
    return uow.secrets.seal_with(one.subject.key, body, context_of(one.store_id, one.subject.id))


_OF_SUBJECT = text("""
select day, id, store_id, body, original from inbox where organisation_id = :organisation and subject_id = :subject for update
""")


async def join_subjects(uow: UnitOfWork, *, gone: Subject, kept: Subject) -> None:
    """Seal what told of one person with the key of the one they turned out to be."""
    found = await uow.execute(_OF_SUBJECT, {"organisation": uow.actor.organisation_id, "subject": gone.id})
    told = []
    for day, delivery, store, *bodies in found:
        plain, original = (
            None if body is None else uow.secrets.open_with(gone.key, bytes(body), context_of(store, gone.id))
            for body in bodies
        )
        told.append(Told(day, delivery, store, plain or b"", kept, original))
    await hand_over(uow, told=told)


_REPLAY = text("""
update inbox set state = 'new', reason = null, settled_at = null
where organisation_id = :organisation and state <> 'new' and (cast(:ids as uuid[]) is null or id = any(:ids))
  and (cast(:ids as uuid[]) is not null or state = 'parked')
""").bindparams(bindparam("ids", type_=ARRAY(Uuid)))


async def replay(actor: Actor, uow: UnitOfWork, *, ids: Sequence[UUID] | None = None) -> int:
    """Put deliveries back for the pump: those named, else all that are parked. Returns how many.

    Needs ``stores:write``. Applying a delivery a second time changes nothing.
    """
    actor.require("stores:write")
    values = {"organisation": actor.organisation_id, "ids": None if ids is None else list(ids)}
    return (await uow.execute(_REPLAY, values)).rowcount


_WAITING = text("""
with recursive waiting as (
  (select organisation_id from inbox where state = 'new' order by organisation_id limit 1)
  union all
  select (select organisation_id from inbox where state = 'new' and organisation_id > waiting.organisation_id
          order by organisation_id limit 1)
  from waiting where waiting.organisation_id is not null
)
select organisation_id from waiting where organisation_id is not null
""").columns(organisation_id=Uuid)


async def waiting_organisations(uow: UnitOfWork) -> list[UUID]:
    """Return the organisations with deliveries to pump. Needs the system role."""
    return [row.organisation_id for row in await uow.execute(_WAITING)]


async def ensure_partitions(uow: UnitOfWork, *, today: date, days: int = 3) -> int:
    """Make the partitions of today and the next days; return how many were new."""
    made = 0
    for offset in range(days + 1):
        found = await uow.execute(
            text("select comptoir_inbox_partition(:day)"), {"day": today + timedelta(days=offset)}
        )
        made += bool(found.scalar_one())
    return made
