"""What happened with the orders of customers: their events, and the first and the last order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from comptoir.domains.orders.repository.reading import Sight, within
from comptoir.platform.database.unit_of_work import UnitOfWork

_COMPONENTS = "goods goods_tax shipping shipping_tax duties fees tips unallocated".split()
_REFUNDED = " + ".join(f"r.{name}" for name in _COMPONENTS)
_MINE = "o.organisation_id = :organisation and o.customer_id = :customer"
_ORDER = "o.id as order_id, o.number, o.store_id, o.status, o.currency, o.channel, o.sales_rep"
_EVENTS = f"""
select 'ordered' as kind, o.ordered_at as at, {_ORDER}, o.gross - o.discount as amount, null as note
from orders o where {_MINE}
union all
select 'edited', o.edited_at, {_ORDER}, null, null from orders o where {_MINE} and o.edited_at is not null
union all
select 'cancellation', o.cancelled_at, {_ORDER}, null, o.cancel_reason
from orders o where {_MINE} and o.cancelled_at is not null
union all
select 'refund', r.refunded_at, {_ORDER}, {_REFUNDED}, r.reason
from refunds r join orders o on o.id = r.order_id where {_MINE}
"""


async def events(uow: UnitOfWork, *, customer_id: UUID, sight: Sight, limit: int) -> tuple[list[Any], int]:
    """Return the newest of what happened with a customer's orders in sight, and how much there is in all."""
    where, values = within(sight)
    statement = text(
        f"select *, count(*) over () as total from ({_EVENTS}) e where {where} "
        "order by at desc, kind, order_id limit :limit"
    )
    parameters = {"organisation": uow.actor.organisation_id, "customer": customer_id, "limit": limit}
    rows = list(await uow.execute(statement, parameters | values))
    return rows, rows[0].total if rows else 0


async def spans(
    uow: UnitOfWork, *, customers: Sequence[UUID], sight: Sight
) -> dict[UUID, tuple[datetime, datetime, int]]:
    """Return the first and the last order that counts of customers, of those in sight, and how many there are."""
    where, values = within(sight)
    statement = text(
        "select customer_id, min(ordered_at), max(ordered_at), count(*) from orders "
        f"where organisation_id = :organisation and customer_id = any(:ids) and has_sale and {where} group by customer_id"
    )
    parameters = {"organisation": uow.actor.organisation_id, "ids": list(customers)} | values
    return {row[0]: (row[1], row[2], row[3]) for row in await uow.execute(statement, parameters)}


async def buyers(uow: UnitOfWork, *, customers: Sequence[UUID], sight: Sight) -> frozenset[UUID]:
    """Return those of customers who have any order in sight."""
    where, values = within(sight)
    statement = text(
        "select distinct customer_id from orders "
        f"where organisation_id = :organisation and customer_id = any(:ids) and {where}"
    )
    parameters = {"organisation": uow.actor.organisation_id, "ids": list(customers)} | values
    return frozenset((await uow.execute(statement, parameters)).scalars())
