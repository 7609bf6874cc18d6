"""Derive orders from their revisions and write what changed: rows, entries, customers' first orders, outbox.

The one path by which anything about orders is written: applying, undoing and deriving again all end here.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from comptoir.connectors.sdk.canonical import Line
from comptoir.domains.commerce.contracts import CatalogueVariant, Store
from comptoir.domains.customers import facade as customers
from comptoir.domains.orders.model import summary
from comptoir.domains.orders.model.entries import book, has_sale, is_counted, touched_days
from comptoir.domains.orders.model.fold import fold
from comptoir.domains.orders.model.state import Entry, EntryContext, OrderState
from comptoir.domains.orders.repository import current
from comptoir.domains.orders.repository.current import Before
from comptoir.domains.orders.repository.revisions import OrderRevisions
from comptoir.domains.orders.repository.rows import Derived, LineStamp
from comptoir.domains.orders.usecases.name_lines import LineKey, line_key, products_of, stamp
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.kernel.ids import child_id
from comptoir.platform import outbox
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.outbox import OutboxRow

FRESH = -1  # revision of an order that is not written yet


@dataclass(slots=True)
class Changes:
    """What deriving did, order by order."""

    created: set[UUID] = field(default_factory=set)
    updated: set[UUID] = field(default_factory=set)
    removed: set[UUID] = field(default_factory=set)
    unchanged: set[UUID] = field(default_factory=set)
    waiting: set[UUID] = field(default_factory=set)
    customers: set[UUID] = field(default_factory=set)  # whose first order changed: the warehouse is told of them


@dataclass(slots=True)
class _Work:
    """Everything one call works on."""

    actor: Actor
    uow: UnitOfWork
    recorded_at: datetime
    before: dict[UUID, Before]
    stores: Mapping[UUID, Store]
    organisation_zone: ZoneInfo
    changes: Changes = field(default_factory=Changes)
    fresh: list[Derived] = field(default_factory=list)
    changed: list[Derived] = field(default_factory=list)
    gone: list[UUID] = field(default_factory=list)
    added: list[tuple[Derived, Entry]] = field(default_factory=list)
    superseded: list[tuple[UUID, UUID]] = field(default_factory=list)  # (entry, order)
    days: dict[UUID, set[date]] = field(default_factory=dict)
    buyers: set[UUID] = field(default_factory=set)


async def derive_orders(
    actor: Actor,
    uow: UnitOfWork,
    *,
    orders: Mapping[UUID, OrderRevisions],
    gone: Sequence[UUID] = (),
    stores: Mapping[UUID, Store],
    recorded_at: datetime,
    provenance_id: UUID | None = None,
) -> Changes:
    """Fold ``orders`` and write the difference; ``gone`` have no revision left and are removed."""
    organisation = await identity.organisation(actor, uow)
    before = await current.load(uow, order_ids=[*orders, *gone])
    work = _Work(actor, uow, recorded_at, before, stores, ZoneInfo(organisation.timezone))
    states: dict[UUID, OrderState] = {}
    for order_id, revisions in orders.items():
        await asyncio.sleep(0)  # who shares the process need not wait for all of them
        state = fold(revisions.revisions)
        if state is None:
            _leave_out(work, order_id)
        else:
            states[order_id] = state
    for order_id in gone:
        _leave_out(work, order_id)
    products = await _products(work, orders, states, provenance_id)
    for order_id, state in states.items():
        await asyncio.sleep(0)
        _difference(
            work, _derive(work, order_id, orders[order_id].store_id, state, products[orders[order_id].store_id])
        )
    await _write(work)
    return work.changes


def _leave_out(work: _Work, order_id: UUID) -> None:
    """Take an order out that is no more, or note one whose own record has not come yet."""
    before = work.before.get(order_id)
    if before is None:
        work.changes.waiting.add(order_id)
        return
    work.changes.removed.add(order_id)
    work.gone.append(order_id)
    work.days[order_id] = before.days
    work.superseded += [(entry, order_id) for entry in before.entries]
    if before.customer_id is not None:
        work.buyers.add(before.customer_id)


async def _products(
    work: _Work, orders: Mapping[UUID, OrderRevisions], states: Mapping[UUID, OrderState], provenance_id: UUID | None
) -> dict[UUID, dict[LineKey, CatalogueVariant]]:
    """Find the products that lines name, store by store."""
    lines: dict[UUID, list[Line]] = {}
    for order_id, state in states.items():
        lines.setdefault(orders[order_id].store_id, []).extend(state.all_lines())
    return {
        store_id: await products_of(
            work.actor,
            work.uow,
            store=work.stores[store_id],
            lines=of_store,
            provenance_id=provenance_id,
            recorded_at=work.recorded_at,
        )
        for store_id, of_store in lines.items()
    }


def _derive(
    work: _Work, order_id: UUID, store_id: UUID, state: OrderState, products: Mapping[LineKey, CatalogueVariant]
) -> Derived:
    """Return an order as it is to be written."""
    store = work.stores[store_id]
    store_zone = ZoneInfo(store.timezone)
    currency = state.currency or store.currency
    day = state.ordered_at.astimezone(store_zone).date()
    before = work.before.get(order_id)
    lines = state.all_lines()
    line_ids = {line.id: child_id(order_id, "line", line.id) for line in lines}
    stamps: dict[str, LineStamp] = {}
    unit_costs: dict[str, Decimal] = {}
    for line in lines:
        variant = products.get(line_key(line))
        stamps[line.id] = stamp(line, variant, before.stamps.get(line.id) if before is not None else None)
        unit = variant.unit_cost(day=day, currency=currency) if variant is not None else None
        if unit is not None:
            unit_costs[line.id] = unit
    context = EntryContext(order_id, store_zone, work.organisation_zone, line_ids, unit_costs)
    booked, costs = book(state, context)
    totals = summary.totals(booked)
    return Derived(
        organisation_id=work.actor.organisation_id,
        order_id=order_id,
        store_id=store_id,
        state=state,
        currency=currency,
        order_day=day,
        organisation_day=state.ordered_at.astimezone(work.organisation_zone).date(),
        is_counted=is_counted(state),
        has_sale=has_sale(state),
        status=summary.shown_status(state, totals).value,
        entries=booked,
        totals=totals,
        discounts=summary.discount_codes(state),
        payments=summary.payment_methods(state),
        line_ids=line_ids,
        stamps=stamps,
        costs={line.id: (costs.of(line), costs.source(line)) for line in lines},
        revision=FRESH,
        recorded_at=work.recorded_at,
    )


def _difference(work: _Work, order: Derived) -> None:
    """Note what is new about one order."""
    before = work.before.get(order.order_id)
    after_days = touched_days(order.entries) or {order.order_day}
    if before is None:
        work.changes.created.add(order.order_id)
        work.fresh.append(order)
        work.days[order.order_id] = after_days
        work.added += [(order, entry) for entry in order.entries]
    else:
        entries_changed = _entry_difference(work, order, before)
        if not entries_changed and not current.differs(order, before):
            work.changes.unchanged.add(order.order_id)
            return
        work.changes.updated.add(order.order_id)
        work.changed.append(order)
        work.days[order.order_id] = after_days | before.days
        if before.customer_id is not None:
            work.buyers.add(before.customer_id)
    if order.state.customer_id is not None:
        work.buyers.add(order.state.customer_id)


def _entry_difference(work: _Work, order: Derived, before: Before) -> bool:
    """Append what is new, supersede what is not said any more; the same statement in the same currency stays."""
    same_currency = before.currency == order.currency
    now = {entry.id for entry in order.entries}
    gone = [entry for entry in before.entries if entry not in now]
    changed = [entry for entry in order.entries if not same_currency or before.entries.get(entry.id) != entry]
    work.superseded += [(entry, order.order_id) for entry in gone]
    work.superseded += [(entry.id, order.order_id) for entry in changed if entry.id in before.entries]
    work.added += [(order, entry) for entry in changed]
    return bool(gone or changed)


async def _write(work: _Work) -> None:
    """Write everything that changed, each table in one go."""
    uow = work.uow
    written = [*work.fresh, *work.changed]
    numbers = await current.next_revisions(uow, count=len(written) + len(work.gone))
    revisions: dict[UUID, int] = {}
    for order, number in zip(written, numbers, strict=False):
        order.revision = revisions[order.order_id] = number
    revisions |= zip(work.gone, numbers[len(written) :], strict=True)
    await current.supersede(uow, entries=[(entry, revisions[order]) for entry, order in work.superseded])
    await current.remove(uow, order_ids=work.gone)
    if written:
        await current.write(uow, fresh=work.fresh, changed=work.changed)
        await current.append_entries(uow, added=work.added)
    stores = {order.order_id: order.store_id for order in written}
    stores |= {order_id: work.before[order_id].store_id for order_id in work.gone}
    rows = [
        OutboxRow("sales", order_id, stores[order_id], revision, tuple(sorted(work.days[order_id])))
        for order_id, revision in revisions.items()
    ]
    if rows:
        await outbox.append(uow, rows)
    if work.buyers:
        firsts = await current.first_orders(uow, customer_ids=sorted(work.buyers))
        work.changes.customers.update(await customers.set_first_orders(work.actor, uow, firsts=firsts))
