"""A metric as its columns: rounded at the edge, beside the earlier figure, its change and its share."""

from sqlglot import exp

from comptoir.kernel.money import exponent
from comptoir.semantic import sql
from comptoir.semantic.passes.columns import is_whole
from comptoir.semantic.plan import Plan
from comptoir.semantic.sql import Expression
from comptoir.semantic.vocabulary import Kind

RATIO_DIGITS = 6


def figure(plan: Plan, key: str) -> dict[str, Expression]:
    """Return the columns of one metric."""
    now = _rounded(plan, key, sql.column(f"v_c_{key}"))
    if plan.previous is None:
        return {key: now}
    before = _rounded(plan, key, sql.column(f"v_p_{key}"))
    difference = f"CAST(v_c_{key} AS {sql.WIDE}) - CAST(v_p_{key} AS {sql.WIDE})"
    share = f"CAST(round(({difference}) / nullIf(CAST(abs(v_p_{key}) AS {sql.DIVISOR}), 0), {RATIO_DIGITS}) AS Nullable(Decimal(38, {RATIO_DIGITS})))"
    return {
        key: now,
        f"{key}__previous": before,
        f"{key}__change": exp.Sub(this=now.copy(), expression=before.copy()),
        f"{key}__change_pct": sql.fragment(share),
    }


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
