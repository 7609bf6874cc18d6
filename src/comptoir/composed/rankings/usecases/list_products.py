"""List products with their figures: what was sold sorted by a figure, then what the catalogue lists beside it."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from comptoir.composed.rankings.contracts import (
    PRODUCT_METRICS,
    SOLD,
    Exported,
    Figures,
    Listed,
    ProductRow,
    ProductsWanted,
)
from comptoir.composed.rankings.model import Key, checked_choice, checked_sort, sliced
from comptoir.composed.rankings.usecases import ask_figures as asking
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import NamedProduct, ProductName, ProductSearch
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.semantic.query import Query
from comptoir.semantic.result import Result

KEYS = ("product_name", "vendor_current")
FEW = 2_000  # most catalogues; longer ones are asked again, whole
MOST_FOUND = 1_000

Row = tuple[Key, Figures | None, NamedProduct | None]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A list in words of the layers below: the question of what sold, and what to look for in the catalogue."""

    query: Query
    beside: ProductSearch
    slugs: dict[UUID, str]


async def list_products(actor: Actor, platform: Platform, *, wanted: ProductsWanted) -> Listed[ProductRow]:
    """Return one page. Raises ``WrongList``, ``UnknownStore`` and what a query raises."""
    chosen = await _chosen(actor, platform, wanted)
    result = await _sold(actor, platform, chosen.query)
    sold = asking.rows_of(result, keys=len(KEYS))
    rows: list[Row] = [(key, figures, None) for key, figures in sold if _is_wanted(figures, wanted.sold)]
    async with platform.database.begin(actor) as uow:
        if wanted.sold != "yes" and not result.truncated:
            rows += await _beside(actor, uow, chosen, sold={key for key, _ in sold})
        part = sliced([key for key, _, _ in rows], wanted.page)
        items = await _shown(actor, uow, chosen, rows[part.start : part.end])
    return asking.listed(result, part, items, total=None if result.truncated else len(rows))


async def export_products(actor: Actor, platform: Platform, *, wanted: ProductsWanted) -> Exported[ProductRow]:
    """Return the whole list in batches; errors are raised before the first."""
    chosen = await _chosen(actor, platform, wanted, is_file=True)
    found = await asking.all_rows(actor, platform, chosen.query, keys=KEYS)

    async def batches() -> AsyncIterator[Sequence[ProductRow]]:
        sold: set[Key] = set()
        async for rows in found:
            sold.update(key for key, _ in rows)
            kept: list[Row] = [(key, figures, None) for key, figures in rows if _is_wanted(figures, wanted.sold)]
            async with platform.database.begin(actor) as uow:
                items = await _shown(actor, uow, chosen, kept)
            yield items
        if wanted.sold != "yes":
            async with platform.database.begin(actor) as uow:
                items = await _shown(actor, uow, chosen, await _beside(actor, uow, chosen, sold=sold))
            yield items

    return Exported(asking.figures_of(chosen.query), batches())


def _is_wanted(figures: Figures, sold: str) -> bool:
    """Return whether a row belongs to the list: one of the compared period only was not sold in this one."""
    return sold == "all" or asking.has_moved(figures) is (sold == "yes")


async def _chosen(actor: Actor, platform: Platform, wanted: ProductsWanted, *, is_file: bool = False) -> Chosen:
    known = ("product_name", *asking.sorts_for(actor, PRODUCT_METRICS, wanted.seen))
    sort = checked_sort(wanted.page.sort, known=known)
    checked_choice(wanted.sold, of=SOLD, field="sold")
    async with platform.database.begin(actor) as uow:
        stores = await commerce.list_stores(actor, uow)
        ids = None
        if wanted.search and wanted.search.strip():
            ids = await commerce.matching_products(actor, uow, query=wanted.search, limit=MOST_FOUND)
        asked = [await commerce.store(actor, uow, slug=slug) for slug in wanted.seen.stores]
    conditions: list[asking.Condition] = []
    if wanted.categories:
        conditions.append({"field": "category_current", "op": "in", "value": list(wanted.categories)})
    if wanted.vendors:
        conditions.append({"field": "vendor_current", "op": "in", "value": list(wanted.vendors)})
    if ids is not None:
        nothing = ["00000000-0000-0000-0000-000000000000"]
        conditions.append({"field": "product_id", "op": "in", "value": [str(one) for one in ids] or nothing})
    query = asking.question(
        wanted.seen,
        metrics=asking.metrics_for(actor, PRODUCT_METRICS),
        dimensions=KEYS,
        conditions=conditions,
        sort=sort,
        limit=None if is_file else FEW,
    )
    scope = tuple(store.id for store in (asked or stores))
    beside = ProductSearch(scope, wanted.categories, wanted.vendors, tuple(ids) if ids is not None else None)
    return Chosen(query, beside, {store.id: store.slug for store in stores})


async def _sold(actor: Actor, platform: Platform, query: Query) -> Result:
    """Return what was sold, whole as long as a screen may have it."""
    result = await asking.ask(actor, platform, query)
    if not result.truncated:
        return result
    return await asking.ask(actor, platform, asking.widened(query))


async def _beside(actor: Actor, uow: UnitOfWork, chosen: Chosen, *, sold: Collection[Key]) -> list[Row]:
    names: set[ProductName] = {(name, vendor) for name, vendor in sold}
    found = await commerce.products_beside(actor, uow, wanted=chosen.beside, sold=names)
    return [((product.name, product.vendor), None, product) for product in found]


async def _shown(actor: Actor, uow: UnitOfWork, chosen: Chosen, rows: Sequence[Row]) -> list[ProductRow]:
    """Put the catalogue's side to rows."""
    names = [(key[0], key[1]) for key, _, product in rows if product is None]
    known = await commerce.named_products(actor, uow, names=names)
    shown = []
    for key, figures, product in rows:
        found = product or known.get((key[0], key[1])) or _forgotten(key)
        stores = found.stores if found is not None else ()
        slugs = sorted(chosen.slugs[store] for store in stores if store in chosen.slugs)
        shown.append(ProductRow(found, tuple(slugs), figures))
    return shown


def _forgotten(key: Key) -> NamedProduct | None:
    """Return a product whose name the warehouse knows and the catalogue does not any more."""
    return None if key[0] is None else NamedProduct(None, key[0], key[1], None, None, (), 0, None)
