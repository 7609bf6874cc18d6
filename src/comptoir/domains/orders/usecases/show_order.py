"""Show one order with everything it is made of, and the source records behind it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from comptoir.domains.commerce.permissions import may_see_costs
from comptoir.domains.customers import facade as customers
from comptoir.domains.customers.contracts import CustomerView
from comptoir.domains.customers.permissions import CUSTOMERS_READ
from comptoir.domains.orders.contracts import OrderDetail, SourceRecord
from comptoir.domains.orders.errors import UnknownOrder
from comptoir.domains.orders.model.fold import fold
from comptoir.domains.orders.model.sight import in_sight
from comptoir.domains.orders.model.summary import TOTALS
from comptoir.domains.orders.repository import reading, rows
from comptoir.domains.orders.repository.revisions import load
from comptoir.domains.orders.usecases.list_orders import summaries
from comptoir.kernel.actor import Actor
from comptoir.platform.database.unit_of_work import UnitOfWork

Part = dict[str, Any]
_ENTRY_HIDDEN = frozenset({"organisation_id", "order_id", "store_id"})
_COSTS = frozenset({"cost", "unit_cost", "unit_costs", "cost_source"})
_COMPONENTS = ("goods", "goods_tax", "shipping", "shipping_tax", "duties", "fees", "tips", "unallocated")


async def show_order(actor: Actor, uow: UnitOfWork, *, order_id: UUID) -> OrderDetail:
    """Return an order the actor may see. Raises ``UnknownOrder``."""
    row = await _visible(actor, uow, order_id)
    below = await reading.below(uow, order_id=order_id)
    if not may_see_costs(actor):
        below = {name: [_without_costs(item) for item in items] for name, items in below.items()}
    view = await _customer(actor, uow, row["customer_id"])
    (summary,) = await summaries(actor, uow, rows=await reading.summaries(uow, ids=[order_id]))
    lines = {line["id"]: line for line in below["lines"]}
    refunds = _refunds(below, lines)
    return OrderDetail(
        summary=summary,
        order_day=row["order_day"],
        source_id=row["source_id"],
        source_status=row["source_status"],
        is_counted=row["is_counted"],
        cancelled_at=row["cancelled_at"],
        cancel_reason=row["cancel_reason"],
        edited_at=row["edited_at"],
        revision=row["revision"],
        totals={name: row[name] for name in TOTALS},
        addresses=_addresses(row, view),
        attribution={name: row[name] for name in rows.ATTRIBUTION} | row["click_ids"],
        attributes=row["attributes"],
        tags=tuple(row["tags"]),
        discount_codes=tuple(row["discount_codes"]),
        payment_methods=tuple(row["payment_methods"]),
        customer=_buyer(view),
        lines=tuple(_without(line, "organisation_id", "order_id") for line in below["lines"]),
        shipping_lines=tuple(_without(line, "organisation_id", "order_id") for line in below["shipping_lines"]),
        payments=tuple(_payment(item) for item in below["payments"]),
        refunds=tuple(refunds),
        fulfilments=tuple(_fulfilment(item, below["lines"]) for item in below["fulfilments"]),
        entries=tuple(_entry(entry) for entry in below["entries"]),
        revisions=tuple(await _revisions(uow, order_id, below["revisions"])),
        timeline=tuple(_timeline(row, below)),
    )


async def show_source(actor: Actor, uow: UnitOfWork, *, order_id: UUID, revision: UUID | None) -> SourceRecord:
    """Return the record of one revision, without its person. Raises ``UnknownOrder``."""
    await _visible(actor, uow, order_id)
    found = await reading.source(uow, order_id=order_id, revision=revision)
    if found is None:
        raise UnknownOrder("The order has no such revision.", field="revision")
    record = found["record"] if may_see_costs(actor) else _bare(found["record"])
    return SourceRecord(found["id"], found["part"], found["received_at"], _provenance(found), record)


async def _visible(actor: Actor, uow: UnitOfWork, order_id: UUID) -> Mapping[str, Any]:
    row = await reading.one(uow, order_id=order_id)
    if row is None or not in_sight(actor, store_id=row["store_id"], channel=row["channel"], sales_rep=row["sales_rep"]):
        raise UnknownOrder("There is no such order.")
    return row


async def _customer(actor: Actor, uow: UnitOfWork, customer_id: UUID | None) -> CustomerView | None:
    if customer_id is None or not actor.may(CUSTOMERS_READ):
        return None
    return (await customers.views(actor, uow, ids=[customer_id])).get(customer_id)


def _buyer(view: CustomerView | None) -> Part | None:
    if view is None:
        return None
    return {"id": view.id, "name": view.name or view.email, "email": view.email, "phone": view.phone}


def _addresses(row: Mapping[str, Any], view: CustomerView | None) -> Mapping[str, Any]:
    """Return where the order went (as reports group it), and where it was billed to if that is known."""
    shipping: Part = {
        "country": row["country"],
        "region": row["region"],
        "city": row["city"],
        "name": view.name if view is not None else None,
        "company": view.company if view is not None else None,
        "street": ", ".join(view.address_lines) or None if view is not None else None,
        "postal_code": view.postal_code if view is not None else None,
    }
    billing: Part = {"country": row["billing_country"]}
    return {
        kind: address
        for kind, address in (("shipping", shipping), ("billing", billing))
        if any(value is not None for value in address.values())
    }


def _without_costs(row: Part) -> Part:
    return {name: None if name in _COSTS else value for name, value in row.items()}


def _bare(record: Any) -> Any:
    """Return a record without what goods cost, wherever in it that stands."""
    if isinstance(record, Mapping):
        return {name: _bare(value) for name, value in record.items() if name not in _COSTS}
    return [_bare(one) for one in record] if isinstance(record, list) else record


def _without(row: Mapping[str, Any], *names: str) -> Part:
    return {name: value for name, value in row.items() if name not in names}


def _payment(row: Mapping[str, Any]) -> Part:
    return _without(row, "organisation_id", "order_id") | {"reference": row["gateway_reference"]}


def _refunds(below: Mapping[str, list[Part]], lines: Mapping[UUID, Part]) -> Iterable[Part]:
    for row in below["refunds"]:
        named = [item for item in below["refund_lines"] if item["refund_id"] == row["id"]]
        yield {
            "id": row["id"],
            "source_id": row["source_id"],
            "refunded_at": row["refunded_at"],
            "reason": row["reason"],
            "provisional": row["is_provisional"],
            "lines": [
                {
                    "line": item["line_id"],
                    "sku": lines[item["line_id"]]["sku"] if item["line_id"] in lines else None,
                    "title": lines[item["line_id"]]["title"] if item["line_id"] in lines else None,
                    "quantity": item["quantity"],
                    "amount": item["amount"],
                    "tax": item["tax"],
                    "restocked": item["restocked"],
                }
                for item in named
            ],
            "components": [{"kind": name, "amount": row[name]} for name in _COMPONENTS if row[name]],
        }


def _fulfilment(row: Mapping[str, Any], lines: list[Part]) -> Part:
    skus = {line["source_id"]: line["sku"] for line in lines}
    named = [{"sku": skus.get(item["line"]), "quantity": item["quantity"]} for item in row["lines"]]
    return _without(row, "organisation_id", "order_id") | {"tracking": row["tracking_number"], "lines": named}


def _entry(row: Mapping[str, Any]) -> Part:
    return {name: value for name, value in row.items() if name not in _ENTRY_HIDDEN} | {"line": row["line_id"]}


async def _revisions(uow: UnitOfWork, order_id: UUID, found: list[Part]) -> Iterable[Part]:
    """Return the revisions with whether the order's state is made of them."""
    loaded = await load(uow, order_ids=[order_id])
    state = fold(loaded[order_id].revisions) if order_id in loaded else None
    winners = state.winners if state is not None else frozenset()
    return [
        {
            "id": row["id"],
            "part": row["part"],
            "source_time": row["source_time"],
            "rank": row["rank"],
            "received_at": row["received_at"],
            "is_replacing": row["is_replacing"],
            "provenance": _provenance(row),
            "won": bytes(row["content_hash"]) in winners,
        }
        for row in found
    ]


def _provenance(row: Mapping[str, Any]) -> Part:
    """Return where a record came from: for an import with its file and the row it begins on."""
    return {
        "kind": row["provenance_kind"],
        "id": row["provenance_id"],
        "file": row["source_file"],
        "row": row["source_row"],
    }


def _timeline(row: Mapping[str, Any], below: Mapping[str, list[Part]]) -> Iterable[Part]:
    """Return what happened, in order."""
    events: list[Part] = [{"at": row["ordered_at"], "kind": "ordered", "text": "Ordered", "amount": None}]
    for payment in below["payments"]:
        if payment["paid_at"] is not None:
            text = f"{payment['kind'].capitalize()} {payment['status']}"
            name = payment["method"] or payment["gateway"]
            text = f"{text} by {name}" if name else text
            events.append({"at": payment["paid_at"], "kind": "payment", "text": text, "amount": payment["amount"]})
    for item in below["fulfilments"]:
        text = f"Fulfilled with {item['carrier']}" if item["carrier"] else "Fulfilled"
        events.append({"at": item["fulfilled_at"], "kind": "fulfilment", "text": text, "amount": None})
    for refund in below["refunds"]:
        amount = sum(refund[name] for name in _COMPONENTS)
        text = "Refunded (provisional)" if refund["is_provisional"] else "Refunded"
        events.append({"at": refund["refunded_at"], "kind": "refund", "text": text, "amount": amount})
    edits = {e["occurred_at"] for e in below["entries"] if e["kind"] == "edit" and e["superseded_by"] is None}
    events += [{"at": at, "kind": "edit", "text": "Edited", "amount": None} for at in edits]
    if row["cancelled_at"] is not None:
        text = f"Cancelled: {row['cancel_reason']}" if row["cancel_reason"] else "Cancelled"
        events.append({"at": row["cancelled_at"], "kind": "cancellation", "text": text, "amount": None})
    return sorted(events, key=lambda event: event["at"])
