"""The audit trail's intake: what was done, read or refused becomes a row that nobody can change.

Owns the tables and how a row is sealed; foundation/audit chains, signs, checks and shows them. A row is written in the
transaction it tells of, so neither exists without the other. It never holds a secret or a customer's personal data:
customers are named by id, so that erasing one leaves the trail true.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Uuid,
)
from sqlalchemy import text as statement

from comptoir.kernel.actor import Actor
from comptoir.kernel.clock import Clock
from comptoir.kernel.ids import new_id
from comptoir.platform.database.functions import after_create
from comptoir.platform.database.metadata import instant, tenant_table, text
from comptoir.platform.database.unit_of_work import Note, UnitOfWork
from comptoir.platform.secrets import SecretBox, keyed_hash

# What concerns no organisation, or nobody knows which: whoever runs the home reads it.
HOUSE = UUID(int=0)
LONGEST_CHANGE = 16_384  # characters of one side of a change
LONGEST_AGENT = 200
_HIDDEN = ("password", "secret", "token", "key_hash", "recovery")
_COVER = "•••"

entries = tenant_table(
    "audit_entries",
    Column("id", Uuid, nullable=False),
    instant("at"),
    text("action", nullable=False),  # subject.verb, past tense: member.changed
    text("subject", nullable=False),  # what it was done to: an id, a key, a path
    text("outcome", nullable=False),  # done, refused
    Column("count", Integer, nullable=False),  # how often, of refusals that came again and again
    Column("user_id", Uuid),
    text("client", nullable=False),  # web, api, cli, job, system
    text("credential"),  # session:… or token:… it came with
    text("address"),
    text("agent"),
    text("correlation"),
    text("before"),  # JSON as it was sealed: a type of its own would not keep every byte
    text("after"),
    Column("seal", LargeBinary, nullable=False),
    Column("sequence", BigInteger),  # place in the organisation's chain; null until the chainer took it
    Column("hash", LargeBinary),
    PrimaryKeyConstraint("organisation_id", "id"),
    CheckConstraint("(sequence is null) = (hash is null)", name="chained"),
    Index("ix_audit_entries_at", "organisation_id", "at", "id"),
    Index("uq_audit_entries_sequence", "organisation_id", "sequence", unique=True),
)
Index("ix_audit_entries_new", entries.c.organisation_id, postgresql_where=entries.c.sequence.is_(None))

roots = tenant_table(
    "audit_roots",
    Column("sequence", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    text("kind", nullable=False),  # day: the chain up to a day's end; removed: what lay before was let go by rule
    Column("day", Date, nullable=False),
    instant("made_at"),
    Column("public_key", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    PrimaryKeyConstraint("organisation_id", "kind", "sequence"),
)

# The end of each chain, signed anew with every entry that joins it: cutting off the newest entries shows.
heads = tenant_table(
    "audit_heads",
    Column("sequence", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    instant("made_at"),
    Column("public_key", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    PrimaryKeyConstraint("organisation_id"),
)

KEEP = """
create or replace function comptoir_keep_audit() returns trigger language plpgsql as $$
begin
  if current_setting('comptoir.forgetting', true) = old.organisation_id::text then
    return old;
  end if;
  if tg_table_name = 'audit_entries' then
    if tg_op = 'UPDATE' and old.sequence is null and new.sequence is not null
       and to_jsonb(new) - 'sequence' - 'hash' = to_jsonb(old) - 'sequence' - 'hash' then
      return new;
    end if;
    if tg_op = 'DELETE' and exists (
      select from audit_roots r
      where r.organisation_id = old.organisation_id and r.kind = 'removed' and r.sequence >= old.sequence
    ) then
      return old;
    end if;
  end if;
  raise exception 'the audit trail is append-only' using errcode = 'insufficient_privilege';
end $$
"""
GUARD = "create trigger keep_audit before update or delete on {} for each row execute function comptoir_keep_audit()"
after_create(roots, KEEP)
after_create(roots, GUARD.format("audit_roots"))
after_create(entries, KEEP)
after_create(entries, GUARD.format("audit_entries"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the trail, as it is sealed. ``before`` and ``after`` are JSON text; the instant is UTC."""

    id: UUID
    organisation_id: UUID
    at: datetime
    action: str
    subject: str
    outcome: str
    count: int
    user_id: UUID | None
    client: str
    credential: str | None
    address: str | None
    agent: str | None
    correlation: str | None
    before: str | None
    after: str | None


COLUMNS = tuple(Entry.__dataclass_fields__)
_WRITTEN = (*COLUMNS, "seal")
_INSERT = "insert into audit_entries ({}) values ({})".format(
    ", ".join(_WRITTEN), ", ".join(f"%({name})s" for name in _WRITTEN)
)


def digest(entry: Entry) -> bytes:
    """Return SHA-256 over every field with its length, so that no two entries read the same."""
    fields = (
        str(entry.id),
        str(entry.organisation_id),
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.action,
        entry.subject,
        entry.outcome,
        str(entry.count),
        None if entry.user_id is None else str(entry.user_id),
        entry.client,
        entry.credential,
        entry.address,
        entry.agent,
        entry.correlation,
        entry.before,
        entry.after,
    )
    return sha256(b"".join(_measured(field) for field in fields)).digest()


def _measured(field: str | None) -> bytes:
    if field is None:
        return b"-"
    data = field.encode()
    return b"%d:" % len(data) + data


class Recorder:
    """Writes what units of work noted. One a process; its key never leaves the home."""

    def __init__(self, secrets: SecretBox, *, clock: Clock) -> None:
        self._key = secrets.derive("audit/seal")
        self._clock = clock

    async def write(self, uow: UnitOfWork, notes: Sequence[Note]) -> None:
        """Write notes as entries of the transaction that made them; a plain statement, prepared once a connection."""
        async with (await uow.driver()).cursor() as cursor:
            await cursor.executemany(_INSERT, self.rows(notes))

    def rows(self, notes: Sequence[Note]) -> list[dict[str, Any]]:
        """Return the rows of notes, sealed."""
        now = self._clock()
        found = [entry_of(note, at=now) for note in notes]
        return [{**{name: getattr(one, name) for name in COLUMNS}, "seal": self.seal(one)} for one in found]

    def seal(self, entry: Entry) -> bytes:
        """Return the keyed hash of an entry: who can write to the database alone cannot make it."""
        return keyed_hash(self._key, digest(entry))


def entry_of(note: Note, *, at: datetime) -> Entry:
    """Return the entry of a note; secrets are covered by the names of their fields."""
    actor = note.actor
    return Entry(
        id=new_id(),
        organisation_id=actor.organisation_id,
        at=at,
        action=note.action,
        subject=_printable(note.subject),
        outcome=note.outcome,
        count=note.count,
        user_id=actor.user_id,
        client=actor.client,
        credential=actor.credential,
        address=actor.address,
        agent=None if actor.agent is None else _printable(actor.agent)[:LONGEST_AGENT],
        correlation=actor.correlation_id,
        before=_told(note.before),
        after=_told(note.after),
    )


def nobody(organisation_id: UUID = HOUSE, *, address: str | None = None, agent: str | None = None) -> Actor:
    """Return the actor of what a stranger did."""
    return Actor(organisation_id, None, permissions=frozenset(), address=address, agent=agent)


async def forgetting(uow: UnitOfWork, *, organisation_id: UUID) -> None:
    """Let this transaction delete an organisation's trail: it goes with the organisation, and the house notes that."""
    change = statement("select set_config('comptoir.forgetting', :organisation, true)")
    await uow.execute(change, {"organisation": str(organisation_id)})


def _told(values: Mapping[str, object] | None) -> str | None:
    if values is None:
        return None
    plain = json.dumps(_covered(values), ensure_ascii=False, default=str, sort_keys=True, separators=(",", ":"))
    plain = _printable(plain)
    if len(plain) <= LONGEST_CHANGE:
        return plain
    return json.dumps({"too_long": len(plain), "sha256": sha256(plain.encode()).hexdigest()})


def _covered(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _COVER if _is_secret(str(key), one) else _covered(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_covered(one) for one in (sorted(value, key=str) if isinstance(value, (set, frozenset)) else value)]
    return value


def _is_secret(name: str, value: object) -> bool:
    return isinstance(value, (str, bytes)) and any(word in name.lower() for word in _HIDDEN)


def _printable(value: str) -> str:
    """Return text PostgreSQL can hold: no NUL, no half of a surrogate pair."""
    return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
