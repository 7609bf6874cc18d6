"""What the warehouse holds about stores and products now: joined after aggregation for "current" dimensions."""

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
