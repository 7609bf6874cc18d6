"""Slices of the invented history: what one store's systems would have sent about a span of days by an instant."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from msgspec import msgpack

from comptoir.composed.demo.model.catalogue import DemoVariant, catalogue
from comptoir.composed.demo.model.lives import LONGEST_LIFE, versions
from comptoir.composed.demo.model.orders import DayPlan, first_versions, list_price
from comptoir.composed.demo.model.seasons import Buyers, orders_on
from comptoir.composed.demo.model.stores import STORES, DemoStore
from comptoir.connectors.sdk.canonical import OrderRecord, ProductRecord, VariantRecord, Version
from comptoir.kernel.money import quantise

_DAY = timedelta(days=1)
_ENCODER = msgpack.Encoder()
_DECODER = msgpack.Decoder(list[OrderRecord])


def store_of(slug: str) -> DemoStore:
    """Return a demo store by its slug."""
    return next(store for store in STORES if store.slug == slug)


def planned_orders(seed: int, stores: Iterable[DemoStore], start: date, first: date, last: date) -> int:
    """Return how many orders lie between two days, both included, without making them."""
    days = [first + _DAY * number for number in range((last - first).days + 1)]
    return sum(orders_on(seed, store, start, day) for store in stores for day in days)


def history(
    seed: int, store: DemoStore, start: date, span: tuple[date, date], until: datetime
) -> Iterator[OrderRecord]:
    """Yield what is known by ``until`` of the orders placed in a span of days.

    An order gives its newest version; an edited one also the version before the edit, which the newest no longer tells.
    """
    buyers = Buyers(seed, store, start, span[1])
    for number in range((span[1] - span[0]).days + 1):
        for placed in first_versions(DayPlan(seed, store, start, span[0] + _DAY * number, buyers)):
            known = [one for one in versions(seed, store, placed) if _time(one) <= until]
            yield from (one for one, after in pairwise(known) if after.edited_at and not one.edited_at)
            yield from known[-1:]


def arrivals(seed: int, store: DemoStore, start: date, since: datetime, until: datetime) -> Iterator[OrderRecord]:
    """Yield every version that came about after ``since`` and by ``until``, in order of time."""
    first = max(start, (since - LONGEST_LIFE).date() - _DAY)
    last = until.date() + _DAY
    buyers = Buyers(seed, store, start, last)
    found: list[OrderRecord] = []
    for number in range((last - first).days + 1):
        for placed in first_versions(DayPlan(seed, store, start, first + _DAY * number, buyers)):
            found.extend(one for one in versions(seed, store, placed) if since < _time(one) <= until)
    yield from sorted(found, key=_time)


def encoded_history(seed: int, slug: str, start: date, span: tuple[date, date], until: datetime) -> bytes:
    """Return ``history`` as msgpack: what a worker process hands back."""
    return _ENCODER.encode(list(history(seed, store_of(slug), start, span, until)))


def decode(records: bytes) -> list[OrderRecord]:
    """Return the records of ``encoded_history``."""
    return _DECODER.decode(records)


def products(seed: int, store: DemoStore, at: datetime) -> list[ProductRecord]:
    """Return the store's catalogue with prices and unit costs in its currency."""
    grouped: dict[str, list[DemoVariant]] = {}
    for ware in catalogue(seed):
        grouped.setdefault(ware.product, []).append(ware)
    return [
        ProductRecord(
            source_id=product,
            version=Version(at),
            title=wares[0].title,
            vendor=wares[0].vendor,
            category=wares[0].category,
            subcategory=wares[0].subcategory,
            status="active",
            currency=store.currency,
            variants=tuple(_variant(store, ware) for ware in wares),
        )
        for product, wares in grouped.items()
    ]


def _variant(store: DemoStore, ware: DemoVariant) -> VariantRecord:
    return VariantRecord(
        source_id=ware.variant,
        sku=ware.sku,
        title=ware.size,
        price=quantise(list_price(store, ware, store.countries[0][3]), store.currency),
        cost=None if ware.costs_unknown else quantise(ware.cost * Decimal(str(store.price_factor)), store.currency),
    )


def _time(record: OrderRecord) -> datetime:
    assert record.version.source_time is not None
    return record.version.source_time
