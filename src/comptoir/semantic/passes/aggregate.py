"""The aggregate of one term: over the rows of its table, and how partial results are put together."""

from collections.abc import Iterable
from dataclasses import replace

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.bucket import bucket, day_expression, instant_expression, side_of
from comptoir.semantic.passes.conditions import narrowed
from comptoir.semantic.plan import CURRENT, PREVIOUS, Plan, Scan
from comptoir.semantic.sql import Expression
from comptoir.semantic.terms import Term
from comptoir.semantic.vocabulary import Aggregation, FirstSeen, Kind, Measure

RANGE, FIRST = "_in_range", "f"
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
    in_range = f"{condition} AND {first_seen_joined(plan, read, measure.first_seen, by_bucket=False)}"
    found = {name + RANGE if plan.query.grain else name: _distinct(measure.expression, in_range, suffix)}
    if plan.query.grain:
        in_bucket = f"{condition} AND {first_seen_joined(plan, read, measure.first_seen, by_bucket=True)}"
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
    pairs = [(measure.expression, first.key), *_periods(plan, read, first, by_bucket=by_bucket)]
    mine, theirs = (", ".join(pair[place] for pair in pairs) for place in (0, 1))
    return f"({mine}) IN (SELECT {theirs} FROM {first.table} FINAL WHERE {_in_range(plan, read, first)})"


def first_seen_joined(plan: Plan, read: Scan, first: FirstSeen, *, by_bucket: bool) -> str:
    """Return the same condition where ``join_first_seen`` stands beside the rows: one join costs less than two sets."""
    days = dict.fromkeys(first.days, f"{FIRST}.d")
    pairs = _periods(plan, read, replace(first, days=days, instant=f"{FIRST}.at"), by_bucket=by_bucket)
    return " AND ".join([f"isNotNull({FIRST}.k)", *(f"{mine} = {theirs}" for mine, theirs in pairs)])


def join_first_seen(plan: Plan, read: Scan, select: exp.Select, *, terms: Iterable[Term]) -> exp.Select:
    """Join when each thing was first seen, for measures that count only those; the select as it is without any."""
    measures = [measure for measure in (measure_of(plan, term) for term in terms) if measure.first_seen]
    if not measures:
        return select
    first = measures[0].first_seen
    assert first is not None
    assert all(one.first_seen == first and one.expression == measures[0].expression for one in measures)
    columns = f"{first.key} AS k, {first.days[plan.query.day]} AS d, {first.instant} AS at"
    table = sql.select(f"SELECT {columns} FROM {first.table} FINAL WHERE {_in_range(plan, read, first)}")
    return sql.join_left(select, sql.inner(table, FIRST), f"{FIRST}.k = {measures[0].expression}")


def _in_range(plan: Plan, read: Scan, first: FirstSeen) -> str:
    where = "organisation = {organisation:UUID}"
    if plan.query.range is None:
        return where
    day = first.days[plan.query.day]
    return f"{where} AND ({' OR '.join(_within(day, side) for side in _sides(read))})"


def _sides(read: Scan) -> list[int]:
    return [read.side] if read.side is not None else [CURRENT, PREVIOUS]


def _within(day: str, side: int) -> str:
    return f"{day} BETWEEN {{{BEFORE[side]}from_day:Date}} AND {{{BEFORE[side]}to_day:Date}}"


def _periods(plan: Plan, read: Scan, first: FirstSeen, *, by_bucket: bool) -> list[tuple[str, str]]:
    """Return what a row and the first sight of its thing have in common: the period and the bucket."""
    day, found = first.days[plan.query.day], list[tuple[str, str]]()
    if len(_sides(read)) > 1:
        found.append((side_of(plan, read), f"if({_within(day, CURRENT)}, {CURRENT}, {PREVIOUS})"))
    if by_bucket:
        here = bucket(plan, day=day_expression(plan, read), instant=instant_expression(plan, read))
        found.append((sql.render(here), sql.render(bucket(plan, day=day, instant=first.instant))))
    return found
