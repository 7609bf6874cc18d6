"""Apply canonical order records: keep each as a revision, then derive the orders it belongs to.

Plain sales, most of what a file holds, take a set-based way of their own (``record_sales``); all others are folded.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from comptoir.connectors.sdk.canonical import OrderRecord
from comptoir.domains.commerce.contracts import ApplyResult, Provenance, Store
from comptoir.domains.customers import facade as customers
from comptoir.domains.customers.contracts import FirstOrder, Resolved
from comptoir.domains.orders.errors import TooManyRecords
from comptoir.domains.orders.model.plain import is_plain
from comptoir.domains.orders.model.received import Received, receive
from comptoir.domains.orders.model.state import Revision
from comptoir.domains.orders.repository import revisions as repository
from comptoir.domains.orders.repository.revisions import OrderRevisions
from comptoir.domains.orders.usecases.derive_orders import Changes, derive_orders
from comptoir.domains.orders.usecases.record_sales import record_sales
from comptoir.domains.orders.usecases.rederive_orders import follow_merged
from comptoir.kernel.actor import Actor
from comptoir.platform.database.turns import take_turn
from comptoir.platform.database.unit_of_work import UnitOfWork

MAX_RECORDS = 10_000


async def apply_orders(
    actor: Actor, uow: UnitOfWork, *, store: Store, records: Sequence[OrderRecord], provenance: Provenance
) -> ApplyResult:
    """Apply up to ``MAX_RECORDS`` records of one store. Counts are of orders."""
    if len(records) > MAX_RECORDS:
        raise TooManyRecords(f"{len(records)} records at once; {MAX_RECORDS} are taken.")
    received = list(receive(actor.organisation_id, store.id, records, is_replacing=provenance.is_replacing))
    await take_turn(uow, "records")
    every = {item.order_id for item in received}
    held = await repository.known(uow, order_ids=every)
    told = {item.id: item for item in received if item.id not in held}
    new = list(told.values())
    if not new:
        return ApplyResult(unchanged=len(every))
    resolved = await _resolve(actor, uow, store, new, provenance)
    buyers = {item.id: buyer for item in new if item.customer is not None and (buyer := resolved.ids[item.customer])}
    plain, others = _divided(new, known=set(held.values()), provenance=provenance)
    firsts: Mapping[UUID, FirstOrder] = {}
    if plain:
        firsts = await record_sales(actor, uow, store=store, sales=plain, buyers=buyers, provenance=provenance)
    changes = await _derive(actor, uow, store, others, buyers, provenance) if others else Changes()
    await customers.note_sales(actor, uow, sales=firsts)  # after the others: then a customer changes once
    await follow_merged(actor, uow, merged=resolved.merged, recorded_at=provenance.received_at)
    created = len(plain) + len(changes.created)
    changed = created + len(changes.updated) + len(changes.removed) + len(changes.waiting)
    return ApplyResult(
        created=created,
        updated=len(changes.updated) + len(changes.removed),
        unchanged=len(every) - changed,
        waiting=len(changes.waiting),
    )


def _divided(
    new: Sequence[Received], *, known: set[UUID], provenance: Provenance
) -> tuple[list[Received], list[Received]]:
    """Part the records that are all there is about a plain sale from the others."""
    if provenance.is_replacing:
        return [], list(new)
    told = Counter(item.order_id for item in new)
    plain: list[Received] = []
    others: list[Received] = []
    for item in new:
        alone = told[item.order_id] == 1 and item.order_id not in known
        (plain if alone and is_plain(item.record) else others).append(item)
    return plain, others


async def _derive(
    actor: Actor,
    uow: UnitOfWork,
    store: Store,
    new: Sequence[Received],
    buyers: Mapping[UUID, UUID],
    provenance: Provenance,
) -> Changes:
    """Keep records as revisions and derive their orders from everything known."""
    touched = _grouped(store, new, buyers, provenance)
    earlier = await repository.load(uow, order_ids=list(touched))
    await repository.insert(uow, rows=_rows(actor, store, new, buyers, provenance))
    for order_id, known in earlier.items():
        mine = touched[order_id]
        touched[order_id] = OrderRevisions(order_id, store.id, mine.source_id, (*known.revisions, *mine.revisions))
    return await derive_orders(
        actor,
        uow,
        orders=touched,
        stores={store.id: store},
        recorded_at=provenance.received_at,
        provenance_id=provenance.id,
    )


async def _resolve(
    actor: Actor, uow: UnitOfWork, store: Store, new: Sequence[Received], provenance: Provenance
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
    new: Sequence[Received],
    buyers: Mapping[UUID, UUID],
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
            buyers.get(item.id),
            provenance.kind,
            provenance.id,
            provenance.is_replacing,
            provenance.received_at,
            provenance.file,
            item.source_row,
        )


def _grouped(
    store: Store, new: Sequence[Received], buyers: Mapping[UUID, UUID], provenance: Provenance
) -> dict[UUID, OrderRevisions]:
    """Return the new revisions by order."""
    grouped: dict[UUID, list[Revision]] = {}
    for item in new:
        grouped.setdefault(item.order_id, []).append(
            Revision(
                record=item.record,
                content_hash=item.content_hash,
                customer_id=buyers.get(item.id),
                is_replacing=provenance.is_replacing,
                received_at=provenance.received_at,
                provenance_id=provenance.id,
            )
        )
    return {
        order_id: OrderRevisions(order_id, store.id, items[0].record.source_id, tuple(items))
        for order_id, items in grouped.items()
    }
