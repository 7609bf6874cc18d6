"""A metric as its columns: rounded at the edge, beside the earlier figure.

A change is the difference of the two figures as shown, its share that difference by the size of the earlier figure, as
anybody would work it out from the row. A reader of rows works them out as well: they cost the engine more than a read.
"""

from collections.abc import Mapping

from comptoir.kernel.money import exponent
from comptoir.semantic import sql
from comptoir.semantic.passes.columns import BEFORE, CHANGE, SHARE, is_whole
from comptoir.semantic.passes.formulas import metric_value
from comptoir.semantic.plan import CURRENT, PREVIOUS, Plan
from comptoir.semantic.sql import Expression
from comptoir.semantic.vocabulary import Kind

RATIO_DIGITS = 6


def figure(plan: Plan, key: str, *, sums: Mapping[str, str]) -> dict[str, Expression]:
    """Return the columns of one metric over its sums."""
    if key in plan.masked:
        return masked(plan, key)
    now = _rounded(plan, key, metric_value(plan, key, side=CURRENT, sums=sums))
    if plan.previous is None:
        return {key: now}
    found = {key: now, f"{key}{BEFORE}": _rounded(plan, key, metric_value(plan, key, side=PREVIOUS, sums=sums))}
    if not has_change(plan, key):
        return found
    change = f"{sql.quoted(key)} - {sql.quoted(key + BEFORE)}"
    size = f"nullIf(CAST(abs({sql.quoted(key + BEFORE)}) AS {sql.DIVISOR}), 0)"
    share = (
        f"CAST(round(CAST({change} AS {sql.WIDE}) / {size}, {RATIO_DIGITS}) AS Nullable(Decimal(38, {RATIO_DIGITS})))"
    )
    return found | {f"{key}{CHANGE}": sql.fragment(change), f"{key}{SHARE}": sql.fragment(share)}


def masked(plan: Plan, key: str) -> dict[str, Expression]:
    """Return the columns of a metric that is hidden from who asks: nulls of the type it has."""
    places = digits(plan, key)
    kind = "Nullable(Int64)" if is_whole(plan, key) else f"Nullable(Decimal(38, {places}))"
    share = f"Nullable(Decimal(38, {RATIO_DIGITS}))"
    kinds = {"": kind}
    if plan.previous is not None:
        kinds |= {BEFORE: kind, CHANGE: kind, SHARE: share} if has_change(plan, key) else {BEFORE: kind}
    return {f"{key}{suffix}": sql.fragment(f"CAST(NULL AS {one})") for suffix, one in kinds.items()}


def has_change(plan: Plan, key: str) -> bool:
    """Whether the statement itself gives a metric's change: where it orders by it, or nobody reads its rows but a file."""
    asked = {item.removeprefix("-") for item in plan.query.order_by}
    return plan.exports or not asked.isdisjoint({f"{key}{CHANGE}", f"{key}{SHARE}"})


def digits(plan: Plan, key: str) -> int:
    """Return the decimals a metric leaves with: its currency's, six for shares, six for quantities."""
    unit = plan.catalogue.metrics[key].unit
    if unit.kind is Kind.MONEY:
        return exponent(unit.currency or plan.currency or "")
    return RATIO_DIGITS


def _rounded(plan: Plan, key: str, tree: Expression) -> Expression:
    places = digits(plan, key)
    if is_whole(plan, key):
        return sql.cast_to(tree, "Nullable(Int64)")
    return sql.cast_to(sql.function("round", tree, places), f"Nullable(Decimal(38, {places}))")
