"""Products, variants and costs in PostgreSQL. Everything here is read and written in bulk."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text

from comptoir.connectors.sdk.canonical import ProductRecord
from comptoir.domains.commerce.contracts import CatalogueVariant, VariantChange
from comptoir.domains.commerce.model import ProductRevision
from comptoir.domains.commerce.tables import product_revisions, products, variant_changes, variant_costs, variants
from comptoir.kernel.ids import new_id
from comptoir.platform.database.bulk import insert_rows, overwrite, uuid_array
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.outbox import OutboxRow, append

REVISION = (
    "organisation_id id product_id source_time content_hash snapshot provenance_kind provenance_id recorded_at"
).split()
PRODUCT = (
    "organisation_id id store_id source_id title vendor category subcategory status tags is_deleted source_time "
    "provenance_id revision recorded_at"
).split()
VARIANT = ("organisation_id id store_id product_id source_id sku title barcode price weight_grams is_deleted").split()
COST = "organisation_id variant_id valid_from unit_cost currency revision recorded_at".split()
_CHANGE = "organisation_id id variant_id first_day recorded_at".split()
_AT_ONCE = 5_000

Row = Sequence[object]


async def catalogue(
    uow: UnitOfWork, *, store_id: UUID, ids: Sequence[UUID], skus: Sequence[str]
) -> list[tuple[CatalogueVariant, str, bool]]:
    """Return variants by id or sku with their costs, their source id and whether the source still lists them."""
    # One table a statement, each by its own index: a join of the two was planned as a scan while statistics were young.
    fields = "id, product_id, sku, title, source_id, is_deleted"
    by_id = await uow.execute(
        text(f"select {fields} from variants where id = any(cast(:ids as uuid[]))"), {"ids": uuid_array(ids)}
    )
    by_sku = await uow.execute(
        text(
            f"select {fields} from variants "
            "where organisation_id = :organisation and store_id = :store and sku = any(:skus)"
        ),
        {"organisation": uow.actor.organisation_id, "store": store_id, "skus": list(skus)},
    )
    rows = {row.id: row for row in (*by_id, *by_sku)}
    of_products = await uow.execute(
        text("select id, title, vendor, category, subcategory from products where id = any(cast(:ids as uuid[]))"),
        {"ids": uuid_array({row.product_id for row in rows.values()})},
    )
    products_by_id = {row.id: row for row in of_products}
    costs = await costs_of(uow, variant_ids=list(rows))
    return [
        (_variant(row, products_by_id[row.product_id], tuple(costs.get(row.id, ()))), row.source_id, row.is_deleted)
        for row in rows.values()
    ]


def _variant(row: Any, product: Any, costs: tuple[tuple[date, Decimal, str], ...]) -> CatalogueVariant:
    return CatalogueVariant(
        variant_id=row.id,
        product_id=row.product_id,
        sku=row.sku,
        title=product.title,
        variant_title=row.title,
        vendor=product.vendor,
        category=product.category,
        subcategory=product.subcategory,
        costs=costs,
    )


async def costs_of(uow: UnitOfWork, *, variant_ids: Sequence[UUID]) -> dict[UUID, list[tuple[date, Decimal, str]]]:
    """Return every cost of the variants, oldest first."""
    found: defaultdict[UUID, list[tuple[date, Decimal, str]]] = defaultdict(list)
    if variant_ids:
        statement = text(
            "select variant_id, valid_from, unit_cost, currency from variant_costs "
            "where variant_id = any(cast(:ids as uuid[])) order by variant_id, valid_from"
        )
        for row in await uow.execute(statement, {"ids": uuid_array(variant_ids)}):
            found[row.variant_id].append((row.valid_from, row.unit_cost, row.currency))
    return found


async def insert_revisions(uow: UnitOfWork, *, rows: Iterable[Row]) -> int:
    """Keep what was received; a record known already stays as it is. Return how many are new."""
    return await insert_rows(
        uow, product_revisions, columns=REVISION, rows=rows, conflict="on conflict (id) do nothing"
    )


async def known_revisions(uow: UnitOfWork, *, ids: Sequence[UUID]) -> set[UUID]:
    """Return which revisions are there already."""
    found = await uow.execute(text("select id from product_revisions where id = any(:ids)"), {"ids": list(ids)})
    return set(found.scalars())


async def load_revisions(uow: UnitOfWork, *, product_ids: Sequence[UUID]) -> dict[UUID, list[ProductRevision]]:
    """Return all revisions of products."""
    found: defaultdict[UUID, list[ProductRevision]] = defaultdict(list)
    statement = text(
        "select product_id, snapshot, content_hash, recorded_at from product_revisions where product_id = any(:ids)"
    )
    for row in await uow.execute(statement, {"ids": list(product_ids)}):
        record = msgspec.convert(row.snapshot, ProductRecord, strict=False)
        found[row.product_id].append(ProductRevision(record, row.content_hash, row.recorded_at))
    return found


async def load_products(uow: UnitOfWork, *, ids: Sequence[UUID]) -> dict[UUID, Row]:
    """Return current product rows in the order of ``PRODUCT``."""
    statement = text(f"select {', '.join(PRODUCT)} from products where id = any(:ids)")
    return {row.id: tuple(row) for row in await uow.execute(statement, {"ids": list(ids)})}


async def load_variants(uow: UnitOfWork, *, product_ids: Sequence[UUID]) -> dict[UUID, Row]:
    """Return current variant rows of products in the order of ``VARIANT``."""
    statement = text(f"select {', '.join(VARIANT)} from variants where product_id = any(:ids)")
    return {row.id: tuple(row) for row in await uow.execute(statement, {"ids": list(product_ids)})}


async def write_products(uow: UnitOfWork, *, rows: Sequence[Row], keep: bool = False) -> None:
    """Write product rows; with ``keep`` a known product stays as it is."""
    columns = [name for name in PRODUCT if name != "organisation_id"]
    conflict = "on conflict (id) do nothing" if keep else overwrite(columns)
    await insert_rows(uow, products, columns=PRODUCT, rows=rows, conflict=conflict)


async def write_variants(uow: UnitOfWork, *, rows: Sequence[Row], keep: bool = False) -> None:
    """Write variant rows; with ``keep`` a known variant stays as it is."""
    columns = [name for name in VARIANT if name != "organisation_id"]
    conflict = "on conflict (id) do nothing" if keep else overwrite(columns)
    await insert_rows(uow, variants, columns=VARIANT, rows=rows, conflict=conflict)


async def replace_costs(uow: UnitOfWork, *, variant_ids: Sequence[UUID], rows: Sequence[Row]) -> None:
    """Write the costs of variants anew."""
    if variant_ids:
        await uow.execute(text("delete from variant_costs where variant_id = any(:ids)"), {"ids": list(variant_ids)})
        await insert_rows(uow, variant_costs, columns=COST, rows=rows)


async def variants_from_lines(uow: UnitOfWork, *, store_id: UUID, skus: Sequence[str]) -> dict[UUID, UUID]:
    """Return variant → product of what only order lines told of, by sku."""
    statement = text(
        "select v.id, v.product_id from variants v join products p on p.id = v.product_id "
        "where v.organisation_id = :organisation and v.store_id = :store and v.sku = any(:skus) "
        "and p.provenance_id is not null and v.source_id like 'sku:%'"
    )
    parameters = {"organisation": uow.actor.organisation_id, "store": store_id, "skus": list(skus)}
    return {row.id: row.product_id for row in await uow.execute(statement, parameters)}


async def remove_products(uow: UnitOfWork, *, ids: Sequence[UUID]) -> None:
    """Delete products with their variants and costs, and tell the warehouse about the variants."""
    if not ids:
        return
    found = await uow.execute(
        text("select id, store_id from variants where product_id = any(:ids)"), {"ids": list(ids)}
    )
    gone = [(row.id, row.store_id) for row in found]
    await uow.execute(text("delete from products where id = any(:ids)"), {"ids": list(ids)})
    await tell(uow, keys=gone)


async def next_revisions(uow: UnitOfWork, *, count: int) -> list[int]:
    """Take values of the one monotonic revision sequence."""
    statement = text("select nextval('revision_seq') from generate_series(1, :count)")
    return list((await uow.execute(statement, {"count": count})).scalars()) if count else []


async def tell(uow: UnitOfWork, *, keys: Sequence[tuple[UUID, UUID]]) -> None:
    """Tell the warehouse that products (or variants that are no more) changed: pairs of key and store."""
    revisions = await next_revisions(uow, count=len(keys))
    rows = [
        OutboxRow("product", key, store_id, revision) for (key, store_id), revision in zip(keys, revisions, strict=True)
    ]
    if rows:
        await append(uow, rows)


async def note_changes(uow: UnitOfWork, *, changes: Mapping[UUID, date], recorded_at: datetime) -> None:
    """Remember variants whose orders must be derived again."""
    rows = [
        (uow.actor.organisation_id, new_id(), variant_id, day, recorded_at)
        for variant_id, day in sorted(changes.items())
    ]
    if rows:
        await insert_rows(uow, variant_changes, columns=_CHANGE, rows=rows)


async def waiting_changes(uow: UnitOfWork) -> list[VariantChange]:
    """Return the oldest variants whose orders must be derived again."""
    statement = text(
        "select id, variant_id, first_day from variant_changes where organisation_id = :organisation "
        "order by id limit :limit"
    )
    parameters = {"organisation": uow.actor.organisation_id, "limit": _AT_ONCE}
    return [VariantChange(*row) for row in await uow.execute(statement, parameters)]


async def settle_changes(uow: UnitOfWork, *, ids: Sequence[UUID]) -> None:
    """Forget changes whose orders were derived again."""
    await uow.execute(text("delete from variant_changes where id = any(:ids)"), {"ids": list(ids)})


async def products_of_provenance(uow: UnitOfWork, *, provenance_id: UUID) -> tuple[list[UUID], list[UUID]]:
    """Return the products an import told of, and those that its order lines made."""
    parameters = {"organisation": uow.actor.organisation_id, "provenance": provenance_id}
    told = await uow.execute(
        text(
            "select distinct product_id from product_revisions "
            "where organisation_id = :organisation and provenance_id = :provenance"
        ),
        parameters,
    )
    made = await uow.execute(
        text("select id from products where organisation_id = :organisation and provenance_id = :provenance"),
        parameters,
    )
    return list(told.scalars()), list(made.scalars())


async def remove_revisions(uow: UnitOfWork, *, provenance_id: UUID) -> int:
    """Delete what one provenance said about products."""
    statement = text(
        "delete from product_revisions where organisation_id = :organisation and provenance_id = :provenance"
    )
    parameters = {"organisation": uow.actor.organisation_id, "provenance": provenance_id}
    return (await uow.execute(statement, parameters)).rowcount


async def variants_made(uow: UnitOfWork, *, provenance_id: UUID) -> list[UUID]:
    """Return the variants that the order lines of one import made."""
    statement = text(
        "select v.id from variants v join products p on p.id = v.product_id "
        "where p.organisation_id = :organisation and p.provenance_id = :provenance"
    )
    parameters = {"organisation": uow.actor.organisation_id, "provenance": provenance_id}
    return list((await uow.execute(statement, parameters)).scalars())


async def matching(uow: UnitOfWork, *, words: str, prefix: str, limit: int) -> list[Any]:
    """Return products by a full-text query with prefixes or by the beginning of a sku."""
    statement = text(
        "select p.id, p.title, p.category, p.store_id, "
        "(select v.sku from variants v where v.product_id = p.id and v.sku is not null order by v.sku limit 1) as sku "
        "from products p where p.id in "
        "(select product_id from comptoir_search_products(:organisation, :words, :prefix, :limit))"
    )
    parameters = {
        "organisation": uow.actor.organisation_id,
        "words": words,
        "prefix": prefix,
        "limit": limit,
    }
    return list(await uow.execute(statement, parameters))


async def organisations_with_changes(uow: UnitOfWork) -> list[UUID]:
    """Return the organisations that have variant changes waiting."""
    return list((await uow.execute(text("select distinct organisation_id from variant_changes"))).scalars())
