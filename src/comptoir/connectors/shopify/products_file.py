"""Shopify's product CSV → canonical products. Title and vendor stand on a product's first row, variants on all."""

from collections.abc import Iterable, Sequence

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
from comptoir.connectors.sdk.words import flag, identifier, split_tags

_COLUMNS = {
    "handle": ("Handle", "URL handle"),
    "title": ("Title",),
    "vendor": ("Vendor",),
    "type": ("Type",),
    "taxonomy": ("Product Category", "Google Shopping / Google Product Category"),
    "tags": ("Tags",),
    "status": ("Status",),
    "published": ("Published", "Published on online store"),
    "option1": ("Option1 Value", "Option1 value"),
    "option2": ("Option2 Value", "Option2 value"),
    "option3": ("Option3 Value", "Option3 value"),
    "sku": ("Variant SKU", "SKU"),
    "grams": ("Variant Grams", "Weight value (grams)"),
    "price": ("Variant Price", "Price"),
    "cost": ("Cost per item",),
    "barcode": ("Variant Barcode", "Barcode"),
}


def recognise(columns: Sequence[str]) -> Recognition:
    """The file has ``Handle`` and the ``Option1`` and ``Variant`` columns."""
    return recognise_columns(
        columns,
        required=("Handle", "Title", "Option1 Value", "Variant Price"),
        telling=("Variant Inventory Policy", "Variant Fulfillment Service", "Image Src", "Variant Grams"),
        label="Shopify product",
    )


class ProductNormaliser:
    """Builds one product from the rows that share its handle."""

    def __init__(self, header: Header, options: Options) -> None:
        self._read = header.readers(_COLUMNS)
        self._currency = options.currency
        self._numbers = {name: NumberReader(_COLUMNS[name][0]) for name in ("grams", "price", "cost")}

    def key(self, cells: Sequence[str]) -> str:
        """Return the handle."""
        return self._read["handle"](cells)

    def build(self, key: str, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Return the product; rows that only bring a picture are no variants."""
        head = next((row for row in rows if self._read["title"](row.cells)), rows[0]).cells
        variants: dict[str, VariantRecord] = {}
        used = 0
        for row in rows:
            try:
                variant = self._variant(key, row.cells)
            except RowProblem as problem:
                yield Reject(row.line, problem.reason, problem.value, tuple(row.cells))
                continue
            used += 1
            if variant is not None:
                variants[variant.source_id] = variant
        if used:
            yield Built(self._product(key, head, tuple(variants.values())), used)

    def _product(self, key: str, head: Sequence[str], variants: tuple[VariantRecord, ...]) -> ProductRecord:
        path = [part.strip() for part in self._read["taxonomy"](head).split(">") if part.strip()]
        kind = self._read["type"](head)
        status = self._read["status"](head).lower()
        if not status:
            status = "active" if flag(self._read["published"](head)) is not False else "draft"
        return ProductRecord(
            source_id=key,
            title=self._read["title"](head) or None,
            vendor=self._read["vendor"](head) or None,
            category=kind or (path[0] if path else None),
            subcategory=path[-1] if len(path) > 1 else None,
            status=status,
            tags=split_tags(self._read["tags"](head)),
            variants=variants,
            currency=self._currency,
        )

    def _variant(self, key: str, cells: Sequence[str]) -> VariantRecord | None:
        options = [self._read[name](cells) for name in ("option1", "option2", "option3")]
        options = [option for option in options if option]
        amounts = {name: reader(self._read[name](cells)) for name, reader in self._numbers.items()}
        if not options and amounts["price"] is None:
            return None
        sku = identifier(self._read["sku"](cells))
        title = " / ".join(options)
        plain = title == "Default Title" or not title
        return VariantRecord(
            source_id=sku or (key if plain else f"{key}/{title}"),
            sku=sku,
            title=None if plain else title,
            price=amounts["price"],
            cost=amounts["cost"],
            barcode=identifier(self._read["barcode"](cells)),
            weight_grams=amounts["grams"],
        )


SHOPIFY_PRODUCTS = TableFormat(
    key="shopify-products",
    label="Shopify products",
    subject=Subject.PRODUCTS,
    recognise=recognise,
    survey=fixed(ProductNormaliser),
)
