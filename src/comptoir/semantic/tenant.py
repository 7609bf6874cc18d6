"""What the layer must know of an organisation to answer: currency, zone, calendar and stores. Data, no reading."""

from dataclasses import dataclass, field
from uuid import UUID

from comptoir.kernel.fiscal import FiscalCalendar


@dataclass(frozen=True, slots=True)
class Store:
    """A store as filters, labels, currencies and hours need it."""

    id: UUID
    slug: str
    currency: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Tenant:
    """An organisation as the semantic layer sees it. ``rate_set`` names the exchange rates that convert its money."""

    id: UUID
    currency: str
    timezone: str
    calendar: FiscalCalendar = field(default_factory=FiscalCalendar)
    stores: tuple[Store, ...] = ()
    rate_set: str = "ecb"

    def store(self, slug: str) -> Store | None:
        """Return the store with this slug."""
        return next((store for store in self.stores if store.slug == slug), None)
