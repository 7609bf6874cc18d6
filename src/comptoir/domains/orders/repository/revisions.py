"""Revisions of orders in PostgreSQL: which are known, what they say, whom they belong to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from sqlalchemy import text

from comptoir.connectors.sdk.canonical import OrderRecord
from comptoir.domains.orders.model.state import Revision
from comptoir.domains.orders.tables import order_revisions
from comptoir.platform.database.bulk import insert_behind, uuid_array
from comptoir.platform.database.unit_of_work import UnitOfWork

decoder = msgspec.json.Decoder(OrderRecord)

COLUMNS = (
    "organisation_id",
    "id",
    "order_id",
    "store_id",
    "source_id",
    "part",
    "source_time",
    "rank",
    "content_hash",
    "snapshot",
    "customer_id",
    "provenance_kind",
    "provenance_id",
    "is_replacing",
    "received_at",
    "source_file",
    "source_row",
)


@dataclass(frozen=True, slots=True)
class OrderRevisions:
    """All revisions of one order."""

    order_id: UUID
    store_id: UUID
    source_id: str
    revisions: tuple[Revision, ...]


async def known(uow: UnitOfWork, *, order_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return every revision of some orders → its order."""
    statement = text("select id, order_id from order_revisions where order_id = any(cast(:orders as uuid[]))")
    found = await uow.execute(statement, {"orders": uuid_array(order_ids)})
    return {row[0]: row[1] for row in found}


async def insert(uow: UnitOfWork, *, rows: Iterable[Sequence[object]]) -> None:
    """Insert revisions; one known by its id stays as it is."""
    await insert_behind(uow, order_revisions, columns=COLUMNS, rows=rows, conflict="on conflict (id) do nothing")


async def load(uow: UnitOfWork, *, order_ids: Sequence[UUID]) -> dict[UUID, OrderRevisions]:
    """Return the revisions of orders."""
    if not order_ids:
        return {}
    statement = text(
        "select order_id, store_id, source_id, content_hash, snapshot, customer_id, is_replacing, received_at, "
        "provenance_id from order_revisions where order_id = any(:orders)"
    )
    grouped: defaultdict[UUID, list[Revision]] = defaultdict(list)
    places: dict[UUID, tuple[UUID, str]] = {}
    for row in await uow.execute(statement, {"orders": list(order_ids)}):
        places[row.order_id] = (row.store_id, row.source_id)
        grouped[row.order_id].append(
            Revision(
                record=decoder.decode(row.snapshot),
                content_hash=bytes(row.content_hash),
                customer_id=row.customer_id,
                is_replacing=row.is_replacing,
                received_at=row.received_at,
                provenance_id=row.provenance_id,
            )
        )
    return {key: OrderRevisions(key, *places[key], tuple(items)) for key, items in grouped.items()}


async def orders_of_provenance(uow: UnitOfWork, *, provenance_id: UUID, after: UUID, limit: int) -> list[UUID]:
    """Return the next orders that one import or delivery told something about, in the order of their ids."""
    statement = text(
        "select distinct order_id from order_revisions "
        "where organisation_id = :organisation and provenance_id = :provenance and order_id > :after "
        "order by order_id limit :limit"
    )
    parameters = {
        "organisation": uow.actor.organisation_id,
        "provenance": provenance_id,
        "after": after,
        "limit": limit,
    }
    return list((await uow.execute(statement, parameters)).scalars())


async def remove(uow: UnitOfWork, *, provenance_id: UUID, order_ids: Sequence[UUID]) -> int:
    """Delete what one provenance said about some orders."""
    statement = text("delete from order_revisions where provenance_id = :provenance and order_id = any(:orders)")
    return (await uow.execute(statement, {"provenance": provenance_id, "orders": list(order_ids)})).rowcount


async def remove_of_orders(uow: UnitOfWork, *, order_ids: Sequence[UUID]) -> int:
    """Delete everything ever said about some orders."""
    statement = text("delete from order_revisions where order_id = any(:orders)")
    return (await uow.execute(statement, {"orders": list(order_ids)})).rowcount


async def reassign(uow: UnitOfWork, *, merged: Mapping[UUID, UUID]) -> set[UUID]:
    """Give the revisions of merged customers to the one they became; return the orders concerned."""
    if not merged:
        return set()
    statement = text(
        "update order_revisions r set customer_id = m.kept "
        "from unnest(cast(:gone as uuid[]), cast(:kept as uuid[])) as m(gone, kept) "
        "where r.customer_id = m.gone returning r.order_id"
    )
    parameters = {"gone": list(merged), "kept": list(merged.values())}
    return set((await uow.execute(statement, parameters)).scalars())
