"""From the report of a comparison to how each store stands. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from comptoir.composed.upkeep.contracts import DayDifference, Reconciliation, StoreAccuracy
from comptoir.engine.projector.reconcile import Finding

RUNNING, DONE, FAILED = "running", "done", "failed"
MOST_SHOWN = 100  # differences kept for a store; their number is whole


def accuracies(result: Reconciliation) -> tuple[list[StoreAccuracy], list[str]]:
    """Return every compared store with the days that differ, and sentences on what belongs to no store."""
    report = result.report
    days: defaultdict[UUID, set[str]] = defaultdict(set)
    for store, day in report.store_days:
        days[store].add(str(day))
    found: defaultdict[UUID, list[DayDifference]] = defaultdict(list)
    elsewhere: list[str] = []
    for difference in report.differences:
        key = difference.key
        if key.store is None:
            elsewhere.append(result.line(difference))
        else:
            found[key.store].append(DayDifference(str(key.day) if key.day else None, result.line(difference)))
    for finding in report.findings:
        if finding.store is None:
            elsewhere.append(sentence(finding))
        else:
            found[finding.store].append(DayDifference(finding.day, sentence(finding)))
    stores = sorted({*days, *found}, key=lambda store: result.stores.get(store, str(store)))
    return [_accuracy(store, days[store], found[store]) for store in stores], elsewhere[:MOST_SHOWN]


def sentence(finding: Finding) -> str:
    """Return what PostgreSQL's own tables do not agree on."""
    return f"{finding.name}: {finding.places[0]} says {finding.left}, {finding.places[1]} says {finding.right}"


def _accuracy(store: UUID, days: set[str], found: list[DayDifference]) -> StoreAccuracy:
    differing = {one.day for one in found if one.day is not None}
    compared = sorted(days | differing)
    return StoreAccuracy(
        store=store,
        days=len(compared),
        first=compared[0] if compared else None,
        last=compared[-1] if compared else None,
        different=len(differing) or len(found[:1]),
        differences=tuple(sorted(found, key=lambda one: one.day or "", reverse=True)[:MOST_SHOWN]),
    )


def as_stored(item: StoreAccuracy) -> Mapping[str, object]:
    """Return a store's standing as JSON keeps it."""
    return {
        "store": str(item.store),
        "days": item.days,
        "first": item.first,
        "last": item.last,
        "different": item.different,
        "differences": [[one.day, one.what] for one in item.differences],
    }


def from_stored(item: Mapping[str, object]) -> StoreAccuracy:
    """Return a store's standing from its JSON."""
    values = dict(item)
    differences = values.pop("differences")
    store = UUID(str(values.pop("store")))
    assert isinstance(differences, list)
    return StoreAccuracy(store=store, differences=tuple(DayDifference(*one) for one in differences), **values)  # type: ignore[arg-type]  # written by as_stored
