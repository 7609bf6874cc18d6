"""Organisations, people and memberships in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from comptoir.foundation.identity.contracts import Belonging, Member, Organisation, User
from comptoir.foundation.identity.model import calendar_of, fiscal_of
from comptoir.foundation.identity.repository.access import access_in
from comptoir.foundation.identity.tables import memberships, organisations, roles, sessions, store_groups, users
from comptoir.kernel.fiscal import FiscalCalendar
from comptoir.kernel.time import WeekStart
from comptoir.platform.database.unit_of_work import UnitOfWork

USER_COLUMNS = (
    users.c.id.label("user_id"),
    users.c.email,
    users.c.name.label("user_name"),
    users.c.password_hash.is_not(None).label("has_password"),
    users.c.created_at.label("user_created_at"),
)


def user_of(row: Row[Any]) -> User:
    """Read a user from a row with ``USER_COLUMNS``."""
    return User(
        id=row.user_id,
        email=row.email,
        name=row.user_name,
        has_password=row.has_password,
        created_at=row.user_created_at,
    )


def organisation_of(row: Row[Any]) -> Organisation:
    """Read an organisation from a row with the columns of its table."""
    return Organisation(
        id=row.id,
        slug=row.slug,
        name=row.name,
        currency=row.currency,
        timezone=row.timezone,
        calendar=calendar_of(row.fiscal, week_start=WeekStart(row.week_start)),
        is_demo=row.is_demo,
        created_at=row.created_at,
        holiday_places=None if row.holiday_places is None else tuple(row.holiday_places),
    )


async def add_organisation(uow: UnitOfWork, *, organisation: Organisation) -> None:
    """Store a new organisation."""
    await uow.execute(
        insert(organisations).values(
            id=organisation.id,
            slug=organisation.slug,
            name=organisation.name,
            currency=organisation.currency,
            timezone=organisation.timezone,
            week_start=organisation.week_start.value,
            is_demo=organisation.is_demo,
            created_at=organisation.created_at,
        )
    )


async def set_calendar(
    uow: UnitOfWork, *, organisation_id: UUID, calendar: FiscalCalendar, holiday_places: tuple[str, ...] | None
) -> None:
    """Store when an organisation's weeks and years begin, and whose holidays it keeps."""
    values = {
        "week_start": calendar.week_start.value,
        "fiscal": fiscal_of(calendar),
        "holiday_places": None if holiday_places is None else list(holiday_places),
    }
    await uow.execute(update(organisations).where(organisations.c.id == organisation_id).values(**values))


async def own_week_start(uow: UnitOfWork, *, organisation_id: UUID, user_id: UUID) -> WeekStart | None:
    """Return the day on which a person wants weeks to be drawn, None for as the organisation's."""
    own = (memberships.c.organisation_id == organisation_id, memberships.c.user_id == user_id)
    found = (await uow.execute(select(memberships.c.week_start).where(*own))).scalar_one_or_none()
    return WeekStart(found) if found else None


async def set_own_week_start(
    uow: UnitOfWork, *, organisation_id: UUID, user_id: UUID, week_start: WeekStart | None
) -> None:
    """Store on which day a person wants weeks to be drawn."""
    own = (memberships.c.organisation_id == organisation_id, memberships.c.user_id == user_id)
    await uow.execute(update(memberships).where(*own).values(week_start=week_start))


async def all_organisations(uow: UnitOfWork) -> Sequence[Organisation]:
    """Return every organisation, the oldest real one first, the demo last."""
    order = (organisations.c.is_demo, organisations.c.created_at, organisations.c.id)
    rows = (await uow.execute(select(organisations).order_by(*order))).all()
    return [organisation_of(row) for row in rows]


async def organisation_by_id(uow: UnitOfWork, *, organisation_id: UUID, locked: bool = False) -> Organisation | None:
    """Return one organisation, ``locked`` until the transaction ends."""
    query = select(organisations).where(organisations.c.id == organisation_id)
    row = (await uow.execute(query.with_for_update() if locked else query)).one_or_none()
    return organisation_of(row) if row else None


async def slugs_like(uow: UnitOfWork, *, slug: str) -> frozenset[str]:
    """Return the slugs in use that begin with ``slug``."""
    statement = select(organisations.c.slug).where(organisations.c.slug.startswith(slug, autoescape=True))
    return frozenset((await uow.execute(statement)).scalars())


async def remove_organisation(uow: UnitOfWork, *, organisation_id: UUID) -> None:
    """Remove an organisation, its memberships, and people who belong to no other."""
    members = select(memberships.c.user_id).where(memberships.c.organisation_id == organisation_id)
    people = list((await uow.execute(members)).scalars())
    for table in (memberships, roles, store_groups):
        await uow.execute(delete(table).where(table.c.organisation_id == organisation_id))
    elsewhere = select(memberships.c.user_id)
    await uow.execute(delete(users).where(users.c.id.in_(people), users.c.id.not_in(elsewhere)))
    await uow.execute(delete(organisations).where(organisations.c.id == organisation_id))


async def user_by_email(uow: UnitOfWork, *, email: str) -> User | None:
    """Return a user who may sign in."""
    statement = select(*USER_COLUMNS).where(users.c.email == email, users.c.disabled_at.is_(None))
    row = (await uow.execute(statement)).one_or_none()
    return user_of(row) if row else None


async def user_by_id(uow: UnitOfWork, *, user_id: UUID) -> User | None:
    """Return a user who may sign in."""
    statement = select(*USER_COLUMNS).where(users.c.id == user_id, users.c.disabled_at.is_(None))
    row = (await uow.execute(statement)).one_or_none()
    return user_of(row) if row else None


async def password_hash(uow: UnitOfWork, *, user_id: UUID) -> str | None:
    """Return the stored hash, None for somebody who has no password."""
    return (await uow.execute(select(users.c.password_hash).where(users.c.id == user_id))).scalar_one_or_none()


async def set_password_hash(uow: UnitOfWork, *, user_id: UUID, hashed: str, at: datetime) -> None:
    """Store a new hash."""
    await uow.execute(update(users).where(users.c.id == user_id).values(password_hash=hashed, password_changed_at=at))


async def add_user(uow: UnitOfWork, *, user_id: UUID, email: str, name: str | None, at: datetime) -> bool:
    """Store a new user; False when the e-mail is taken."""
    statement = upsert(users).values(id=user_id, email=email, name=name, created_at=at)
    done = await uow.execute(statement.on_conflict_do_nothing(index_elements=[users.c.email]).returning(users.c.id))
    return done.first() is not None


async def add_membership(uow: UnitOfWork, *, organisation_id: UUID, user_id: UUID, role: str, at: datetime) -> bool:
    """Make somebody a member; False when they are one already."""
    statement = upsert(memberships).values(organisation_id=organisation_id, user_id=user_id, role=role, created_at=at)
    done = await uow.execute(statement.on_conflict_do_nothing().returning(memberships.c.user_id))
    return done.first() is not None


async def role_of(uow: UnitOfWork, *, organisation_id: UUID, user_id: UUID) -> str | None:
    """Return a person's role in an organisation; None for others and for people who may not sign in."""
    statement = (
        select(memberships.c.role)
        .join(users, users.c.id == memberships.c.user_id)
        .where(
            memberships.c.organisation_id == organisation_id,
            memberships.c.user_id == user_id,
            users.c.disabled_at.is_(None),
        )
    )
    return (await uow.execute(statement)).scalar_one_or_none()


async def members(uow: UnitOfWork, *, organisation_id: UUID) -> Sequence[Member]:
    """Return the people of an organisation by e-mail."""
    seen = select(func.max(sessions.c.seen_at)).where(sessions.c.user_id == users.c.id).scalar_subquery()
    statement = (
        select(*USER_COLUMNS, memberships, seen.label("seen_at"))
        .join(users, users.c.id == memberships.c.user_id)
        .where(memberships.c.organisation_id == organisation_id)
        .order_by(users.c.email)
    )
    rows = (await uow.execute(statement)).all()
    return [Member(user_of(row), organisation_id, row.role, access=access_in(row), seen_at=row.seen_at) for row in rows]


async def belongings(uow: UnitOfWork, *, user_id: UUID) -> Sequence[Belonging]:
    """Return the organisations of a person, the oldest real one first, the demo last."""
    statement = (
        select(organisations, memberships.c.role)
        .join(memberships, memberships.c.organisation_id == organisations.c.id)
        .where(memberships.c.user_id == user_id)
        .order_by(organisations.c.is_demo, organisations.c.created_at, organisations.c.id)
    )
    rows = (await uow.execute(statement)).all()
    return [Belonging(organisation=organisation_of(row), role=row.role) for row in rows]


async def count_users(uow: UnitOfWork) -> int:
    """Return how many people the home knows."""
    return int((await uow.execute(select(func.count()).select_from(users))).scalar_one())
