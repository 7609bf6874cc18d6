"""Factors, recovery codes, challenges and policies in SQL. Secrets come in sealed or hashed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from comptoir.foundation.factors.contracts import Enrolled, Factor, Kind, Policy
from comptoir.foundation.factors.tables import ceremonies, factors, policies, recovery_codes
from comptoir.platform.database.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One-time codes as they are stored."""

    id: UUID
    secret: bytes  # sealed


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """A passkey as it is stored."""

    id: UUID
    user_id: UUID
    credential_id: bytes
    public_key: bytes
    sign_count: int
    domain: str


async def enrolled(uow: UnitOfWork, *, user_id: UUID) -> Enrolled:
    """Return a person's confirmed factors, the oldest first."""
    mine = (factors.c.user_id == user_id, factors.c.is_confirmed)
    rows = (await uow.execute(select(factors).where(*mine).order_by(factors.c.created_at, factors.c.id))).all()
    left = select(func.count()).select_from(recovery_codes).where(recovery_codes.c.user_id == user_id)
    return Enrolled(tuple(_factor(row) for row in rows), int((await uow.execute(left)).scalar_one()))


async def enrolled_among(uow: UnitOfWork, *, users: Collection[UUID]) -> frozenset[UUID]:
    """Return who of these people has a factor."""
    wanted = (factors.c.user_id.in_(users), factors.c.is_confirmed)
    return frozenset((await uow.execute(select(factors.c.user_id).where(*wanted).distinct())).scalars())


def _factor(row: Row[Any]) -> Factor:
    return Factor(row.id, Kind(row.kind), row.name, row.created_at, row.last_used_at)


async def add_factor(uow: UnitOfWork, *, values: dict[str, Any]) -> Factor:
    """Store a factor."""
    return _factor((await uow.execute(insert(factors).values(**values).returning(factors))).one())


async def drop_drafts(uow: UnitOfWork, *, user_id: UUID) -> None:
    """Forget codes that were never confirmed."""
    await uow.execute(delete(factors).where(factors.c.user_id == user_id, factors.c.is_confirmed.is_(False)))


async def draft(uow: UnitOfWork, *, user_id: UUID, factor_id: UUID, since: datetime) -> CodeRow | None:
    """Return codes that wait for their first one."""
    wanted = (factors.c.id == factor_id, factors.c.user_id == user_id, factors.c.is_confirmed.is_(False))
    row = (await uow.execute(select(factors).where(*wanted, factors.c.created_at > since))).one_or_none()
    return CodeRow(row.id, bytes(row.secret)) if row else None


async def confirm(uow: UnitOfWork, *, factor_id: UUID, name: str, step: int, at: datetime) -> Factor:
    """Let codes count from now on; ``step`` was used up by showing that they fit."""
    values = {"is_confirmed": True, "name": name, "last_step": step, "created_at": at, "last_used_at": at}
    statement = update(factors).where(factors.c.id == factor_id).values(**values).returning(factors)
    return _factor((await uow.execute(statement)).one())


async def codes(uow: UnitOfWork, *, user_id: UUID) -> list[CodeRow]:
    """Return the one-time codes of a person."""
    mine = (factors.c.user_id == user_id, factors.c.kind == Kind.CODE, factors.c.is_confirmed)
    return [CodeRow(row.id, bytes(row.secret)) for row in (await uow.execute(select(factors).where(*mine))).all()]


async def use_step(uow: UnitOfWork, *, factor_id: UUID, step: int, at: datetime) -> bool:
    """Use a time step up; False when it, or a later one, was used before: also by somebody at the same moment."""
    unused = or_(factors.c.last_step.is_(None), factors.c.last_step < step)
    statement = update(factors).where(factors.c.id == factor_id, unused).values(last_step=step, last_used_at=at)
    return (await uow.execute(statement.returning(factors.c.id))).first() is not None


async def rename(uow: UnitOfWork, *, user_id: UUID, factor_id: UUID, name: str) -> tuple[str, Factor] | None:
    """Change a factor's name; return the old one and the factor, None when there is none."""
    mine = (factors.c.id == factor_id, factors.c.user_id == user_id, factors.c.is_confirmed)
    before = (await uow.execute(select(factors.c.name).where(*mine).with_for_update())).scalar_one_or_none()
    if before is None:
        return None
    return before, _factor((await uow.execute(update(factors).where(*mine).values(name=name).returning(factors))).one())


async def remove(uow: UnitOfWork, *, user_id: UUID, factor_id: UUID) -> Factor | None:
    """Remove a factor and return it, None when there is none."""
    mine = (factors.c.id == factor_id, factors.c.user_id == user_id, factors.c.is_confirmed)
    row = (await uow.execute(delete(factors).where(*mine).returning(factors))).one_or_none()
    return _factor(row) if row else None


async def remove_all(uow: UnitOfWork, *, user_id: UUID) -> int:
    """Remove everything a person enrolled and return how many factors that were."""
    gone = await uow.execute(delete(factors).where(factors.c.user_id == user_id).returning(factors.c.is_confirmed))
    for table in (recovery_codes, ceremonies):
        await uow.execute(delete(table).where(table.c.user_id == user_id))
    return sum(gone.scalars())


async def set_recovery_codes(uow: UnitOfWork, *, user_id: UUID, hashes: Collection[bytes]) -> None:
    """Replace a person's recovery codes."""
    await uow.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user_id))
    if hashes:
        await uow.execute(insert(recovery_codes), [{"user_id": user_id, "code_hash": one} for one in hashes])


async def use_recovery_code(uow: UnitOfWork, *, user_id: UUID, code_hash: bytes) -> bool:
    """Use a recovery code up; False when there is none such."""
    mine = (recovery_codes.c.user_id == user_id, recovery_codes.c.code_hash == code_hash)
    statement = delete(recovery_codes).where(*mine).returning(recovery_codes.c.user_id)
    return (await uow.execute(statement)).first() is not None


async def passkeys(uow: UnitOfWork, *, user_id: UUID, domain: str) -> list[PasskeyRow]:
    """Return a person's passkeys of a domain."""
    mine = (factors.c.user_id == user_id, factors.c.kind == Kind.PASSKEY, factors.c.domain == domain)
    return [_passkey(row) for row in (await uow.execute(select(factors).where(*mine))).all()]


async def passkey(uow: UnitOfWork, *, credential_id: bytes) -> PasskeyRow | None:
    """Return a passkey by its own id, locked until the transaction ends: its count must not be raced."""
    wanted = select(factors).where(factors.c.credential_id == credential_id).with_for_update()
    row = (await uow.execute(wanted)).one_or_none()
    return _passkey(row) if row else None


def _passkey(row: Row[Any]) -> PasskeyRow:
    return PasskeyRow(row.id, row.user_id, bytes(row.credential_id), bytes(row.public_key), row.sign_count, row.domain)


async def count_use(uow: UnitOfWork, *, factor_id: UUID, sign_count: int, at: datetime) -> None:
    """Store what a device counted."""
    statement = update(factors).where(factors.c.id == factor_id)
    await uow.execute(statement.values(sign_count=sign_count, last_used_at=at))


async def add_ceremony(uow: UnitOfWork, *, values: dict[str, Any], now: datetime) -> None:
    """Store a challenge; those nobody answered in time go."""
    await uow.execute(delete(ceremonies).where(ceremonies.c.expires_at < now))
    await uow.execute(insert(ceremonies).values(**values))


async def take_ceremony(
    uow: UnitOfWork, *, ceremony_id: UUID, purpose: str, user_id: UUID | None, now: datetime
) -> bytes | None:
    """Take a challenge out and return it: it serves once, one purpose and one person."""
    whose = ceremonies.c.user_id.is_(None) if user_id is None else ceremonies.c.user_id == user_id
    wanted = (ceremonies.c.id == ceremony_id, ceremonies.c.purpose == purpose, whose, ceremonies.c.expires_at > now)
    found = (
        await uow.execute(delete(ceremonies).where(*wanted).returning(ceremonies.c.challenge))
    ).scalar_one_or_none()
    return None if found is None else bytes(found)


async def policies_of(uow: UnitOfWork, *, organisations: Collection[UUID]) -> Mapping[UUID, Policy]:
    """Return what organisations demand; those that demand nothing are left out."""
    rows = (await uow.execute(select(policies).where(policies.c.organisation_id.in_(organisations)))).all()
    return {
        row.organisation_id: Policy(
            frozenset(row.roles), {role: tuple(ranges) for role, ranges in row.networks.items()}
        )
        for row in rows
    }


async def set_policy(uow: UnitOfWork, *, organisation_id: UUID, policy: Policy) -> None:
    """Store what an organisation demands."""
    values = {
        "roles": sorted(policy.roles),
        "networks": {role: list(ranges) for role, ranges in policy.networks.items()},
    }
    new = upsert(policies).values(organisation_id=organisation_id, **values)
    await uow.execute(new.on_conflict_do_update(index_elements=[policies.c.organisation_id], set_=values))


async def remove_policy(uow: UnitOfWork, *, organisation_id: UUID) -> None:
    """Forget what an organisation demanded."""
    await uow.execute(delete(policies).where(policies.c.organisation_id == organisation_id))
