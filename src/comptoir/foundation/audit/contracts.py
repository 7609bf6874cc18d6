"""What others may know of the audit trail. Instants are aware UTC."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from comptoir.platform.audit import Entry


class Kind(StrEnum):
    """What an entry tells of, as the security page counts it."""

    SIGN_IN_FAILED = "sign_in_failed"
    NEW_DEVICE = "new_device"
    REFUSED = "refused"
    ACCESS_CHANGED = "access_changed"
    PERSONAL_EXPORTED = "personal_exported"
    PERSONAL_READ = "personal_read"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry with its place in the chain; ``sequence`` and ``hash`` are null for about a second."""

    entry: Entry
    sequence: int | None
    hash: bytes | None


@dataclass(frozen=True, slots=True)
class Search:
    """Which entries: conditions hold together, ``text`` is looked for in action, subject, address and change."""

    since: datetime | None = None
    until: datetime | None = None
    user_id: UUID | None = None
    kind: Kind | None = None
    action: str | None = None
    outcome: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, newest first, with the names of who acted; ``next_cursor`` is null on the last page."""

    items: Sequence[Kept]
    names: Mapping[UUID, str]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a chain that is not as it was written, and where."""

    organisation_id: UUID
    kind: str  # changed, foreign, missing, moved, unsigned, cut
    sequence: int | None
    entry_id: UUID | None
    detail: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking one chain found. ``waiting`` are entries that no link protects yet, sealed all the same."""

    organisation_id: UUID
    entries: int
    first: int | None
    last: int | None
    roots: int
    waiting: int
    removed_to: int | None
    faults: Sequence[Fault] = ()
    more_faults: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing was altered, removed or moved."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Alert:
    """More of something than is usual: of whom, how often, and what would have been usual."""

    kind: Kind
    user_id: UUID | None
    address: str | None
    count: int
    usual: float
    day: date


@dataclass(frozen=True, slots=True)
class Security:
    """What a security team looks at first: counts by day, what stands out, and whether the trail holds."""

    days: Sequence[date]
    counts: Mapping[Kind, Sequence[int]]
    alerts: Sequence[Alert]
    names: Mapping[UUID, str]
    newest: Mapping[Kind, Sequence[Kept]] = field(default_factory=dict)
    chained_to: int = 0
    last_root: date | None = None
    public_key: bytes = b""
