"""Partial sums → one row a group and one over everything: money converted, current attributes joined, states merged.

Conversion takes the rate of the booked store day, multiplies wide and leaves rounding to the very end. One amount
without a rate makes the whole figure null: part of a sum is not the sum.
"""

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.aggregate import RANGE, measure_of, needs_states
from comptoir.semantic.passes.convert import CARRIED, FACTOR, NO_RATE, rated
from comptoir.semantic.passes.scan import CURRENCY, FOREIGN, SIDE, guards_currency, keys_of, scan
from comptoir.semantic.plan import CURRENT, PREVIOUS, Part, Plan
from comptoir.semantic.sql import Expression
from comptoir.semantic.terms import Term
from comptoir.semantic.vocabulary import Aggregation, Kind

TOTAL, MISSING = "is_total", "x_missing"
SIDES = {CURRENT: "c", PREVIOUS: "p"}


def gather(plan: Plan, part: Part) -> exp.Select:
    """Return the SELECT that finishes the reads of a part: keys ``g_…``, sums ``c_…`` and ``p_…``."""
    joins: dict[str, tuple[exp.Subquery, str]] = {}
    keys: dict[str, Expression] = {}
    for name, alias in keys_of(plan).items():
        lookup = plan.catalogue.dimensions[name].lookup if name in plan.query.dimensions else None
        keys[alias] = sql.column(alias, "s")
        if lookup:
            where = "organisation = {organisation:UUID}"
            table = sql.select(
                f"SELECT {lookup.key} AS k, {lookup.column} AS v FROM {lookup.table} FINAL WHERE {where}"
            )
            joins[name] = (sql.inner(table, f"l_{name}"), f"l_{name}.k = s.{alias}")
            keys[alias] = sql.column("v", f"l_{name}")
    columns = {f"g_{alias}": tree for alias, tree in keys.items()}
    if plan.has_total:
        columns[TOTAL] = sql.function("grouping", sql.column(next(iter(columns))))
    for side in plan.sides:
        for term in part.terms:
            columns[f"{SIDES[side]}_{term.name}"] = sql.fragment(_summed(plan, term, side=side))
    columns |= _extras(plan, part)
    reads = [scan(plan, part, read) for read in part.scans]
    read_once: exp.Query = reads[0] if len(reads) == 1 else exp.union(*reads, distinct=False, copy=False)
    select = sql.select_from(sql.inner(rated(plan, read_once), "s"), columns)
    for joined, on in joins.values():
        select = sql.join_left(select, joined, on)
    return sql.grouped(select, [f"g_{alias}" for alias in keys], with_total=plan.has_total)


def _summed(plan: Plan, term: Term, *, side: int) -> str:
    measure, name = measure_of(plan, term), f's."m_{term.name}"'
    suffix, mine, here = (
        ("", "", "") if plan.previous is None else ("If", f", s.{SIDE} = {side}", f" AND s.{SIDE} = {side}")
    )
    if needs_states(plan, measure):
        merged = f"uniqExactIfMerge{suffix}({name}{mine})"
        if measure.first_seen is None or not plan.query.grain or not plan.has_total:
            return merged
        in_range = f's."m_{term.name}{RANGE}"'
        return f"if({TOTAL} = 1, uniqExactIfMerge{suffix}({in_range}{mine}), {merged})"
    adds = ("sumOrNull" if measure.aggregation is Aggregation.SUM_OR_NULL else "sum") + suffix
    if not plan.converts or measure.unit.kind is not Kind.MONEY:
        return f"{adds}({name}{mine})"
    return f"if(countIf(s.{FACTOR} = {NO_RATE}{here}) > 0, NULL, {adds}({name} * s.{FACTOR}{mine}))"


def _extras(plan: Plan, part: Part) -> dict[str, Expression]:
    if guards_currency(plan, part):
        return {FOREIGN: sql.fragment(f"sum(s.{FOREIGN})")}
    if not plan.converts or plan.exports:
        return {}
    return {
        CARRIED: sql.fragment(f"max(s.{CARRIED})"),
        MISSING: sql.fragment(f"groupUniqArrayIf(toString(s.{CURRENCY}), s.{FACTOR} = {NO_RATE})"),
    }
