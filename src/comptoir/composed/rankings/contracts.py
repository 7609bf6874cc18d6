"""What may cross the border of rankings: products and customers beside their figures. Figures travel as answers have them.

``CustomerRow`` and ``CustomerWhole`` may hold personal data: never log them.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

from comptoir.domains.commerce.contracts import NamedProduct, ProductDetail
from comptoir.domains.customers.contracts import CustomerView
from comptoir.domains.orders.contracts import CustomerHistory

T = TypeVar("T")
Figures = Mapping[str, str | int | None]

PRODUCT_METRICS = ("net_sales", "units_sold", "orders", "gross_profit", "gross_margin", "returns", "return_rate")
CUSTOMER_METRICS = ("net_sales", "orders", "aov", "gross_profit", "gross_margin", "returns", "new_customers")
SOLD = ("all", "yes", "no")
KINDS = ("new", "returning")
MAX_PAGE = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """The part of a question that the pickers of a page decide. Days are local days of ``day``, both ends included."""

    stores: tuple[str, ...] = ()  # slugs; none means all
    start: date | None = None
    end: date | None = None
    compare: str | None = None
    same_minute: bool = False
    currency: str | None = None
    day: str = "store"


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list: its order, the place to go on from, how much."""

    sort: str = "-net_sales"
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ProductsWanted:
    """Which products: ``sold`` in the period, those that were not, or all; filters are of the catalogue as it is now."""

    seen: Seen = Seen()
    page: Page = Page()
    search: str | None = None
    categories: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    sold: str = "all"


@dataclass(frozen=True, slots=True)
class CustomersWanted:
    """Which customers: those who bought or gave something back in the period; with a search, whoever it finds."""

    seen: Seen = Seen()
    page: Page = Page()
    search: str | None = None
    countries: tuple[str, ...] = ()
    kind: str | None = None  # new or returning, as the metrics count them


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product of a list. Without ``product`` it is what was sold outside the catalogue; without figures, not sold."""

    product: NamedProduct | None
    stores: tuple[str, ...]
    figures: Figures | None


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer of a list. ``name`` and ``email`` need the permission customers:pii and are null without."""

    id: UUID
    name: str | None
    email: str | None
    country: str | None
    first_ordered_at: datetime | None
    last_ordered_at: datetime | None
    figures: Figures | None


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """A page of a list. ``total`` is null where it was not counted; ``totals`` are over everything asked."""

    items: Sequence[T]
    total: int | None
    next_cursor: str | None
    previous_cursor: str | None
    totals: Figures
    currency: str | None
    as_of: datetime
    stale: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exported(Generic[T]):
    """A whole list on its way: the figures of its columns, and its rows in batches."""

    figures: tuple[str, ...]
    batches: AsyncIterator[Sequence[T]]


@dataclass(frozen=True, slots=True)
class ProductWhole:
    """One product: the catalogue's side of it, and the days it was first and last sold on."""

    detail: ProductDetail
    stores: Mapping[UUID, str]  # slugs
    first_sold: date | None
    last_sold: date | None
    with_costs: bool


@dataclass(frozen=True, slots=True)
class CustomerWhole:
    """One customer, and what happened with the orders."""

    view: CustomerView
    history: CustomerHistory
    is_personal: bool
