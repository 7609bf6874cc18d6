"""When the demo's storefronts deliver what, as real ones do: a little late, sometimes very late, twice, out of order. Pure.

Deterministic by seed: the same version of an order gives the same deliveries with the same ids, so that telling it
again is recognised.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from msgspec import msgpack
from msgspec.structs import replace

from comptoir.composed.demo.model import bodies
from comptoir.composed.demo.model.chunks import arrivals, store_of
from comptoir.composed.demo.model.orders import DayPlan, first_versions
from comptoir.composed.demo.model.seasons import Buyers, rng
from comptoir.composed.demo.model.stores import DemoStore
from comptoir.connectors.sdk.canonical import Lifecycle, OrderRecord, Version

TWICE, LATE = 0.05, 0.08
LATEST = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery, or a record told without one (``topic`` ""). ``happened_at`` is the order's time, ``due`` the network's."""

    due: datetime
    happened_at: datetime
    slug: str
    topic: str
    name: str
    body: bytes


_ENCODER = msgpack.Encoder()
_RECORD = msgpack.Decoder(OrderRecord)
_DELIVERIES = msgpack.Decoder(list[Delivery])


def planned(seed: int, slug: str, start: date, since: datetime, until: datetime) -> bytes:
    """Return as msgpack all deliveries about what happens after ``since`` and by ``until``, in order of their due."""
    store = store_of(slug)
    found = [one for record in arrivals(seed, store, start, since, until) for one in deliveries(seed, store, record)]
    return _ENCODER.encode(sorted(found, key=lambda one: one.due))


def decode(data: bytes) -> list[Delivery]:
    """Return what ``planned`` encoded."""
    return _DELIVERIES.decode(data)


def record_of(delivery: Delivery) -> OrderRecord:
    """Return the record of a delivery that has no topic."""
    return _RECORD.decode(delivery.body)


def deliveries(seed: int, store: DemoStore, record: OrderRecord) -> Iterator[Delivery]:
    """Yield how one version of an order is delivered, repetitions included."""
    happened_at = record.version.source_time
    assert happened_at is not None
    random = rng(seed, store.slug, record.source_id, happened_at, "network")
    if not bodies.is_told_by(store.platform, record):
        yield Delivery(happened_at, happened_at, store.slug, "", "", _ENCODER.encode(record))
        return
    for place, (topic, body) in enumerate(_said(store, record)):
        name = f"demo-{record.source_id}-{int(happened_at.timestamp())}-{place}"
        data = json.dumps(body, separators=(",", ":")).encode()
        due = happened_at + _delay(random)
        yield Delivery(due, happened_at, store.slug, topic, name, data)
        if random.random() < TWICE:
            yield Delivery(due + timedelta(seconds=random.uniform(1, 20)), happened_at, store.slug, topic, name, data)


def _delay(random: Random) -> timedelta:
    if random.random() < LATE:
        return timedelta(seconds=random.uniform(10, LATEST.total_seconds() - 20))
    return timedelta(seconds=random.uniform(0.2, 3))


def _said(store: DemoStore, record: OrderRecord) -> Iterator[tuple[str, bodies.Body]]:
    """Yield topic and body: a new order is created and paid; a refund and an edit are told alone, too."""
    rank = record.version.rank
    if store.platform == "woocommerce":
        topic = "order.created" if rank == Lifecycle.PAID else "order.updated"
        yield topic, bodies.woocommerce_order(record, is_done=rank >= Lifecycle.FULFILLED)
        return
    if rank == Lifecycle.REFUNDED:
        for refund in record.refunds:
            yield "refunds/create", bodies.shopify_refund(record, refund, included=store.prices == "gross")
    if rank == Lifecycle.EDITED:
        yield "orders/edited", bodies.shopify_edit(record)
    topics = {
        Lifecycle.PAID: "orders/create",
        Lifecycle.FULFILLED: "orders/fulfilled",
        Lifecycle.CANCELLED: "orders/cancelled",
    }
    yield topics.get(Lifecycle(rank), "orders/updated"), bodies.shopify_order(record)
    if rank == Lifecycle.PAID:
        yield "orders/paid", bodies.shopify_order(record)


def load(seed: int, slug: str, start: date, at: datetime) -> Iterator[OrderRecord]:
    """Yield orders without end: those of the week before ``at`` again and again, under numbers of their own."""
    store, last = store_of(slug), at.date()
    buyers = Buyers(seed, store, start, last)
    days = [last - timedelta(days=back) for back in range(7)]
    patterns = [one for day in days for one in first_versions(DayPlan(seed, store, start, day, buyers))]
    number = int(at.timestamp() * 1000) * 1000
    while patterns:
        for pattern in patterns:
            number += 1
            yield replace(pattern, source_id=str(number), number=f"#{number}", fulfilments=())


def placed_now(record: OrderRecord, at: datetime) -> OrderRecord:
    """Return an order as if it were placed at ``at``."""
    payments = tuple(
        replace(one, id=f"{record.source_id}-{place}", paid_at=at) for place, one in enumerate(record.payments)
    )
    return replace(record, ordered_at=at, version=Version(at, Lifecycle.PAID), payments=payments)
