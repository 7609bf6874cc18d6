"""Orders for tests: short ways to say what a source said, and to read what was booked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from comptoir.connectors.sdk.canonical import (
    Discount,
    Line,
    OrderRecord,
    OrderStatus,
    Part,
    Refund,
    RefundLine,
    ShippingLine,
    Tax,
    Version,
)
from comptoir.domains.orders.model.entries import entries
from comptoir.domains.orders.model.fold import fold
from comptoir.domains.orders.model.state import Entry, EntryContext, OrderState, Revision
from comptoir.kernel.ids import child_id

D = Decimal
NOON = datetime(2025, 3, 10, 12, tzinfo=UTC)
ORDER = UUID(int=7)
BERLIN = ZoneInfo("Europe/Berlin")
AMOUNTS = (
    "units units_returned gross discount returned shipping tax duties fees tips gift_card_sold gift_card_redeemed "
    "order_count"
).split()


def at(days: float, hours: float = 0) -> datetime:
    """Return an instant some days after the order."""
    return NOON + timedelta(days=days, hours=hours)


def line(
    name: str = "a",
    quantity: int = 1,
    price: str = "10",
    *,
    discount: str = "0",
    tax: str = "0",
    cost: str | None = None,
    gift_card: bool = False,
    booked_at: datetime | None = None,
) -> Line:
    """Return an ordered line."""
    return Line(
        id=name,
        quantity=D(quantity),
        unit_price=D(price),
        gross=D(price) * quantity,
        sku=f"sku-{name}",
        discounts=(Discount(D(discount)),) if discount != "0" else (),
        taxes=(Tax(D(tax)),) if tax != "0" else (),
        cost=D(cost) if cost is not None else None,
        is_gift_card=gift_card,
        booked_at=booked_at,
    )


def shipping(amount: str, tax: str = "0") -> tuple[ShippingLine, ...]:
    """Return one shipping charge."""
    return (ShippingLine(D(amount), taxes=(Tax(D(tax)),) if tax != "0" else ()),)


def refund(name: str, days: float, *lines: RefundLine, **components: object) -> Refund:
    """Return a refund some days after the order; components as text."""
    amounts = {key: D(value) if isinstance(value, str) else value for key, value in components.items()}
    return Refund(name, at(days), lines=lines, **amounts)  # type: ignore[arg-type]


def back(name: str | None, quantity: int, amount: str, tax: str = "0", *, restocked: bool = False) -> RefundLine:
    """Return goods that came back."""
    return RefundLine(name, D(quantity), D(amount), D(tax), restocked)


def order(*lines: Line, version: float | None = 0, **fields: object) -> OrderRecord:
    """Return a snapshot of an order; ``version`` in days after the order, None for a file."""
    values = {"ordered_at": NOON, "currency": "EUR", "status": OrderStatus.PAID, "number": "#1"} | fields
    stamp = Version(at(version)) if version is not None else Version()
    return OrderRecord("1", version=stamp, lines=lines, **values)  # type: ignore[arg-type]


def part(kind: Part, *, version: float | None = 0, **fields: object) -> OrderRecord:
    """Return a part of an order that travels on its own."""
    stamp = Version(at(version)) if version is not None else Version()
    return OrderRecord("1", part=kind, version=stamp, **fields)  # type: ignore[arg-type]


def revision(record: OrderRecord, *, is_replacing: bool = False, received: float = 100) -> Revision:
    """Return a record as it would be stored."""
    content = msgspec.json.encode(record)
    return Revision(
        record, child_id(ORDER, "content", content.decode()).bytes, is_replacing=is_replacing, received_at=at(received)
    )


def folded(*records: OrderRecord) -> OrderState | None:
    """Fold records."""
    return fold([revision(record) for record in records])


def state(*records: OrderRecord) -> OrderState:
    """Fold records that make an order."""
    found = folded(*records)
    assert found is not None
    return found


@dataclass
class Booked:
    """The entries of an order, and sums over them."""

    entries: tuple[Entry, ...]
    sums: dict[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sums = {name: sum((D(getattr(entry, name)) for entry in self.entries), D(0)) for name in AMOUNTS}

    def __getitem__(self, name: str) -> Decimal:
        return self.sums[name]

    def of(self, kind: str) -> "Booked":
        """Return the entries of one kind."""
        return Booked(tuple(entry for entry in self.entries if entry.kind == kind))

    def on(self, day: date) -> "Booked":
        """Return the entries booked on a day."""
        return Booked(tuple(entry for entry in self.entries if entry.booked_day == day))

    @property
    def cost(self) -> Decimal | None:
        """The sum of known costs, None where none is known."""
        known = [entry.cost for entry in self.entries if entry.cost is not None]
        return sum(known, D(0)) if known else None

    @property
    def net(self) -> Decimal:
        """Net sales."""
        return self["gross"] - self["discount"] - self["returned"]

    @property
    def total(self) -> Decimal:
        """Total sales."""
        return self.net + self["shipping"] + self["tax"] + self["duties"] + self["fees"]


def booked(*records: OrderRecord, unit_costs: dict[str, Decimal] | None = None) -> Booked:
    """Fold and book records."""
    return book(state(*records), unit_costs=unit_costs)


def book(found: OrderState, *, unit_costs: dict[str, Decimal] | None = None) -> Booked:
    """Book a state."""
    ids = {item.id: child_id(ORDER, "line", item.id) for item in found.all_lines()}
    return Booked(entries(found, EntryContext(ORDER, BERLIN, BERLIN, ids, unit_costs or {})))


def by_default_basis(items: Iterable[Entry]) -> dict[tuple[date, str], Decimal]:
    """Return every amount by day on the default bases: edits on the order's day."""
    sums: defaultdict[tuple[date, str], Decimal] = defaultdict(Decimal)
    for entry in items:
        day = entry.order_day if entry.kind == "edit" else entry.booked_day
        for name in AMOUNTS:
            sums[day, name] += D(getattr(entry, name))
    return {key: value for key, value in sums.items() if value}
