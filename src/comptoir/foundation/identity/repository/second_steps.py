"""Second steps that are due, and browsers that are known, in SQL. Secrets come in as digests."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from comptoir.foundation.identity.tables import known_devices, sign_in_tickets
from comptoir.platform.database.unit_of_work import UnitOfWork


async def forget_old(uow: UnitOfWork, *, now: datetime, devices_before: datetime) -> None:
    """Remove what can no longer be used."""
    await uow.execute(delete(sign_in_tickets).where(sign_in_tickets.c.expires_at < now))
    await uow.execute(delete(known_devices).where(known_devices.c.seen_at < devices_before))


async def know_device(uow: UnitOfWork, *, user_id: UUID, token_hash: bytes, at: datetime) -> bool:
    """Note that a browser was used; True when it was known before."""
    mine = (known_devices.c.user_id == user_id, known_devices.c.token_hash == token_hash)
    statement = update(known_devices).where(*mine).values(seen_at=at).returning(known_devices.c.user_id)
    return (await uow.execute(statement)).first() is not None


async def add_device(uow: UnitOfWork, *, user_id: UUID, token_hash: bytes, at: datetime) -> bool:
    """Store a browser; True when the person had others before."""
    had = await uow.execute(select(known_devices.c.user_id).where(known_devices.c.user_id == user_id).limit(1))
    is_other = had.first() is not None
    await uow.execute(insert(known_devices).values(user_id=user_id, token_hash=token_hash, seen_at=at))
    return is_other


async def add_ticket(uow: UnitOfWork, *, values: dict[str, Any]) -> None:
    """Store that a second step is due."""
    await uow.execute(insert(sign_in_tickets).values(**values))


async def try_ticket(uow: UnitOfWork, *, token_hash: bytes, now: datetime, most: int) -> tuple[UUID, str] | None:
    """Count an attempt with a ticket and return (person, first step); None for one that cannot be used (any more)."""
    usable = (
        sign_in_tickets.c.token_hash == token_hash,
        sign_in_tickets.c.expires_at > now,
        sign_in_tickets.c.attempts < most,
    )
    statement = update(sign_in_tickets).where(*usable).values(attempts=sign_in_tickets.c.attempts + 1)
    row = (await uow.execute(statement.returning(sign_in_tickets.c.user_id, sign_in_tickets.c.method))).one_or_none()
    return (row.user_id, row.method) if row else None


async def ticket_person(uow: UnitOfWork, *, token_hash: bytes, now: datetime) -> UUID | None:
    """Return whose second step is due."""
    wanted = (sign_in_tickets.c.token_hash == token_hash, sign_in_tickets.c.expires_at > now)
    return (await uow.execute(select(sign_in_tickets.c.user_id).where(*wanted))).scalar_one_or_none()


async def use_ticket(uow: UnitOfWork, *, token_hash: bytes) -> bool:
    """Use a ticket up; False when somebody did before."""
    statement = delete(sign_in_tickets).where(sign_in_tickets.c.token_hash == token_hash)
    return (await uow.execute(statement.returning(sign_in_tickets.c.user_id))).first() is not None


async def forget_person(uow: UnitOfWork, *, user_id: UUID) -> None:
    """Make second steps that are due worthless, and forget a person's browsers."""
    for table in (sign_in_tickets, known_devices):
        await uow.execute(delete(table).where(table.c.user_id == user_id))
