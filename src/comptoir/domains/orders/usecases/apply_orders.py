"""Apply canonical order records: keep each as a revision, then derive the orders it belongs to."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from msgspec.structs import replace

from comptoir.connectors.sdk.canonical import CustomerRef, OrderRecord
from comptoir.domains.commerce.contracts import ApplyResult, Provenance, Store
from comptoir.domains.customers import facade as customers
from comptoir.domains.customers.contracts import Resolved
from comptoir.domains.orders.errors import TooManyRecords
from comptoir.domains.orders.model.state import Revision
from comptoir.domains.orders.repository import revisions as repository
from comptoir.domains.orders.repository.revisions import OrderRevisions
from comptoir.domains.orders.usecases.derive_orders import derive_orders
from comptoir.domains.orders.usecases.rederive_orders import follow_merged
from comptoir.kernel.actor import Actor
from comptoir.kernel.ids import child_id, row_id
from comptoir.platform.database.turns import take_turn
from comptoir.platform.database.unit_of_work import UnitOfWork

MAX_RECORDS = 5_000
encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Prepared:
    """One record ready to be stored: impersonal, hashed, with its ids."""

    id: UUID
    order_id: UUID
    record: OrderRecord
    customer: CustomerRef | None
    snapshot: bytes
    content_hash: bytes
    source_row: int | None


async def apply_orders(
    actor: Actor, uow: UnitOfWork, *, store: Store, records: Sequence[OrderRecord], provenance: Provenance
) -> ApplyResult:
    """Apply up to 5,000 records of one store. Counts are of orders."""
    if len(records) > MAX_RECORDS:
        raise TooManyRecords(f"{len(records)} records at once; {MAX_RECORDS} are taken.")
    prepared = list(prepare(actor.organisation_id, store.id, records, provenance))
    await take_turn(uow, "records")
    held = await repository.known(uow, ids=[item.id for item in prepared])
    new = list({item.id: item for item in prepared if item.id not in held}.values())
    every = {item.order_id for item in prepared}
    if not new:
        return ApplyResult(unchanged=len(every))
    buyers = await _buyers(actor, uow, store, new, provenance)
    touched = _grouped(store, new, buyers.ids, provenance)
    earlier = await repository.load(uow, order_ids=list(touched))
    await repository.insert(uow, rows=_rows(actor, store, new, buyers.ids, provenance))
    for order_id, known in earlier.items():
        mine = touched[order_id]
        touched[order_id] = OrderRevisions(order_id, store.id, mine.source_id, (*known.revisions, *mine.revisions))
    changes = await derive_orders(
        actor,
        uow,
        orders=touched,
        stores={store.id: store},
        recorded_at=provenance.received_at,
        provenance_id=provenance.id,
    )
    await follow_merged(actor, uow, merged=buyers.merged, recorded_at=provenance.received_at)
    changed = len(changes.created) + len(changes.updated) + len(changes.removed) + len(changes.waiting)
    return ApplyResult(
        created=len(changes.created),
        updated=len(changes.updated) + len(changes.removed),
        unchanged=len(every) - changed,
        waiting=len(changes.waiting),
    )


def prepare(
    organisation_id: UUID, store_id: UUID, records: Sequence[OrderRecord], provenance: Provenance
) -> Iterator[Prepared]:
    """Take the person out of each record and give it the ids that any copy of it would get."""
    kind = "replacing" if provenance.is_replacing else "revision"
    for record in records:
        customer, row = record.customer, record.source_row
        if customer is not None or row is not None:
            named = CustomerRef(customer.source_id) if customer is not None and customer.source_id else None
            record = replace(record, customer=named, source_row=None)
        snapshot = encode(record)
        content_hash = hashlib.blake2b(snapshot, digest_size=16).digest()
        order_id = row_id(organisation_id, store_id, "order", record.source_id)
        record_id = child_id(order_id, kind, content_hash.hex())
        yield Prepared(record_id, order_id, record, customer, snapshot, content_hash, row)


async def _buyers(
    actor: Actor, uow: UnitOfWork, store: Store, new: Sequence[Prepared], provenance: Provenance
) -> Resolved:
    """Find or make the customers that records name, in one go."""
    references = [item.customer for item in new if item.customer is not None]
    places = [item.record.shipping_address or item.record.billing_address for item in new if item.customer is not None]
    return await customers.resolve(
        actor, uow, store_id=store.id, references=references, addresses=places, provenance=provenance
    )


def _rows(
    actor: Actor,
    store: Store,
    new: Sequence[Prepared],
    buyers: Mapping[CustomerRef, UUID | None],
    provenance: Provenance,
) -> Iterator[tuple[object, ...]]:
    for item in new:
        version = item.record.version
        yield (
            actor.organisation_id,
            item.id,
            item.order_id,
            store.id,
            item.record.source_id,
            item.record.part.value,
            version.source_time,
            version.rank,
            item.content_hash,
            item.snapshot,
            buyers.get(item.customer) if item.customer is not None else None,
            provenance.kind,
            provenance.id,
            provenance.is_replacing,
            provenance.received_at,
            provenance.file,
            item.source_row,
        )


def _grouped(
    store: Store, new: Sequence[Prepared], buyers: Mapping[CustomerRef, UUID | None], provenance: Provenance
) -> dict[UUID, OrderRevisions]:
    """Return the new revisions by order."""
    grouped: dict[UUID, list[Revision]] = {}
    for item in new:
        grouped.setdefault(item.order_id, []).append(
            Revision(
                record=item.record,
                content_hash=item.content_hash,
                customer_id=buyers.get(item.customer) if item.customer is not None else None,
                is_replacing=provenance.is_replacing,
                received_at=provenance.received_at,
                provenance_id=provenance.id,
            )
        )
    return {
        order_id: OrderRevisions(order_id, store.id, items[0].record.source_id, tuple(items))
        for order_id, items in grouped.items()
    }
