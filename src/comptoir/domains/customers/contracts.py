"""What may cross the border of customers. Personal fields appear only in the shapes that say so.

Owns shapes only. Whoever is handed a ``CustomerView`` or ``FoundCustomer`` holds personal data: never log it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from comptoir.connectors.sdk.canonical import CustomerRef
from comptoir.domains.commerce.contracts import ApplyResult, Provenance

__all__ = ["ApplyResult", "CustomerView", "FirstOrder", "FoundCustomer", "Provenance", "Resolved"]


@dataclass(frozen=True, slots=True)
class FirstOrder:
    """The first order of a customer that counts, over all stores of the organisation."""

    order_id: UUID
    ordered_at: datetime
    day: date  # store day

    def place(self) -> tuple[datetime, UUID]:
        """Return what decides which of two orders is the first."""
        return self.ordered_at, self.order_id


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who is behind each reference, who is new, and which customers turned out to be one: gone → kept."""

    ids: Mapping[CustomerRef, UUID | None] = field(default_factory=dict)
    merged: Mapping[UUID, UUID] = field(default_factory=dict)
    created: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class CustomerView:
    """A customer with personal fields (null without the permission customers:pii, or once erased)."""

    id: UUID
    name: str | None
    email: str | None
    phone: str | None
    company: str | None
    address_lines: tuple[str, ...]
    postal_code: str | None
    city: str | None
    region: str | None
    country: str | None
    first_order_id: UUID | None
    first_ordered_at: datetime | None


@dataclass(frozen=True, slots=True)
class FoundCustomer:
    """A customer as search shows it: personal."""

    id: UUID
    name: str | None
    email: str | None
    country: str | None
    first_ordered_at: datetime | None
