"""The admin's "Export orders" CSV → canonical orders. The order's own fields stand on its first row only.

The file knows refunds as one amount without lines or date: the whole total is a full return, anything else is booked
provisional and unallocated, on the day of the cancellation, else of the last thing known to have happened.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from comptoir.connectors.sdk.amounts import NetLine, unit_price
from comptoir.connectors.sdk.canonical import (
    Address,
    Attribution,
    CustomerRef,
    Discount,
    Line,
    OrderRecord,
    Payment,
    Person,
    Refund,
    RefundLine,
    ShippingLine,
    Tax,
)
from comptoir.connectors.sdk.dates import iso_instant
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
from comptoir.connectors.sdk.numbers import ZERO_SIX, NumberReader
from comptoir.connectors.sdk.words import country_code, flag, identifier, split_tags, text_or_none
from comptoir.connectors.shopify.statuses import order_status
from comptoir.connectors.shopify.totals import Settled, Totals, includes_tax, settle_order
from comptoir.kernel.money import ZERO, six
from comptoir.kernel.time import zone

_AMOUNTS = {
    "subtotal": ("Subtotal",),
    "shipping": ("Shipping",),
    "taxes": ("Taxes",),
    "total": ("Total",),
    "discount": ("Discount Amount",),
    "duties": ("Duties",),
    "refunded": ("Refunded Amount",),
    "outstanding": ("Outstanding Balance",),
    "quantity": ("Lineitem quantity",),
    "price": ("Lineitem price",),
    "line_discount": ("Lineitem discount",),
}
_TEXTS = {
    "id": ("Id",),
    "name": ("Name",),
    "email": ("Email",),
    "phone": ("Phone", "Billing Phone", "Shipping Phone"),
    "financial": ("Financial Status",),
    "created": ("Created at",),
    "paid": ("Paid at",),
    "fulfilled": ("Fulfilled at",),
    "cancelled": ("Cancelled at", "Canceled at"),
    "currency": ("Currency",),
    "code": ("Discount Code",),
    "method": ("Payment Method",),
    "reference": ("Payment Reference", "Payment References", "Payment ID"),
    "shipping_method": ("Shipping Method",),
    "source": ("Source",),
    "tags": ("Tags",),
    "employee": ("Employee",),
    "location": ("Location",),
    "line_name": ("Lineitem name",),
    "sku": ("Lineitem sku",),
    "taxable": ("Lineitem taxable",),
    "vendor": ("Vendor",),
    "tax_name": ("Tax 1 Name",),
}
_PLACES = ("City", "Zip", "Province", "Country", "Name", "Address1", "Address2", "Company")


def recognise(columns: Sequence[str]) -> Recognition:
    """The export has ``Financial Status`` and the ``Lineitem`` columns."""
    return recognise_columns(
        columns,
        required=("Name", "Financial Status", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price"),
        telling=("Fulfillment Status", "Accepts Marketing", "Lineitem requires shipping", "Outstanding Balance"),
        label="Shopify order",
    )


class OrderNormaliser:
    """Builds one order from its rows."""

    def __init__(self, header: Header, options: Options) -> None:
        self._options = options
        self._zone = zone(options.timezone)
        self._text = header.readers(_TEXTS)
        self._cells = header.readers(_AMOUNTS)
        self._numbers = {name: NumberReader(columns[0]) for name, columns in _AMOUNTS.items()}
        for side in ("Billing", "Shipping"):
            self._text |= header.readers({f"{side} {part}": (f"{side} {part}",) for part in _PLACES})

    def key(self, cells: Sequence[str]) -> str:
        """Return the order's name, which every row of it carries."""
        return self._text["name"](cells)

    def build(self, key: str, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Return the order, or a reject for each of its rows when its head cannot be read."""
        head = next((row for row in rows if self._text["created"](row.cells)), None)
        if head is None:
            raise RowProblem("the first row of the order, which carries its date and status, is missing")
        lines: list[tuple[Row, Decimal, Decimal, Decimal]] = []
        for row in rows:
            try:
                found = self._line_amounts(row)
            except RowProblem as problem:
                # One line less would make every total of the order wrong: the whole order waits for a better file.
                for one in rows:
                    yield Reject(one.line, problem.reason, problem.value, tuple(one.cells))
                return
            if found is not None:
                lines.append(found)
        yield Built(self._order(key, head, lines), len(rows))

    def _line_amounts(self, row: Row) -> tuple[Row, Decimal, Decimal, Decimal] | None:
        quantity = self._amount("quantity", row.cells)
        if quantity is None and not self._text["line_name"](row.cells):
            return None  # a row that only carries something of the order, such as a further payment
        price = self._amount("price", row.cells) or ZERO_SIX
        return row, quantity or ZERO_SIX, price, self._amount("line_discount", row.cells) or ZERO

    def _amount(self, name: str, cells: Sequence[str]) -> Decimal | None:
        return self._numbers[name](self._cells[name](cells))

    def _moment(self, name: str, cells: Sequence[str]) -> datetime | None:
        return iso_instant(self._text[name](cells), zone=self._zone)

    def _order(self, key: str, head: Row, found: Sequence[tuple[Row, Decimal, Decimal, Decimal]]) -> OrderRecord:
        cells, text = head.cells, self._text
        totals = self._totals(cells, found)
        included = self._options.tax_included
        if included is None:
            included = includes_tax(totals, otherwise=self._options.prices == "gross")
        settled = settle_order(
            totals,
            [six(quantity * price) for _, quantity, price, _ in found],
            [discount for *_, discount in found],
            [flag(text["taxable"](row.cells)) is not False for row, *_ in found],
            tax_included=included,
        )
        lines = self._lines(found, settled, text["code"](cells) or None, text["tax_name"](cells) or None)
        shipping = self._shipping(cells, settled)
        created, paid_at, cancelled_at = (self._moment(name, cells) for name in ("created", "paid", "cancelled"))
        word = text["financial"](cells).lower()
        return OrderRecord(
            source_id=identifier(text["id"](cells)) or key,
            number=key,
            ordered_at=created,
            currency=text["currency"](cells).upper() or self._options.currency,
            status=order_status(word, is_cancelled=cancelled_at is not None, was_paid=paid_at is not None),
            source_status=f"cancelled, {word}" if cancelled_at else word,
            channel=text["source"](cells) or None,
            customer=self._customer(cells),
            shipping_address=self._address("Shipping", cells),
            billing_address=self._address("Billing", cells),
            lines=lines,
            shipping_lines=shipping,
            duties=totals.duties,
            tips=settled.tips,
            payments=self._payments(cells, totals, paid_at),
            refunds=self._refunds(cells, totals, lines, settled),
            cancelled_at=cancelled_at,
            tags=split_tags(text["tags"](cells)),
            attribution=self._attribution(cells),
            source_row=head.line,
        )

    def _totals(self, cells: Sequence[str], found: Sequence[tuple[Row, Decimal, Decimal, Decimal]]) -> Totals:
        amounts = {
            name: self._amount(name, cells) for name in ("subtotal", "shipping", "taxes", "total", "discount", "duties")
        }
        goods = sum((six(quantity * price) - discount for _, quantity, price, discount in found), ZERO)
        discount, shipping = amounts["discount"] or ZERO, amounts["shipping"] or ZERO
        subtotal = amounts["subtotal"] if amounts["subtotal"] is not None else max(goods - discount, ZERO)
        taxes, duties = amounts["taxes"] or ZERO, amounts["duties"] or ZERO
        total = amounts["total"] if amounts["total"] is not None else subtotal + shipping + taxes + duties
        return Totals(subtotal, shipping, taxes, total, discount, duties)

    def _lines(
        self,
        found: Sequence[tuple[Row, Decimal, Decimal, Decimal]],
        settled: Settled,
        code: str | None,
        tax_name: str | None,
    ) -> tuple[Line, ...]:
        seen: dict[str, int] = {}
        lines = []
        for (row, quantity, price, _), net, tax in zip(found, settled.lines, settled.line_taxes, strict=True):
            sku, name = identifier(self._text["sku"](row.cells)), self._text["line_name"](row.cells)
            stem = f"{sku or name}|{price.normalize():f}"
            seen[stem] = seen.get(stem, 0) + 1
            lines.append(
                self._line(f"{stem}|{seen[stem]}", row, quantity, net, tax, sku=sku, code=code, tax_name=tax_name)
            )
        return tuple(lines)

    def _line(
        self,
        identity: str,
        row: Row,
        quantity: Decimal,
        net: NetLine,
        tax: Decimal,
        *,
        sku: str | None,
        code: str | None,
        tax_name: str | None,
    ) -> Line:
        return Line(
            id=identity,
            quantity=quantity,
            unit_price=unit_price(net.gross, quantity),
            gross=net.gross,
            sku=sku,
            title=self._text["line_name"](row.cells) or None,
            vendor=self._text["vendor"](row.cells) or None,
            discounts=(Discount(net.discount, code=code),) if net.discount else (),
            taxes=(Tax(tax, name=tax_name),) if tax else (),
            source_row=row.line,
        )

    def _shipping(self, cells: Sequence[str], settled: Settled) -> tuple[ShippingLine, ...]:
        if not settled.shipping and not settled.shipping_tax:
            return ()
        taxes = (Tax(settled.shipping_tax),) if settled.shipping_tax else ()
        return (ShippingLine(settled.shipping, title=self._text["shipping_method"](cells) or None, taxes=taxes),)

    def _payments(self, cells: Sequence[str], totals: Totals, paid_at: datetime | None) -> tuple[Payment, ...]:
        method = self._text["method"](cells)
        if not method:
            return ()
        outstanding = self._amount("outstanding", cells) or ZERO
        return (
            Payment(
                id=self._text["reference"](cells)[:200] or "payment",
                kind="sale",
                amount=max(totals.total - outstanding, ZERO),
                currency=self._text["currency"](cells).upper() or self._options.currency,
                status="succeeded" if paid_at else "pending",
                paid_at=paid_at,
                method=method,
                gateway=method,
                gateway_reference=self._text["reference"](cells) or None,
            ),
        )

    def _refunds(
        self, cells: Sequence[str], totals: Totals, lines: Sequence[Line], settled: Settled
    ) -> tuple[Refund, ...]:
        refunded = self._amount("refunded", cells) or ZERO
        if refunded <= 0:
            return ()
        moments = (self._moment(name, cells) for name in ("cancelled", "fulfilled", "paid", "created"))
        at = next(moment for moment in moments if moment is not None)
        if refunded != totals.total:
            return (Refund("refunded-amount", at, unallocated=refunded, is_provisional=True),)
        back = tuple(
            RefundLine(
                line.id,
                line.quantity,
                line.gross - sum((discount.amount for discount in line.discounts), ZERO),
                sum((tax.amount for tax in line.taxes), ZERO),
            )
            for line in lines
        )
        whole = Refund(
            "refunded-amount",
            at,
            lines=back,
            shipping=settled.shipping,
            shipping_tax=settled.shipping_tax,
            duties=totals.duties,
            tips=settled.tips,
            is_provisional=True,
        )
        return (whole,)

    def _customer(self, cells: Sequence[str]) -> CustomerRef | None:
        text = self._text
        side = "Billing" if text["Billing Name"](cells) else "Shipping"
        streets = tuple(street for part in ("Address1", "Address2") if (street := text[f"{side} {part}"](cells)))
        person = Person(
            name=text[f"{side} Name"](cells) or None,
            email=text["email"](cells) or None,
            phone=identifier(text["phone"](cells)),
            address_lines=streets,
            postal_code=identifier(text[f"{side} Zip"](cells)),
            company=text[f"{side} Company"](cells) or None,
        )
        return None if person == Person() else CustomerRef(None, person)

    def _address(self, side: str, cells: Sequence[str]) -> Address | None:
        country = country_code(self._text[f"{side} Country"](cells))
        region = text_or_none(self._text[f"{side} Province"](cells))
        city = text_or_none(self._text[f"{side} City"](cells))
        return Address(country, region, city) if country or region or city else None

    def _attribution(self, cells: Sequence[str]) -> Attribution | None:
        location, employee = self._text["location"](cells), self._text["employee"](cells)
        return Attribution(sales_rep=employee or None, location=location or None) if location or employee else None


SHOPIFY_ORDERS = TableFormat(
    key="shopify-orders",
    label="Shopify orders (admin export)",
    subject=Subject.ORDERS,
    recognise=recognise,
    survey=fixed(OrderNormaliser),
)
