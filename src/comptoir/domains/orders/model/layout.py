"""Laying out records of orders for the database, where there is none: who bought, what was sold, rows ready for COPY.

Plain sales become the rows of the stages that ``repository.plain_sales`` merges; everything else stays a record and is
folded. Pure, so that it can be done beside, by the process that reads a file. What only the database knows (which
customer, which product, what it cost) is named here and filled in there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from comptoir.connectors.sdk.canonical import Address, CustomerRef, Discount, Line, OrderRecord, Tax
from comptoir.domains.commerce.contracts import LineProduct
from comptoir.domains.orders.contracts import LaidOut, PlainSale, Premises
from comptoir.domains.orders.model.plain import is_plain
from comptoir.domains.orders.model.received import Received, encode, receive
from comptoir.kernel.ids import child_text
from comptoir.kernel.money import ZERO
from comptoir.platform.database.copy_text import NULL, copy_row, copy_text

_decode = msgspec.json.Decoder(OrderRecord).decode
_NOWHERE = Address()


def lay_out(premises: Premises, records: Sequence[OrderRecord], *, may_be_plain: bool = True) -> LaidOut:
    """Lay out the records of one batch; ``may_be_plain``: else every record is folded, whatever it says."""
    return _Layout(premises).done(records, may_be_plain=may_be_plain)


def records_of(laid: LaidOut, sales: Iterable[PlainSale]) -> Iterator[OrderRecord]:
    """Yield the records that plain sales were laid out from."""
    for sale in sales:
        record = _decode(sale.snapshot)
        customer = None if sale.buyer is None else laid.buyers[sale.buyer][0]
        if customer is not None or sale.source_row is not None:
            record = replace(record, customer=customer, source_row=sale.source_row)
        yield record


class _Layout:
    """One batch in the making: buyers and goods are named once, orders and lines by their number."""

    def __init__(self, premises: Premises) -> None:
        self._premises = premises
        self._zone = ZoneInfo(premises.timezone)
        self._organisation_zone = ZoneInfo(premises.organisation_timezone)
        self._buyers: dict[CustomerRef, int] = {}
        self._places: list[Address | None] = []
        self._goods: dict[tuple[str | None, ...], int] = {}  # by the fields of a LineProduct

    def done(self, records: Sequence[OrderRecord], *, may_be_plain: bool) -> LaidOut:
        told = Counter([record.source_id for record in records])
        sales: list[PlainSale] = []
        others: list[OrderRecord] = []
        for record in records:
            buyer = self._buyer(record)
            is_alone = told[record.source_id] == 1 and not self._premises.is_replacing
            if not (may_be_plain and is_alone and is_plain(record)):
                others.append(record)
            else:
                sales.append(self._sale(len(sales), record, buyer))
        buyers = list(zip(self._buyers, self._places, strict=True))
        goods = [LineProduct(*good) for good in self._goods]
        return LaidOut(self._premises, sales, others, goods, buyers)

    def _buyer(self, record: OrderRecord) -> int | None:
        """Name who bought; of several addresses the first counts."""
        customer = record.customer
        if customer is None:
            return None
        place = record.shipping_address or record.billing_address
        number = self._buyers.setdefault(customer, len(self._buyers))
        if number == len(self._places):
            self._places.append(place)
        elif self._places[number] is None:
            self._places[number] = place
        return number

    def _sale(self, number: int, record: OrderRecord, buyer: int | None) -> PlainSale:
        premises = self._premises
        (item,) = receive(premises.organisation_id, premises.store_id, (record,), is_replacing=premises.is_replacing)
        at = record.ordered_at
        assert at is not None
        day = at.astimezone(self._zone).date()
        return PlainSale(
            order_id=item.order_id,
            id=item.id,
            buyer=buyer,
            ordered_at=at,
            day=day,
            source_row=item.source_row,
            snapshot=item.snapshot,
            row=self._row(number, item, day),
            lines=self._lines(number, item),
        )

    def _row(self, number: int, item: Received, day: date) -> bytes:
        """Return the row of the order without its last columns: the snapshot, which stands beside it, and the buyer."""
        record = item.record
        at = record.ordered_at
        assert at is not None
        place = record.shipping_address or record.billing_address or _NOWHERE
        billing = record.billing_address
        values = (
            number,
            item.order_id,
            item.id,
            record.source_id,
            record.number,
            at,
            day,
            at.astimezone(self._organisation_zone).date(),
            record.currency or self._premises.currency,
            record.status,
            record.source_status,
            record.channel,
            place.country,
            place.region,
            place.city,
            billing.country if billing is not None else None,
            item.content_hash,
            item.source_row,
        )
        return copy_row(values).encode()

    def _lines(self, number: int, item: Received) -> bytes:
        parent = item.order_id.bytes
        return "".join(
            [self._line(number, parent, position, line) for position, line in enumerate(item.record.lines)]
        ).encode()

    def _line(self, number: int, parent: bytes, position: int, line: Line) -> str:
        good = (
            line.product_id,
            line.variant_id,
            line.sku,
            line.title,
            line.variant_title,
            line.vendor,
            line.category,
            line.subcategory,
        )
        entry = f"sale\0{line.id}\0"
        return (
            f"{number}\t{child_text(parent, 'line', line.id)}\t{child_text(parent, 'entry', entry)}"
            f"\t{position}\t{copy_text(line.id)}\t{self._goods.setdefault(good, len(self._goods))}"
            f"\t{line.quantity!s}\t{line.unit_price!s}\t{line.gross!s}\t{_sum(line.discounts)!s}\t{_sum(line.taxes)!s}"
            f"\t{NULL if line.cost is None else line.cost!s}\t{_json(line.discounts)}\t{_json(line.taxes)}\n"
        )


def _json(items: Sequence[Discount] | Sequence[Tax]) -> str:
    return copy_text(encode(items).decode()) if items else "[]"


def _sum(items: Sequence[Discount] | Sequence[Tax]) -> Decimal:
    if len(items) == 1:
        return items[0].amount
    return sum((item.amount for item in items), ZERO)
