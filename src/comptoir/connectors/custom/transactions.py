"""The format ``transactions``: one row a line, any columns, mapped by the person.

A line is known by (order, sku, price, date, occurrence), so two equal rows are two lines and the same file twice is
the same lines. What stands for the whole order (customer, place, status) is settled over its rows by value, never
by position: shuffled rows give the same records.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from comptoir.connectors.custom.fields import TRANSACTION_FIELDS
from comptoir.connectors.custom.statuses import TRANSACTION_STATUSES
from comptoir.connectors.custom.transaction_row import RowParser, Sold
from comptoir.connectors.sdk.amounts import unit_price
from comptoir.connectors.sdk.canonical import (
    Address,
    CustomerRef,
    Discount,
    Line,
    OrderRecord,
    Part,
    Person,
    Refund,
    ShippingLine,
    Tax,
)
from comptoir.connectors.sdk.columns import MappedColumns, rate_question, settle
from comptoir.connectors.sdk.errors import Question, RowProblem
from comptoir.connectors.sdk.files.rows import Row
from comptoir.connectors.sdk.formats import Built, Options, Outcome, Recognition, Reject, Subject, TableFormat
from comptoir.connectors.sdk.mapping import require_fields, suggest_mapping
from comptoir.connectors.sdk.words import country_code, identifier
from comptoir.kernel.errors import Invalid
from comptoir.kernel.money import ZERO

SHIPPING_DIFFERS = "an order's rows state different shipping charges; the largest was taken"
_SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "zł": "PLN", "chf": "CHF"}


def recognise(columns: Sequence[str]) -> Recognition:
    """Any table with columns for an order, a date and an amount may be one."""
    found = suggest_mapping(columns, TRANSACTION_FIELDS)
    missing = [key for key in ("order_id", "ordered_at") if key not in found]
    if "unit_price" not in found and "line_total" not in found:
        missing.append("line_total")
    if missing:
        share = 1 - len(missing) / 3
        return Recognition(0.3 * share, f"no column looks like {', '.join(missing)}", tuple(missing))
    named = ", ".join(f"{column!r}" for key, column in found.items() if key in ("order_id", "ordered_at", "line_total"))
    return Recognition(0.6, f"{named} look like an order's lines")


class TransactionsSurvey:
    """Finds the formats of the mapped columns."""

    def __init__(self, columns: Sequence[str], options: Options) -> None:
        self._columns = MappedColumns(columns, options, TRANSACTION_FIELDS)
        require_fields(self._columns.mapping, TRANSACTION_FIELDS, either=(("line_total", "unit_price"),))
        if options.tax_included and "tax" not in self._columns.mapping:
            raise Invalid(
                "Tax can only be taken out of the amounts when a column states it.",
                hint="Map it with --map tax=COLUMN.",
                field="tax",
            )
        self._options = options

    def look(self, rows: Sequence[Row]) -> None:
        """Take in a batch of rows."""
        self._columns.look(rows)

    def questions(self) -> list[Question]:
        """Return what the columns do not tell, answered or not."""
        asked = self._columns.questions()
        discount = self._columns.numbers.get("discount")
        if discount is not None and discount.looks_like_rate:
            asked.append(rate_question(self._columns.mapping["discount"], answer=self._options.discount_is_rate))
        return asked

    def normaliser(self) -> "TransactionsNormaliser":
        """Return the normaliser for the columns as found."""
        discount = self._columns.numbers.get("discount")
        percent = discount is not None and discount.any_percent
        parser = RowParser(self._columns, discount_is_rate=bool(self._options.discount_is_rate) or percent)
        return TransactionsNormaliser(self._columns, parser)


class TransactionsNormaliser:
    """Builds one order from the rows that share its id."""

    def __init__(self, columns: MappedColumns, parser: RowParser) -> None:
        self._index = columns.index
        self._currency = columns.options.currency
        self._parser = parser
        self._order_at = columns.index["order_id"]
        self._sku_at = columns.index.get("sku")
        self._title_at = columns.index.get("title")

    def key(self, cells: Sequence[str]) -> str:
        """Return the order id."""
        return identifier(cells[self._order_at]) or ""

    def build(self, key: str, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Return the order, and a reject for each row that could not be read."""
        sold, rejects = self._parse(rows)
        currency, strangers = self._settle_currency(sold)
        if strangers:
            rejects += [Reject(one.row.line, why, cell, tuple(one.row.cells)) for one, why, cell in strangers]
            gone = {one.row.line for one, _, _ in strangers}
            sold = [one for one in sold if one.row.line not in gone]
        if sold:
            yield self._order(key, sold, currency)
        yield from rejects

    def _parse(self, rows: Sequence[Row]) -> tuple[list[Sold], list[Reject]]:
        sold, rejects = [], []
        parse = self._parser.parse
        for row in rows:
            try:
                sold.append(parse(row))
            except RowProblem as problem:
                rejects.append(Reject(row.line, problem.reason, problem.value, tuple(row.cells)))
        return sold, rejects

    def _settle_currency(self, sold: list[Sold]) -> tuple[str, list[tuple[Sold, str, str]]]:
        place = self._index.get("currency")
        if place is None or not sold:
            return self._currency, []
        codes = [self._code(one.row.cells[place]) for one in sold]
        chosen = settle([code for code in codes if code != "?"] or [""]) or self._currency
        strangers = []
        for one, code in zip(sold, codes, strict=True):
            if code == "?":
                strangers.append((one, "currency is not an ISO 4217 code", one.row.cells[place]))
            elif code not in ("", chosen):
                strangers.append((one, "the order has rows in two currencies", one.row.cells[place]))
        return chosen, strangers

    def _code(self, cell: str) -> str:
        text = cell.strip()
        code = _SYMBOLS.get(text.lower(), text.upper())
        return code if not code or (len(code) == 3 and code.isascii() and code.isalpha()) else "?"

    def _order(self, key: str, sold: list[Sold], currency: str) -> Built:
        sales = [one for one in sold if not one.is_return]
        base = sales or sold
        shipping, notes = self._shipping(sales)
        status = self._settled("status", base)
        record = OrderRecord(
            source_id=key,
            part=Part.LINES,
            number=key,
            ordered_at=min(one.when for one in base),
            currency=currency,
            status=TRANSACTION_STATUSES.read(status),
            source_status=status,
            channel=self._settled("channel", base),
            customer=self._customer(base),
            shipping_address=self._address(base),
            lines=tuple(self._lines(sold)),
            shipping_lines=shipping,
            refunds=_shipping_back(sold) if "shipping" in self._index else (),
            source_row=sold[0].row.line,
        )
        return Built(record, len(sold), notes)

    def _settled(self, field: str, sold: list[Sold]) -> str | None:
        place = self._index.get(field)
        if place is None:
            return None
        if len(sold) == 1:
            return sold[0].row.cells[place].strip() or None
        return settle([one.row.cells[place] for one in sold]).strip() or None

    def _cell(self, field: str, one: Sold) -> str | None:
        place = self._index.get(field)
        return None if place is None else one.row.cells[place].strip() or None

    def _address(self, sold: list[Sold]) -> Address | None:
        country = country_code(self._settled("country", sold))
        region, city = self._settled("region", sold), self._settled("city", sold)
        return Address(country, region, city) if country or region or city else None

    def _customer(self, sold: list[Sold]) -> CustomerRef | None:
        source_id = identifier(self._settled("customer_id", sold))
        email = self._settled("customer_email", sold)
        name = self._settled("customer_name", sold)
        if source_id is not None and "@" in source_id:  # an address is personal and never an id
            email, source_id = email or source_id, None
        if source_id is None and email is None and name is None:
            return None
        postal = identifier(self._settled("postal_code", sold))
        person = Person(name=name, email=email, postal_code=postal) if name or email or postal else None
        return CustomerRef(source_id, person)

    def _goods(self, row: Row) -> tuple[str | None, str | None]:
        sku = None if self._sku_at is None else identifier(row.cells[self._sku_at])
        title = None if self._title_at is None else row.cells[self._title_at].strip() or None
        return sku, title

    def _identified(self, sold: list[Sold]) -> list[tuple[str, str | None, str | None, Sold]]:
        """Give each row its identity; equal rows are numbered by their content, so their order does not matter."""
        named = []
        for one in sold:
            sku, title = self._goods(one.row)
            named.append((f"{sku or title or ''}|{_price_text(one.price)}|{_stamp(one.when)}", sku, title, one))
        if len(named) == 1 or len({item[0] for item in named}) == len(named):
            return [(f"{stem}|1", sku, title, one) for stem, sku, title, one in named]
        named.sort(key=lambda item: (item[0], item[3].row.cells))
        seen: dict[str, int] = {}
        result = []
        for stem, sku, title, one in named:
            seen[stem] = seen.get(stem, 0) + 1
            result.append((f"{stem}|{seen[stem]}", sku, title, one))
        return result

    def _lines(self, sold: list[Sold]) -> list[Line]:
        """Return the lines in file order; a return is a line of its own with negative amounts."""
        sales = [one for one in sold if not one.is_return]
        lines = [self._line(identity, sku, title, one) for identity, sku, title, one in self._identified(sales)]
        if len(sales) < len(sold):
            returns = [one for one in sold if one.is_return]
            for identity, sku, title, one in self._identified(returns):
                lines.append(self._line(f"return|{identity}", sku, title, one))
        lines.sort(key=lambda line: line.source_row or 0)
        return lines

    def _line(self, identity: str, sku: str | None, title: str | None, one: Sold) -> Line:
        back = one.is_return
        gross, discount, tax, cost = one.gross, one.discount, one.tax, one.cost
        return Line(
            id=identity,
            quantity=-one.quantity if back else one.quantity,
            unit_price=unit_price(gross, one.quantity),
            gross=-gross if back else gross,
            sku=sku,
            title=title,
            category=self._cell("category", one),
            subcategory=self._cell("subcategory", one),
            discounts=(Discount(-discount if back else discount),) if discount else (),
            taxes=(Tax(-tax if back else tax),) if tax else (),
            cost=-cost if back and cost is not None else cost,
            source_row=one.row.line,
            booked_at=one.when if back else None,
        )

    def _shipping(self, sales: list[Sold]) -> tuple[tuple[ShippingLine, ...], tuple[str, ...]]:
        if "shipping" not in self._index:
            return (), ()
        charges = {one.shipping for one in sales if one.shipping and one.shipping > 0}
        if not charges:
            return (), ()
        notes = (SHIPPING_DIFFERS,) if len(charges) > 1 else ()
        return (ShippingLine(max(charges)),), notes


@lru_cache(maxsize=100_000)
def _price_text(price: Decimal) -> str:
    return f"{price.normalize():f}"


@lru_cache(maxsize=100_000)
def _stamp(when: datetime) -> str:
    return when.strftime("%Y%m%dT%H%M%S")


def _shipping_back(sold: list[Sold]) -> tuple[Refund, ...]:
    """Return what rows with a negative shipping charge give back, one refund a moment."""
    back: dict[datetime, Decimal] = {}
    for one in sold:
        if one.shipping is not None and one.shipping < 0:
            back[one.when] = max(back.get(one.when, ZERO), -one.shipping)
    return tuple(
        Refund(id=f"shipping|{_stamp(when)}", refunded_at=when, shipping=amount)
        for when, amount in sorted(back.items())
    )


TRANSACTIONS = TableFormat(
    key="transactions",
    label="Transactions (one row a line)",
    subject=Subject.ORDERS,
    recognise=recognise,
    survey=TransactionsSurvey,
    fields=TRANSACTION_FIELDS,
)
