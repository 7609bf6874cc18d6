"""The format ``customers``: one row a person, any columns, mapped by the person who imports."""

from collections.abc import Iterable, Sequence

from comptoir.connectors.custom.fields import CUSTOMER_FIELDS
from comptoir.connectors.sdk.canonical import Address, CustomerRecord, Person
from comptoir.connectors.sdk.columns import MappedColumns
from comptoir.connectors.sdk.errors import Question, RowProblem
from comptoir.connectors.sdk.files.rows import Row
from comptoir.connectors.sdk.formats import Built, Options, Outcome, Recognition, Reject, Subject, TableFormat
from comptoir.connectors.sdk.mapping import require_fields, suggest_mapping
from comptoir.connectors.sdk.words import country_code, flag, identifier, split_tags


def recognise(columns: Sequence[str]) -> Recognition:
    """Any table with an e-mail address and a name, and no order, may be one."""
    found = suggest_mapping(columns, CUSTOMER_FIELDS)
    if not ({"email", "customer_id"} & found.keys()):
        return Recognition(0.1, "no column looks like a customer id or an e-mail address", ("customer_id",))
    if not ({"name", "first_name", "last_name"} & found.keys()):
        return Recognition(0.25, "no column looks like a name", ("name",))
    return Recognition(0.5, "a customer id or e-mail address and a name are there")


class CustomersSurvey:
    """Finds the format of the date column."""

    def __init__(self, columns: Sequence[str], options: Options) -> None:
        self._columns = MappedColumns(columns, options, CUSTOMER_FIELDS)
        require_fields(self._columns.mapping, CUSTOMER_FIELDS, either=(("customer_id", "email"),))

    def look(self, rows: Sequence[Row]) -> None:
        """Take in a batch of rows."""
        self._columns.look(rows)

    def questions(self) -> list[Question]:
        """Return what the columns leave open."""
        return self._columns.questions()

    def normaliser(self) -> "CustomersNormaliser":
        """Return the normaliser for the columns as found."""
        return CustomersNormaliser(self._columns)


class CustomersNormaliser:
    """Builds one customer a row; of two rows of one customer the later counts."""

    def __init__(self, columns: MappedColumns) -> None:
        self._index = columns.index
        self._created = columns.date("created_at") if "created_at" in columns.dates else None

    def key(self, cells: Sequence[str]) -> str:
        """Return the customer id, else the e-mail address."""
        return identifier(self._cell("customer_id", cells)) or self._cell("email", cells).lower()

    def build(self, key: str, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Return the customer of the last row; the rows before it are named as repeated."""
        for row in rows[:-1]:
            yield Reject(row.line, "a later row describes the same customer", "", tuple(row.cells))
        row = rows[-1]
        try:
            yield Built(self._customer(row.cells))
        except RowProblem as problem:
            yield Reject(row.line, problem.reason, problem.value, tuple(row.cells))

    def _customer(self, cells: Sequence[str]) -> CustomerRecord:
        source_id, email = identifier(self._cell("customer_id", cells)), self._cell("email", cells) or None
        if source_id is not None and "@" in source_id:  # an address is personal and never an id
            email, source_id = email or source_id, None
        if source_id is None and (email is None or "@" not in email):
            raise RowProblem("email is not an e-mail address", email or "")
        full = " ".join(part for part in (self._cell("first_name", cells), self._cell("last_name", cells)) if part)
        address = self._cell("address", cells)
        person = Person(
            name=self._cell("name", cells) or full or None,
            email=email,
            phone=identifier(self._cell("phone", cells)),
            address_lines=(address,) if address else (),
            postal_code=identifier(self._cell("postal_code", cells)),
            company=self._cell("company", cells) or None,
        )
        return CustomerRecord(
            source_id=source_id,
            person=person,
            address=self._address(cells),
            created_at=self._created(self._cell("created_at", cells)) if self._created else None,
            accepts_marketing=flag(self._cell("accepts_marketing", cells)),
            tags=split_tags(self._cell("tags", cells)),
        )

    def _address(self, cells: Sequence[str]) -> Address | None:
        country = country_code(self._cell("country", cells))
        region, city = self._cell("region", cells) or None, self._cell("city", cells) or None
        return Address(country, region, city) if country or region or city else None

    def _cell(self, field: str, cells: Sequence[str]) -> str:
        place = self._index.get(field)
        return "" if place is None else cells[place].strip()


CUSTOMERS = TableFormat(
    key="customers",
    label="Customers",
    subject=Subject.CUSTOMERS,
    recognise=recognise,
    survey=CustomersSurvey,
    fields=CUSTOMER_FIELDS,
)
