"""What a figure means and where it comes from: definitions, filters in words, the SQL with its values, the tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.plan import Bound, Plan
from comptoir.semantic.query import Filter, Op
from comptoir.semantic.vocabulary import Metric

_WORDS = {
    Op.EQ: "is",
    Op.NE: "is not",
    Op.IN: "is one of",
    Op.NOT_IN: "is none of",
    Op.GT: "is over",
    Op.GTE: "is at least",
    Op.LT: "is under",
    Op.LTE: "is at most",
    Op.CONTAINS: "contains",
    Op.STARTS_WITH: "begins with",
    Op.IS_NULL: "is not known",
    Op.NOT_NULL: "is known",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything behind an answer. ``parameters`` are the values of ``sql``; ``filters`` are sentences."""

    metrics: tuple[Metric, ...]
    filters: tuple[str, ...]
    range: tuple[date, date] | None
    previous: tuple[date, date] | None
    day: str
    sql: str
    parameters: Mapping[str, Any]
    tables: tuple[str, ...]
    notes: tuple[str, ...]
    currency: str | None
    rate_set: str | None


def explain_plan(plan: Plan, bound: Bound) -> Explanation:
    """Return the explanation of a plan."""
    query = plan.query
    keys = dict.fromkeys(key for metric in query.metrics for key in _with_parts(plan.catalogue, metric))
    return Explanation(
        metrics=tuple(plan.catalogue.metrics[key] for key in keys),
        filters=(*(sentence(item, plan.catalogue) for item in query.filters), *_own(plan, keys), *_scope(plan)),
        range=(query.range.start, query.range.end) if query.range else None,
        previous=(plan.previous.start, plan.previous.end) if plan.previous else None,
        day=_day(plan),
        sql=bound.compiled.sql,
        parameters=bound.parameters,
        tables=bound.compiled.tables,
        notes=plan.notes,
        currency=plan.currency,
        rate_set=plan.tenant.rate_set if plan.converts else None,
    )


def sentence(condition: Filter, catalogue: Catalogue) -> str:
    """Return a filter in words."""
    label = catalogue.dimensions[condition.field].label
    if condition.op is Op.BETWEEN and isinstance(condition.value, tuple):
        return f"{label} lies between {condition.value[0]} and {condition.value[1]}."
    if isinstance(condition.value, tuple):
        return f"{label} {_WORDS[condition.op]} {', '.join(str(item) for item in condition.value)}."
    value = "" if condition.value is None else f" {condition.value}"
    return f"{label} {_WORDS[condition.op]}{value}."


def _own(plan: Plan, metrics: Iterable[str]) -> Iterable[str]:
    """The conditions that belong to a definition, after its name."""
    for key in metrics:
        for item in plan.catalogue.metrics[key].filters:
            yield f"{plan.catalogue.metrics[key].label}: {sentence(item, plan.catalogue)}"


def _with_parts(catalogue: Catalogue, metric: str) -> tuple[str, ...]:
    """A metric, then the metrics its formula rests on."""
    return (metric, *sorted(catalogue.metrics_in(metric) - {metric}))


def _scope(plan: Plan) -> tuple[str, ...]:
    if plan.scope is None:
        return ()
    found = [
        f"{plan.catalogue.metrics[key].label} is hidden from you." for key in plan.query.metrics if key in plan.masked
    ]
    if plan.scope.stores is not None and not plan.limits_stores:
        found.append(f"Only the stores you may see: {', '.join(store.slug for store in plan.stores) or 'none'}.")
    for key, allowed in plan.scope.limits:
        label = plan.catalogue.dimensions[key].label
        found.append(f"{label}: only what you may see: {', '.join(allowed) or 'nothing'}.")
    return tuple(found)


def _day(plan: Plan) -> str:
    whose = "the store's own day" if plan.query.day == "store" else f"the organisation's day ({plan.tenant.timezone})"
    returns = "their own day" if plan.query.returns_basis == "return" else "the order's day"
    edits = "the order's day" if plan.query.edits_basis == "order" else "the day of the edit"
    return f"Days are {whose}; returns count on {returns}, edits on {edits}."
