"""One read of one fact: rows become partial sums by period, dimension, bucket and, to convert, currency and day.

A plan of a few recent days sums nothing yet: grouping a handful of rows twice costs more than the rows.
"""

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.aggregate import join_first_seen, of_entries, over_rows
from comptoir.semantic.passes.bucket import aligned, bucket, day_expression, instant_expression, side_of
from comptoir.semantic.passes.conditions import conditions, dimension_expression
from comptoir.semantic.passes.convert import BOOKED, CURRENCY, FACTOR, HANDED_IN, RATE, rate_key
from comptoir.semantic.passes.lookup import join_lookups, joins_rows, looked_up_names
from comptoir.semantic.plan import CURRENT, PREVIOUS, Part, Plan, Scan
from comptoir.semantic.sql import Expression
from comptoir.semantic.vocabulary import Kind

SIDE, PERIOD, FOREIGN = "k_side", "k_period", "x_foreign"


def keys_of(plan: Plan) -> dict[str, str]:
    """Return result name → column name of the keys, in the order of the result."""
    keys = {"period": PERIOD} if plan.query.grain else {}
    return keys | {key: f"d_{key}" for key in plan.query.dimensions}


def needs_gathering(plan: Plan) -> bool:
    """Whether partial sums must be summed once more: for totals, conversion, current attributes, two periods."""
    return plan.has_total or plan.converts or plan.has_lookups or plan.previous is not None


def scan(plan: Plan, part: Part, read: Scan) -> exp.Select:
    """Return the SELECT of one read: partial sums ``m_…``, or where nothing is left to gather the sums ``c_…``."""
    is_partial = needs_gathering(plan)
    prefix = "" if is_partial else "g_"
    keys: dict[str, Expression] = {}
    if plan.previous is not None:
        keys[SIDE] = sql.fragment(side_of(plan, read))
    if plan.query.grain:
        keys[prefix + PERIOD] = bucket_of(plan, read)
    for key, text in attributes(plan, part, read).items():
        keys[f"{prefix}d_{key}"] = sql.fragment(text)
    if plan.is_near and is_partial:
        return entries(plan, part, read, keys=keys)
    keys |= rate_keys(plan, read)
    select = sums(plan, part, read, keys=keys, is_partial=is_partial)
    return sql.grouped(select, [sql.column(key) for key in keys], with_total=False)


def rate_keys(plan: Plan, read: Scan) -> dict[str, Expression]:
    """Return what partial sums are told apart by to be converted."""
    fact = plan.catalogue.facts[read.fact]
    return {CURRENCY: sql.column(fact.currency), BOOKED: sql.column(fact.booked)} if plan.converts else {}


def sums(plan: Plan, part: Part, read: Scan, *, keys: dict[str, Expression], is_partial: bool) -> exp.Select:
    """Return the SELECT of keys and sums of a read, still to be grouped by the keys."""
    fact, columns = plan.catalogue.facts[read.fact], dict(keys)
    for term in part.terms:
        columns |= over_rows(plan, read, term=term, prefix="m" if is_partial else "c", partial=is_partial)
    if guards_currency(plan, part):
        columns[FOREIGN] = sql.fragment(f"countIf({fact.currency} != {{currency:String}})")
    select = sql.select_from(sql.final(table_of(plan, read)), columns)
    select = join_first_seen(plan, read, select, terms=part.terms)
    if joins_rows(plan, part):
        select = join_lookups(plan, select, reached(plan, read))
    return select.where(conditions(plan, read), copy=False)


def attributes(plan: Plan, part: Part, read: Scan) -> dict[str, str]:
    """Return what the rows of a read are grouped by, by dimension: the key of a lookup unless the read joins it."""
    keys = reached(plan, read)
    return keys | looked_up_names(plan) if joins_rows(plan, part) else keys


def reached(plan: Plan, read: Scan) -> dict[str, str]:
    """Return the expression of each asked dimension on the rows of a read, as fragments."""
    return {key: dimension_expression(plan, read, key=key) for key in plan.query.dimensions}


def entries(plan: Plan, part: Part, read: Scan, *, keys: dict[str, Expression]) -> exp.Select:
    """Return the SELECT of rows with their amounts ``m_…``, converted, and the key of the factor each took."""
    fact, columns = plan.catalogue.facts[read.fact], dict(keys)
    if plan.converts:
        columns[RATE] = sql.fragment(rate_key(booked=fact.booked, currency=fact.currency))
        columns[FACTOR] = sql.fragment(HANDED_IN)
    for term in part.terms:
        columns |= of_entries(plan, read, term=term, factor=FACTOR if plan.converts else None)
    if guards_currency(plan, part):
        columns[FOREIGN] = sql.fragment(f"{fact.currency} != {{currency:String}}")
    return sql.select_from(sql.final(table_of(plan, read)), columns).where(conditions(plan, read), copy=False)


def table_of(plan: Plan, read: Scan) -> str:
    """Return the table of a read."""
    fact = plan.catalogue.facts[read.fact]
    return fact.rollup if read.uses_rollup and fact.rollup else fact.table


def bucket_of(plan: Plan, read: Scan) -> Expression:
    """Return the bucket of a row, an earlier one as that which it stands beside."""
    start = bucket(plan, day=day_expression(plan, read), instant=instant_expression(plan, read))
    if plan.alignment is None or read.side == CURRENT:
        return start
    earlier = aligned(plan, start.copy())
    if read.side == PREVIOUS:
        return earlier
    return sql.function(
        "if", exp.EQ(this=sql.fragment(side_of(plan, read)), expression=sql.fragment("0")), start, earlier
    )


def guards_currency(plan: Plan, part: Part) -> bool:
    """Whether reads that convert nothing must prove that nothing was to be converted."""
    if plan.exports:
        return False
    kinds = {plan.catalogue.measures[term.first].unit.kind for term in part.terms}
    return Kind.MONEY in kinds and not plan.converts
