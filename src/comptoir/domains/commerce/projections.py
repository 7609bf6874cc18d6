"""What the warehouse holds about stores and products now: joined after aggregation for "current" dimensions."""

from comptoir.engine.projector.feed import Feed, feeds
from comptoir.engine.schema import WarehouseColumn as C
from comptoir.engine.schema import WarehouseTable

STORES = WarehouseTable(
    name="stores",
    description="Stores as they are now",
    order_by=("organisation", "store"),
    version="version",
    deleted="is_deleted",
    columns=(
        C("organisation", "UUID", "owner of the row"),
        C("store", "UUID", "store id"),
        C("slug", "String", "short name in URLs and queries"),
        C("name", "String", "name on screens"),
        C("platform", "LowCardinality(String)", "shopify, woocommerce, magento or custom"),
        C("currency", "LowCardinality(String)", "currency of the store"),
        C("timezone", "LowCardinality(String)", "zone of the store's day"),
        C("version", "UInt64", "revision"),
        C("is_deleted", "UInt8", "1 takes the row out"),
    ),
)

VARIANTS = WarehouseTable(
    name="variants",
    description="Variants with their product as they are now",
    order_by=("organisation", "variant"),
    version="version",
    deleted="is_deleted",
    columns=(
        C("organisation", "UUID", "owner of the row"),
        C("variant", "UUID", "variant id"),
        C("product", "UUID", "product id"),
        C("store", "UUID", "store id"),
        C("sku", "Nullable(String)", "stock-keeping unit"),
        C("title", "Nullable(String)", "title of the product"),
        C("variant_title", "Nullable(String)", "title of the variant"),
        C("category", "LowCardinality(Nullable(String))", "category now"),
        C("subcategory", "LowCardinality(Nullable(String))", "subcategory now"),
        C("vendor", "LowCardinality(Nullable(String))", "vendor now"),
        C("version", "UInt64", "revision"),
        C("is_deleted", "UInt8", "1 takes the row out"),
    ),
)

STORES_FEED = feeds.declare(
    Feed(
        kind="store",
        table=STORES,
        rows="""
select s.organisation_id, s.id, s.slug, s.name, s.platform, s.currency, s.timezone
from stores s where s.removed_at is null and {scope}
""",
        changed="s.id in (select key from projecting where kind = 'store')",
        key="store",
        gone="""
select distinct p.organisation_id, p.key from projecting p
where p.kind = 'store' and not exists (select from stores s where s.id = p.key and s.removed_at is null)
""",
    )
)

# A key of the kind "product" is a product, or a variant that is no more. A product that its source deleted stays:
# what it sold keeps a name.
VARIANTS_FEED = feeds.declare(
    Feed(
        kind="product",
        table=VARIANTS,
        rows="""
select v.organisation_id, v.id, v.product_id, v.store_id, v.sku, p.title, v.title, p.category, p.subcategory, p.vendor
from variants v join products p on p.id = v.product_id
where {scope}
""",
        changed="""v.id in (
  select w.id from variants w join projecting q on q.kind = 'product' and q.key = w.product_id
  union select key from projecting where kind = 'product')""",
        key="variant",
        gone="""
select distinct q.organisation_id, q.key from projecting q
where q.kind = 'product' and not exists (select from variants v where v.id = q.key)
  and not exists (select from products p where p.id = q.key)
""",
    )
)
