"""Apply canonical order records: keep each as a revision, then derive the orders it belongs to.

Plain sales, most of what a file holds, take a set-based way of their own (``record_sales``); all others are folded.
Records may come laid out already, by the process that read them: that saves doing it here, and changes nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from comptoir.connectors.sdk.canonical import CustomerRef, OrderRecord
from comptoir.domains.commerce.contracts import ApplyResult, Provenance, Store, each, newest
from comptoir.domains.customers import facade as customers
from comptoir.domains.customers.contracts import FirstOrder, Resolved
from comptoir.domains.orders.contracts import LaidOut, Premises
from comptoir.domains.orders.errors import TooManyRecords
from comptoir.domains.orders.model.layout import lay_out, records_of
from comptoir.domains.orders.model.received import Received, receive
from comptoir.domains.orders.model.state import Revision
from comptoir.domains.orders.repository import revisions as repository
from comptoir.domains.orders.repository.revisions import OrderRevisions
from comptoir.domains.orders.usecases.derive_orders import Changes, derive_orders
from comptoir.domains.orders.usecases.record_sales import firsts_of, record_sales
from comptoir.domains.orders.usecases.rederive_orders import follow_merged
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.database.turns import take_turn
from comptoir.platform.database.unit_of_work import UnitOfWork

MAX_RECORDS = 10_000


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where the records of one call come from: the whole batch, and revisions that have a provenance of their own."""

    batch: Provenance
    own: Mapping[UUID, Provenance] = field(default_factory=dict)

    def of(self, item: Received) -> Provenance:
        """Return the provenance of one record."""
        return self.own.get(item.id, self.batch)


async def premises_of(actor: Actor, uow: UnitOfWork | Platform, *, store: Store, is_replacing: bool) -> Premises:
    """Return what laying out records of a store takes for granted now."""
    organisation = await identity.organisation(actor, uow)
    return Premises(
        actor.organisation_id, store.id, store.currency, store.timezone, organisation.timezone, is_replacing
    )


async def apply_orders(
    actor: Actor,
    uow: UnitOfWork,
    *,
    store: Store,
    records: Sequence[OrderRecord],
    provenance: Provenance | Sequence[Provenance],
) -> ApplyResult:
    """Apply up to ``MAX_RECORDS`` records of one store. Counts are of orders.

    What records of several provenances make together (customers, products) is noted as made by the newest.
    """
    if len(records) > MAX_RECORDS:
        raise TooManyRecords(f"{len(records)} records at once; {MAX_RECORDS} are taken.")
    if not records:
        return ApplyResult()
    is_one = isinstance(provenance, Provenance)
    origins = each(provenance, count=len(records))
    premises = await premises_of(actor, uow, store=store, is_replacing=origins[0].is_replacing)
    laid = lay_out(premises, records, may_be_plain=is_one)
    others = _received(premises, laid.others)
    own = {} if is_one else {item.id: one for item, one in zip(others, origins, strict=True)}
    return await _apply(actor, uow, store, laid, others, _Origin(newest(origins), own))


async def apply_laid_out(
    actor: Actor, uow: UnitOfWork, *, store: Store, laid: LaidOut, provenance: Provenance
) -> ApplyResult:
    """Apply up to ``MAX_RECORDS`` records that were laid out before; on other premises they are laid out again."""
    if len(laid) > MAX_RECORDS:
        raise TooManyRecords(f"{len(laid)} records at once; {MAX_RECORDS} are taken.")
    premises = await premises_of(actor, uow, store=store, is_replacing=provenance.is_replacing)
    if laid.premises != premises:
        laid = lay_out(premises, [*records_of(laid, laid.sales), *laid.others])
    return await _apply(actor, uow, store, laid, _received(premises, laid.others), _Origin(provenance))


async def _apply(
    actor: Actor, uow: UnitOfWork, store: Store, laid: LaidOut, others: Sequence[Received], origin: _Origin
) -> ApplyResult:
    await take_turn(uow, "records")
    every = {sale.order_id for sale in laid.sales} | {item.order_id for item in others}
    held = await repository.known(uow, order_ids=every)
    plain, told = _divided(laid, others, held)
    if not plain.sales and not told:
        return ApplyResult(unchanged=len(every))
    firsts = firsts_of(plain)
    resolved = await _resolve(
        actor, uow, store, laid, {ref for ref, _ in plain.buyers} | _named(told), firsts, origin.batch
    )
    if plain.sales:
        buyers = [resolved.ids[reference] for reference, _ in plain.buyers]
        await record_sales(actor, uow, store=store, laid=plain, buyers=buyers, provenance=origin.batch)
    changes = await _derive(actor, uow, store, told, resolved, origin) if told else Changes()
    sales = _by_customer(firsts, resolved)
    made = (resolved.created & sales.keys()) - changes.customers
    await customers.note_sales(actor, uow, sales=sales, made=made)  # after the others: then a customer changes once
    await follow_merged(actor, uow, merged=resolved.merged, recorded_at=origin.batch.received_at)
    created = len(plain.sales) + len(changes.created)
    changed = created + len(changes.updated) + len(changes.removed) + len(changes.waiting)
    return ApplyResult(
        created=created,
        updated=len(changes.updated) + len(changes.removed),
        unchanged=len(every) - changed,
        waiting=len(changes.waiting),
    )


def _received(premises: Premises, records: Sequence[OrderRecord]) -> list[Received]:
    return list(receive(premises.organisation_id, premises.store_id, records, is_replacing=premises.is_replacing))


def _divided(laid: LaidOut, others: Sequence[Received], held: Mapping[UUID, UUID]) -> tuple[LaidOut, list[Received]]:
    """Part the plain sales nobody told of before from the records that are new and have to be folded.

    ``held``: every revision known of these orders → its order.
    """
    if not held:
        return laid, list({item.id: item for item in others}.values())
    known = set(held.values())
    fresh = [sale for sale in laid.sales if sale.order_id not in known]
    again = [sale for sale in laid.sales if sale.order_id in known and sale.id not in held]
    told = [*others, *_received(laid.premises, list(records_of(laid, again)))]
    new = {item.id: item for item in told if item.id not in held}
    return lay_out(laid.premises, list(records_of(laid, fresh))), list(new.values())


def _named(items: Sequence[Received]) -> set[CustomerRef]:
    return {item.customer for item in items if item.customer is not None}


async def _derive(
    actor: Actor,
    uow: UnitOfWork,
    store: Store,
    new: Sequence[Received],
    resolved: Resolved,
    origin: _Origin,
) -> Changes:
    """Keep records as revisions and derive their orders from everything known."""
    buyers = {item.id: buyer for item in new if item.customer is not None and (buyer := resolved.ids[item.customer])}
    touched = _grouped(store, new, buyers, origin)
    earlier = await repository.load(uow, order_ids=list(touched))
    await repository.insert(uow, rows=_rows(actor, store, new, buyers, origin))
    for order_id, known in earlier.items():
        mine = touched[order_id]
        touched[order_id] = OrderRevisions(order_id, store.id, mine.source_id, (*known.revisions, *mine.revisions))
    return await derive_orders(
        actor,
        uow,
        orders=touched,
        stores={store.id: store},
        recorded_at=origin.batch.received_at,
        provenance_id=origin.batch.id,
    )


def _by_customer(firsts: Mapping[CustomerRef, FirstOrder], resolved: Resolved) -> dict[UUID, FirstOrder]:
    """Return the earliest sale of each customer: several references may be one."""
    found: dict[UUID, FirstOrder] = {}
    for reference, first in firsts.items():
        customer = resolved.ids[reference]
        if customer is not None:
            found[customer] = min(found.get(customer, first), first, key=FirstOrder.place)
    return found


async def _resolve(
    actor: Actor,
    uow: UnitOfWork,
    store: Store,
    laid: LaidOut,
    wanted: set[CustomerRef],
    firsts: Mapping[CustomerRef, FirstOrder],
    provenance: Provenance,
) -> Resolved:
    """Find or make the customers that new records name, in one go and in the order of the records."""
    named = [(reference, place) for reference, place in laid.buyers if reference in wanted]
    return await customers.resolve(
        actor,
        uow,
        store_id=store.id,
        references=[reference for reference, _ in named],
        addresses=[place for _, place in named],
        firsts=firsts,
        provenance=provenance,
    )


def _rows(
    actor: Actor,
    store: Store,
    new: Sequence[Received],
    buyers: Mapping[UUID, UUID],
    origin: _Origin,
) -> Iterator[tuple[object, ...]]:
    for item in new:
        version, provenance = item.record.version, origin.of(item)
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
    store: Store, new: Sequence[Received], buyers: Mapping[UUID, UUID], origin: _Origin
) -> dict[UUID, OrderRevisions]:
    """Return the new revisions by order."""
    grouped: dict[UUID, list[Revision]] = {}
    for item in new:
        provenance = origin.of(item)
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
