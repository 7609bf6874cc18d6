"""What may cross the border of orders: what applying records did, and orders as lists, details and search show them.

Owns shapes only. Money is ``Decimal`` in the order's currency; instants are aware UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec import Struct

from comptoir.connectors.sdk.canonical import Address, CustomerRecord, CustomerRef, OrderRecord, ProductRecord
from comptoir.connectors.sdk.formats import Reject
from comptoir.domains.commerce.contracts import ApplyResult, FoundProduct, LineProduct, Provenance, Store, UndoResult
from comptoir.domains.customers.contracts import FoundCustomer

__all__ = [
    "ApplyResult",
    "CustomerEvent",
    "CustomerHistory",
    "Found",
    "FoundOrder",
    "LaidBatch",
    "LaidOut",
    "OrderDetail",
    "OrderFilter",
    "OrderPage",
    "OrderSummary",
    "PlainSale",
    "Premises",
    "Provenance",
    "SourceRecord",
    "Store",
    "StoreActivity",
    "UndoResult",
]


class Premises(Struct, frozen=True):
    """What laying out records takes for granted: whose orders they are, in which currency and zones."""

    organisation_id: UUID
    store_id: UUID
    currency: str
    timezone: str  # the store's
    organisation_timezone: str
    is_replacing: bool = False


class PlainSale(Struct, frozen=True, gc=False, array_like=True):
    """An order from one record that says only what was sold, its rows ready for COPY."""

    order_id: UUID
    id: UUID  # of its revision
    buyer: int | None  # place in the batch's buyers
    ordered_at: datetime
    day: date  # the store's
    source_row: int | None
    snapshot: bytes
    row: bytes
    lines: bytes


class LaidOut(Struct, frozen=True, array_like=True):
    """Records of orders laid out for the database: plain sales as rows, all others as they are.

    A line's row names its product by its place in ``goods``. ``buyers`` are those of all records.
    """

    premises: Premises
    sales: list[PlainSale] = []
    others: list[OrderRecord] = []
    goods: list[LineProduct] = []
    buyers: list[tuple[CustomerRef, Address | None]] = []

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.sales) + len(self.others)


class LaidBatch(Struct, frozen=True, tag="laid"):
    """A batch of a file, read and laid out: orders, other records, rejects, and how many source rows are behind them."""

    orders: LaidOut
    records: list[ProductRecord | CustomerRecord]
    rejects: list[Reject]
    rows: int
    statuses: dict[tuple[str, str], int]  # (the source's word, what it became) → orders
    notes: dict[str, int]


SORTS = ("-ordered_at", "ordered_at", "-total", "total", "number", "-number")
MAX_PAGE = 200


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders, in which order, from where on. Days are store days, both ends included."""

    stores: tuple[str, ...] = ()  # slugs; none means all
    statuses: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    customer: UUID | None = None
    product: UUID | None = None  # what stores sell under the name of this one's
    start: date | None = None
    end: date | None = None
    search: str | None = None
    sort: str = "-ordered_at"
    cursor: str | None = None
    limit: int = 50
    counts_all: bool = False  # count however many there are, not to a thousand only


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """One order in a list. ``customer_name`` needs the permission customers:pii and is null without."""

    id: UUID
    number: str | None
    store: str
    ordered_at: datetime
    status: str
    channel: str | None
    customer_id: UUID | None
    customer_name: str | None
    country: str | None
    items: Decimal
    currency: str
    gross_sales: Decimal
    discounts: Decimal
    returns: Decimal
    net_sales: Decimal
    total_sales: Decimal


@dataclass(frozen=True, slots=True)
class OrderPage:
    """A page of orders; cursors are opaque and null at the ends."""

    items: tuple[OrderSummary, ...]
    next_cursor: str | None
    previous_cursor: str | None
    total: int
    total_is_minimum: bool = False  # there are more: counting stopped at ``total``


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """An order with everything it is made of. The lists hold plain mappings named as the REST answer names them."""

    summary: OrderSummary
    order_day: date
    source_id: str
    source_status: str | None
    is_counted: bool
    cancelled_at: datetime | None
    cancel_reason: str | None
    edited_at: datetime | None
    revision: int
    totals: Mapping[str, Decimal]
    addresses: Mapping[str, Any]
    attribution: Mapping[str, Any]
    attributes: Mapping[str, str]
    tags: tuple[str, ...] = ()
    discount_codes: tuple[str, ...] = ()
    payment_methods: tuple[str, ...] = ()
    customer: Mapping[str, Any] | None = None
    lines: tuple[Mapping[str, Any], ...] = ()
    shipping_lines: tuple[Mapping[str, Any], ...] = ()
    payments: tuple[Mapping[str, Any], ...] = ()
    refunds: tuple[Mapping[str, Any], ...] = ()
    fulfilments: tuple[Mapping[str, Any], ...] = ()
    entries: tuple[Mapping[str, Any], ...] = ()
    revisions: tuple[Mapping[str, Any], ...] = ()
    timeline: tuple[Mapping[str, Any], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A record about an order as it was received, without its person."""

    revision: UUID
    part: str
    received_at: datetime
    provenance: Mapping[str, Any]  # kind, id, file, row
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. Customers are personal: empty for those who may not see them."""

    orders: tuple["FoundOrder", ...] = ()
    customers: tuple[FoundCustomer, ...] = ()
    products: tuple[FoundProduct, ...] = ()
    elapsed_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class StoreActivity:
    """How many orders a store has, and when the first and the last were placed."""

    orders: int
    first_order_at: datetime | None
    last_order_at: datetime | None


@dataclass(frozen=True, slots=True)
class CustomerEvent:
    """Something that happened with an order of a customer: ordered, edited, refund, cancellation.

    ``amount`` is what was ordered (goods without tax) or given back, in the order's currency.
    """

    at: datetime
    kind: str
    order_id: UUID
    number: str | None
    store: str
    status: str
    currency: str
    amount: Decimal | None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerHistory:
    """What happened with a customer's orders, newest first; ``more`` is how many events were left out."""

    events: tuple[CustomerEvent, ...]
    more: int
    first_ordered_at: datetime | None
    last_ordered_at: datetime | None
    orders: int


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """An order as search shows it."""

    id: UUID
    number: str | None
    store: str
    ordered_at: datetime
    status: str
    currency: str
    total_sales: Decimal
