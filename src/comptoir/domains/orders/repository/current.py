"""The current rows of orders: what is there before an order is derived again, and writing what it became."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import text

from comptoir.domains.customers.contracts import FirstOrder
from comptoir.domains.orders.model.state import Entry
from comptoir.domains.orders.repository import rows
from comptoir.domains.orders.repository.rows import Derived, LineStamp, Row
from comptoir.domains.orders.tables import (
    fulfilments,
    order_lines,
    orders,
    payments,
    refund_lines,
    refunds,
    sales_entries,
    shipping_lines,
)
from comptoir.platform.database.bulk import insert_behind, overwrite
from comptoir.platform.database.unit_of_work import UnitOfWork

_CHILDREN = (
    (order_lines, rows.LINE, rows.line_rows),
    (payments, rows.PAYMENT, rows.payment_rows),
    (refunds, rows.REFUND, rows.refund_rows),
    (refund_lines, rows.REFUND_LINE, rows.refund_line_rows),
    (shipping_lines, rows.SHIPPING_LINE, rows.shipping_rows),
    (fulfilments, rows.FULFILMENT, rows.fulfilment_rows),
)


@dataclass(slots=True)
class Before:
    """An order as it stands before it is derived again: its row, its lines' stamps, its current entries."""

    row: Row
    store_id: UUID
    customer_id: UUID | None
    currency: str
    stamps: dict[str, LineStamp] = field(default_factory=dict)
    children: dict[str, list[Row]] = field(default_factory=dict)
    entries: dict[UUID, Entry] = field(default_factory=dict)
    days: set[date] = field(default_factory=set)


async def next_revisions(uow: UnitOfWork, *, count: int) -> list[int]:
    """Take ``count`` values of the one monotonic revision sequence."""
    if not count:
        return []
    statement = text("select nextval('revision_seq') from generate_series(1, :count)")
    return list((await uow.execute(statement, {"count": count})).scalars())


async def load(uow: UnitOfWork, *, order_ids: Sequence[UUID]) -> dict[UUID, Before]:
    """Return the orders that exist already, with their lines' stamps and current entries."""
    found: dict[UUID, Before] = {}
    keys = {"orders": list(order_ids)}
    names = ", ".join(rows.ORDER)
    for row in await uow.execute(text(f"select {names} from orders where id = any(:orders)"), keys):
        found[row.id] = Before(tuple(row), row.store_id, row.customer_id, row.currency)
    if not found:
        return found
    keys = {"orders": list(found)}
    for row in await uow.execute(
        text(
            "select order_id, source_id, product_id, variant_id, sku, title, variant_title, category, subcategory, vendor "
            "from order_lines where order_id = any(:orders)"
        ),
        keys,
    ):
        found[row.order_id].stamps[row.source_id] = LineStamp(*row[2:])
    for table, columns, _ in _CHILDREN:
        await _load_children(uow, table.name, columns, found)
    own = ", ".join(rows.ENTRY_OWN)
    statement = f"select order_id, {own} from sales_entries where order_id = any(:orders) and superseded_by is null"
    for row in await uow.execute(text(statement), keys):
        entry = Entry(**dict(zip(rows.ENTRY_OWN, row[1:], strict=True)))
        found[row.order_id].entries[entry.id] = entry
        found[row.order_id].days |= {entry.order_day, entry.booked_day}
    return found


async def _load_children(uow: UnitOfWork, table: str, columns: Sequence[str], found: dict[UUID, Before]) -> None:
    """Read the rows below orders, so that an order that did not change is not written again."""
    names = ", ".join(f"c.{name}" for name in columns)
    if table == "refund_lines":
        statement = f"select r.order_id, {names} from refund_lines c join refunds r on r.id = c.refund_id where r.order_id = any(:orders)"
    else:
        statement = f"select c.order_id, {names} from {table} c where c.order_id = any(:orders)"
    for row in await uow.execute(text(statement), {"orders": list(found)}):
        found[row[0]].children.setdefault(table, []).append(tuple(row[1:]))


def differs(order: Derived, before: Before) -> bool:
    """Return whether the rows of an order would change, its revision and the time of recording aside."""
    if _plain(rows.ORDER, rows.order_row(order))[:-2] != _plain(rows.ORDER, before.row)[:-2]:
        return True
    for table, columns, build in _CHILDREN:
        new = {row[1]: _plain(columns, row) for row in build(order)}
        old = {row[1]: _plain(columns, row) for row in before.children.get(table.name, ())}
        if new != old:
            return True
    return False


def _plain(columns: Sequence[str], row: Sequence[object]) -> Row:
    """Return a row with JSON read, so that what was written and what is read compare equal."""
    return tuple(
        msgspec.json.decode(value) if name in rows.JSON and isinstance(value, str) else value
        for name, value in zip(columns, row, strict=True)
    )


async def write(uow: UnitOfWork, *, fresh: Sequence[Derived], changed: Sequence[Derived]) -> None:
    """Write orders and everything below them; ``changed`` ones exist and lose what they had below them."""
    if changed:
        keys = {"orders": [order.order_id for order in changed]}
        for table in (order_lines, payments, refunds, shipping_lines, fulfilments):
            await uow.execute(text(f"delete from {table.name} where order_id = any(:orders)"), keys)
    every = [*fresh, *changed]
    conflict = overwrite([name for name in rows.ORDER if name != "organisation_id"]) if changed else ""
    await insert_behind(uow, orders, columns=rows.ORDER, rows=map(rows.order_row, every), conflict=conflict)
    for table, columns, build in _CHILDREN:
        children = [row for order in every for row in build(order)]
        if children:
            await insert_behind(uow, table, columns=columns, rows=children)


async def remove(uow: UnitOfWork, *, order_ids: Sequence[UUID]) -> None:
    """Delete orders and everything below them; their entries stay, superseded, until the warehouse forgot them."""
    if order_ids:
        keys = {"orders": list(order_ids)}
        await uow.execute(text("delete from order_lines where order_id = any(:orders)"), keys)
        await uow.execute(text("delete from orders where id = any(:orders)"), keys)


async def append_entries(uow: UnitOfWork, *, added: Iterable[tuple[Derived, Entry]]) -> None:
    """Append new statements; none is ever changed but by ``supersede``."""
    await insert_behind(uow, sales_entries, columns=rows.ENTRY, rows=_entries(added))


def _entries(added: Iterable[tuple[Derived, Entry]]) -> Iterator[Row]:
    for order, entry in added:
        yield rows.entry_row(order, entry)


async def supersede(uow: UnitOfWork, *, entries: Sequence[tuple[UUID, int]]) -> int:
    """Mark current entries as replaced: pairs of entry and the revision that replaces it."""
    if not entries:
        return 0
    statement = text(
        "update sales_entries e set superseded_by = s.revision "
        "from unnest(cast(:ids as uuid[]), cast(:revisions as bigint[])) as s(id, revision) "
        "where e.id = s.id and e.superseded_by is null and e.revision < s.revision"
    )
    parameters = {"ids": [entry for entry, _ in entries], "revisions": [revision for _, revision in entries]}
    return (await uow.execute(statement, parameters)).rowcount


async def first_orders(uow: UnitOfWork, *, customer_ids: Sequence[UUID]) -> dict[UUID, FirstOrder | None]:
    """Return the first order that counts of each customer, ``None`` where there is none."""
    statement = text(
        "select distinct on (o.customer_id) o.customer_id, o.id, o.ordered_at, o.order_day from orders o "
        "where o.customer_id = any(:customers) and o.has_sale order by o.customer_id, o.ordered_at, o.id"
    )
    found = await uow.execute(statement, {"customers": list(customer_ids)})
    firsts = {row[0]: FirstOrder(row[1], row[2], row[3]) for row in found}
    return {customer_id: firsts.get(customer_id) for customer_id in customer_ids}


async def orders_of_variants(
    uow: UnitOfWork, *, variants: Sequence[tuple[UUID, date]], after: UUID, limit: int
) -> list[UUID]:
    """Return the next orders, by id, that sold one of the variants on or after a day."""
    statement = text(
        "select distinct o.id from unnest(cast(:variants as uuid[]), cast(:days as date[])) as v(id, day) "
        "join order_lines l on l.variant_id = v.id and l.organisation_id = :organisation "
        "join orders o on o.id = l.order_id and o.order_day >= v.day where o.id > :after order by o.id limit :limit"
    )
    parameters = {
        "variants": [variant for variant, _ in variants],
        "days": [day for _, day in variants],
        "organisation": uow.actor.organisation_id,
        "after": after,
        "limit": limit,
    }
    return list((await uow.execute(statement, parameters)).scalars())


async def sold_variants(uow: UnitOfWork, *, variant_ids: Sequence[UUID]) -> set[UUID]:
    """Return which variants some order line names."""
    statement = text(
        "select v.id from unnest(cast(:ids as uuid[])) as v(id) where exists "
        "(select from order_lines l where l.organisation_id = :organisation and l.variant_id = v.id)"
    )
    parameters = {"ids": list(variant_ids), "organisation": uow.actor.organisation_id}
    return set((await uow.execute(statement, parameters)).scalars())


async def known_buyers(uow: UnitOfWork, *, customer_ids: Sequence[UUID]) -> set[UUID]:
    """Return which customers some record about an order names."""
    statement = text(
        "select c.id from unnest(cast(:ids as uuid[])) as c(id) "
        "where exists (select from order_revisions r where r.customer_id = c.id)"
    )
    return set((await uow.execute(statement, {"ids": list(customer_ids)})).scalars())


async def orders_of_store(uow: UnitOfWork, *, store_id: UUID, after: UUID, limit: int) -> list[UUID]:
    """Return the next orders of a store by id."""
    statement = text("select id from orders where store_id = :store and id > :after order by id limit :limit")
    return list((await uow.execute(statement, {"store": store_id, "after": after, "limit": limit})).scalars())
