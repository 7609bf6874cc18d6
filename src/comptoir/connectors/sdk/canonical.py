"""The records every connector and file format speaks: what a source said, in the field's own words.

Owns the shapes only. A normaliser returns these; the domains apply them. Rules of the shapes:

* money is ``Decimal`` in the order's currency, six decimals kept; quantities are ``Decimal`` too;
* instants are aware UTC ``datetime``; unknown is ``None``, never 0 or "";
* prices, discounts, shipping and fees are *without tax*: a normaliser takes tax out of tax-inclusive prices;
* everything personal sits in ``Person`` and nowhere else, so that dropping ``Person`` makes a record impersonal.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum

from msgspec import Struct

ZERO = Decimal(0)


class Part(StrEnum):
    """Which part of an order a record carries. Parts of one order are folded into its state."""

    ORDER = "order"  # a whole snapshot: replaces every older ORDER snapshot
    LINES = "lines"  # some lines of an order, as a flat file has them: merged with other LINES parts by line id
    REFUND = "refund"  # one refund that travels on its own
    FULFILMENT = "fulfilment"  # one fulfilment that travels on its own
    CANCELLATION = "cancellation"
    EDIT = "edit"  # says that the order's lines were edited at ``edited_at``; how they stand now, a snapshot says
    PAYMENT = "payment"  # movements of money that travel on their own


class Lifecycle(IntEnum):
    """Breaks ties between two versions of one object with the same source time: the later stage wins."""

    CREATED = 10
    PAID = 20
    EDITED = 30
    FULFILLED = 40
    CANCELLED = 50
    REFUNDED = 60
    DELETED = 90


class Version(Struct, frozen=True, order=True):
    """Version of a source object. Compared in field order, so the winner does not depend on arrival order.

    ``source_time`` is ``None`` for files without versions: those fill gaps and never override a versioned one.
    """

    source_time: datetime | None = None
    rank: int = Lifecycle.CREATED


class Address(Struct, frozen=True, omit_defaults=True):
    """The part of an address that is not personal on its own: what reports group by."""

    country: str | None = None  # ISO 3166-1 alpha-2
    region: str | None = None
    city: str | None = None


class Person(Struct, frozen=True, omit_defaults=True):
    """Personal fields. Encrypted per subject before they rest anywhere; never in outbox, warehouse or logs."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    address_lines: tuple[str, ...] = ()
    postal_code: str | None = None
    company: str | None = None


class CustomerRef(Struct, frozen=True, omit_defaults=True):
    """Who bought. ``source_id`` is the store's own id; a guest has neither id nor e-mail."""

    source_id: str | None = None
    person: Person | None = None


class Tax(Struct, frozen=True, omit_defaults=True):
    amount: Decimal
    name: str | None = None
    rate: Decimal | None = None  # 0.19 for 19 %
    jurisdiction: str | None = None


class Discount(Struct, frozen=True, omit_defaults=True):
    """A discount without tax, positive. On a line: this line's share. ``code`` is null for automatic ones."""

    amount: Decimal
    code: str | None = None
    name: str | None = None


class Line(Struct, frozen=True, omit_defaults=True):
    """One ordered line as it stands in this version. ``unit_price`` is before discounts, without tax.

    ``gross`` is the exact amount (unit price × quantity) because a file may state only totals.
    ``quantity`` is what was ordered in this version of the order, before returns.
    A negative quantity or gross is a return: it keeps its own sku and is booked at ``booked_at``, not on the order's day.
    """

    id: str  # identity inside the order
    quantity: Decimal
    unit_price: Decimal
    gross: Decimal
    sku: str | None = None
    title: str | None = None
    product_id: str | None = None
    variant_id: str | None = None
    variant_title: str | None = None
    vendor: str | None = None
    category: str | None = None
    subcategory: str | None = None
    discounts: tuple[Discount, ...] = ()
    taxes: tuple[Tax, ...] = ()
    cost: Decimal | None = None  # total cost of the line, not per unit; None is unknown
    is_gift_card: bool = False
    attributes: dict[str, str] = {}
    source_row: int | None = None  # line number in a file
    booked_at: datetime | None = None  # only on a return: when it came back; None is the record's ``ordered_at``


class ShippingLine(Struct, frozen=True, omit_defaults=True):
    """A shipping charge after shipping discounts, without tax."""

    amount: Decimal
    title: str | None = None
    carrier: str | None = None
    taxes: tuple[Tax, ...] = ()


class RefundLine(Struct, frozen=True, omit_defaults=True):
    """Goods that came back: ``amount`` is their value net of discounts, without tax, positive."""

    line_id: str | None  # None: a refund of goods that names no line
    quantity: Decimal
    amount: Decimal
    tax: Decimal = ZERO
    restocked: bool = False


class Refund(Struct, frozen=True, omit_defaults=True):
    """One refund. Components are positive amounts given back; ``unallocated`` names neither line nor component."""

    id: str
    refunded_at: datetime
    lines: tuple[RefundLine, ...] = ()
    shipping: Decimal = ZERO
    shipping_tax: Decimal = ZERO
    duties: Decimal = ZERO
    fees: Decimal = ZERO
    tips: Decimal = ZERO
    unallocated: Decimal = ZERO
    is_provisional: bool = False  # booked on the day received, completed by a later sync
    reason: str | None = None


class Payment(Struct, frozen=True, omit_defaults=True):
    """One movement at a gateway (a Shopify transaction, a WooCommerce payment)."""

    id: str
    kind: str  # authorisation, capture, sale, refund, void
    amount: Decimal
    currency: str
    status: str  # pending, succeeded, failed
    paid_at: datetime | None = None
    method: str | None = None  # card, paypal, gift_card, invoice …
    gateway: str | None = None
    gateway_reference: str | None = None
    parent_id: str | None = None
    settlement_amount: Decimal | None = None
    settlement_currency: str | None = None
    fee: Decimal | None = None
    is_assumed: bool = False  # made from the order's own words; gives way to movements that are told of


class Fulfilment(Struct, frozen=True, omit_defaults=True):
    id: str
    fulfilled_at: datetime
    status: str = "success"
    lines: tuple[tuple[str, Decimal], ...] = ()  # (line id, quantity)
    unit_costs: dict[str, Decimal] = {}  # line id → unit cost known at fulfilment, replaces the order-day cost
    carrier: str | None = None
    tracking_number: str | None = None
    location: str | None = None


class Attribution(Struct, frozen=True, omit_defaults=True):
    """What cannot be had later: how the buyer came, and who sold."""

    landing_page: str | None = None
    referrer: str | None = None
    utm_source: str | None = None
    utm_medium: str | None = None
    utm_campaign: str | None = None
    utm_term: str | None = None
    utm_content: str | None = None
    click_ids: dict[str, str] = {}  # gclid, fbclid, ttclid … → value
    session_id: str | None = None
    sales_rep: str | None = None
    company: str | None = None
    post_id: str | None = None
    creator_id: str | None = None
    location: str | None = None
    tax_jurisdiction: str | None = None


class OrderStatus(StrEnum):
    """Does the order count, and where does it stand? A table per platform maps the source's words to these."""

    DRAFT = "draft"  # does not count
    TEST = "test"  # does not count
    VOIDED = "voided"  # ended before payment: does not count
    OPEN = "open"  # counts from here on
    PAID = "paid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"  # after it counted: sale stays, a return is booked at ``cancelled_at``


COUNTED = frozenset(
    {OrderStatus.OPEN, OrderStatus.PAID, OrderStatus.PARTLY_REFUNDED, OrderStatus.REFUNDED, OrderStatus.CANCELLED}
)


class OrderRecord(Struct, frozen=True, omit_defaults=True, tag_field="record", tag="order"):
    """An order, or a part of one. ``source_id`` is the store's order id; ``number`` what people call it."""

    source_id: str
    part: Part = Part.ORDER
    version: Version = Version()
    number: str | None = None
    ordered_at: datetime | None = None
    currency: str | None = None
    status: OrderStatus = OrderStatus.PAID
    source_status: str | None = None
    channel: str | None = None
    customer: CustomerRef | None = None
    shipping_address: Address | None = None
    billing_address: Address | None = None
    lines: tuple[Line, ...] = ()
    shipping_lines: tuple[ShippingLine, ...] = ()
    duties: Decimal = ZERO
    fees: Decimal = ZERO
    fee_tax: Decimal = ZERO
    tips: Decimal = ZERO
    payments: tuple[Payment, ...] = ()
    refunds: tuple[Refund, ...] = ()
    fulfilments: tuple[Fulfilment, ...] = ()
    edited_at: datetime | None = None  # when this version came about by an edit of lines
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    gift_card_redeemed: Decimal = ZERO
    tags: tuple[str, ...] = ()
    attribution: Attribution | None = None
    attributes: dict[str, str] = {}
    is_deleted: bool = False  # the source deleted the order
    restored_at: datetime | None = None  # the source took the order back from its bin: deletions before do not count
    source_row: int | None = None  # where it begins in a file: kept beside the record, never part of what it says


class VariantRecord(Struct, frozen=True, omit_defaults=True):
    source_id: str
    sku: str | None = None
    title: str | None = None
    price: Decimal | None = None
    cost: Decimal | None = None
    cost_valid_from: date | None = None  # None: from the beginning
    barcode: str | None = None
    weight_grams: Decimal | None = None


class ProductRecord(Struct, frozen=True, omit_defaults=True, tag_field="record", tag="product"):
    source_id: str
    version: Version = Version()
    title: str | None = None
    vendor: str | None = None
    category: str | None = None
    subcategory: str | None = None
    status: str | None = None
    tags: tuple[str, ...] = ()
    variants: tuple[VariantRecord, ...] = ()
    currency: str | None = None
    is_deleted: bool = False


class CustomerRecord(Struct, frozen=True, omit_defaults=True, tag_field="record", tag="customer"):
    source_id: str | None  # None: the source knows this customer by e-mail address only
    version: Version = Version()
    person: Person | None = None
    address: Address | None = None
    created_at: datetime | None = None
    accepts_marketing: bool | None = None
    tags: tuple[str, ...] = ()
    is_deleted: bool = False


class ConnectionRecord(Struct, frozen=True, omit_defaults=True, tag_field="record", tag="connection"):
    """The platform ended the connection: it delivers nothing any more until somebody connects the store again."""

    ended_at: datetime
    version: Version = Version()


Record = OrderRecord | ProductRecord | CustomerRecord | ConnectionRecord
