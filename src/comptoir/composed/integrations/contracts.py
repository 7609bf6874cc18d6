"""What may cross the border of integrations: an import with its plan, progress and result. Shapes only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """A person's answers. ``None`` means: found out, or the store's."""

    date_format: str | None = None
    number_format: str | None = None  # point or comma
    currency: str | None = None
    timezone: str | None = None
    tax_included: bool | None = None
    discount_is_rate: bool | None = None
    replace: bool = False
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class StatusCount:
    """A status word of the file, what it became, and how often."""

    source: str
    became: str
    count: int


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """Why rows were rejected, and how many."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. ``read`` and ``rejected`` count rows of the file, the others orders, products or customers."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    waiting: int = 0
    rejected: int = 0
    statuses: tuple[StatusCount, ...] = ()
    reject_reasons: tuple[ReasonCount, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def changed_nothing(self) -> bool:
        """Whether everything in the file was known already."""
        return not (self.created or self.updated or self.waiting)


@dataclass(frozen=True, slots=True)
class Import:
    """One import of one file into one store."""

    id: UUID
    file: str
    size: int
    store: str | None  # slug
    format: str | None
    mapping: Mapping[str, str]
    options: ImportOptions
    state: str  # planned, running, done, failed, undone
    total: int
    result: ImportResult
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    error: str | None = None
    plan: Mapping[str, Any] | None = None
    has_rejects: bool = False
    blob_id: UUID | None = field(default=None, repr=False)
    rejects_blob_id: UUID | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ImportPage:
    """Imports, newest first; the cursor is opaque and null at the end."""

    items: tuple[Import, ...]
    next_cursor: str | None
