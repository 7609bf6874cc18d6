"""What reconciling says to the outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from comptoir.engine.projector.checksums import Difference
from comptoir.engine.projector.reconcile import ReconcileReport


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The report of one run, with the short names of the stores it speaks of."""

    report: ReconcileReport
    stores: Mapping[UUID, str]

    def line(self, difference: Difference) -> str:
        """Return one difference as a sentence of figures."""
        key = difference.key
        where = " ".join(
            part
            for part in (self.stores.get(key.store, str(key.store)) if key.store else "", str(key.day or ""))
            if part
        )
        left = "nothing" if difference.left is None else f"{difference.left.rows} rows {_sums(difference.left.sums)}"
        right = (
            "nothing" if difference.right is None else f"{difference.right.rows} rows {_sums(difference.right.sums)}"
        )
        return (
            f"{difference.table} {where or key.organisation}: "
            f"{difference.places[0]} has {left.strip()}, {difference.places[1]} has {right.strip()}"
        )


def _sums(sums: tuple[object, ...]) -> str:
    return f"({', '.join(str(value) for value in sums)})" if sums else ""


@dataclass(frozen=True, slots=True)
class DayDifference:
    """A day of a store on which two places do not agree, as a sentence of figures; ``None`` for no day in particular."""

    day: str | None
    what: str


@dataclass(frozen=True, slots=True)
class StoreAccuracy:
    """How many days of a store were compared, and which differ. The list is cut; ``different`` is the whole number."""

    store: UUID
    days: int
    first: str | None
    last: str | None
    different: int
    differences: tuple[DayDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class Accuracy:
    """A comparison of all places for one organisation. Instants are aware UTC; ``first`` and ``last`` are store days."""

    id: UUID
    state: str  # running, done, failed
    first: date | None
    last: date | None
    is_repair: bool
    rows: int
    repaired: int
    stores: tuple[StoreAccuracy, ...]
    elsewhere: tuple[str, ...]
    error: str | None
    asked_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccuracyState:
    """The newest comparison that ended well, the one after it (under way or failed), and the stores' short names."""

    last: Accuracy | None
    newer: Accuracy | None
    stores: Mapping[UUID, str]
