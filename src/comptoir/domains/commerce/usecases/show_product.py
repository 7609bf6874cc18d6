"""Show what stores sell under one name: its variants with price and cost, and what catalogues said of it in time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

import msgspec

from comptoir.connectors.sdk.canonical import ProductRecord, VariantRecord
from comptoir.domains.commerce.contracts import CatalogueEvent, ListedVariant, ProductDetail, ProductName
from comptoir.domains.commerce.errors import UnknownProduct
from comptoir.domains.commerce.model import BEGINNING
from comptoir.domains.commerce.repository import assortment, products
from comptoir.kernel.actor import Actor
from comptoir.platform.database.unit_of_work import UnitOfWork

MOST_RECORDS = 400
MOST_EVENTS = 100

Costs = Sequence[tuple[date, Decimal, str]]


async def show_product(actor: Actor, uow: UnitOfWork, *, product_id: UUID, now: datetime) -> ProductDetail:
    """Return the product that one store's product belongs to. Raises ``UnknownProduct``."""
    names, rows = await _visible(actor, uow, product_id)
    found = await assortment.named(uow, names=names, stores={row.store_id for row in rows})
    costs = await products.costs_of(uow, variant_ids=[row.id for row in rows])
    mine = next(row for row in rows if row.product_id == product_id)
    return ProductDetail(
        product=found[names[0]],
        names=tuple(name for name, _ in names if name is not None),
        status=mine.status,
        tags=tuple(mine.tags),
        variants=tuple(_variant(row, costs.get(row.id, ()), day=now.date()) for row in rows),
        events=tuple(await _events(uow, rows, costs)),
    )


def without_costs(detail: ProductDetail) -> ProductDetail:
    """Return a product without what it costs and costed."""
    bare = [replace(one, unit_cost=None, cost_currency=None, cost_since=None) for one in detail.variants]
    return replace(detail, variants=tuple(bare), events=tuple(event for event in detail.events if event.kind != "cost"))


async def variants_sold_as(actor: Actor, uow: UnitOfWork, *, product_id: UUID) -> tuple[UUID, ...]:
    """Return all variants of the product that one store's product belongs to. Raises ``UnknownProduct``."""
    _, rows = await _visible(actor, uow, product_id)
    return tuple(row.id for row in rows)


async def _visible(actor: Actor, uow: UnitOfWork, product_id: UUID) -> tuple[list[ProductName], list[Any]]:
    """Return the names of a product and the variants of stores in the actor's scope that are sold under them."""
    names = await assortment.names_of(uow, product_id=product_id)
    found = await assortment.variants_named(uow, names=names) if names else []
    rows = [row for row in found if actor.may_see_store(row.store_id)]
    if not any(row.product_id == product_id for row in rows):
        raise UnknownProduct("There is no such product.")
    return names, rows


def _variant(row: Any, costs: Costs, *, day: date) -> ListedVariant:
    valid = [cost for cost in costs if cost[0] <= day]
    since, unit_cost, currency = valid[-1] if valid else (None, None, None)
    return ListedVariant(
        id=row.id,
        product_id=row.product_id,
        store_id=row.store_id,
        sku=row.sku,
        title=row.title,
        barcode=row.barcode,
        price=row.price,
        currency=row.currency,
        unit_cost=unit_cost,
        cost_currency=currency,
        cost_since=since if since != BEGINNING else None,
        is_deleted=row.is_deleted,
    )


async def _events(uow: UnitOfWork, rows: Sequence[Any], costs: Mapping[UUID, Costs]) -> list[CatalogueEvent]:
    ids = {row.product_id: row for row in rows}
    events: list[CatalogueEvent] = []
    for product_id, said in (await assortment.said_of(uow, product_ids=ids, most=MOST_RECORDS)).items():
        events += _said(ids[product_id], said, known={row.sku for row in rows})
    for row in rows:
        events += _costs(row, costs.get(row.id, ()))
    return sorted(events, key=lambda event: event.at, reverse=True)[:MOST_EVENTS]


def _said(row: Any, said: Sequence[Any], *, known: Collection[str | None]) -> Iterator[CatalogueEvent]:
    """Say when a store first listed a product, and each change of a price since."""
    prices: dict[str, Decimal | None] = {}
    for index, one in enumerate(said):
        record = msgspec.convert(one.snapshot, ProductRecord, strict=False)
        if index == 0:
            yield CatalogueEvent(one.at, "listed", row.store_id, None, record.title, None, None, None)
        for variant in record.variants:
            if variant.sku in known:
                yield from _priced(row, one.at, record, variant, prices)


def _priced(
    row: Any, at: datetime, record: ProductRecord, variant: VariantRecord, prices: dict[str, Decimal | None]
) -> Iterator[CatalogueEvent]:
    before = prices.get(variant.source_id)
    if variant.price is not None and before is not None and variant.price != before:
        currency = record.currency or row.currency
        yield CatalogueEvent(at, "price", row.store_id, variant.sku, variant.title, before, variant.price, currency)
    if variant.price is not None:
        prices[variant.source_id] = variant.price


def _costs(row: Any, costs: Costs) -> Iterator[CatalogueEvent]:
    """Say each change of a cost; what was valid from the beginning is no change."""
    for (_, before, _), (since, after, currency) in pairwise(costs):
        at = datetime.combine(since, time.min, UTC)
        yield CatalogueEvent(at, "cost", row.store_id, row.sku, row.title, before, after, currency)
