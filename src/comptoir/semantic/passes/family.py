"""Which questions are asked in one statement: those that differ in their periods, keys and figures only.

Owns what must be equal and what may differ; writes no SQL. A question that has no kin is asked alone.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from comptoir.kernel.time import Grain
from comptoir.semantic.passes.aggregate import is_distinct, measure_of
from comptoir.semantic.passes.conditions import dimension_expression
from comptoir.semantic.passes.figures import has_change
from comptoir.semantic.passes.finish import asked_order
from comptoir.semantic.passes.scan import keys_of
from comptoir.semantic.plan import Part, Plan, Scan, Span
from comptoir.semantic.terms import Term

MOST_TERMS = 6  # every figure is worked out for every group of the family
MOST_WINDOWS = 12
MOST_SETS = 8
Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One question of a family: its place among those asked, and where in the family's rows its own stand."""

    place: int
    plan: Plan
    window: int
    keys: Keys


@dataclass(slots=True)
class Family:
    """Questions for one statement. ``windows`` has one plan for each pair of periods, ``keys`` every key once."""

    members: list[Member] = field(default_factory=list)
    windows: list[Plan] = field(default_factory=list)
    keys: Keys = ()

    @property
    def sets(self) -> tuple[Keys, ...]:
        """Return by which keys rows are grouped, the totals last."""
        return (*dict.fromkeys(member.keys for member in self.members if member.keys), ())

    @property
    def terms(self) -> tuple[Term, ...]:
        """Return every sum of the members once."""
        return tuple(dict.fromkeys(term for member in self.members for term in member.plan.parts[0].terms))

    @property
    def plan(self) -> Plan:
        """Return one plan of all together."""
        plans = [member.plan for member in self.members]
        first = next((one for one in self.windows if one.previous), self.windows[0])
        keyed = next((one for one in plans if one.has_keys), first)
        query = replace(
            first.query,
            metrics=tuple(dict.fromkeys(key for one in plans for key in one.query.metrics)),
            dimensions=tuple(key for key in self.keys if key != "period"),
            grain=keyed.query.grain,
            order_by=asked_order(keyed) if keyed.has_keys else (),
            limit=max(one.query.limit for one in plans),
        )
        part = Part(first.parts[0].fact, self.terms, self._scans(first))
        measures = tuple(dict.fromkeys(key for one in plans for key in one.measures))
        return replace(first, query=query, parts=(part,), measures=measures)

    @property
    def has_plain(self) -> bool:
        """Return whether somebody asks for one period where two are read."""
        return any(self.is_plain(member) for member in self.members)

    def is_plain(self, member: Member) -> bool:
        """Return whether a member asks for one period of a window that has two."""
        return member.plan.previous is None and self.windows[member.window].previous is not None

    @property
    def shape(self) -> Hashable:
        """Return what decides the statement."""
        return (
            "family",
            self.keys,
            tuple(one.shape for one in self.windows),
            tuple((member.plan.shape, member.window, member.keys) for member in self.members),
        )

    def _scans(self, first: Plan) -> tuple[Scan, ...]:
        """The reads of all windows: where there are several a row may lie in more than one of them."""
        if len(self.windows) == 1:
            return first.parts[0].scans
        stored = dict.fromkeys(read.uses_rollup for one in self.windows for read in one.parts[0].scans)
        return tuple(Scan(first.parts[0].fact, uses_rollup=rolled, spans=()) for rolled in stored)

    def takes(self, place: int, plan: Plan) -> bool:
        """Add a question, unless that would make the statement worse than two."""
        keys = tuple(keys_of(plan))
        known = next((index for index, one in enumerate(self.windows) if _is_same(one, plan)), None)
        if known is None:
            known = next((index for index, one in enumerate(self.windows) if _holds(one, plan)), None)
        union = (*self.keys, *(key for key in keys if key not in self.keys))
        windows = len(self.windows) + (known is None)
        sets = len({*self.sets, keys})
        fits = (
            tuple(key for key in union if key in keys) == keys
            and _are_told_apart(plan, union)
            and len({*self.terms, *plan.parts[0].terms}) <= max(MOST_TERMS, len(plan.parts[0].terms))
            and windows <= MOST_WINDOWS
            and sets <= MOST_SETS
            and windows * sets <= 2 * (len(self.members) + 2)
            and not (windows > 1 and any(measure_of(plan, term).first_seen for term in self.terms))
        )
        if self.members and not fits:
            return False
        if known is None:
            self.windows.append(plan)
        elif plan.alignment or (plan.previous and not self.windows[known].previous):
            self.windows[known] = plan
        self.members.append(Member(place, plan, len(self.windows) - 1 if known is None else known, keys))
        self.keys = union
        return True


def families(plans: Mapping[int, Plan]) -> list[Family]:
    """Return every plan in a family, some of which have one member only; plans without keys go where they fit."""
    open_: dict[Hashable, list[Family]] = {}
    done: list[Family] = []
    for place, plan in sorted(plans.items(), key=lambda item: not item[1].has_keys):
        kin = kin_of(plan)
        found = open_.setdefault(kin, []) if kin is not None else []
        if plan.has_keys and kin is not None:
            found = [one for one in found if _course(one.members[0].plan) == _course(plan)]
        if any(one.takes(place, plan) for one in found):
            continue
        alone = Family()
        alone.takes(place, plan)
        done.append(alone)
        if kin is not None:
            open_[kin].append(alone)
    return done


def kin_of(plan: Plan) -> Hashable | None:
    """Return what must be equal for questions to share a statement; None where a question cannot share any."""
    if len(plan.parts) != 1 or plan.query.range is None or plan.exports or plan.masked:
        return None
    part = plan.parts[0]
    measures = [measure_of(plan, term) for term in part.terms]
    if plan.query.grain and any(one.first_seen for one in measures):
        return None
    if any(has_change(plan, key) for key in plan.query.metrics):
        return None
    return (
        plan.catalogue.fingerprint,
        plan.tenant,
        plan.now,
        plan.scope,
        plan.stores,
        plan.filters,
        plan.bases,
        (plan.currency, plan.converts, plan.foreign),
        plan.is_near,
        part.fact,
        any(read.uses_rollup for read in part.scans),
        frozenset(one.key for one in measures if is_distinct(plan, one)),
        plan.groups_split_orders if any(one.order_level for one in measures) else None,
        window_of(plan) if any(one.first_seen for one in measures) else None,
        plan.zone if plan.query.grain is Grain.HOUR or plan.reads_hours else None,
    )


def window_of(plan: Plan) -> Hashable:
    """Return the periods of a plan and where the earlier one ends."""
    return plan.query.range, plan.previous, tuple(plan.cuts.items())


def spans_of(window: Plan, *, uses_rollup: bool) -> Iterable[tuple[Scan, Span]]:
    """Return the stretches of days that a window reads from one table, each with its read."""
    return ((read, span) for read in window.parts[0].scans if read.uses_rollup == uses_rollup for span in read.spans)


def _is_same(one: Plan, other: Plan) -> bool:
    paired = {each.alignment for each in (one, other) if each.alignment}
    return window_of(one) == window_of(other) and len(paired) < 2


def _are_told_apart(plan: Plan, keys: Keys) -> bool:
    """Whether each key is read by an expression of its own: the engine takes equal ones for one key."""
    read = plan.parts[0].scans[0]
    read_by = [dimension_expression(plan, read, key=key) for key in keys if key != "period"]
    return len(set(read_by)) == len(read_by)


def _holds(one: Plan, other: Plan) -> bool:
    """Whether one of two windows is the current period of the other."""
    return one.query.range == other.query.range and (one.previous is None) != (other.previous is None)


def _course(plan: Plan) -> Hashable:
    return plan.query.grain, asked_order(plan)
