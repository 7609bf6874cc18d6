"""A store with what other modules know about it."""

from dataclasses import dataclass

from comptoir.composed.integrations.contracts import Import
from comptoir.domains.commerce.contracts import Store
from comptoir.domains.orders.contracts import StoreActivity


@dataclass(frozen=True, slots=True)
class Storefront:
    """A store, what it sold, its last import, and where its platform delivers what."""

    store: Store
    activity: StoreActivity
    last_import: Import | None
    webhook_url: str | None
    topics: tuple[str, ...]
