"""WHERE of one read: mandatory scope, range, filters, the cut of an unfinished comparison. "Not X" keeps the unknown."""

from comptoir.semantic import sql
from comptoir.semantic.passes.bucket import day_expression, hour_expression, instant_expression
from comptoir.semantic.passes.operators import any_of, compared
from comptoir.semantic.plan import Plan, Scan, Span, limit_name
from comptoir.semantic.query import Filter, Op
from comptoir.semantic.sql import Expression
from comptoir.semantic.vocabulary import DataType, Dimension, Measure

_OPPOSITE = {Op.NE: Op.EQ, Op.NOT_IN: Op.IN, Op.IS_NULL: Op.NOT_NULL}
TYPES = {DataType.STRING: "String", DataType.INTEGER: "Int64", DataType.UUID: "UUID"}
INSTANT = "DateTime64(3, 'UTC')"
CUTS = f"{{cuts:Array({INSTANT})}}[indexOf({{cut_stores:Array(UUID)}}, store)]"


def conditions(plan: Plan, read: Scan) -> Expression:
    """Return the whole condition of one read."""
    assert plan.scope is not None
    fact = plan.catalogue.facts[read.fact]
    found = ["organisation = {organisation:UUID}"]
    if plan.scope.stores is not None:
        found.append("store IN {stores:Array(UUID)}")
    for key, _ in plan.scope.limits:
        allowed = f"{{{limit_name(key)}:Array(String)}}"
        found.append(f"{dimension_expression(plan, read, key=key)} IN {allowed}")
    if read.spans:
        found.append(" OR ".join(within(plan, read, span) for span in read.spans))
    if read.uses_rollup and fact.rollup_condition:
        found.append(fact.rollup_condition)
    for index, condition in enumerate(plan.filters):
        found.append(_condition(plan, read, condition=condition, name=f"filter_{index}"))
    return sql.all_of(sql.fragment(text) for text in found)


def within(plan: Plan, read: Scan, span: Span) -> str:
    """Return that a row lies in a stretch of days, before the minute that cuts them, as a fragment."""
    days = f"{day_expression(plan, read)} BETWEEN {{{span.first}:Date}} AND {{{span.last}:Date}}"
    return f"{days} AND {_cut(plan, read)}" if span.is_cut else days


def _cut(plan: Plan, read: Scan) -> str:
    """Where clocks agree one instant cuts all stores; a store where the period is over already is not cut."""
    instant = instant_expression(plan, read)
    if plan.common_cut is None:
        return f"{instant} < {CUTS}"
    one = f"{instant} < {{cut:{INSTANT}}}"
    return f"({one} OR store IN {{uncut_stores:Array(UUID)}})" if plan.uncut_stores else one


def dimension_expression(plan: Plan, read: Scan, *, key: str) -> str:
    """Return a dimension over the read table."""
    fact = plan.catalogue.facts[read.fact]
    table = fact.rollup if read.uses_rollup and fact.rollup else fact.key
    text = plan.catalogue.dimensions[key].expressions[table]
    if "{hour}" in text:
        text = text.replace("{hour}", hour_expression(plan, read))
    return text.replace("{day}", day_expression(plan, read))


def narrowed(plan: Plan, read: Scan, measure: Measure, *, condition: str | None) -> str | None:
    """Return a condition of a measure with those of the definition it belongs to."""
    if not measure.only:
        return condition
    own = [f"ifNull({_condition(plan, read, condition=one, name=name)}, 0)" for name, one in measure.only]
    return " AND ".join([*([f"({condition})"] if condition else []), *own])


def _condition(plan: Plan, read: Scan, *, condition: Filter, name: str) -> str:
    dimension = plan.catalogue.dimensions[condition.field]
    key = dimension_expression(plan, read, key=dimension.key)
    if dimension.resolved:
        return f"{key} IN {{{name}:Array(UUID)}}"
    kind = TYPES[dimension.type]
    if condition.op in _OPPOSITE and (dimension.many or dimension.lookup):
        opposite = Filter(field=condition.field, op=_OPPOSITE[condition.op], value=condition.value)
        return f"NOT ifNull({_positive(dimension, key, opposite.op, name=name, kind=kind)}, 0)"
    return _positive(dimension, key, condition.op, name=name, kind=kind)


def _positive(dimension: Dimension, key: str, op: Op, *, name: str, kind: str) -> str:
    if dimension.many:
        return any_of(dimension.many, op, name=name)
    if dimension.lookup is None:
        return compared(key, op, name=name, kind=kind)
    inner = compared(dimension.lookup.column, op, name=name, kind=kind)
    where = f"organisation = {{organisation:UUID}} AND {inner}"
    return f"{key} IN (SELECT {dimension.lookup.key} FROM {dimension.lookup.table} FINAL WHERE {where})"
