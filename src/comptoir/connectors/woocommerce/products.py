"""WooCommerce's core product CSV export → canonical products. Variations name their parent by SKU or ``id:N``."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from comptoir.connectors.sdk.canonical import ProductRecord, VariantRecord
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.connectors.sdk.files.rows import Row
from comptoir.connectors.sdk.fixed import Header, fixed
from comptoir.connectors.sdk.formats import (
    Built,
    Options,
    Outcome,
    Recognition,
    Reject,
    Subject,
    TableFormat,
    recognise_columns,
)
from comptoir.connectors.sdk.numbers import NumberReader
from comptoir.connectors.sdk.words import identifier, split_tags, text_or_none
from comptoir.kernel.money import six

_COLUMNS = {
    "id": ("ID",),
    "type": ("Type",),
    "sku": ("SKU",),
    "name": ("Name",),
    "published": ("Published",),
    "price": ("Regular price",),
    "sale": ("Sale price",),
    "cost": ("Cost of goods", "Meta: _wc_cog_cost", "Meta: _alg_wc_cog_cost"),
    "categories": ("Categories",),
    "brand": ("Brands", "Brand"),
    "tags": ("Tags",),
    "parent": ("Parent",),
    "weight": ("Weight (kg)", "Weight (g)", "Weight (lbs)", "Weight (oz)"),
    "barcode": ("GTIN, UPC, EAN, or ISBN",),
    "option1": ("Attribute 1 value(s)",),
    "option2": ("Attribute 2 value(s)",),
    "option3": ("Attribute 3 value(s)",),
}
_GRAMS = {
    "weight (kg)": Decimal(1000),
    "weight (g)": Decimal(1),
    "weight (lbs)": Decimal("453.59237"),
    "weight (oz)": Decimal("28.349523125"),
}


def recognise(columns: Sequence[str]) -> Recognition:
    """The export has ``Type``, ``SKU`` and ``Regular price`` beside columns of WooCommerce alone."""
    return recognise_columns(
        columns,
        required=("Type", "SKU", "Name", "Regular price"),
        telling=("Visibility in catalog", "Sold individually?", "Backorders allowed?", "Is featured?"),
        label="WooCommerce product",
    )


class ProductNormaliser:
    """Builds one product from its own row and those of its variations."""

    def __init__(self, header: Header, options: Options) -> None:
        self._read = header.readers(_COLUMNS)
        self._currency = options.currency
        self._numbers = {name: NumberReader(name) for name in ("price", "sale", "cost", "weight")}
        unit = next((name for name in _COLUMNS["weight"] if header.place(name) is not None), "Weight (kg)")
        self._grams = _GRAMS[unit.lower()]

    def key(self, cells: Sequence[str]) -> str:
        """Return what a product and its variations share."""
        parent = self._read["parent"](cells)
        if self._is_variation(cells) and parent:
            return identifier(parent) or ""
        return self._own(cells)

    def _own(self, cells: Sequence[str]) -> str:
        sku, number = identifier(self._read["sku"](cells)), identifier(self._read["id"](cells))
        return sku or (f"id:{number}" if number else "")

    def _is_variation(self, cells: Sequence[str]) -> bool:
        return "variation" in self._read["type"](cells).lower()

    def build(self, key: str, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Return the product; a simple product is its own only variant."""
        parents = [row for row in rows if not self._is_variation(row.cells)]
        head = (parents or list(rows))[0]
        variants: dict[str, VariantRecord] = {}
        used = 0
        for row in rows:
            if row in parents and len(parents) < len(rows):
                used += 1
                continue
            try:
                variant = self._variant(row.cells)
            except RowProblem as problem:
                yield Reject(row.line, problem.reason, problem.value, tuple(row.cells))
                continue
            used += 1
            variants[variant.source_id] = variant
        if used:
            yield Built(self._product(key, head.cells, tuple(variants.values())), used)

    def _product(self, key: str, cells: Sequence[str], variants: tuple[VariantRecord, ...]) -> ProductRecord:
        path = _deepest(self._read["categories"](cells))
        published = self._read["published"](cells)
        return ProductRecord(
            source_id=identifier(self._read["id"](cells)) or key,
            title=_unescaped(self._read["name"](cells)),
            vendor=text_or_none(self._read["brand"](cells)),
            category=path[0] if path else None,
            subcategory=path[-1] if len(path) > 1 else None,
            status={"1": "active", "0": "private", "-1": "draft"}.get(published, published or None),
            tags=split_tags(self._read["tags"](cells)),
            variants=variants,
            currency=self._currency,
        )

    def _variant(self, cells: Sequence[str]) -> VariantRecord:
        amounts = {name: reader(self._read[name](cells)) for name, reader in self._numbers.items()}
        weight = amounts["weight"]
        names = [self._read[name](cells) for name in ("option1", "option2", "option3")]
        return VariantRecord(
            source_id=identifier(self._read["id"](cells)) or self._own(cells),
            sku=identifier(self._read["sku"](cells)),
            title=" / ".join(name for name in names if name) or None if self._is_variation(cells) else None,
            price=amounts["sale"] if amounts["sale"] is not None else amounts["price"],
            cost=amounts["cost"],
            barcode=identifier(self._read["barcode"](cells)),
            weight_grams=None if weight is None else six(weight * self._grams),
        )


def _deepest(text: str) -> list[str]:
    """Return the longest category path of ``A > B, C``; commas inside a name are escaped by a backslash."""
    marked = text.replace("\\,", "\x00")
    paths = [
        [part.strip().replace("\x00", ",") for part in path.split(">") if part.strip()] for path in marked.split(",")
    ]
    return max(paths, key=len, default=[])


def _unescaped(text: str) -> str | None:
    """Line feeds come as backslash and n."""
    return text_or_none(text.replace("\\n", " "))


WOOCOMMERCE_PRODUCTS = TableFormat(
    key="woocommerce-products",
    label="WooCommerce products (core CSV export)",
    subject=Subject.PRODUCTS,
    recognise=recognise,
    survey=fixed(ProductNormaliser),
)
