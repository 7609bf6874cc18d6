"""The shapes the rules of orders work on: a revision as received, the folded state, a sales entry.

Structs instead of dataclasses because hundreds of thousands are made in one import. Owns no rule.
"""

from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from msgspec import Struct

from comptoir.connectors.sdk.canonical import (
    Address,
    Attribution,
    Fulfilment,
    Line,
    OrderRecord,
    OrderStatus,
    Payment,
    Refund,
    ShippingLine,
)
from comptoir.kernel.money import SIX, ZERO


class Revision(Struct, frozen=True):
    """One record about an order as it was received, without its person."""

    record: OrderRecord
    content_hash: bytes
    customer_id: UUID | None = None
    is_replacing: bool = False
    received_at: datetime | None = None
    provenance_id: UUID | None = None


class Charges(Struct, frozen=True):
    """What an order asks for beside its goods. All without tax but ``tax``, which is the tax on these charges."""

    shipping: Decimal = ZERO
    tax: Decimal = ZERO
    duties: Decimal = ZERO
    fees: Decimal = ZERO
    tips: Decimal = ZERO
    gift_card_redeemed: Decimal = ZERO


class Stage(Struct, frozen=True):
    """The lines as first sold (``edited_at`` null), or as they stood after one edit."""

    edited_at: datetime | None
    lines: tuple[Line, ...]
    charges: Charges


class OrderState(Struct, frozen=True):
    """An order as all its revisions together say it is. ``stages[-1]`` is how it stands now."""

    source_id: str
    number: str | None
    ordered_at: datetime
    currency: str | None
    status: OrderStatus
    source_status: str | None
    channel: str | None
    customer_id: UUID | None
    shipping_address: Address | None
    billing_address: Address | None
    stages: tuple[Stage, ...]
    returned_lines: tuple[tuple[Line, datetime], ...]  # negative lines of flat files, with the instant they are booked
    shipping_lines: tuple[ShippingLine, ...]
    payments: tuple[Payment, ...]
    refunds: tuple[Refund, ...]
    fulfilments: tuple[Fulfilment, ...]
    edited_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str | None
    tags: tuple[str, ...]
    attribution: Attribution | None
    attributes: dict[str, str]
    winners: frozenset[bytes]  # content hashes of the revisions this state is made of

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines as they stand now."""
        return self.stages[-1].lines

    @property
    def charges(self) -> Charges:
        """The charges as they stand now."""
        return self.stages[-1].charges

    def all_lines(self) -> tuple[Line, ...]:
        """Every line an entry may name: the current ones, those an edit removed (quantity 0), those that came back."""
        if len(self.stages) == 1 and not self.returned_lines:
            return self.lines
        known = {line.id: line for line in self.lines}
        for stage in reversed(self.stages[:-1]):
            for line in stage.lines:
                if line.id not in known:
                    known[line.id] = removed(line)
        for line, _ in self.returned_lines:
            known.setdefault(line.id, line)
        return tuple(known.values())


class EntryContext(Struct, frozen=True):
    """What the entries of an order need beside its state. ``unit_costs``: line id → catalogue cost of the order's day."""

    order_id: UUID
    store_zone: tzinfo
    organisation_zone: tzinfo
    line_ids: dict[str, UUID]
    unit_costs: dict[str, Decimal] = {}


class Entry(Struct, frozen=True, kw_only=True):
    """One signed statement about sales. Identity = order, kind, line and reference; the fields follow the table."""

    id: UUID
    line_id: UUID | None
    kind: str  # sale, edit, cancel, return
    reference: str | None
    occurred_at: datetime
    order_day: date
    booked_day: date
    organisation_order_day: date
    organisation_booked_day: date
    units: Decimal = ZERO
    units_returned: Decimal = ZERO
    gross: Decimal = ZERO
    discount: Decimal = ZERO
    returned: Decimal = ZERO
    shipping: Decimal = ZERO
    tax: Decimal = ZERO
    duties: Decimal = ZERO
    fees: Decimal = ZERO
    tips: Decimal = ZERO
    gift_card_sold: Decimal = ZERO
    gift_card_redeemed: Decimal = ZERO
    cost: Decimal | None = None
    order_count: int = 0


def exact(amount: Decimal) -> Decimal:
    """Round half up to the six decimals that are stored (the fast form of ``kernel.money.six``)."""
    return amount.quantize(SIX, ROUND_HALF_UP) if amount else ZERO


def removed(line: Line) -> Line:
    """Return a line that an edit took out: known by name, nothing left of it."""
    return Line(
        id=line.id,
        quantity=ZERO,
        unit_price=line.unit_price,
        gross=ZERO,
        sku=line.sku,
        title=line.title,
        product_id=line.product_id,
        variant_id=line.variant_id,
        variant_title=line.variant_title,
        vendor=line.vendor,
        category=line.category,
        subcategory=line.subcategory,
        is_gift_card=line.is_gift_card,
        attributes=line.attributes,
    )
