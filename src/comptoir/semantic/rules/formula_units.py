"""A formula adds like to like: money plus a count, or two currencies, is a type error."""

from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.formula import Binary, Formula, FormulaError, Name, Negative, Number
from comptoir.semantic.vocabulary import COUNT, RATIO, Kind, Unit

_PURE = (Kind.RATIO, Kind.PERCENT)


def check(catalogue: Catalogue) -> None:
    """Raise when a formula mixes units or gives another unit than its metric declares."""
    for key, metric in catalogue.metrics.items():
        found = unit_of(catalogue, tree=catalogue.formulas[key])
        if not _fits(found, metric.unit):
            raise FormulaError(
                f"The formula of {key!r} gives {describe(found)}, but the metric says {describe(metric.unit)}.",
                field="formula",
            )


def unit_of(catalogue: Catalogue, *, tree: Formula) -> Unit:
    """Return the unit of a formula or raise ``FormulaError``."""
    match tree:
        case Number():
            return RATIO
        case Negative(operand):
            return unit_of(catalogue, tree=operand)
        case Name(key):
            return catalogue.measures[key].unit if key in catalogue.measures else catalogue.metrics[key].unit
        case Binary(operator, left, right):
            one, other = unit_of(catalogue, tree=left), unit_of(catalogue, tree=right)
            try:
                return _sum(operator, one, other) if operator in "+-" else _product(operator, one, other)
            except FormulaError as error:
                raise error.at(tree.at) from None


def describe(unit: Unit) -> str:
    """Return a unit in words."""
    return f"{unit.kind} in {unit.currency}" if unit.currency else str(unit.kind)


def _sum(operator: str, one: Unit, other: Unit) -> Unit:
    if one == other:
        return one
    if one.kind in _PURE and other.kind in _PURE:
        return RATIO
    verb = "add" if operator == "+" else "subtract"
    raise FormulaError(
        f"A formula cannot {verb} {describe(one)} and {describe(other)}.",
        hint="Divide first, or use figures of one unit.",
        field="formula",
    )


def _product(operator: str, one: Unit, other: Unit) -> Unit:
    if other.kind in _PURE:
        return one
    if operator == "/":
        if one.kind is Kind.MONEY and other.kind is Kind.MONEY and one.currency != other.currency:
            raise FormulaError(f"A formula cannot divide {describe(one)} by {describe(other)}.", field="formula")
        if one.kind is other.kind:
            return RATIO
        if other == COUNT:
            return one
    if operator == "*" and (one.kind in _PURE or (one == COUNT and other.kind is not Kind.MONEY)):
        return other
    if operator == "*" and COUNT in (one, other) and one != other:
        return one if other == COUNT else other
    verb = "multiply" if operator == "*" else "divide"
    raise FormulaError(f"A formula cannot {verb} {describe(one)} by {describe(other)}.", field="formula")


def _fits(found: Unit, declared: Unit) -> bool:
    return found == declared or (found.kind in _PURE and declared.kind in _PURE)
