"""Metrics → SQL: formulas written out over what is summed already. Still unrounded."""

from collections.abc import Callable, Mapping

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.formula import Binary, Formula, Name, Negative, Number
from comptoir.semantic.passes.gather import SIDES
from comptoir.semantic.plan import Plan
from comptoir.semantic.sql import Expression

Summed = Callable[[Formula], str | None]
_OPERATORS = {"+": exp.Add, "-": exp.Sub}


def metric_value(plan: Plan, key: str, *, side: int, sums: Mapping[str, str]) -> Expression:
    """Return a metric of one period over its sums."""

    def summed(tree: Formula) -> str | None:
        term = plan.catalogue.definitions.term(tree)
        return sums[f"{SIDES[side]}_{term.name}"] if term else None

    return written_out(plan, plan.catalogue.formulas[key], summed=summed)


def written_out(plan: Plan, tree: Formula, *, summed: Summed) -> Expression:
    """Return a formula as SQL, ``summed`` the fragment of what is summed already; metrics are written out too."""
    text = summed(tree)
    if text is not None:
        return sql.fragment(text)
    match tree:
        case Name(key):
            return written_out(plan, plan.catalogue.formulas[key], summed=summed)
        case Number(value):
            return sql.number(f"{value:f}")
        case Negative(operand):
            return exp.Neg(this=exp.Paren(this=written_out(plan, operand, summed=summed)))
        case Binary("/", left, right):
            return sql.nullable_division(
                written_out(plan, left, summed=summed), written_out(plan, right, summed=summed)
            )
        case Binary("*", left, right):
            return sql.product(written_out(plan, left, summed=summed), written_out(plan, right, summed=summed))
        case Binary(operator, left, right):
            one, other = (_enclosed(written_out(plan, side, summed=summed)) for side in (left, right))
            return _OPERATORS[operator](this=one, expression=other)


def _enclosed(tree: Expression) -> Expression:
    return exp.Paren(this=tree) if isinstance(tree, exp.Binary) else tree
