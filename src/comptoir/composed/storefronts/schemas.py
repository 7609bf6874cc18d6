"""Stores as the REST interface shows and takes them."""

from typing import Any

from msgspec import UNSET, Struct, UnsetType

from comptoir.composed.storefronts.contracts import Storefront
from comptoir.domains.commerce.contracts import NewStore, StoreChange


class StoreBody(Struct, forbid_unknown_fields=True):
    """A store to add."""

    slug: str
    name: str
    platform: str
    currency: str
    timezone: str
    prices: str = "gross"
    webhook_secret: str | None = None


class StoreChangeBody(Struct, forbid_unknown_fields=True):
    """What to change of a store; what is left out stays. Slug and platform cannot change."""

    name: str | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    timezone: str | UnsetType = UNSET
    prices: str | UnsetType = UNSET
    webhook_secret: str | UnsetType = UNSET
    slug: str | UnsetType = UNSET
    platform: str | UnsetType = UNSET


def new_store(body: StoreBody) -> NewStore:
    """Return a store to add as the contract."""
    secret = body.webhook_secret.encode() if body.webhook_secret else None
    return NewStore(
        slug=body.slug,
        name=body.name,
        platform=body.platform,
        currency=body.currency,
        timezone=body.timezone,
        prices=body.prices,
        webhook_secret=secret,
    )


def store_change(body: StoreChangeBody) -> StoreChange:
    """Return a change as the contract."""
    secret = body.webhook_secret
    return StoreChange(
        name=body.name or None,
        currency=body.currency or None,
        timezone=body.timezone or None,
        prices=body.prices or None,
        webhook_secret=secret.encode() if secret else None,
    )


def store_body(item: Storefront) -> dict[str, Any]:
    """Return a store with what was sold and imported."""
    store, last = item.store, item.last_import
    return {
        "slug": store.slug,
        "name": store.name,
        "platform": store.platform,
        "currency": store.currency,
        "timezone": store.timezone,
        "prices": store.prices,
        "orders": item.activity.orders,
        "first_order_at": item.activity.first_order_at,
        "last_order_at": item.activity.last_order_at,
        "last_import": {
            "id": last.id,
            "file": last.file,
            "finished_at": last.finished_at,
            "created": last.result.created,
            "updated": last.result.updated,
            "rejected": last.result.rejected,
        }
        if last is not None
        else None,
        "created_at": store.created_at,
        "webhook_url": item.webhook_url,
        "topics": list(item.topics),
    }
