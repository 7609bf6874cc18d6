"""Dimensions of stores and products: as sold (stamped on the entry) and current (joined after aggregation)."""

from comptoir.semantic.vocabulary import DataType, Declarations, Dimension, Level, Lookup

_OWNER = "commerce"


def _as_sold(
    key: str, label: str, description: str, *, column: str | None = None, type_: DataType = DataType.STRING
) -> Dimension:
    """An attribute of the order line; entries without a line (shipping, unallocated returns) stand under null."""
    return Dimension(
        key=key,
        label=label,
        description=description,
        expressions={"sales": column or key},
        level=Level.LINE,
        type=type_,
        owner=_OWNER,
    )


def _current(key: str, label: str, description: str, *, column: str) -> Dimension:
    """The same attribute as the catalogue has it now."""
    return Dimension(
        key=key,
        label=label,
        description=description,
        expressions={"sales": "variant"},
        level=Level.LINE,
        lookup=Lookup(table="variants", key="variant", column=column),
        owner=_OWNER,
    )


STORES = (
    Dimension(
        key="store",
        label="Store",
        description="Short name of the store in URLs and queries",
        expressions={"sales": "store", "sales_daily": "store"},
        resolved="stores",
        owner=_OWNER,
    ),
    Dimension(
        key="platform",
        label="Platform",
        description="Platform of the store now: shopify, woocommerce, magento or custom",
        expressions={"sales": "store", "sales_daily": "store"},
        lookup=Lookup(table="stores", key="store", column="platform"),
        owner=_OWNER,
    ),
)

PRODUCTS = (
    _as_sold("product", "Product", "Title of the product as sold", column="product_title"),
    _as_sold("product_id", "Product id", "Id of the product in the catalogue", column="product", type_=DataType.UUID),
    _as_sold(
        "variant",
        "Variant",
        "Titles of product and variant as sold",
        column="if(variant_title IS NULL, product_title, concat(ifNull(concat(product_title, ' · '), ''), variant_title))",
    ),
    _as_sold("variant_id", "Variant id", "Id of the variant in the catalogue", column="variant", type_=DataType.UUID),
    _as_sold("sku", "SKU", "Stock-keeping unit as sold"),
    _as_sold("category", "Category", "Category of the product as sold"),
    _as_sold("subcategory", "Subcategory", "Subcategory as sold"),
    _as_sold("vendor", "Vendor", "Vendor of the product as sold"),
    _current(
        "product_name",
        "Product by name",
        "Title of the product as the catalogue has it now, else its SKU; one name in several stores is one product",
        column="coalesce(title, sku)",
    ),
    _current("product_current", "Product now", "Title of the product as the catalogue has it now", column="title"),
    _current("category_current", "Category now", "Category as the catalogue has it now", column="category"),
    _current("subcategory_current", "Subcategory now", "Subcategory as the catalogue has it now", column="subcategory"),
    _current("vendor_current", "Vendor now", "Vendor as the catalogue has it now", column="vendor"),
    _current("sku_current", "SKU now", "Stock-keeping unit as the catalogue has it now", column="sku"),
)

DECLARATIONS = Declarations(dimensions=(*STORES, *PRODUCTS))
