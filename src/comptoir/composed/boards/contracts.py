"""What may cross the border of boards. A document is kept as JSON values; ``model.checking`` says what one may hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

Document = Mapping[str, Any]
Tile = Mapping[str, Any]

PERSONAL, SHARED, ORGANISATION = "personal", "shared", "organisation"
VISIBILITIES = (PERSONAL, SHARED, ORGANISATION)
NOTE_KINDS = ("note", "campaign", "holiday", "stock_out")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where (a dotted path, empty for the whole), what, and what may have been meant."""

    place: str
    message: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Who:
    """A person by name; without an id the product or its host, and one who left has no name."""

    id: UUID | None
    name: str | None


@dataclass(frozen=True, slots=True)
class BoardSummary:
    """A board as a list shows it, to one person."""

    id: UUID
    name: str
    description: str | None
    visibility: str
    roles: tuple[str, ...]
    owner: Who
    is_mine: bool
    may_edit: bool
    may_manage: bool
    is_favourite: bool
    is_home: bool
    template: str | None
    version: int
    saved_at: datetime
    deleted_at: datetime | None
    tiles: int


@dataclass(frozen=True, slots=True)
class Board:
    """A whole board to one person: tiles they may not read are marked and ask nothing."""

    summary: BoardSummary
    document: Document
    saved_by: Who


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two people changed at once. The saved one stays; ``yours`` is what was sent, for the person to decide.

    ``tile`` is None for what concerns the whole board, ``fields`` names which part of it.
    """

    what: str  # changed, removed, settings
    tile: str | None
    fields: tuple[str, ...]
    yours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Saved:
    """The board after a save, whether others' changes were merged in, and what could not be."""

    board: Board
    merged: bool
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """One version of a board: when, by whom, and in words what was changed."""

    version: int
    saved_at: datetime
    saved_by: Who
    summary: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version with its document."""

    info: VersionInfo
    document: Document


@dataclass(frozen=True, slots=True)
class NewBoard:
    """What a board is made from: a document, a template's key, or nothing."""

    name: str
    description: str | None = None
    visibility: str = PERSONAL
    roles: tuple[str, ...] = ()
    document: Any = None
    template: str | None = None


@dataclass(frozen=True, slots=True)
class BoardChange:
    """What of a board beside its document is to change; None leaves it. An empty description removes it."""

    name: str | None = None
    description: str | None = None
    visibility: str | None = None
    roles: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """The board a person lands on, and why: ``home`` (chosen), ``role`` (the role's default) or None."""

    board_id: UUID | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Need:
    """Facts a template rests on, what feeds them, and whether there are any."""

    fact: str
    feeds: str
    has_data: bool


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """A template as people choose it."""

    key: str
    name: str
    question: str
    tiles: int
    kinds: tuple[str, ...]
    needs: Sequence[Need]

    @property
    def has_data(self) -> bool:
        """Whether every fact it rests on has data."""
        return all(need.has_data for need in self.needs)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note on days that every chart of them shows. Days are local days, both included; no stores means all."""

    id: UUID
    day: date
    until: date | None
    text: str
    kind: str
    stores: tuple[str, ...]  # slugs
    by: Who
    may_edit: bool


@dataclass(frozen=True, slots=True)
class AnnotationBody:
    """What a person says of a note; ``until`` of None is one day."""

    day: date
    text: str
    until: date | None = None
    kind: str = "note"
    stores: tuple[str, ...] = ()
