"""What others learn about the demo."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from comptoir.kernel.errors import Invalid

MOST_STORES, MOST_YEARS = 12, 5


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """What a demo is to hold."""

    stores: int = 12
    years: int = 2
    seed: int = 7

    def __post_init__(self) -> None:
        if not 1 <= self.stores <= MOST_STORES:
            raise Invalid(f"{self.stores} stores do not fit.", hint=f"The demo has 1 to {MOST_STORES}.", field="stores")
        if not 1 <= self.years <= MOST_YEARS:
            raise Invalid(f"{self.years} years do not fit.", hint=f"The demo tells 1 to {MOST_YEARS}.", field="years")


@dataclass(frozen=True, slots=True)
class DemoState:
    """How far the demo of an organisation has been told; orders are counted as planned."""

    organisation_id: UUID
    seed: int
    store_count: int
    start_day: date
    filled_from: date
    told_until: datetime
    orders_done: int
    orders_total: int
    is_live: bool = True

    @property
    def is_filling(self) -> bool:
        """Return whether history before ``filled_from`` is still missing."""
        return self.filled_from > self.start_day
