"""One scan of one fact for one period: rows become partial sums by dimension, bucket and, to convert, currency and day."""

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.aggregate import over_rows
from comptoir.semantic.passes.bucket import aligned, bucket, day_expression, instant_expression
from comptoir.semantic.passes.conditions import conditions, dimension_expression
from comptoir.semantic.plan import PREVIOUS, Part, Plan
from comptoir.semantic.sql import Expression
from comptoir.semantic.vocabulary import Kind

PERIOD, CURRENCY, BOOKED, FOREIGN = "k_period", "k_currency", "k_booked", "x_foreign"


def keys_of(plan: Plan) -> dict[str, str]:
    """Return result name → column name of the keys, in the order of the result."""
    keys = {"period": PERIOD} if plan.query.grain else {}
    return keys | {key: f"d_{key}" for key in plan.query.dimensions}


def needs_gathering(plan: Plan) -> bool:
    """Whether partial results must be summed once more: for totals, conversion or current attributes."""
    return plan.has_total or plan.converts or plan.has_lookups


def scan(plan: Plan, part: Part, *, side: int) -> exp.Select:
    """Return the SELECT over the part's table."""
    fact = plan.catalogue.facts[part.fact]
    table = fact.rollup if part.uses_rollup and fact.rollup else fact.table
    prefix = "" if needs_gathering(plan) else "g_"
    keys: dict[str, Expression] = {}
    if plan.query.grain:
        start = bucket(plan, day=day_expression(plan, part), instant=instant_expression(plan, part))
        keys[prefix + PERIOD] = aligned(plan, start) if side == PREVIOUS else start
    for key in plan.query.dimensions:
        keys[f"{prefix}d_{key}"] = sql.fragment(dimension_expression(plan, part, key=key))
    if plan.converts:
        keys |= {CURRENCY: sql.column(fact.currency), BOOKED: sql.column(fact.booked)}
    columns = dict(keys)
    for key in part.measures:
        measure = plan.catalogue.measures[key]
        columns |= over_rows(plan, part, measure=measure, side=side, partial=needs_gathering(plan))
    if guards_currency(plan, part):
        columns[FOREIGN] = sql.fragment(f"countIf({fact.currency} != {{currency:String}})")
    select = sql.select_from(sql.final(table), columns).where(conditions(plan, part, side=side), copy=False)
    return sql.grouped(select, tuple(keys), with_total=False)


def guards_currency(plan: Plan, part: Part) -> bool:
    """Whether a scan that converts nothing must prove that nothing was to be converted."""
    if plan.exports:
        return False
    kinds = {plan.catalogue.measures[key].unit.kind for key in part.measures}
    return Kind.MONEY in kinds and not plan.converts
