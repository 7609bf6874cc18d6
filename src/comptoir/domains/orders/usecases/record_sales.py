"""Write plain sales: orders nobody told of before, from one record each that says only what was sold.

The fast way of ``apply_orders``. It leaves exactly the rows that folding, booking and writing each order would leave.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from comptoir.connectors.sdk.canonical import Address, Discount, Line, Tax
from comptoir.domains.commerce.contracts import CatalogueVariant, Provenance, Store
from comptoir.domains.customers.contracts import FirstOrder
from comptoir.domains.orders.model.received import Received, encode
from comptoir.domains.orders.repository import plain_sales as repository
from comptoir.domains.orders.repository.plain_sales import Row
from comptoir.domains.orders.usecases.name_lines import LineKey, line_key, products_of, stamp
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.kernel.ids import child_text
from comptoir.kernel.money import ZERO
from comptoir.platform.database.unit_of_work import UnitOfWork

_NOWHERE = Address()
_AT_ONCE = 2_000  # orders laid out while PostgreSQL merges as many before them
_BREATH = 50  # orders laid out between two looks at what PostgreSQL answered


async def record_sales(
    actor: Actor,
    uow: UnitOfWork,
    *,
    store: Store,
    sales: Sequence[Received],
    buyers: Mapping[UUID, UUID],
    provenance: Provenance,
) -> dict[UUID, FirstOrder]:
    """Write ``sales``, each the first that is heard of its order, and return the earliest of each customer.

    ``buyers``: record → customer.
    """
    organisation = await identity.organisation(actor, uow)
    products = await products_of(
        actor,
        uow,
        store=store,
        lines=(line for sale in sales for line in sale.record.lines),
        provenance_id=provenance.id,
        recorded_at=provenance.received_at,
    )
    layout = _Layout(store, ZoneInfo(organisation.timezone), products)
    for start in range(0, len(sales), _AT_ONCE):
        rows, lines = await layout.rows(sales[start : start + _AT_ONCE], buyers)
        await repository.write_behind(uow, store_id=store.id, provenance=provenance, sales=rows, lines=lines)
    return layout.firsts


class _Layout:
    """Lays records out as rows of the two stages, and notes the earliest of each buyer."""

    def __init__(self, store: Store, organisation_zone: ZoneInfo, products: Mapping[LineKey, CatalogueVariant]) -> None:
        self.firsts: dict[UUID, FirstOrder] = {}
        self._currency = store.currency
        self._store_zone = ZoneInfo(store.timezone)
        self._organisation_zone = organisation_zone
        self._products = products

    async def rows(self, sales: Sequence[Received], buyers: Mapping[UUID, UUID]) -> tuple[list[Row], list[Row]]:
        """Return the rows of orders and of their lines; what is written behind goes on meanwhile."""
        found: list[Row] = []
        lines: list[Row] = []
        for number, sale in enumerate(sales):
            found.append(self._sale(sale, buyers.get(sale.id), lines))
            if number % _BREATH == 0:
                await asyncio.sleep(0)
        return found, lines

    def _sale(self, sale: Received, buyer: UUID | None, lines: list[Row]) -> Row:
        """Return the row of an order; those of its lines are added to ``lines``."""
        record, order_id = sale.record, sale.order_id
        at = record.ordered_at
        assert at is not None
        day = at.astimezone(self._store_zone).date()
        currency = record.currency or self._currency
        place = record.shipping_address or record.billing_address or _NOWHERE
        order, parent = order_id.hex, order_id.bytes
        for position, line in enumerate(record.lines):
            lines.append(self._line(order, parent, position, line, day, currency))
        if buyer is not None:
            first = self.firsts.get(buyer)
            if first is None or (at, order_id) < (first.ordered_at, first.order_id):
                self.firsts[buyer] = FirstOrder(order_id, at, day)
        return (
            order,
            sale.id,
            record.source_id,
            record.number,
            at,
            day,
            at.astimezone(self._organisation_zone).date(),
            currency,
            record.status,
            record.source_status,
            record.channel,
            buyer,
            place.country,
            place.region,
            place.city,
            record.billing_address.country if record.billing_address is not None else None,
            sale.content_hash,
            sale.snapshot,
            sale.source_row,
        )

    def _line(self, order: str, parent: bytes, position: int, line: Line, day: date, currency: str) -> Row:
        variant = self._products.get(line_key(line))
        cost, source = _cost(line, variant, day, currency)
        return (
            order,
            child_text(parent, "line", line.id),
            child_text(parent, "entry", f"sale\0{line.id}\0"),
            position,
            line.id,
            *stamp(line, variant, None),
            line.quantity,
            line.unit_price,
            line.gross,
            _sum(line.discounts),
            _sum(line.taxes),
            cost,
            source,
            encode(line.discounts).decode() if line.discounts else None,
            encode(line.taxes).decode() if line.taxes else None,
        )


def _cost(line: Line, variant: CatalogueVariant | None, day: date, currency: str) -> tuple[Decimal | None, str | None]:
    """Return what the goods of a line cost and who says so."""
    if line.cost is not None:
        return line.cost, "order"
    unit = variant.unit_cost(day=day, currency=currency) if variant is not None and variant.costs else None
    return (unit * line.quantity, "catalogue") if unit is not None else (None, None)


def _sum(items: Sequence[Discount] | Sequence[Tax]) -> Decimal:
    if len(items) == 1:
        return items[0].amount
    return sum((item.amount for item in items), ZERO)
