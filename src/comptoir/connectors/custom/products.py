"""The format ``products``: one row a variant, any columns, mapped by the person."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from comptoir.connectors.custom.fields import PRODUCT_FIELDS
from comptoir.connectors.sdk.canonical import ProductRecord, VariantRecord
from comptoir.connectors.sdk.columns import MappedColumns, settle
from comptoir.connectors.sdk.errors import Question, RowProblem
from comptoir.connectors.sdk.files.rows import Row
from comptoir.connectors.sdk.formats import Built, Options, Outcome, Recognition, Reject, Subject, TableFormat
from comptoir.connectors.sdk.mapping import require_fields, suggest_mapping
from comptoir.connectors.sdk.words import identifier, split_tags


def recognise(columns: Sequence[str]) -> Recognition:
    """Any table with an article number and a title or price may be one."""
    found = suggest_mapping(columns, PRODUCT_FIELDS)
    if not ({"sku", "product_id"} & found.keys()):
        return Recognition(0.1, "no column looks like an article number", ("sku",))
    if "title" not in found or not ({"price", "cost"} & found.keys()):
        return Recognition(0.3, "no columns look like a title and a price", ("title", "price"))
    return Recognition(0.55, "an article number, a title and a price are there")


class ProductsSurvey:
    """Finds the formats of the mapped columns."""

    def __init__(self, columns: Sequence[str], options: Options) -> None:
        self._columns = MappedColumns(columns, options, PRODUCT_FIELDS)
        require_fields(self._columns.mapping, PRODUCT_FIELDS, either=(("sku", "product_id"),))

    def look(self, rows: Sequence[Row]) -> None:
        """Take in a batch of rows."""
        self._columns.look(rows)

    def questions(self) -> list[Question]:
        """Return what the columns leave open."""
        return self._columns.questions()

    def normaliser(self) -> "ProductsNormaliser":
        """Return the normaliser for the columns as found."""
        return ProductsNormaliser(self._columns)


class ProductsNormaliser:
    """Builds one product from the rows that share its id, or from one row where only an article number is known."""

    def __init__(self, columns: MappedColumns) -> None:
        self._index = columns.index
        self._currency = columns.options.currency
        self._numbers = {key: columns.number(key) for key in columns.numbers}

    def key(self, cells: Sequence[str]) -> str:
        """Return the product id, else the article number."""
        return identifier(self._cell("product_id", cells)) or identifier(self._cell("sku", cells)) or ""

    def build(self, key: str, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Return the product with a variant for each row that could be read."""
        variants: dict[str, VariantRecord] = {}
        read: list[Row] = []
        for row in rows:
            try:
                variant = self._variant(key, row.cells)
            except RowProblem as problem:
                yield Reject(row.line, problem.reason, problem.value, tuple(row.cells))
                continue
            variants[variant.source_id] = variant
            read.append(row)
        if read:
            yield Built(self._product(key, read, tuple(variants.values())), len(read))

    def _product(self, key: str, rows: Sequence[Row], variants: tuple[VariantRecord, ...]) -> ProductRecord:
        status = self._settled("status", rows)
        return ProductRecord(
            source_id=key,
            title=self._settled("title", rows),
            vendor=self._settled("vendor", rows),
            category=self._settled("category", rows),
            subcategory=self._settled("subcategory", rows),
            status=status.lower() if status else None,
            tags=split_tags(self._settled("tags", rows)),
            variants=variants,
            currency=(self._settled("currency", rows) or self._currency).upper(),
        )

    def _variant(self, key: str, cells: Sequence[str]) -> VariantRecord:
        sku = identifier(self._cell("sku", cells))
        title = self._cell("variant_title", cells) or None
        return VariantRecord(
            source_id=sku or (f"{key}/{title}" if title else key),
            sku=sku,
            title=title,
            price=self._amount("price", cells),
            cost=self._amount("cost", cells),
            barcode=identifier(self._cell("barcode", cells)),
            weight_grams=self._amount("weight_grams", cells),
        )

    def _amount(self, field: str, cells: Sequence[str]) -> Decimal | None:
        reader = self._numbers.get(field)
        return None if reader is None else reader(cells[self._index[field]])

    def _cell(self, field: str, cells: Sequence[str]) -> str:
        place = self._index.get(field)
        return "" if place is None else cells[place].strip()

    def _settled(self, field: str, rows: Sequence[Row]) -> str | None:
        return settle([self._cell(field, row.cells) for row in rows]) or None


PRODUCTS = TableFormat(
    key="products",
    label="Products",
    subject=Subject.PRODUCTS,
    recognise=recognise,
    survey=ProductsSurvey,
    fields=PRODUCT_FIELDS,
)
