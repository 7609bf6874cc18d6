"""A plan: everything decided about one query, growing from pass to pass. Frozen; a pass returns a new one.

``shape`` is what decides the SQL text, ``parameters`` the values: plans of one shape share compiled SQL.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from comptoir.kernel.time import Period
from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.query import Filter, Query
from comptoir.semantic.tenant import Store, Tenant
from comptoir.semantic.terms import Term

CURRENT, PREVIOUS = 0, 1


@dataclass(frozen=True, slots=True)
class MandatoryScope:
    """What no plan can be rendered without: the organisation, and the stores it is limited to (None: all).

    ``limits`` are dimensions with the only values that count, whatever is asked.
    """

    organisation: UUID
    stores: tuple[UUID, ...] | None
    limits: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def parameters(self) -> frozenset[str]:
        """Return the parameters that must narrow every read of a fact."""
        stores = () if self.stores is None else ("stores",)
        return frozenset((*stores, *(limit_name(key) for key, _ in self.limits)))


def limit_name(key: str) -> str:
    """Return the parameter that holds the values a dimension is limited to."""
    return f"scope_{key}"


@dataclass(frozen=True, slots=True)
class Span:
    """Days of one period, named by the parameters of the first and the last; ``is_cut`` ends them at the same minute."""

    side: int
    first: str
    last: str
    is_cut: bool = False


NOW_SPAN = Span(CURRENT, "from_day", "to_day")


@dataclass(frozen=True, slots=True)
class Scan:
    """One read of one table of a fact: its raw entries or its roll-up. Spans do not overlap; none is all time."""

    fact: str
    uses_rollup: bool
    spans: tuple[Span, ...]

    @property
    def side(self) -> int | None:
        """Return the period all rows belong to, or None where a row's day decides."""
        sides = {span.side for span in self.spans} or {CURRENT}
        return sides.pop() if len(sides) == 1 else None


@dataclass(frozen=True, slots=True)
class Part:
    """The share of one fact in a plan: what it sums, and the reads that together give it."""

    fact: str
    terms: tuple[Term, ...]
    scans: tuple[Scan, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which bucket of the earlier period stands beside which of the asked one; the others have no partner."""

    pairs: tuple[tuple[date | datetime, date | datetime], ...]
    unpaired: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """One query on its way to SQL. Fields below ``scope`` are set by the pass of the same name."""

    query: Query
    catalogue: Catalogue
    tenant: Tenant
    now: datetime
    filters: tuple[Filter, ...] = ()  # all but those on stores
    stores: tuple[Store, ...] = ()  # what the filters leave
    limits_stores: bool = False
    measures: tuple[str, ...] = ()
    scope: MandatoryScope | None = None
    parts: tuple[Part, ...] = ()
    currency: str | None = None  # of the result; None where no figure is money
    converts: bool = False
    foreign: tuple[str, ...] = ()  # the currencies known to be converted from, sorted
    zone: str = "UTC"  # of hours
    previous: Period | None = None
    alignment: Alignment | None = None
    cuts: Mapping[UUID, datetime] = field(default_factory=dict)  # same minute: end of the earlier period by store
    first_cut: date | None = None  # the earliest day of the earlier period that is not whole
    daily_entries: float = 0  # about how many entries a day the stores in scope have
    is_near: bool = False  # few entries of recent days: gathered as they are, by factors handed in
    notes: tuple[str, ...] = ()
    masked: frozenset[str] = frozenset()  # metrics and dimensions whose columns are null
    shown: tuple[str, ...] | None = None  # the dimensions of the answer, where some are masked
    exports: bool = False  # a file: no total, no marks, values as a file shows them

    @property
    def uncut_stores(self) -> tuple[UUID, ...]:
        """Return the stores in which the earlier period counts whole, because the asked one is over there."""
        return tuple(store for store, cut in self.cuts.items() if cut == self.now)

    @property
    def common_cut(self) -> datetime | None:
        """Return the instant at which every other store's earlier period ends, if it is one for all."""
        instants = {cut for cut in self.cuts.values() if cut != self.now}
        return instants.pop() if len(instants) == 1 else None

    @property
    def has_total(self) -> bool:
        """Whether a row over everything stands beside the groups."""
        return self.has_keys and not self.exports

    @property
    def has_lookups(self) -> bool:
        """Whether current attributes are joined after aggregation."""
        return any(self.catalogue.dimensions[key].lookup for key in self.query.dimensions)

    @property
    def currencies(self) -> tuple[str, ...]:
        """Return the currency of the result and those known to be converted into it."""
        return (self.currency, *self.foreign) if self.currency else ()

    @property
    def takes_factors(self) -> bool:
        """Whether the factors that convert it are handed in instead of joined."""
        return self.is_near and self.converts

    @property
    def sides(self) -> tuple[int, ...]:
        """Return the periods to compute."""
        return (CURRENT, PREVIOUS) if self.previous else (CURRENT,)

    @property
    def has_keys(self) -> bool:
        """Whether the result is grouped at all."""
        return bool(self.query.dimensions or self.query.grain)

    @property
    def bases(self) -> tuple[str, str, str]:
        """Return whose day, and the bases of returns and edits."""
        return self.query.day, self.query.returns_basis, self.query.edits_basis

    @property
    def splits_orders(self) -> bool:
        """Whether a dimension or filter can leave only some lines of an order."""
        used = (*self.query.dimensions, *(condition.field for condition in self.filters))
        return any(self.catalogue.dimensions[key].level == "line" for key in used)

    @property
    def groups_split_orders(self) -> bool:
        """Whether one order can lie in several groups: else groups have no order in common."""
        return any(self.catalogue.dimensions[key].level == "line" for key in self.query.dimensions)

    @property
    def reads_hours(self) -> bool:
        """Whether a dimension that is grouped or filtered by, here or in a definition, is made of the local hour."""
        own = (one.field for key in self.measures for _, one in self.catalogue.measures[key].only)
        used = {*self.query.dimensions, *(item.field for item in self.filters), *own}
        return any("{hour}" in text for key in used for text in self.catalogue.dimensions[key].expressions.values())

    @property
    def zones(self) -> tuple[str, ...]:
        """Return the zones of the stores in the plan, sorted."""
        return tuple(sorted({store.timezone for store in self.stores}))

    @property
    def shape(self) -> Hashable:
        """Return what decides the SQL text: everything but values."""
        query = self.query
        return (
            self.catalogue.fingerprint,
            query.metrics,
            query.dimensions,
            query.grain,
            query.range is not None,
            tuple((condition.field, condition.op) for condition in self.filters),
            self.bases,
            query.order_by,
            self.parts,
            self.scope is not None and self.scope.parameters,
            (self.masked, self.shown),
            self.currency and (self.converts, self.currency),
            self.sides,
            self.exports,
            self.is_near,
            self.alignment is not None,
            bool(self.cuts) and (self.common_cut is None, bool(self.uncut_stores)),
            self.tenant.calendar,
            self.zones if self.reads_hours else None,
        )


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """One column of a result: name, type (date, datetime, string, integer, decimal), unit, and where it comes from."""

    name: str
    type: str
    unit: str | None = None
    metric: str | None = None
    version: int | None = None
    is_masked: bool = False  # always null, because it is hidden from who asked


@dataclass(frozen=True, slots=True)
class Compiled:
    """SQL text of a shape, the columns of the result, those that the text gives, and the tables it reads."""

    sql: str
    columns: tuple[OutputColumn, ...]
    fetched: tuple[str, ...]
    has_total_row: bool
    extras: tuple[str, ...]
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """A compiled shape with the values of one query."""

    compiled: Compiled
    parameters: Mapping[str, Any]

    def given(self, values: Mapping[str, Any]) -> "Bound":
        """Return the same with more values."""
        return Bound(self.compiled, {**self.parameters, **values})
