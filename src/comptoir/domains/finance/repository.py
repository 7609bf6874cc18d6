"""The only SQL on exchange rates."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select, text

from comptoir.domains.finance.contracts import Rate, RateStatus
from comptoir.domains.finance.tables import exchange_rates
from comptoir.platform.database.unit_of_work import UnitOfWork


async def published(uow: UnitOfWork, *, rate_set: str, since: date) -> dict[tuple[str, date], Decimal]:
    """Return (currency, day) → rate for the days from ``since`` on."""
    table = exchange_rates
    rows = await uow.execute(
        select(table.c.currency, table.c.day, table.c.rate).where(table.c.rate_set == rate_set, table.c.day >= since)
    )
    return {(row.currency, row.day): row.rate for row in rows}


async def published_to(uow: UnitOfWork, *, rate_set: str) -> date | None:
    """Return the last published day of a set."""
    table = exchange_rates
    found = await uow.execute(select(func.max(table.c.day)).where(table.c.rate_set == rate_set))
    last: date | None = found.scalar_one_or_none()
    return last


async def add(uow: UnitOfWork, *, rate_set: str, source: str, rates: Sequence[Rate], recorded_at: datetime) -> int:
    """Append rates under one new revision of the set and return that revision."""
    found = await uow.execute(text("select nextval('revision_seq')"))
    revision: int = found.scalar_one()
    await uow.copy_in(
        "exchange_rates",
        ("rate_set", "currency", "day", "rate", "revision", "source", "recorded_at"),
        ((rate_set, rate.currency, rate.day, rate.rate, revision, source, recorded_at) for rate in rates),
    )
    return revision


async def status(uow: UnitOfWork) -> list[RateStatus]:
    """Return every rate set, the built-in one first."""
    table = exchange_rates
    rows = await uow.execute(
        select(
            table.c.rate_set,
            func.max(table.c.source),
            func.array_agg(table.c.currency.distinct()),
            func.min(table.c.day),
            func.max(table.c.day),
            func.count(),
        )
        .group_by(table.c.rate_set)
        .order_by(table.c.rate_set)
    )
    return [RateStatus(row[0], row[1], tuple(sorted(row[2])), row[3], row[4], row[5]) for row in rows]
