"""Rows of the orders' tables from a folded order: tuples in the order of the columns, ready for COPY. No SQL here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from msgspec.structs import astuple

from comptoir.connectors.sdk.canonical import Attribution
from comptoir.domains.orders.model.state import Entry, OrderState, exact
from comptoir.domains.orders.model.summary import Ranked
from comptoir.kernel.ids import child_id
from comptoir.kernel.money import ZERO

ATTRIBUTION = (
    "landing_page",
    "referrer",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "session_id",
    "sales_rep",
    "company",
    "post_id",
    "creator_id",
    "location",
    "tax_jurisdiction",
)
_SUMS = (
    "units",
    "gross",
    "discount",
    "returned",
    "shipping",
    "tax",
    "duties",
    "fees",
    "tips",
    "gift_card_sold",
    "gift_card_redeemed",
)
ORDER = (
    "organisation_id id store_id source_id number ordered_at order_day organisation_day currency status source_status "
    "is_counted has_sale channel customer_id country region city billing_country discount_code discount_codes "
    "payment_method payment_methods tags"
).split() + [
    *ATTRIBUTION,
    "click_ids",
    "attributes",
    *_SUMS,
    "cancelled_at",
    "cancel_reason",
    "edited_at",
    "revision",
    "recorded_at",
]
LINE = (
    "organisation_id id order_id position source_id product_id variant_id sku title variant_title category subcategory "
    "vendor quantity unit_price gross discount tax cost cost_source returned_quantity returned is_gift_card discounts "
    "taxes attributes"
).split()
ENTRY = (
    "organisation_id revision order_id store_id currency recorded_at id line_id kind reference occurred_at order_day "
    "booked_day organisation_order_day organisation_booked_day units units_returned gross discount returned shipping tax "
    "duties fees tips gift_card_sold gift_card_redeemed cost order_count"
).split()
ENTRY_OWN = ENTRY[6:]  # the fields of an Entry, in its order
PAYMENT = (
    "organisation_id id order_id source_id kind status method gateway gateway_reference parent_id amount currency "
    "settlement_amount settlement_currency fee paid_at"
).split()
REFUND = (
    "organisation_id id order_id source_id refunded_at goods goods_tax shipping shipping_tax duties fees tips "
    "unallocated is_provisional reason"
).split()
REFUND_LINE = "organisation_id id refund_id line_id quantity amount tax restocked".split()
SHIPPING_LINE = "organisation_id id order_id title carrier amount tax".split()
FULFILMENT = (
    "organisation_id id order_id source_id fulfilled_at status carrier tracking_number location lines"
).split()
JSON = frozenset({"click_ids", "attributes", "discounts", "taxes", "lines"})

_NO_ATTRIBUTION: tuple[None, ...] = (None,) * len(ATTRIBUTION)
_encode = msgspec.json.Encoder().encode

Row = tuple[object, ...]


class LineStamp(NamedTuple):
    """A line's product as sold, and what its goods cost. Kept for ever once known."""

    product_id: UUID | None
    variant_id: UUID | None
    sku: str | None
    title: str | None
    variant_title: str | None
    category: str | None
    subcategory: str | None
    vendor: str | None


@dataclass(slots=True)
class Derived:
    """An order as it is to be written: the state, its entries and everything looked up for it."""

    organisation_id: UUID
    order_id: UUID
    store_id: UUID
    state: OrderState
    currency: str
    order_day: date
    organisation_day: date
    is_counted: bool
    has_sale: bool
    status: str
    entries: tuple[Entry, ...]
    totals: Mapping[str, object]
    discounts: Ranked
    payments: Ranked
    line_ids: Mapping[str, UUID]
    stamps: Mapping[str, LineStamp]
    costs: Mapping[str, tuple[object, str | None]]  # line → (cost, where it comes from)
    revision: int
    recorded_at: datetime


def json_text(value: object) -> str:
    """Return JSON text for a JSON column."""
    return _encode(value).decode() if value else "{}"


def order_row(order: Derived) -> Row:
    """Return the row of ``orders``."""
    state = order.state
    place = state.shipping_address or state.billing_address
    attribution = state.attribution
    return (
        order.organisation_id,
        order.order_id,
        order.store_id,
        state.source_id,
        state.number,
        state.ordered_at,
        order.order_day,
        order.organisation_day,
        order.currency,
        order.status,
        state.source_status,
        order.is_counted,
        order.has_sale,
        state.channel,
        state.customer_id,
        *((place.country, place.region, place.city) if place is not None else (None, None, None)),
        state.billing_address.country if state.billing_address is not None else None,
        order.discounts.first,
        order.discounts.all,
        order.payments.first,
        order.payments.all,
        list(state.tags),
        *(_attribution(attribution) if attribution is not None else _NO_ATTRIBUTION),
        json_text(attribution.click_ids) if attribution is not None else "{}",
        json_text(state.attributes),
        *(order.totals[name] for name in _SUMS),
        state.cancelled_at,
        state.cancel_reason,
        state.edited_at,
        order.revision,
        order.recorded_at,
    )


def _attribution(attribution: Attribution) -> tuple[str | None, ...]:
    return tuple(getattr(attribution, name) for name in ATTRIBUTION)


def line_rows(order: Derived) -> Iterator[Row]:
    """Return the rows of ``order_lines``: what stands, what edits removed, what came back on its own."""
    returned: dict[UUID | None, tuple[object, object]] = {}
    for entry in order.entries:
        if entry.units_returned or entry.returned:
            units, value = returned.get(entry.line_id, (ZERO, ZERO))
            returned[entry.line_id] = (units + entry.units_returned, value + entry.returned)  # type: ignore[operator]
    for position, line in enumerate(order.state.all_lines()):
        line_id = order.line_ids[line.id]
        stamp = order.stamps[line.id]
        cost, source = order.costs[line.id]
        discount = tax = ZERO
        for item in line.discounts:
            discount += item.amount
        for charge in line.taxes:
            tax += charge.amount
        yield (
            order.organisation_id,
            line_id,
            order.order_id,
            position,
            line.id,
            *stamp,
            exact(line.quantity),
            exact(line.unit_price),
            exact(line.gross),
            exact(discount),
            exact(tax),
            cost,
            source,
            *returned.get(line_id, (ZERO, ZERO)),
            line.is_gift_card,
            _encode(line.discounts).decode() if line.discounts else "[]",
            _encode(line.taxes).decode() if line.taxes else "[]",
            json_text(line.attributes),
        )


def entry_row(order: Derived, entry: Entry) -> Row:
    """Return the row of ``sales_entries`` for one entry of the order's new revision."""
    return (
        order.organisation_id,
        order.revision,
        order.order_id,
        order.store_id,
        order.currency,
        order.recorded_at,
        *astuple(entry),
    )


def payment_rows(order: Derived) -> Iterator[Row]:
    """Return the rows of ``payments``."""
    for item in order.state.payments:
        yield (
            order.organisation_id,
            child_id(order.order_id, "payment", item.id),
            order.order_id,
            item.id,
            item.kind,
            item.status,
            item.method,
            item.gateway,
            item.gateway_reference,
            item.parent_id,
            exact(item.amount),
            item.currency,
            exact(item.settlement_amount) if item.settlement_amount is not None else None,
            item.settlement_currency,
            exact(item.fee) if item.fee is not None else None,
            item.paid_at,
        )


def refund_rows(order: Derived) -> Iterator[Row]:
    """Return the rows of ``refunds``."""
    for item in order.state.refunds:
        yield (
            order.organisation_id,
            child_id(order.order_id, "refund", item.id),
            order.order_id,
            item.id,
            item.refunded_at,
            exact(sum((line.amount for line in item.lines), ZERO)),
            exact(sum((line.tax for line in item.lines), ZERO)),
            exact(item.shipping),
            exact(item.shipping_tax),
            exact(item.duties),
            exact(item.fees),
            exact(item.tips),
            exact(item.unallocated),
            item.is_provisional,
            item.reason,
        )


def refund_line_rows(order: Derived) -> Iterator[Row]:
    """Return the rows of ``refund_lines``."""
    for refund in order.state.refunds:
        refund_id = child_id(order.order_id, "refund", refund.id)
        for index, line in enumerate(refund.lines):
            yield (
                order.organisation_id,
                child_id(refund_id, "line", str(index)),
                refund_id,
                order.line_ids.get(line.line_id) if line.line_id is not None else None,
                exact(line.quantity),
                exact(line.amount),
                exact(line.tax),
                line.restocked,
            )


def shipping_rows(order: Derived) -> Iterator[Row]:
    """Return the rows of ``shipping_lines``."""
    for index, line in enumerate(order.state.shipping_lines):
        yield (
            order.organisation_id,
            child_id(order.order_id, "shipping", str(index)),
            order.order_id,
            line.title,
            line.carrier,
            exact(line.amount),
            exact(sum((tax.amount for tax in line.taxes), ZERO)),
        )


def fulfilment_rows(order: Derived) -> Iterator[Row]:
    """Return the rows of ``fulfilments``."""
    for item in order.state.fulfilments:
        lines = [{"line": line, "quantity": str(quantity)} for line, quantity in item.lines]
        yield (
            order.organisation_id,
            child_id(order.order_id, "fulfilment", item.id),
            order.order_id,
            item.id,
            item.fulfilled_at,
            item.status,
            item.carrier,
            item.tracking_number,
            item.location,
            _encode(lines).decode(),
        )
