"""Measures → metrics: formulas written out over the merged row, for the asked and the earlier period. Still unrounded."""

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.formula import Binary, Formula, Name, Negative, Number
from comptoir.semantic.passes.gather import TOTAL
from comptoir.semantic.passes.merge import SIDES, extras_of, merge
from comptoir.semantic.passes.scan import keys_of
from comptoir.semantic.plan import Plan
from comptoir.semantic.sql import Expression

_OPERATORS = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul}


def formulas(plan: Plan) -> exp.Select:
    """Return the SELECT with metrics ``v_c_…`` and ``v_p_…`` over the merged aggregates."""
    columns: dict[str, Expression] = {f"g_{alias}": sql.column(f"g_{alias}") for alias in keys_of(plan).values()}
    if plan.has_total:
        columns[TOTAL] = sql.column(TOTAL)
    for side in plan.sides:
        for key in plan.query.metrics:
            columns[f"v_{SIDES[side]}_{key}"] = written_out(plan, plan.catalogue.formulas[key], prefix=SIDES[side])
    columns |= {name: sql.column(name) for name in extras_of(plan)}
    return sql.select_from(sql.inner(merge(plan), "m"), columns)


def written_out(plan: Plan, tree: Formula, *, prefix: str) -> Expression:
    """Return a formula as SQL over measure columns; metrics inside are written out too."""
    match tree:
        case Name(key) if key in plan.catalogue.measures:
            return sql.column(f"{prefix}_{key}")
        case Name(key):
            return written_out(plan, plan.catalogue.formulas[key], prefix=prefix)
        case Number(value):
            return exp.Literal.number(str(value))
        case Negative(operand):
            return exp.Neg(this=exp.Paren(this=written_out(plan, operand, prefix=prefix)))
        case Binary("/", left, right):
            return sql.nullable_division(
                written_out(plan, left, prefix=prefix), written_out(plan, right, prefix=prefix)
            )
        case Binary(operator, left, right):
            one, other = (_enclosed(written_out(plan, side, prefix=prefix)) for side in (left, right))
            return _OPERATORS[operator](this=one, expression=other)


def _enclosed(tree: Expression) -> Expression:
    return exp.Paren(this=tree) if isinstance(tree, exp.Binary) else tree
