"""What may cross the border of commerce: stores, where a record came from, and what applying records did.

Owns shapes only; nothing here reaches the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

PLATFORMS = ("shopify", "woocommerce", "magento", "custom")
PRICES = ("gross", "net")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where records come from. ``id`` names one import, delivery, poll or demo run: what an undo takes back.

    ``is_replacing`` lets a file without versions override what is known: it counts as of ``received_at``.
    ``file`` is what people call the file of an import.
    """

    kind: str  # import, webhook, demo, poll
    id: UUID
    received_at: datetime
    is_replacing: bool = False
    file: str | None = None


def each(provenance: Provenance | Sequence[Provenance], *, count: int) -> Sequence[Provenance]:
    """Return one provenance a record, of one for all or of one for each. Raises ``ValueError`` for another number."""
    found = [provenance] * count if isinstance(provenance, Provenance) else provenance
    if len(found) != count:
        raise ValueError(f"{len(found)} provenances for {count} records")
    return found


def newest(provenances: Sequence[Provenance]) -> Provenance:
    """Return the one that was received last, of at least one."""
    return max(provenances, key=lambda one: one.received_at)


@dataclass(frozen=True, slots=True)
class ApplyResult:
    """How many objects a call created, changed, left as they were, and how many wait for their parent."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    waiting: int = 0

    def __add__(self, other: "ApplyResult") -> "ApplyResult":
        return ApplyResult(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.waiting + other.waiting,
        )


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What an undo took away or set back."""

    removed: int = 0
    restored: int = 0


@dataclass(frozen=True, slots=True)
class Store:
    """One storefront. ``prices`` says whether its list prices include tax (gross) or not (net)."""

    id: UUID
    organisation_id: UUID
    slug: str
    name: str
    platform: str
    currency: str
    timezone: str
    prices: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class StoreHoliday:
    """A public holiday by its names, with the places that keep it, and the stores there: none means all stores."""

    day: date
    names: tuple[str, ...]
    places: tuple[str, ...]
    stores: tuple[str, ...]  # short names


@dataclass(frozen=True, slots=True)
class NewStore:
    """What a person says about a store to add."""

    slug: str
    name: str
    platform: str
    currency: str
    timezone: str
    prices: str = "gross"
    webhook_secret: bytes | None = None


@dataclass(frozen=True, slots=True)
class StoreChange:
    """What a person changes of a store; ``None`` leaves a field as it is."""

    name: str | None = None
    currency: str | None = None
    timezone: str | None = None
    prices: str | None = None
    webhook_secret: bytes | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """Where a store's platform delivers, and the secret it signs with. Never show or log it."""

    store_id: UUID
    organisation_id: UUID
    slug: str
    platform: str
    secret: bytes | None = field(repr=False, default=None)


@dataclass(frozen=True, slots=True)
class WebhookState:
    """Whether a store has a secret, and when its platform ended the connection."""

    is_secret_set: bool
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class LineProduct:
    """What an order line says about the product it sold: enough to find it, or to know it from now on."""

    product_id: str | None
    variant_id: str | None
    sku: str | None
    title: str | None = None
    variant_title: str | None = None
    vendor: str | None = None
    category: str | None = None
    subcategory: str | None = None


@dataclass(frozen=True, slots=True)
class CatalogueVariant:
    """A variant of the catalogue as it is now, with every cost it ever had, oldest first."""

    variant_id: UUID
    product_id: UUID
    sku: str | None
    title: str | None
    variant_title: str | None
    vendor: str | None
    category: str | None
    subcategory: str | None
    costs: tuple[tuple[date, Decimal, str], ...] = ()

    def unit_cost(self, *, day: date, currency: str) -> Decimal | None:
        """Return the unit cost valid on ``day``; a cost in another currency is never converted: it is unknown."""
        valid = [cost for cost in self.costs if cost[0] <= day]
        return valid[-1][1] if valid and valid[-1][2] == currency else None


@dataclass(frozen=True, slots=True)
class VariantChange:
    """A variant whose cost or product became known late: orders that sold it from that day on are derived again."""

    id: UUID
    variant_id: UUID
    first_day: date


@dataclass(frozen=True, slots=True)
class FoundProduct:
    """A product as search shows it."""

    id: UUID
    title: str | None
    sku: str | None
    category: str | None
    store: str


ProductName = tuple[str | None, str | None]  # its title, else its SKU; its vendor


@dataclass(frozen=True, slots=True)
class NamedProduct:
    """What stores sell under one name of one vendor: one product on every page."""

    id: UUID | None  # of one of the stores' products; none where the catalogue forgot what was sold
    name: str | None
    vendor: str | None
    category: str | None
    subcategory: str | None
    stores: tuple[UUID, ...]
    skus: int
    sku: str | None

    @property
    def key(self) -> ProductName:
        """Return what figures are grouped by."""
        return self.name, self.vendor


@dataclass(frozen=True, slots=True)
class ProductSearch:
    """Which products of the catalogue; no stores means all that the actor may see."""

    stores: tuple[UUID, ...] | None = None
    categories: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    ids: tuple[UUID, ...] | None = None


@dataclass(frozen=True, slots=True)
class ListedVariant:
    """A variant as its store's catalogue has it now. ``unit_cost`` is the cost valid on ``cost_since`` and after."""

    id: UUID
    product_id: UUID
    store_id: UUID
    sku: str | None
    title: str | None
    barcode: str | None
    price: Decimal | None
    currency: str
    unit_cost: Decimal | None
    cost_currency: str | None
    cost_since: date | None
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class CatalogueEvent:
    """Something a store's catalogue said of a product: listed, price or cost. Amounts are of one unit."""

    at: datetime
    kind: str
    store_id: UUID
    sku: str | None
    title: str | None
    before: Decimal | None
    after: Decimal | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class ProductDetail:
    """A product of one name with every store's variants and what catalogues said of it, newest first."""

    product: NamedProduct
    names: tuple[str, ...]
    status: str | None
    tags: tuple[str, ...]
    variants: tuple[ListedVariant, ...]
    events: tuple[CatalogueEvent, ...]
