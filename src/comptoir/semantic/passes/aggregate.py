"""The aggregate of one term: over the rows of its table, and how partial results are put together."""

from collections.abc import Iterable

from comptoir.semantic import sql
from comptoir.semantic.passes.bucket import bucket, day_expression, instant_expression, side_of
from comptoir.semantic.passes.conditions import narrowed
from comptoir.semantic.plan import CURRENT, PREVIOUS, Plan, Scan
from comptoir.semantic.sql import Expression
from comptoir.semantic.terms import Term
from comptoir.semantic.vocabulary import Aggregation, Kind, Measure

RANGE = "_in_range"
BEFORE = {CURRENT: "", PREVIOUS: "previous_"}


def measure_of(plan: Plan, term: Term) -> Measure:
    """Return the measure that decides how a term is put together."""
    return plan.catalogue.measures[term.first]


def is_distinct(plan: Plan, measure: Measure) -> bool:
    """Whether the measure counts distinct values here: orders are counted by a plain sum unless they can be split."""
    if measure.aggregation is not Aggregation.DISTINCT or measure.order_level is None:
        return measure.aggregation is Aggregation.DISTINCT
    return plan.splits_orders or any(plan.catalogue.dimensions[one.field].level == "line" for _, one in measure.only)


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
    condition = narrowed(plan, read, measure, condition=measure.condition)
    suffix = "State" if partial and needs_states(plan, measure) else ""
    if measure.first_seen is None:
        return {name: _distinct(measure.expression, condition, suffix)}
    in_range = f"{condition} AND {first_seen(plan, read, measure, by_bucket=False)}"
    found = {name + RANGE if plan.query.grain else name: _distinct(measure.expression, in_range, suffix)}
    if plan.query.grain:
        in_bucket = f"{condition} AND {first_seen(plan, read, measure, by_bucket=True)}"
        found[name] = _distinct(measure.expression, in_bucket, suffix)
    return found


def of_entries(plan: Plan, read: Scan, *, term: Term, factor: str | None) -> dict[str, Expression]:
    """Return the term's columns of every row of a read: its amount, or for distinct counts the thing that counts.

    ``factor`` is what converts money of the row.
    """
    name, measure = f"m_{term.name}", measure_of(plan, term)
    if not is_distinct(plan, measure):
        amount = _signed((_amount(plan, plan.catalogue.measures[key], read), sign) for key, sign in term.signed)
        is_converted = factor and measure.unit.kind is Kind.MONEY
        return {name: sql.fragment(f"({amount}) * {factor}" if is_converted else amount)}
    condition = narrowed(plan, read, measure, condition=measure.condition)
    if measure.first_seen is None:
        return {name: _thing(measure.expression, condition)}
    in_range = f"{condition} AND {first_seen(plan, read, measure, by_bucket=False)}"
    found = {name + RANGE if plan.query.grain else name: _thing(measure.expression, in_range)}
    if plan.query.grain:
        in_bucket = f"{condition} AND {first_seen(plan, read, measure, by_bucket=True)}"
        found[name] = _thing(measure.expression, in_bucket)
    return found


def _added(plan: Plan, read: Scan, term: Term) -> str:
    return _signed((_sum(plan, plan.catalogue.measures[key], read), sign) for key, sign in term.signed)


def _signed(texts: Iterable[tuple[str, int]]) -> str:
    signs = {1: " + ", -1: " - "}
    return "".join(signs[sign] + text for text, sign in texts).removeprefix(" + ")


def _amount(plan: Plan, measure: Measure, read: Scan) -> str:
    expression, condition = _summed(plan, measure, read)
    nothing = "NULL" if measure.aggregation is Aggregation.SUM_OR_NULL else "0"
    return f"if({condition}, {expression}, {nothing})" if condition else expression


def _thing(expression: str, condition: str | None) -> Expression:
    return sql.fragment(f"if({condition}, {expression}, NULL)" if condition else expression)


def _sum(plan: Plan, measure: Measure, read: Scan) -> str:
    expression, condition = _summed(plan, measure, read)
    name = "sumOrNull" if measure.aggregation is Aggregation.SUM_OR_NULL else "sum"
    text = f"{name}If({expression}, {condition})" if condition else f"{name}({expression})"
    return f"toInt64({text})" if measure.aggregation is Aggregation.DISTINCT else text


def _summed(plan: Plan, measure: Measure, read: Scan) -> tuple[str, str | None]:
    """Return what is summed of a row, and where."""
    if read.uses_rollup:
        return str(measure.rollup), narrowed(plan, read, measure, condition=measure.rollup_condition)
    if measure.aggregation is Aggregation.DISTINCT:
        return str(measure.order_level), narrowed(plan, read, measure, condition=None)
    return measure.expression, narrowed(plan, read, measure, condition=measure.condition)


def _distinct(expression: str, condition: str | None, suffix: str) -> Expression:
    return sql.fragment(f"uniqExactIf{suffix}({expression}, {condition or '1'})")


def first_seen(plan: Plan, read: Scan, measure: Measure, *, by_bucket: bool) -> str:
    """Return the condition that the thing was first seen in the bucket (else in the range) of its row's period."""
    first = measure.first_seen
    assert first is not None
    day, sides = first.days[plan.query.day], [read.side] if read.side is not None else [CURRENT, PREVIOUS]
    within = [f"{day} BETWEEN {{{BEFORE[side]}from_day:Date}} AND {{{BEFORE[side]}to_day:Date}}" for side in sides]
    where = "organisation = {organisation:UUID}"
    if plan.query.range is not None:
        where += f" AND ({' OR '.join(within)})"
    pairs = [(measure.expression, first.key)]
    if len(sides) > 1:
        pairs.append((side_of(plan, read), f"if({within[0]}, {CURRENT}, {PREVIOUS})"))
    if by_bucket:
        here = bucket(plan, day=day_expression(plan, read), instant=instant_expression(plan, read))
        pairs.append((sql.render(here), sql.render(bucket(plan, day=day, instant=first.instant))))
    mine, theirs = (", ".join(pair[place] for pair in pairs) for place in (0, 1))
    return f"({mine}) IN (SELECT {theirs} FROM {first.table} FINAL WHERE {where})"
