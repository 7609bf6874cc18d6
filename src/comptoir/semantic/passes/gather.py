"""Partial sums → one row a group and one over everything: money converted, current attributes joined, states merged.

Nothing is selected here: ``Gathered`` says what to read, what to group by and which aggregate stands for each sum, so
that the outermost SELECT can write formulas over aggregates. Every level of a statement costs the engine more than a read.

Conversion takes the rate of the booked store day, multiplies wide and leaves rounding to the very end. One amount
without a rate makes the whole figure null: part of a sum is not the sum.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.aggregate import RANGE, is_distinct, measure_of, needs_states
from comptoir.semantic.passes.convert import BOOKED, CURRENCY, FACTOR, NO_RATE, RATE, USED, rated
from comptoir.semantic.passes.lookup import join_lookups, joins_rows, looked_up_names
from comptoir.semantic.passes.scan import FOREIGN, SIDE, guards_currency, keys_of, needs_gathering, scan
from comptoir.semantic.plan import CURRENT, PREVIOUS, Part, Plan
from comptoir.semantic.sql import Expression
from comptoir.semantic.terms import Term
from comptoir.semantic.vocabulary import Aggregation, Kind, Measure

TOTAL, MISSING = "is_total", "x_missing"
SIDES = {CURRENT: "c", PREVIOUS: "p"}


@dataclass(frozen=True, slots=True)
class Gathered:
    """A SELECT in the making, as fragments: ``keys`` by alias, ``sums`` (``c_…``, ``p_…``: the earlier period), extras.

    ``source`` selects nothing yet; ``groups`` is what it is to be grouped by, ``total`` the mark of the row over everything.
    """

    source: exp.Select
    keys: Mapping[str, str]
    sums: Mapping[str, str]
    extras: Mapping[str, str]
    total: str | None = None
    groups: tuple[str, ...] = ()

    def select(self, columns: Mapping[str, Expression], *, with_total: bool) -> exp.Select:
        """Return the SELECT of these columns; ``with_total`` adds the row over everything."""
        chosen = [sql.named(tree, name) for name, tree in columns.items()]
        select = self.source.select(*chosen, copy=False)
        return sql.grouped(select, [sql.fragment(text) for text in self.groups], with_total=with_total)


def gather(plan: Plan, part: Part) -> Gathered:
    """Return what finishes the reads of a part."""
    aliases = keys_of(plan).values()
    if not needs_gathering(plan):
        source = sql.from_only(sql.inner(scan(plan, part, part.scans[0]), "s"))
        sums = {name: f's."{name}"' for name, _ in sums_of(plan, part)}
        extras = {FOREIGN: f"s.{FOREIGN}"} if guards_currency(plan, part) else {}
        return Gathered(source, {alias: f's."g_{alias}"' for alias in aliases}, sums, extras)
    reads = [scan(plan, part, read) for read in part.scans]
    read_once: exp.Query = reads[0] if len(reads) == 1 else exp.union(*reads, distinct=False, copy=False)
    source = sql.from_only(sql.inner(read_once if plan.is_near else rated(plan, read_once), "s"))
    source, keys = looked_up(plan, part, source)
    return Gathered(
        source,
        keys,
        sums={name: summed(plan, term, side=side) for side in plan.sides for name, term in sums_of(plan, part, side)},
        extras=noted(plan, part),
        total=f"grouping({next(iter(keys.values()))})" if plan.has_total else None,
        groups=tuple(keys.values()),
    )


def looked_up(plan: Plan, part: Part, source: exp.Select) -> tuple[exp.Select, dict[str, str]]:
    """Join what the catalogue says now, unless the reads did, and return it with the keys by alias, as fragments."""
    keys = {alias: f's."{alias}"' for alias in keys_of(plan).values()}
    if joins_rows(plan, part):
        return source, keys
    source = join_lookups(plan, source, {name: f"s.d_{name}" for name in plan.query.dimensions})
    return source, keys | {f"d_{name}": text for name, text in looked_up_names(plan).items()}


def sums_of(plan: Plan, part: Part, *sides: int) -> list[tuple[str, Term]]:
    """Return the columns of a part's sums with their terms, of both periods unless some are named."""
    return [(f"{SIDES[side]}_{term.name}", term) for side in sides or plan.sides for term in part.terms]


def summed(plan: Plan, term: Term, *, side: int) -> str:
    """Return the aggregate that finishes a term in one period."""
    measure, name = measure_of(plan, term), f's."m_{term.name}"'
    suffix, mine, here = (
        ("", "", "") if plan.previous is None else ("If", f", s.{SIDE} = {side}", f" AND s.{SIDE} = {side}")
    )
    if needs_states(plan, measure) or (plan.is_near and is_distinct(plan, measure)):
        counts = f"uniqExact{'' if plan.is_near else 'IfMerge'}{suffix}"
        counted = f"{counts}({name}{mine})"
        if measure.first_seen is None or not plan.query.grain or not plan.has_total:
            return counted
        in_range = f's."m_{term.name}{RANGE}"'
        return f"if({TOTAL} = 1, {counts}({in_range}{mine}), {counted})"
    adds = adding(measure) + suffix
    if plan.is_near or not plan.converts or measure.unit.kind is not Kind.MONEY:
        return f"{adds}({name}{mine})"
    return f"if(countIf(s.{FACTOR} = {NO_RATE}{here}) > 0, NULL, {adds}({name} * s.{FACTOR}{mine}))"


def adding(measure: Measure) -> str:
    """Return the aggregate that adds amounts of a measure up."""
    return "sumOrNull" if measure.aggregation is Aggregation.SUM_OR_NULL else "sum"


def noted(plan: Plan, part: Part, *, current: bool = False, in_sums: bool = False) -> dict[str, str]:
    """Return what notes are made of, by column; ``current`` leaves the earlier period out, ``in_sums`` has lists of rates."""
    also, only = (f" AND s.{SIDE} = {CURRENT}", f"If(%s, s.{SIDE} = {CURRENT})") if current else ("", "(%s)")
    if guards_currency(plan, part):
        return {FOREIGN: "sum" + only % f"s.{FOREIGN}"}
    if not plan.converts or plan.exports:
        return {}
    if plan.is_near:
        return {USED: f"groupUniqArray{'Array' if in_sums else ''}" + only % f"s.{RATE}"}
    return {
        USED: f"groupUniqArrayIf(s.{RATE}, s.{BOOKED} >= {{carried_from:Date}}{also})",
        MISSING: f"groupUniqArrayIf(toString(s.{CURRENCY}), s.{FACTOR} = {NO_RATE}{also})",
    }
