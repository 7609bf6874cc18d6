"""Lists of orders, one order with everything below it, and search by number."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import text

from comptoir.domains.orders.tables import orders
from comptoir.kernel.actor import Actor
from comptoir.platform.database.unit_of_work import UnitOfWork

SUMMARY = (
    "id number store_id ordered_at status channel customer_id country units currency gross discount returned total "
    "sales_rep"
).split()
SORTS = {"ordered_at": "ordered_at", "total": "total", "number": "number"}

_SOLD = "id in (select order_id from order_lines where organisation_id = :organisation and variant_id = any(:variants))"


class Sight(Struct, frozen=True):
    """What of the orders is in sight; None limits nothing."""

    stores: tuple[UUID, ...] | None = None
    channels: tuple[str, ...] | None = None
    sales_rep: str | None = None


def sight_of(actor: Actor) -> Sight:
    """Return what of the orders an actor may see."""
    scope = actor.scope
    return Sight(
        stores=None if scope.stores is None else tuple(sorted(scope.stores)),
        channels=None if scope.channels is None else tuple(sorted(scope.channels)),
        sales_rep=scope.sales_rep,
    )


def within(sight: Sight, *, prefix: str = "") -> tuple[str, dict[str, object]]:
    """Return the condition that an order (columns after ``prefix``) is in sight, and its parameters."""
    found: dict[str, tuple[str, object]] = {}
    if sight.stores is not None:
        found["sight_stores"] = (f"{prefix}store_id = any(:sight_stores)", list(sight.stores))
    if sight.channels is not None:
        found["sight_channels"] = (f"{prefix}channel = any(:sight_channels)", list(sight.channels))
    if sight.sales_rep is not None:
        found["sight_rep"] = (f"{prefix}sales_rep = :sight_rep", sight.sales_rep)
    return " and ".join(text for text, _ in found.values()) or "true", {key: one for key, (_, one) in found.items()}


# A store's day lies at most this far from the same day in UTC: what was ordered on a day is found by its instant, by
# which lists are sorted, instead of walking back from the newest order.
_FARTHEST = timedelta(days=1)


class Asked(Struct, frozen=True):
    """What a list shows, resolved: stores by id, search as ids, the place to go on from."""

    sight: Sight = Sight()
    stores: tuple[UUID, ...] | None = None
    statuses: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    orders: tuple[UUID, ...] | None = None
    customers: tuple[UUID, ...] = ()
    customer: UUID | None = None
    variants: tuple[UUID, ...] | None = None
    sort: str = "ordered_at"
    descending: bool = True
    after: tuple[Any, UUID] | None = None  # value of the sort and id of the last row seen
    limit: int = 50


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _where(asked: Asked) -> tuple[str, dict[str, object]]:
    """Return the conditions of a list and their parameters, the place in it aside."""
    in_sight, values = within(asked.sight)
    conditions = ["organisation_id = :organisation", in_sight]
    for name, column, wanted in (
        ("stores", "store_id", asked.stores),
        ("statuses", "status", asked.statuses or None),
        ("channels", "channel", asked.channels or None),
        ("countries", "country", asked.countries or None),
    ):
        if wanted is not None:
            conditions.append(f"{column} = any(:{name})")
            values[name] = list(wanted)
    if asked.customer is not None:
        conditions.append("customer_id = :customer")
        values["customer"] = asked.customer
    if asked.variants is not None:
        conditions.append(_SOLD)
        values["variants"] = list(asked.variants)
    if asked.start is not None:
        conditions.append("order_day >= :start and ordered_at >= :start_at")
        values |= {"start": asked.start, "start_at": _midnight(asked.start) - _FARTHEST}
    if asked.end is not None:
        conditions.append("order_day <= :end and ordered_at < :end_at")
        values |= {"end": asked.end, "end_at": _midnight(asked.end) + timedelta(days=1) + _FARTHEST}
    if asked.orders is not None:
        conditions.append("(id = any(:orders) or customer_id = any(:customers))")
        values |= {"orders": list(asked.orders), "customers": list(asked.customers)}
    return " and ".join(conditions), values


async def page(uow: UnitOfWork, *, asked: Asked) -> list[Any]:
    """Return the rows of one page in the asked order. Null numbers come last either way."""
    where, values = _where(asked)
    column = SORTS[asked.sort]
    key = f"coalesce({column}, '')" if column == "number" else column
    direction, sign = ("desc", "<") if asked.descending else ("asc", ">")
    if asked.after is not None:
        where += f" and ({key}, id) {sign} (:after_value, :after_id)"
        values |= {"after_value": asked.after[0], "after_id": asked.after[1]}
    statement = text(
        f"select {', '.join(SUMMARY)} from orders where {where} order by {key} {direction}, id {direction} limit :limit"
    )
    return list(
        await uow.execute(statement, values | {"organisation": uow.actor.organisation_id, "limit": asked.limit})
    )


async def count(uow: UnitOfWork, *, asked: Asked, most: int | None = None) -> int:
    """Return how many orders a list has; with ``most`` counting stops there, however many there are."""
    where, values = _where(asked)
    counted = "orders" if most is None else "(select 1 from orders"
    statement = text(
        f"select count(*) from {counted} where {where}" + ("" if most is None else f" limit {int(most)}) counted")
    )
    found: int = (await uow.execute(statement, values | {"organisation": uow.actor.organisation_id})).scalar_one()
    return found


async def summaries(uow: UnitOfWork, *, ids: Sequence[UUID]) -> list[Any]:
    """Return the list rows of orders by id."""
    statement = text(f"select {', '.join(SUMMARY)} from orders where id = any(:ids)")
    return list(await uow.execute(statement, {"ids": list(ids)}))


async def one(uow: UnitOfWork, *, order_id: UUID) -> Mapping[str, Any] | None:
    """Return the whole row of an order."""
    row = (await uow.execute(orders.select().where(orders.c.id == order_id))).mappings().first()
    return dict(row) if row is not None else None


_BELOW = {
    "lines": "select * from order_lines where order_id = :order order by position",
    "shipping_lines": "select * from shipping_lines where order_id = :order order by id",
    "payments": "select * from payments where order_id = :order order by paid_at nulls last, id",
    "refunds": "select * from refunds where order_id = :order order by refunded_at, id",
    "refund_lines": "select l.* from refund_lines l join refunds r on r.id = l.refund_id where r.order_id = :order",
    "fulfilments": "select * from fulfilments where order_id = :order order by fulfilled_at, id",
    "entries": "select * from sales_entries where order_id = :order order by revision, occurred_at, kind desc, id",
    "revisions": (
        "select id, part, source_time, rank, content_hash, received_at, provenance_kind, provenance_id, is_replacing, "
        "source_file, source_row from order_revisions where order_id = :order order by received_at, id"
    ),
}


async def below(uow: UnitOfWork, *, order_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return everything below an order, by the name of the list."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, statement in _BELOW.items():
        rows = (await uow.execute(text(statement), {"order": order_id})).mappings()
        found[name] = [dict(row) for row in rows]
    return found


async def source(uow: UnitOfWork, *, order_id: UUID, revision: UUID | None) -> dict[str, Any] | None:
    """Return a record as it was received, the newest one when none is named."""
    statement = text(
        "select id, part, received_at, provenance_kind, provenance_id, source_file, source_row, snapshot "
        "from order_revisions where order_id = :order "
        "and (cast(:revision as uuid) is null or id = :revision) order by source_time desc nulls last, rank desc limit 1"
    )
    row = (await uow.execute(statement, {"order": order_id, "revision": revision})).mappings().first()
    return dict(row) | {"record": msgspec.json.decode(row["snapshot"])} if row is not None else None


async def matching(uow: UnitOfWork, *, prefix: str, limit: int) -> list[UUID]:
    """Return the orders whose number begins with ``prefix``, with or without the sign before it."""
    escaped = prefix.removeprefix("#").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    if not escaped:
        return []
    statement = text("select order_id from comptoir_search_orders(:organisation, :prefix, :limit)")
    parameters = {"organisation": uow.actor.organisation_id, "prefix": escaped, "limit": limit}
    return list((await uow.execute(statement, parameters)).scalars())


async def activity(uow: UnitOfWork, *, sight: Sight) -> dict[UUID, tuple[int, Any, Any]]:
    """Return how many orders in sight each store has, and when the first and the last were placed."""
    where, values = within(sight)
    statement = text(
        "select store_id, count(*), min(ordered_at), max(ordered_at) from orders "
        f"where organisation_id = :organisation and {where} group by store_id"
    )
    found = await uow.execute(statement, values | {"organisation": uow.actor.organisation_id})
    return {row[0]: (row[1], row[2], row[3]) for row in found}


async def next_of_store(uow: UnitOfWork, *, store_id: UUID, limit: int) -> list[UUID]:
    """Return some orders that a store still has, known by a row or by a record that waits."""
    statement = text("select distinct order_id from order_revisions where store_id = :store limit :limit")
    return list((await uow.execute(statement, {"store": store_id, "limit": limit})).scalars())
