"""The SQL of the audit trail."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, or_, select, text, tuple_

from comptoir.foundation.audit.contracts import Kept, Kind, Search
from comptoir.foundation.audit.model import ACTIONS
from comptoir.foundation.audit.tables import entries, heads, roots
from comptoir.platform.audit import COLUMNS, Entry
from comptoir.platform.database.unit_of_work import UnitOfWork

_ENTRY = [entries.c[name] for name in COLUMNS]
_BATCH = 5_000


def _entry(row: Row[Any]) -> Entry:
    return Entry(*row[: len(COLUMNS)])


async def organisations(uow: UnitOfWork) -> list[UUID]:
    """Return whose trails there are; for a system unit of work."""
    found = await uow.execute(
        text("select distinct organisation_id from audit_entries union select organisation_id from audit_heads")
    )
    return sorted(found.scalars())


async def waiting(uow: UnitOfWork) -> list[UUID]:
    """Return the organisations with entries outside their chain."""
    found = await uow.execute(text("select distinct organisation_id from audit_entries where sequence is null"))
    return list(found.scalars())


async def hold_chain(uow: UnitOfWork, *, organisation_id: UUID) -> None:
    """Be the only one who lengthens or shortens a chain until the transaction ends."""
    await uow.execute(
        text("select pg_advisory_xact_lock(hashtextextended('audit/' || cast(:organisation as text), 0))"),
        {"organisation": str(organisation_id)},
    )


async def head(uow: UnitOfWork, *, organisation_id: UUID) -> Row[Any] | None:
    """Return where a chain ends."""
    return (await uow.execute(select(heads).where(heads.c.organisation_id == organisation_id))).one_or_none()


async def unchained(uow: UnitOfWork, *, organisation_id: UUID, limit: int) -> list[Entry]:
    """Return entries that wait for their place, oldest first."""
    query = (
        select(*_ENTRY)
        .where(entries.c.organisation_id == organisation_id, entries.c.sequence.is_(None))
        .order_by(entries.c.at, entries.c.id)
        .limit(limit)
    )
    return [_entry(row) for row in await uow.execute(query)]


async def chain(uow: UnitOfWork, *, organisation_id: UUID, links: Sequence[tuple[UUID, int, bytes]]) -> None:
    """Give entries their places."""
    change = text(
        "update audit_entries e set sequence = l.sequence, hash = l.hash "
        "from unnest(cast(:ids as uuid[]), cast(:sequences as bigint[]), cast(:hashes as bytea[])) "
        "  as l(id, sequence, hash) "
        "where e.organisation_id = :organisation and e.id = l.id and e.sequence is null"
    )
    ids, sequences, hashes = zip(*links, strict=True)
    values = {"organisation": organisation_id, "ids": list(ids), "sequences": list(sequences), "hashes": list(hashes)}
    await uow.execute(change, values)


async def write_head(uow: UnitOfWork, *, values: Mapping[str, Any]) -> None:
    """Write where a chain ends now."""
    names = list(values)
    change = text(
        f"insert into audit_heads ({', '.join(names)}) values ({', '.join(f':{name}' for name in names)}) "
        "on conflict (organisation_id) do update set "
        + ", ".join(f"{name} = excluded.{name}" for name in names if name != "organisation_id")
    )
    await uow.execute(change, values)


async def write_root(uow: UnitOfWork, *, values: Mapping[str, Any]) -> None:
    """Write a signed root; one that is there already stays."""
    names = list(values)
    change = text(
        f"insert into audit_roots ({', '.join(names)}) values ({', '.join(f':{name}' for name in names)}) "
        "on conflict do nothing"
    )
    await uow.execute(change, values)


async def roots_of(uow: UnitOfWork, *, organisation_id: UUID) -> list[Row[Any]]:
    """Return the signed roots of a chain in its order."""
    query = select(roots).where(roots.c.organisation_id == organisation_id).order_by(roots.c.sequence, roots.c.kind)
    return list(await uow.execute(query))


async def last_root(uow: UnitOfWork, *, organisation_id: UUID, kind: str) -> Row[Any] | None:
    """Return the newest root of a kind."""
    query = select(roots).where(roots.c.organisation_id == organisation_id, roots.c.kind == kind)
    return (await uow.execute(query.order_by(roots.c.sequence.desc()).limit(1))).one_or_none()


async def chained(uow: UnitOfWork, *, organisation_id: UUID) -> AsyncIterator[tuple[Entry, bytes, int, bytes]]:
    """Yield entry, seal, place and link along a chain, in bounded memory."""
    after = -1
    while True:
        query = (
            select(*_ENTRY, entries.c.seal, entries.c.sequence, entries.c.hash)
            .where(entries.c.organisation_id == organisation_id, entries.c.sequence > after)
            .order_by(entries.c.sequence)
            .limit(_BATCH)
        )
        rows = list(await uow.execute(query))
        for row in rows:
            yield _entry(row), bytes(row.seal), row.sequence, bytes(row.hash)
        if len(rows) < _BATCH:
            return
        after = rows[-1].sequence


async def sealed_waiting(uow: UnitOfWork, *, organisation_id: UUID) -> list[tuple[Entry, bytes]]:
    """Return entries outside the chain with their seals."""
    query = select(*_ENTRY, entries.c.seal).where(
        entries.c.organisation_id == organisation_id, entries.c.sequence.is_(None)
    )
    return [(_entry(row), bytes(row.seal)) for row in await uow.execute(query.limit(_BATCH))]


async def hash_at(uow: UnitOfWork, *, organisation_id: UUID, sequence: int) -> bytes | None:
    """Return the link at a place."""
    query = select(entries.c.hash).where(entries.c.organisation_id == organisation_id, entries.c.sequence == sequence)
    found = (await uow.execute(query)).scalar_one_or_none()
    return None if found is None else bytes(found)


async def last_before(uow: UnitOfWork, *, organisation_id: UUID, instant: datetime) -> int | None:
    """Return the last place before which no entry is as young as ``instant``."""
    change = text(
        "select coalesce((select min(sequence) - 1 from audit_entries where organisation_id = :organisation and at >= :at),"
        " (select max(sequence) from audit_entries where organisation_id = :organisation))"
    )
    found: int | None = (await uow.execute(change, {"organisation": organisation_id, "at": instant})).scalar_one()
    return found


async def forget_to(uow: UnitOfWork, *, organisation_id: UUID, sequence: int, limit: int) -> int:
    """Delete entries up to a place that a signed root of removal names; return how many went."""
    change = text(
        "delete from audit_entries where organisation_id = :organisation and sequence in ("
        "select sequence from audit_entries where organisation_id = :organisation and sequence <= :sequence "
        "order by sequence limit :limit)"
    )
    values = {"organisation": organisation_id, "sequence": sequence, "limit": limit}
    return (await uow.execute(change, values)).rowcount


async def page(
    uow: UnitOfWork,
    *,
    organisations: Collection[UUID],
    wanted: Search,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Kept]:
    """Return entries, newest first."""
    query = select(*_ENTRY, entries.c.sequence, entries.c.hash).where(*_conditions(organisations, wanted))
    if before is not None:
        query = query.where(tuple_(entries.c.at, entries.c.id) < before)
    rows = await uow.execute(query.order_by(entries.c.at.desc(), entries.c.id.desc()).limit(limit))
    return [Kept(_entry(row), row.sequence, None if row.hash is None else bytes(row.hash)) for row in rows]


def _conditions(organisations: Collection[UUID], wanted: Search) -> list[Any]:
    found: list[Any] = [entries.c.organisation_id.in_(list(organisations))]
    if wanted.since is not None:
        found.append(entries.c.at >= wanted.since)
    if wanted.until is not None:
        found.append(entries.c.at < wanted.until)
    if wanted.user_id is not None:
        found.append(entries.c.user_id == wanted.user_id)
    if wanted.kind is not None:
        found.append(_is_kind(wanted.kind))
    if wanted.action is not None:
        found.append(entries.c.action.startswith(wanted.action, autoescape=True))
    if wanted.outcome is not None:
        found.append(entries.c.outcome == wanted.outcome)
    for word in (wanted.text or "").split():
        places = (
            entries.c.action,
            entries.c.subject,
            entries.c.address,
            entries.c.agent,
            entries.c.before,
            entries.c.after,
        )
        found.append(or_(*(place.icontains(word, autoescape=True) for place in places)))
    return found


def _is_kind(kind: Kind) -> Any:
    return or_(
        *(
            entries.c.action.startswith(one, autoescape=True) if one.endswith(".") else entries.c.action == one
            for one in ACTIONS[kind]
        )
    )


async def counts(
    uow: UnitOfWork, *, organisations: Collection[UUID], kinds: Collection[Kind], since: datetime, timezone: str
) -> list[tuple[Kind, date, UUID | None, str | None, int]]:
    """Return how often each kind happened a day, by person, and by address where nobody is known to be one."""
    found: list[tuple[Kind, date, UUID | None, str | None, int]] = []
    day = func.date(func.timezone(timezone, entries.c.at))
    address = func.coalesce(entries.c.address, "")
    for kind in kinds:
        by = (day, entries.c.user_id, address)
        where = and_(entries.c.organisation_id.in_(list(organisations)), entries.c.at >= since, _is_kind(kind))
        rows = await uow.execute(select(*by, func.sum(entries.c.count)).where(where).group_by(*by))
        found += [(kind, row[0], row[1], row[2] or None, int(row[3])) for row in rows]
    return found
