"""The aggregate of one term: over the rows of its table, and how partial results are put together."""

from dataclasses import replace

from comptoir.semantic import sql
from comptoir.semantic.passes.bucket import bucket, day_expression, instant_expression, side_of
from comptoir.semantic.plan import CURRENT, PREVIOUS, Plan, Scan, Span
from comptoir.semantic.sql import Expression
from comptoir.semantic.terms import Term
from comptoir.semantic.vocabulary import Aggregation, Measure

RANGE = "_in_range"


def measure_of(plan: Plan, term: Term) -> Measure:
    """Return the measure that decides how a term is put together."""
    return plan.catalogue.measures[term.first]


def is_distinct(plan: Plan, measure: Measure) -> bool:
    """Whether the measure counts distinct values here: orders are counted by a plain sum unless they can be split."""
    return measure.aggregation is Aggregation.DISTINCT and (measure.order_level is None or plan.splits_orders)


def needs_states(plan: Plan, measure: Measure) -> bool:
    """Whether partial counts cannot be added: a thing counted in one group may be counted in another too.

    Distinct orders can be added as long as every key is an attribute of the order: each then lies in one group only.
    """
    return is_distinct(plan, measure) and (measure.order_level is None or plan.groups_split_orders)


def over_rows(plan: Plan, read: Scan, *, term: Term, prefix: str, partial: bool) -> dict[str, Expression]:
    """Return the term's columns of a read; ``partial`` leaves distinct counts as states to be merged."""
    name, measure = f"{prefix}_{term.name}", measure_of(plan, term)
    if not is_distinct(plan, measure):
        return {name: sql.fragment(_added(plan, read, term))}
    suffix = "State" if partial and needs_states(plan, measure) else ""
    if measure.first_seen is None:
        return {name: _distinct(measure.expression, measure.condition, suffix)}
    in_range = f"{measure.condition} AND {first_seen(plan, read, measure, by_bucket=False)}"
    found = {name + RANGE if plan.query.grain else name: _distinct(measure.expression, in_range, suffix)}
    if plan.query.grain:
        in_bucket = f"{measure.condition} AND {first_seen(plan, read, measure, by_bucket=True)}"
        found[name] = _distinct(measure.expression, in_bucket, suffix)
    return found


def _added(plan: Plan, read: Scan, term: Term) -> str:
    signs = {1: " + ", -1: " - "}
    summed = [(signs[sign], _sum(plan.catalogue.measures[key], read)) for key, sign in term.signed]
    return "".join(sign + text for sign, text in summed).removeprefix(" + ")


def _sum(measure: Measure, read: Scan) -> str:
    expression, condition = measure.expression, measure.condition
    if read.uses_rollup:
        expression, condition = str(measure.rollup), measure.rollup_condition
    elif measure.aggregation is Aggregation.DISTINCT:
        expression, condition = str(measure.order_level), None
    name = "sumOrNull" if measure.aggregation is Aggregation.SUM_OR_NULL else "sum"
    text = f"{name}If({expression}, {condition})" if condition else f"{name}({expression})"
    return f"toInt64({text})" if measure.aggregation is Aggregation.DISTINCT else text


def _distinct(expression: str, condition: str | None, suffix: str) -> Expression:
    return sql.fragment(f"uniqExactIf{suffix}({expression}, {condition or '1'})")


def first_seen(plan: Plan, read: Scan, measure: Measure, *, by_bucket: bool) -> str:
    """Return the condition that the thing was first seen in the bucket (else in the range) of the read."""
    if read.side is None:
        mine = [(side, replace(read, spans=(Span(side, "", ""),))) for side in (CURRENT, PREVIOUS)]
        either = (
            f"{side_of(plan, read)} = {side} AND {first_seen(plan, one, measure, by_bucket=by_bucket)}"
            for side, one in mine
        )
        return f"({' OR '.join(either)})"
    first = measure.first_seen
    assert first is not None
    before = "previous_" if read.side == PREVIOUS else ""
    day = first.days[plan.query.day]
    where = "organisation = {organisation:UUID}"
    if plan.query.range is not None:
        where += f" AND {day} BETWEEN {{{before}from_day:Date}} AND {{{before}to_day:Date}}"
    source = f"FROM {first.table} FINAL WHERE {where}"
    if not by_bucket:
        return f"{measure.expression} IN (SELECT {first.key} {source})"
    start = sql.render(bucket(plan, day=day, instant=first.instant))
    here = sql.render(bucket(plan, day=day_expression(plan, read), instant=instant_expression(plan, read)))
    return f"({measure.expression}, {here}) IN (SELECT {first.key}, {start} {source})"
