"""The words metrics are declared in: facts, measures, metrics, dimensions and their kinds. Frozen data, no behaviour.

SQL fragments in declarations are ClickHouse expressions over the columns of one fact, written by developers; nothing a
person types ever becomes part of one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from comptoir.semantic.condition import Filter


class Kind(StrEnum):
    """What a figure counts."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"  # a share: travels as a fraction, 0.446 is 44.6 %
    RATIO = "ratio"
    DURATION = "duration"  # seconds


@dataclass(frozen=True, slots=True)
class Unit:
    """Kind of a figure; money without ``currency`` is converted to the currency of the query."""

    kind: Kind
    currency: str | None = None


MONEY = Unit(Kind.MONEY)
COUNT = Unit(Kind.COUNT)
PERCENT = Unit(Kind.PERCENT)
RATIO = Unit(Kind.RATIO)


class Direction(StrEnum):
    """Which way is good news."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


class DateBasis(StrEnum):
    """The day an entry counts on."""

    ORDER = "order"  # the order's day
    EVENT = "event"  # the day of the event itself: a return on its own day
    MIXED = "mixed"  # sales on the order's day, returns on their own


class Level(StrEnum):
    """What a dimension is an attribute of. Order-level dimensions never split an order."""

    ORDER = "order"
    LINE = "line"


class DataType(StrEnum):
    """Type of a dimension's values."""

    STRING = "string"
    INTEGER = "integer"
    UUID = "uuid"


class Aggregation(StrEnum):
    """How a measure sums up."""

    SUM = "sum"
    SUM_OR_NULL = "sumOrNull"  # null where nothing was summed
    DISTINCT = "uniqExact"


@dataclass(frozen=True, slots=True)
class Fact:
    """A ClickHouse table with one grain (rows of ``key``), and ``rollup``, a table of its sums per bucket.

    ``days`` gives the day an entry counts on: (day of store or organisation, returns basis, edits basis) → expression;
    ``instants`` the same for (returns basis, edits basis). ``hours`` are ready-made local hours, where the columns hold
    them. ``rollup_days`` are the roll-up's columns, on the default bases only.
    """

    key: str
    table: str
    description: str
    days: Mapping[tuple[str, str, str], str]
    instants: Mapping[tuple[str, str], str]
    hours: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    currency: str = "currency"
    booked: str = "booked_day"
    rollup: str | None = None
    rollup_days: Mapping[str, str] = field(default_factory=dict)
    rollup_condition: str | None = None


@dataclass(frozen=True, slots=True)
class FirstSeen:
    """A table that says when each thing was first seen: counts only those first seen in the bucket."""

    table: str
    key: str
    days: Mapping[str, str]
    instant: str


@dataclass(frozen=True, slots=True)
class Measure:
    """An aggregate over one fact. ``expression`` is summed or counted distinct where ``condition`` holds.

    ``rollup`` is the same amount as an expression over the roll-up table (always summed), with ``rollup_condition``.
    ``order_level`` replaces a distinct count by a plain sum where no dimension or filter can split an order.
    ``first_seen`` keeps only those first seen in the bucket (in the range, for totals). ``only`` are conditions of a
    definition, by the names of their parameters. ``group`` is the group of columns whose rules it obeys.
    """

    key: str
    fact: str
    expression: str
    unit: Unit
    aggregation: Aggregation = Aggregation.SUM
    condition: str | None = None
    rollup: str | None = None
    rollup_condition: str | None = None
    order_level: str | None = None
    first_seen: FirstSeen | None = None
    group: str | None = None
    only: tuple[tuple[str, Filter], ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """A named figure: a formula over measures and other metrics, with what a person needs to trust it.

    ``filters`` are the conditions its formula is summed under. ``group`` is the group of columns whose rules it obeys,
    beside those of all it rests on.
    """

    key: str
    label: str
    description: str
    formula: str
    unit: Unit
    direction: Direction
    date_basis: DateBasis
    owner: str
    version: int
    permission: str | None = None
    group: str | None = None
    filters: tuple[Filter, ...] = ()
    is_custom: bool = False
    certified: bool = True


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table of current attributes joined after aggregation: ``key`` there equals ``key`` on the fact."""

    table: str
    key: str
    column: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """An attribute reachable from the fact without fan-out.

    ``expressions`` maps a fact (or roll-up table) to the expression of the dimension there. ``many`` is the array of
    all values: filters match any of them, grouping uses the primary one. ``lookup`` makes it a current attribute.
    ``resolved`` names a value list the layer keeps itself (stores: ids in the fact, slugs outside). ``base`` is the
    dimension that an organisation's own grouping is made of.
    """

    key: str
    label: str
    description: str
    expressions: Mapping[str, str]
    type: DataType = DataType.STRING
    level: Level = Level.ORDER
    values: tuple[int, int] | None = None  # lowest and highest of an integer
    many: str | None = None
    lookup: Lookup | None = None
    resolved: str | None = None
    permission: str | None = None
    group: str | None = None
    owner: str = "orders"
    base: str | None = None
    version: int = 1
    is_custom: bool = False
    certified: bool = True


@dataclass(frozen=True, slots=True)
class Declarations:
    """What one module declares."""

    facts: tuple[Fact, ...] = ()
    measures: tuple[Measure, ...] = ()
    metrics: tuple[Metric, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
