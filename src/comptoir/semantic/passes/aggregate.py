"""The aggregate of one measure: over the rows of its table, and over the partial results of that."""

from comptoir.semantic import sql
from comptoir.semantic.passes.bucket import bucket, day_expression, instant_expression
from comptoir.semantic.plan import PREVIOUS, Part, Plan
from comptoir.semantic.sql import Expression
from comptoir.semantic.vocabulary import Aggregation, Measure

RANGE = "_in_range"


def is_distinct(plan: Plan, part: Part, measure: Measure) -> bool:
    """Whether the measure counts distinct values here: orders are counted by a plain sum unless they can be split."""
    if measure.aggregation is not Aggregation.DISTINCT or part.uses_rollup:
        return False
    return measure.order_level is None or plan.splits_orders


def needs_states(plan: Plan, part: Part, measure: Measure) -> bool:
    """Whether partial counts cannot be added: a thing counted in one group may be counted in another too.

    Distinct orders can be added as long as every key is an attribute of the order: each then lies in one group only.
    """
    return is_distinct(plan, part, measure) and (measure.order_level is None or plan.groups_split_orders)


def over_rows(plan: Plan, part: Part, *, measure: Measure, side: int, partial: bool) -> dict[str, Expression]:
    """Return the measure's columns of a scan; ``partial`` leaves distinct counts as states to be merged."""
    name = f"m_{measure.key}"
    if not is_distinct(plan, part, measure):
        return {name: _sum(part, measure)}
    suffix = "State" if partial and needs_states(plan, part, measure) else ""
    if measure.first_seen is None:
        return {name: _distinct(measure.expression, measure.condition, suffix)}
    in_range = f"{measure.condition} AND {first_seen(plan, part, measure, side=side, by_bucket=False)}"
    found = {name + RANGE if plan.query.grain else name: _distinct(measure.expression, in_range, suffix)}
    if plan.query.grain:
        in_bucket = f"{measure.condition} AND {first_seen(plan, part, measure, side=side, by_bucket=True)}"
        found[name] = _distinct(measure.expression, in_bucket, suffix)
    return found


def _sum(part: Part, measure: Measure) -> Expression:
    if part.uses_rollup:
        expression, condition = str(measure.rollup), measure.rollup_condition
    elif measure.aggregation is Aggregation.DISTINCT:
        expression, condition = str(measure.order_level), None
    else:
        expression, condition = measure.expression, measure.condition
    name = "sumOrNull" if measure.aggregation is Aggregation.SUM_OR_NULL else "sum"
    return sql.fragment(f"{name}If({expression}, {condition})" if condition else f"{name}({expression})")


def _distinct(expression: str, condition: str | None, suffix: str) -> Expression:
    return sql.fragment(f"uniqExactIf{suffix}({expression}, {condition or '1'})")


def first_seen(plan: Plan, part: Part, measure: Measure, *, side: int, by_bucket: bool) -> str:
    """Return the condition that the thing was first seen in the bucket (else in the range) of the part."""
    first = measure.first_seen
    assert first is not None
    before = "previous_" if side == PREVIOUS else ""
    day = first.days[plan.query.day]
    where = "organisation = {organisation:UUID}"
    if plan.query.range is not None:
        where += f" AND {day} BETWEEN {{{before}from_day:Date}} AND {{{before}to_day:Date}}"
    source = f"FROM {first.table} FINAL WHERE {where}"
    if not by_bucket:
        return f"{measure.expression} IN (SELECT {first.key} {source})"
    start = sql.render(bucket(plan, day=day, instant=first.instant))
    here = sql.render(bucket(plan, day=day_expression(plan, part), instant=instant_expression(plan, part)))
    return f"({measure.expression}, {here}) IN (SELECT {first.key}, {start} {source})"
