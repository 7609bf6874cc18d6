"""Partial sums → one row a group and one over everything: money converted, current attributes joined, states merged.

Conversion takes the rate of the booked store day, multiplies wide and leaves rounding to the very end. One amount
without a rate makes the whole figure null: part of a sum is not the sum.
"""

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.aggregate import RANGE, needs_states
from comptoir.semantic.passes.scan import BOOKED, CURRENCY, FOREIGN, guards_currency, keys_of, scan
from comptoir.semantic.plan import Part, Plan
from comptoir.semantic.sql import Expression
from comptoir.semantic.vocabulary import Aggregation, Kind, Measure

TOTAL, CARRIED, MISSING, FACTOR = "is_total", "x_carried", "x_missing", "k_factor"
RATES = """
SELECT s.currency AS currency, s.day AS day, CAST(t.rate AS Decimal(76, 24)) / s.rate AS factor,
  greatest(s.is_provisional, t.is_provisional) AS is_provisional,
  least(if(s.is_provisional = 1, s.published, t.published), if(t.is_provisional = 1, t.published, s.published)) AS published
FROM (SELECT currency, day, rate, published, is_provisional FROM rates FINAL
  WHERE rate_set = {rate_set:String} AND day >= {rates_from:Date}) AS s
INNER JOIN (SELECT day, rate, published, is_provisional FROM rates FINAL
  WHERE rate_set = {rate_set:String} AND currency = {currency:String} AND day >= {rates_from:Date}) AS t ON s.day = t.day
"""


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


def rated(plan: Plan, select: exp.Select) -> exp.Select:
    """Put beside every partial sum the factor into the result's currency; the currency itself needs no rate."""
    if not plan.converts:
        return select
    factor = f"if(s.{CURRENCY} = {{currency:String}}, CAST(1 AS Nullable(Decimal(76, 24))), r.factor) AS {FACTOR}"
    carried = f"if(s.{CURRENCY} != {{currency:String}} AND r.is_provisional = 1, r.published, NULL) AS {CARRIED}"
    rated = exp.select(sql.fragment("s.*"), sql.fragment(factor), sql.fragment(carried), copy=False)
    rated = rated.from_(sql.inner(select, "s"), copy=False)
    return sql.join_left(rated, sql.inner(sql.select(RATES), "r"), f"r.currency = s.{CURRENCY} AND r.day = s.{BOOKED}")


def _extras(plan: Plan, part: Part) -> dict[str, Expression]:
    if guards_currency(plan, part):
        return {FOREIGN: sql.fragment(f"sum(s.{FOREIGN})")}
    if not plan.converts or plan.exports:
        return {}
    return {
        CARRIED: sql.fragment(f"max(s.{CARRIED})"),
        MISSING: sql.fragment(f"groupUniqArrayIf(toString(s.{CURRENCY}), s.{FACTOR} IS NULL)"),
    }
