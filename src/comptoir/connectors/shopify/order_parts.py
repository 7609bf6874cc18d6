"""What Shopify tells of an order in deliveries of their own: refunds, fulfilments, transactions, edits, its end. Pure.

Each names its order and may arrive before it: the part waits as a revision until the order is known.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from comptoir.connectors.sdk.canonical import Fulfilment, Lifecycle, OrderRecord, Part, Version
from comptoir.connectors.sdk.dates import iso_instant
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.connectors.sdk.formats import Options
from comptoir.connectors.sdk.numbers import amount
from comptoir.connectors.sdk.words import identifier, text_or_none
from comptoir.connectors.shopify.order_lines import refund_of
from comptoir.connectors.shopify.payments import payment_of


def normalise_deleted_order(body: Mapping[str, Any], options: Options) -> OrderRecord:
    """Return the end of an order: ``orders/delete`` carries its id alone."""
    source_id = identifier(body.get("id"))
    if source_id is None:
        raise RowProblem("the object has no id")
    return OrderRecord(source_id=source_id, version=Version(options.received_at, Lifecycle.DELETED), is_deleted=True)


def normalise_refund(body: Mapping[str, Any], options: Options) -> OrderRecord:
    """Return one refund as a part of its order. Whether prices include tax is the store's habit: the body does not say."""
    refund = refund_of(body, taxes_included=options.prices == "gross")
    payments = tuple(payment_of(item, currency=options.currency) for item in body.get("transactions") or [])
    return OrderRecord(
        source_id=_order_id(body, "refund"),
        part=Part.REFUND,
        version=Version(_moment(body, options, "created_at"), Lifecycle.REFUNDED),
        refunds=(refund,),
        payments=payments,
    )


def normalise_fulfilment(body: Mapping[str, Any], options: Options) -> OrderRecord:
    """Return one fulfilment as a part of its order."""
    return OrderRecord(
        source_id=_order_id(body, "fulfilment"),
        part=Part.FULFILMENT,
        version=Version(_moment(body, options, "updated_at", "created_at"), Lifecycle.FULFILLED),
        fulfilments=(fulfilment_of(body),),
    )


def normalise_transaction(body: Mapping[str, Any], options: Options) -> OrderRecord:
    """Return one movement of money as a part of its order."""
    return OrderRecord(
        source_id=_order_id(body, "payment"),
        part=Part.PAYMENT,
        version=Version(_moment(body, options, "processed_at", "created_at"), Lifecycle.PAID),
        payments=(payment_of(body, currency=options.currency),),
    )


def normalise_edit(body: Mapping[str, Any], options: Options) -> OrderRecord:
    """Return that an order was edited, and when. ``orders/edited`` names additions and removals without prices: what

    the order is now, the next ``orders/updated`` says."""
    edit = body.get("order_edit")
    if not isinstance(edit, dict):
        raise RowProblem("the body holds no order_edit")
    at = _moment(edit, options, "created_at")
    return OrderRecord(
        source_id=_order_id(edit, "edit"), part=Part.EDIT, version=Version(at, Lifecycle.EDITED), edited_at=at
    )


def fulfilment_of(item: Mapping[str, Any]) -> Fulfilment:
    """Return one fulfilment; one that was cancelled is kept as such, so that it cannot come back from an older word."""
    at, source_id = iso_instant(item.get("created_at")), identifier(item.get("id"))
    if at is None or source_id is None:
        raise RowProblem("a fulfilment has no date or id")
    return Fulfilment(
        source_id,
        at,
        status=text_or_none(item.get("status")) or "success",
        lines=tuple(
            (identifier(line.get("id")) or "", amount(line.get("quantity"))) for line in item.get("line_items") or []
        ),
        carrier=text_or_none(item.get("tracking_company")),
        tracking_number=text_or_none(item.get("tracking_number")),
        location=identifier(item.get("location_id")),
    )


def _order_id(body: Mapping[str, Any], what: str) -> str:
    found = identifier(body.get("order_id"))
    if found is None:
        raise RowProblem(f"the {what} names no order")
    return found


def _moment(body: Mapping[str, Any], options: Options, *names: str) -> datetime | None:
    """Return the first moment stated, else when it was received: what a delivery tells has a time."""
    return next((at for name in names if (at := iso_instant(body.get(name)))), options.received_at)
