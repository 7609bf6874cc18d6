"""Measures → metrics: formulas written out over the merged row, for the asked and the earlier period. Still unrounded."""

from collections.abc import Callable

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.formula import Binary, Formula, Name, Negative, Number
from comptoir.semantic.passes.gather import SIDES, TOTAL
from comptoir.semantic.passes.merge import extras_of, merge
from comptoir.semantic.passes.scan import keys_of
from comptoir.semantic.plan import Plan
from comptoir.semantic.sql import Expression

Columns = Callable[[Formula], str | None]
_OPERATORS = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul}


def formulas(plan: Plan) -> exp.Select:
    """Return the SELECT with metrics ``v_c_…`` and ``v_p_…`` over the merged aggregates."""
    columns: dict[str, Expression] = {f"g_{alias}": sql.column(f"g_{alias}") for alias in keys_of(plan).values()}
    if plan.has_total:
        columns[TOTAL] = sql.column(TOTAL)
    for side in plan.sides:
        for key in plan.query.metrics:
            columns[f"v_{SIDES[side]}_{key}"] = written_out(
                plan, plan.catalogue.formulas[key], names=_names(plan, side)
            )
    columns |= {name: sql.column(name) for name in extras_of(plan)}
    return sql.select_from(sql.inner(merge(plan), "m"), columns)


def _names(plan: Plan, side: int) -> Columns:
    def name(tree: Formula) -> str | None:
        term = plan.catalogue.definitions.term(tree)
        return f"{SIDES[side]}_{term.name}" if term else None

    return name


def written_out(plan: Plan, tree: Formula, *, names: Columns) -> Expression:
    """Return a formula as SQL over columns, ``names`` those of what is summed already; metrics are written out too."""
    name = names(tree)
    if name is not None:
        return sql.column(name)
    match tree:
        case Name(key):
            return written_out(plan, plan.catalogue.formulas[key], names=names)
        case Number(value):
            return exp.Literal.number(str(value))
        case Negative(operand):
            return exp.Neg(this=exp.Paren(this=written_out(plan, operand, names=names)))
        case Binary("/", left, right):
            return sql.nullable_division(written_out(plan, left, names=names), written_out(plan, right, names=names))
        case Binary(operator, left, right):
            one, other = (_enclosed(written_out(plan, side, names=names)) for side in (left, right))
            return _OPERATORS[operator](this=one, expression=other)


def _enclosed(tree: Expression) -> Expression:
    return exp.Paren(this=tree) if isinstance(tree, exp.Binary) else tree
