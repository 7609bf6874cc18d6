"""Comparisons as the REST interface shows and takes them."""

from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct

from comptoir.composed.upkeep.contracts import Accuracy, AccuracyState, StoreAccuracy


class ComparisonBody(Struct, forbid_unknown_fields=True):
    """What to compare: store days, both included (all when left out), and whether to mend what differs."""

    first: date | None = None
    last: date | None = None
    repair: bool = False


def state_body(found: AccuracyState) -> dict[str, Any]:
    """Return how accurate the organisation's data is, as far as it was compared."""
    return {
        "last": accuracy_body(found.last, names=found.stores) if found.last else None,
        "newer": accuracy_body(found.newer, names=found.stores) if found.newer else None,
    }


def accuracy_body(item: Accuracy, *, names: dict[UUID, str] | Any) -> dict[str, Any]:
    """Return one comparison; ``accuracy`` is the share of compared store days on which all places agree."""
    days, different = sum(one.days for one in item.stores), sum(one.different for one in item.stores)
    return {
        "id": item.id,
        "state": item.state,
        "first": item.first,
        "last": item.last,
        "repair": item.is_repair,
        "rows": item.rows,
        "days": days,
        "different": different,
        "accuracy": share(days, different),
        "equal": item.state == "done" and not different and not item.elsewhere,
        "repaired": item.repaired,
        "stores": [store_body(one, slug=names.get(one.store)) for one in item.stores],
        "elsewhere": list(item.elsewhere),
        "error": item.error,
        "asked_at": item.asked_at,
        "finished_at": item.finished_at,
    }


def store_body(item: StoreAccuracy, *, slug: str | None) -> dict[str, Any]:
    """Return how a store stands."""
    return {
        "store": slug,
        "days": item.days,
        "first": item.first,
        "last": item.last,
        "different": item.different,
        "accuracy": share(item.days, item.different),
        "differences": [{"day": one.day, "what": one.what} for one in item.differences],
    }


def share(days: int, different: int) -> str | None:
    """Return the share of days that agree as a decimal, cut and not rounded: one day of a thousand is no 100 %."""
    return None if days == 0 else f"{(days - different) * 10_000 // days / 10_000:.4f}"
