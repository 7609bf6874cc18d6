"""Definitions as other modules and the interface see them. Data only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

METRIC, BINS, VALUE_MAP = "metric", "bins", "value_map"
KINDS = (METRIC, BINS, VALUE_MAP)


@dataclass(frozen=True, slots=True)
class Who:
    """A person as shown beside something they did."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A definition as a person sends it: ``body`` is what its kind takes, unchecked."""

    key: str
    kind: str
    label: str
    description: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What to change of a definition; None leaves it. ``base_version`` refuses to write over somebody else's change."""

    label: str | None = None
    description: str | None = None
    body: Mapping[str, Any] | None = None
    owner: UUID | None = None
    base_version: int | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition of an organisation. ``unit`` is a metric's; ``problem`` says why it cannot be worked out now."""

    key: str
    kind: str
    label: str
    description: str
    body: Mapping[str, Any]
    unit: str | None
    owner: Who | None
    version: int
    certified: bool
    certified_by: Who | None
    created_at: datetime
    saved_at: datetime
    saved_by: Who | None
    deleted_at: datetime | None
    deleted_by: Who | None
    may_edit: bool
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a definition that was."""

    version: int
    label: str
    description: str
    body: Mapping[str, Any]
    summary: str
    saved_at: datetime
    saved_by: Who | None


@dataclass(frozen=True, slots=True)
class Use:
    """Something that rests on a definition."""

    kind: str  # metric, dimension, board
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Graph:
    """What a name rests on, and what rests on it: ``edges`` lead from a name to one it rests on."""

    nodes: Sequence["Node"]
    edges: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Node:
    """A metric or dimension in a graph."""

    key: str
    label: str
    kind: str
    is_custom: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a formula, or one it may go on with."""

    key: str
    label: str
    unit: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a formula, and where."""

    message: str
    start: int | None = None
    end: int | None = None
    suggestions: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a formula while it is typed."""

    ok: bool
    unit: str | None
    names: Sequence[Named]
    problems: Sequence[Fault]
    completions: Sequence[Named]


@dataclass(frozen=True, slots=True)
class TargetWanted:
    """A target as a person sets it; ``store`` of None means all stores together."""

    metric: str
    period: str  # day, week, month, quarter, year
    start: date
    amount: Decimal
    store: str | None = None
    currency: str | None = None  # of money; None: the organisation's


@dataclass(frozen=True, slots=True)
class Target:
    """What a metric should reach in one period of the organisation's calendar; ``end`` is its last day."""

    id: UUID
    metric: str
    store: str | None
    period: str
    start: date
    end: date
    amount: Decimal
    currency: str | None
    saved_at: datetime
    saved_by: Who | None
    may_edit: bool


@dataclass(frozen=True, slots=True)
class PaceDay:
    """A day on the way to a target: what it should bring and has brought, and what both are summed up."""

    day: date
    is_holiday: bool
    share: Decimal | None
    expected: Decimal | None
    expected_so_far: Decimal | None
    actual: Decimal | None


@dataclass(frozen=True, slots=True)
class Pace:
    """Where a figure stands on its way to a target, and where it should. None is what cannot be told honestly."""

    target: Target
    method: str
    statement: str
    actual: Decimal | None
    expected_by_now: Decimal | None
    ahead_by: Decimal | None
    share_done: Decimal | None
    expected_at_end: Decimal | None
    days: Sequence[PaceDay]
