"""Rules of imports without I/O: counting what happened, and which options a store and a person give together."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from comptoir.composed.integrations.contracts import ImportOptions, ImportResult, ReasonCount, StatusCount
from comptoir.connectors.sdk.formats import Options, Reject
from comptoir.domains.commerce.contracts import ApplyResult, Store
from comptoir.kernel.errors import Invalid
from comptoir.kernel.time import zone

PLANNED, RUNNING, DONE, FAILED, UNDONE = "planned", "running", "done", "failed", "undone"
_MOST_WORDS = 200  # distinct status words kept: a mapped column may turn out to be free text


def reading_options(
    store: Store, chosen: ImportOptions, mapping: dict[str, str], *, received_at: datetime | None = None
) -> Options:
    """Return how to read the file: the person's answers, else the store's habits."""
    timezone = chosen.timezone or store.timezone
    try:
        zone(timezone)
    except ValueError as error:
        raise Invalid(f"{error}.", field="timezone") from error
    currency = (chosen.currency or store.currency).upper()
    if len(currency) != 3 or not currency.isalpha():
        raise Invalid(f"{currency!r} is not an ISO 4217 currency such as EUR.", field="currency")
    if chosen.number_format not in (None, "point", "comma"):
        raise Invalid("The number format is point or comma.", field="number_format")
    return Options(
        currency=currency,
        timezone=timezone,
        prices=store.prices,
        mapping=mapping,
        date_format=chosen.date_format,
        number_format=chosen.number_format,
        tax_included=chosen.tax_included,
        discount_is_rate=chosen.discount_is_rate,
        received_at=received_at,
    )


@dataclass(slots=True)
class Tally:
    """Counts what an import does, batch by batch."""

    applied: ApplyResult = field(default_factory=ApplyResult)
    read: int = 0
    rejected: int = 0
    statuses: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)

    def batch(
        self,
        *,
        rows: int,
        rejects: Iterable[Reject],
        statuses: Mapping[tuple[str, str], int],
        notes: Mapping[str, int],
    ) -> None:
        """Count one batch as read."""
        self.read += rows
        for key, count in statuses.items():
            if key in self.statuses or len(self.statuses) < _MOST_WORDS:
                self.statuses[key] += count
        self.notes.update(notes)
        for reject in rejects:
            self.rejected += 1
            self.reasons[reject.reason] += 1

    def result(self) -> ImportResult:
        """Return what is counted so far."""
        return ImportResult(
            read=self.read,
            created=self.applied.created,
            updated=self.applied.updated,
            unchanged=self.applied.unchanged,
            waiting=self.applied.waiting,
            rejected=self.rejected,
            statuses=tuple(
                StatusCount(source, became, count) for (source, became), count in self.statuses.most_common()
            ),
            reject_reasons=tuple(ReasonCount(reason, count) for reason, count in self.reasons.most_common(50)),
            notes=tuple(f"{count} × {note}" if count > 1 else note for note, count in self.notes.most_common(20)),
        )
