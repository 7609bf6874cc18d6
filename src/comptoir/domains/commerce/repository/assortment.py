"""Products as pages name them: what stores sell under one name of one vendor is one. Reads the catalogue, no sales."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from comptoir.domains.commerce.contracts import NamedProduct, ProductName, ProductSearch
from comptoir.platform.database.bulk import uuid_array
from comptoir.platform.database.unit_of_work import UnitOfWork

# The name of the warehouse's dimension product_name.
_NAME = "coalesce(p.title, v.sku)"
_GROUPS = f"""
select (array_agg(p.id order by p.id))[1], {_NAME} as name, p.vendor, min(p.category), min(p.subcategory),
       array_agg(distinct p.store_id), count(distinct v.sku), min(v.sku)
from products p join variants v on v.product_id = p.id
where p.organisation_id = :organisation and {{condition}}
group by {_NAME}, p.vendor
"""


async def named(
    uow: UnitOfWork, *, names: Collection[ProductName], stores: Collection[UUID] | None
) -> dict[ProductName, NamedProduct]:
    """Return what the catalogues of ``stores`` (none: all) sell under names, by name and vendor."""
    known = [name for name in names if name[0] is not None]
    condition = f"""({_NAME}, coalesce(p.vendor, '')) in (
  select * from unnest(cast(:names as text[]), cast(:vendors as text[])))"""
    values: dict[str, object] = {"names": [name for name, _ in known], "vendors": [vendor or "" for _, vendor in known]}
    if stores is not None:
        condition += " and p.store_id = any(cast(:stores as uuid[]))"
        values["stores"] = uuid_array(stores)
    return {product.key: product for product in await _groups(uow, condition, values)} if known else {}


async def beside(uow: UnitOfWork, *, wanted: ProductSearch, sold: Collection[ProductName]) -> list[NamedProduct]:
    """Return listed products that are not among ``sold``, by name."""
    conditions, values = ["not p.is_deleted"], dict[str, object]()
    if wanted.stores is not None:
        conditions.append("p.store_id = any(cast(:stores as uuid[]))")
        values["stores"] = uuid_array(wanted.stores)
    if wanted.categories:
        conditions.append("p.category = any(:categories)")
        values["categories"] = list(wanted.categories)
    if wanted.vendors:
        conditions.append("p.vendor = any(:vendors)")
        values["vendors"] = list(wanted.vendors)
    if wanted.ids is not None:
        conditions.append("p.id = any(cast(:ids as uuid[]))")
        values["ids"] = uuid_array(wanted.ids)
    found = await _groups(uow, " and ".join(conditions), values)
    left = [product for product in found if product.key not in sold and product.name is not None]
    return sorted(left, key=lambda product: ((product.name or "").casefold(), product.vendor or ""))


async def _groups(uow: UnitOfWork, condition: str, values: dict[str, object]) -> list[NamedProduct]:
    statement = text(_GROUPS.format(condition=condition))
    rows = await uow.execute(statement, values | {"organisation": uow.actor.organisation_id})
    return [NamedProduct(row[0], row[1], row[2], row[3], row[4], tuple(row[5]), row[6], row[7]) for row in rows]


async def names_of(uow: UnitOfWork, *, product_id: UUID) -> list[ProductName]:
    """Return the names a product goes by: one, or one a SKU where it has no title."""
    statement = text(
        f"select distinct {_NAME} as name, p.vendor from products p join variants v on v.product_id = p.id "
        f"where p.id = :product and p.organisation_id = :organisation and {_NAME} is not null order by 1"
    )
    parameters = {"product": product_id, "organisation": uow.actor.organisation_id}
    return [(row.name, row.vendor) for row in await uow.execute(statement, parameters)]


async def variants_named(uow: UnitOfWork, *, names: Sequence[ProductName]) -> list[Any]:
    """Return the variants that stores sell under names of one vendor, with their product and their store's currency."""
    statement = text(
        f"""
select v.id, v.product_id, v.store_id, v.sku, v.title, v.barcode, v.price, s.currency,
       v.is_deleted or p.is_deleted as is_deleted, p.status, p.tags
from variants v join products p on p.id = v.product_id join stores s on s.id = v.store_id
where p.organisation_id = :organisation and {_NAME} = any(:names) and p.vendor is not distinct from cast(:vendor as text)
order by s.slug, v.sku, v.title, v.id
"""
    )
    parameters = {
        "organisation": uow.actor.organisation_id,
        "names": [name for name, _ in names],
        "vendor": names[0][1],
    }
    return list(await uow.execute(statement, parameters))


async def said_of(uow: UnitOfWork, *, product_ids: Collection[UUID], most: int) -> dict[UUID, list[Any]]:
    """Return what catalogues said of products, oldest first, the newest ``most`` records of all."""
    statement = text(
        "select product_id, snapshot, at from (select product_id, snapshot, coalesce(source_time, recorded_at) as at "
        "from product_revisions where product_id = any(cast(:ids as uuid[])) order by 3 desc limit :most) newest "
        "order by at"
    )
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in await uow.execute(statement, {"ids": uuid_array(product_ids), "most": most}):
        found[row.product_id].append(row)
    return found
