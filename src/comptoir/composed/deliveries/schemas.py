"""Webhooks and deliveries as the REST interface shows and takes them."""

from typing import Any

from msgspec import Struct

from comptoir.composed.deliveries.contracts import DeliveryBody, DeliveryPage, TestReport, Webhooks
from comptoir.platform.inbox_reading import Kept


class SecretBody(Struct, forbid_unknown_fields=True):
    """The secret a platform signs with."""

    secret: str


class EditBody(Struct, forbid_unknown_fields=True):
    """Another body for a delivery, as text."""

    body: str


def webhooks_body(item: Webhooks) -> dict[str, Any]:
    """Return how a store is connected."""
    last, refusals = item.last_delivery, item.refusals
    return {
        "store": item.store,
        "state": item.state,
        "url": item.url,
        "topics": list(item.topics),
        "secret_set": item.is_secret_set,
        "last_delivery": {
            "id": last.id,
            "topic": last.topic,
            "at": last.received_at,
            "state": last.state,
            "reason": last.reason,
        }
        if last is not None
        else None,
        "deliveries_today": item.deliveries_today,
        "refused": {
            "count": sum(one.count for one in refusals),
            "last_at": refusals[0].last_at,
            "last_reason": refusals[0].reason,
            "reasons": [{"reason": one.reason, "count": one.count, "last_at": one.last_at} for one in refusals],
        }
        if refusals
        else None,
        "ended_at": item.ended_at,
    }


def delivery_body(item: Kept, *, store: str | None, editor: str | None) -> dict[str, Any]:
    """Return a delivery without its body."""
    return {
        "id": item.id,
        "store": store,
        "platform": item.platform,
        "topic": item.topic,
        "delivery_id": item.delivery_id,
        "state": item.state,
        "reason": item.reason,
        "received_at": item.received_at,
        "settled_at": item.settled_at,
        "attempts": item.attempts,
        "size": item.size,
        "edited_at": item.edited_at,
        "edited_by": editor,
    }


def page_body(page: DeliveryPage) -> dict[str, Any]:
    """Return a page of deliveries."""
    items = [
        delivery_body(
            item,
            store=page.stores.get(item.store_id),
            editor=page.editors.get(item.edited_by) if item.edited_by else None,
        )
        for item in page.items
    ]
    return {"items": items, "next_cursor": page.next_cursor}


def content_body(found: DeliveryBody) -> dict[str, Any]:
    """Return a delivery with its body as text; bytes that are no text are shown as they would be replaced."""
    return delivery_body(found.kept, store=found.store, editor=found.editor) | {
        "headers": dict(found.headers),
        "body": _text(found.body),
        "original": _text(found.original) if found.original is not None else None,
    }


def _text(body: bytes) -> str:
    return body.decode("utf-8", errors="replace")


def report_body(report: TestReport) -> dict[str, Any]:
    """Return how a test delivery went."""
    return {
        "ok": report.ok,
        "url": report.url,
        "via": report.via,
        "steps": [{"name": step.name, "ok": step.ok, "detail": step.detail} for step in report.steps],
        "delivery": report.delivery_id,
    }
