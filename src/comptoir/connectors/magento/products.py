"""Magento's core product CSV export → canonical products. A configurable row names the simple rows that are its variants."""

from collections.abc import Iterable, Mapping, Sequence

from comptoir.connectors.sdk.canonical import ProductRecord, VariantRecord
from comptoir.connectors.sdk.errors import Question, RowProblem
from comptoir.connectors.sdk.files.rows import Row
from comptoir.connectors.sdk.fixed import CellReader, Header
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
from comptoir.connectors.sdk.words import identifier

_COLUMNS = {
    "sku": ("sku",),
    "view": ("store_view_code",),
    "type": ("product_type", "_type"),
    "name": ("name",),
    "categories": ("categories", "_category"),
    "price": ("price",),
    "cost": ("cost",),
    "weight": ("weight",),
    "online": ("product_online", "status"),
    "variations": ("configurable_variations",),
    "more": ("additional_attributes",),
}
_BRANDS = ("manufacturer", "brand")


def recognise(columns: Sequence[str]) -> Recognition:
    """The export has ``sku``, ``product_type`` and ``attribute_set_code``."""
    return recognise_columns(
        columns,
        required=("sku", "product_type", "name", "price"),
        telling=("attribute_set_code", "product_websites", "configurable_variations", "store_view_code"),
        label="Magento product",
    )


def pairs(text: str) -> dict[str, str]:
    """Return ``a=1,b=2`` as a mapping; a comma inside a value is not followed by ``name=``."""
    found: dict[str, str] = {}
    last = None
    for part in text.split(","):
        name, mark, value = part.partition("=")
        if mark:
            last = name.strip()
            found[last] = value.strip()
        elif last is not None:
            found[last] += f",{part}"
    return found


class ProductSurvey:
    """Learns which simple products are variants of which configurable one, and their options."""

    def __init__(self, columns: Sequence[str], options: Options) -> None:
        header = Header(columns)
        self._read = header.readers(_COLUMNS)
        self._options = options
        self._parents: dict[str, str] = {}
        self._titles: dict[str, str] = {}

    def look(self, rows: Sequence[Row]) -> None:
        """Take in a batch of rows."""
        for row in rows:
            text = self._read["variations"](row.cells)
            if not text:
                continue
            parent = self._read["sku"](row.cells)
            for variation in text.split("|"):
                options = pairs(variation)
                sku = options.pop("sku", "")
                if sku:
                    self._parents[sku] = parent
                    self._titles[sku] = " / ".join(options.values())

    def questions(self) -> list[Question]:
        """Nothing has to be asked."""
        return []

    def normaliser(self) -> "ProductNormaliser":
        """Return the normaliser that knows who belongs to whom."""
        return ProductNormaliser(self._read, self._options, self._parents, self._titles)


class ProductNormaliser:
    """Builds one product from its own row and those of its variants."""

    def __init__(
        self, read: Mapping[str, CellReader], options: Options, parents: Mapping[str, str], titles: Mapping[str, str]
    ) -> None:
        self._read = read
        self._currency = options.currency
        self._parents = parents
        self._titles = titles
        self._numbers = {name: NumberReader(name) for name in ("price", "cost")}

    def key(self, cells: Sequence[str]) -> str:
        """Return the SKU of the product that the row belongs to."""
        sku = identifier(self._read["sku"](cells)) or ""
        return self._parents.get(sku, sku)

    def build(self, key: str, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Return the product. Rows of a store view only translate: they are read and change nothing."""
        own = [row for row in rows if not self._read["view"](row.cells)] or list(rows[:1])
        head = next((row for row in own if identifier(self._read["sku"](row.cells)) == key), own[0])
        simple = [row for row in own if row is not head] or [head]
        variants: dict[str, VariantRecord] = {}
        rejected = 0
        for row in simple:
            try:
                variant = self._variant(row.cells)
            except RowProblem as problem:
                rejected += 1
                yield Reject(row.line, problem.reason, problem.value, tuple(row.cells))
                continue
            variants[variant.source_id] = variant
        if variants:
            yield Built(self._product(key, head.cells, tuple(variants.values())), len(rows) - rejected)

    def _product(self, key: str, cells: Sequence[str], variants: tuple[VariantRecord, ...]) -> ProductRecord:
        path = _deepest(self._read["categories"](cells))
        more = pairs(self._read["more"](cells))
        return ProductRecord(
            source_id=key,
            title=self._read["name"](cells) or None,
            vendor=next((more[name] for name in _BRANDS if more.get(name)), None),
            category=path[0] if path else None,
            subcategory=path[-1] if len(path) > 1 else None,
            status="active" if self._read["online"](cells) in ("1", "Enabled", "") else "draft",
            variants=variants,
            currency=self._currency,
        )

    def _variant(self, cells: Sequence[str]) -> VariantRecord:
        sku = identifier(self._read["sku"](cells))
        if sku is None:
            raise RowProblem("sku is empty")
        return VariantRecord(
            source_id=sku,
            sku=sku,
            title=self._titles.get(sku) or None,
            price=self._numbers["price"](self._read["price"](cells)),
            cost=self._numbers["cost"](self._read["cost"](cells)),
        )


def _deepest(text: str) -> list[str]:
    """Return the longest category path of ``Root/A/B,Root/C`` without its root."""
    paths = [[part.strip() for part in path.split("/") if part.strip()] for path in text.split(",")]
    longest = max(paths, key=len, default=[])
    return longest[1:] if len(longest) > 1 else longest


MAGENTO_PRODUCTS = TableFormat(
    key="magento-products",
    label="Magento products (core CSV export)",
    subject=Subject.PRODUCTS,
    recognise=recognise,
    survey=ProductSurvey,
)
