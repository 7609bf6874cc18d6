"""Partial sums → one row a group and one over everything: money converted, current attributes joined, states merged.

Conversion takes the rate of the booked store day, multiplies wide and leaves rounding to the very end. One amount
without a rate makes the whole figure null: part of a sum is not the sum.
"""

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.aggregate import RANGE, needs_states
from comptoir.semantic.passes.convert import CARRIED, FACTOR, rated
from comptoir.semantic.passes.scan import CURRENCY, FOREIGN, guards_currency, keys_of, scan
from comptoir.semantic.plan import Part, Plan
from comptoir.semantic.sql import Expression
from comptoir.semantic.vocabulary import Aggregation, Kind, Measure

TOTAL, MISSING = "is_total", "x_missing"


def gather(plan: Plan, part: Part, *, side: int) -> exp.Select:
    """Return the SELECT that finishes a scan."""
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
    for key in part.measures:
        columns[f"g_{key}"] = _again(plan, part, plan.catalogue.measures[key])
    columns |= _extras(plan, part)
    select = sql.select_from(sql.inner(rated(plan, scan(plan, part, side=side)), "s"), columns)
    for joined, on in joins.values():
        select = sql.join_left(select, joined, on)
    return sql.grouped(select, [f"g_{alias}" for alias in keys], with_total=plan.has_total)


def _again(plan: Plan, part: Part, measure: Measure) -> Expression:
    name = f"s.m_{measure.key}"
    if needs_states(plan, part, measure):
        if measure.first_seen is None or not plan.query.grain or not plan.has_total:
            return sql.fragment(f"uniqExactIfMerge({name})")
        return sql.fragment(f"if({TOTAL} = 1, uniqExactIfMerge({name}{RANGE}), uniqExactIfMerge({name}))")
    adds = "sumOrNull" if measure.aggregation is Aggregation.SUM_OR_NULL else "sum"
    if not plan.converts or measure.unit.kind is not Kind.MONEY:
        return sql.fragment(f"{adds}({name})")
    amount = f"CAST({name} AS Nullable(Decimal(76, 6))) * s.{FACTOR}"
    whole = f"{adds}({amount})" if adds == "sumOrNull" else f"ifNull(sum({amount}), 0)"
    return sql.fragment(f"if(countIf(s.{FACTOR} IS NULL) > 0, NULL, {whole})")


def _extras(plan: Plan, part: Part) -> dict[str, Expression]:
    if guards_currency(plan, part):
        return {FOREIGN: sql.fragment(f"sum(s.{FOREIGN})")}
    if not plan.converts or plan.exports:
        return {}
    return {
        CARRIED: sql.fragment(f"max(s.{CARRIED})"),
        MISSING: sql.fragment(f"groupUniqArrayIf(toString(s.{CURRENCY}), s.{FACTOR} IS NULL)"),
    }
