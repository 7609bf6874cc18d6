"""What other modules and the command line learn about exchange rates."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of ``currency`` for one EUR on a published day."""

    currency: str
    day: date
    rate: Decimal


@dataclass(frozen=True, slots=True)
class RateImport:
    """What an import of rates changed. ``differing`` counts days whose published rate was left as it was."""

    rate_set: str
    read: int
    added: int
    unchanged: int
    differing: int
    rerated_from: date | None
    published_to: date | None


@dataclass(frozen=True, slots=True)
class RateStatus:
    """One rate set: its source, its currencies and how far it is published. Later days are provisional."""

    rate_set: str
    source: str
    currencies: tuple[str, ...]
    first_day: date
    published_to: date
    rates: int
