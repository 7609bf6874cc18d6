"""What reconciling says to the outside."""

from collections.abc import Mapping
from dataclasses import dataclass
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
