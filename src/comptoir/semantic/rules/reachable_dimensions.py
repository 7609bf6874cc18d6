"""Every dimension is an attribute of a declared fact or of its roll-up."""

from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.formula import FormulaError


def check(catalogue: Catalogue) -> None:
    """Raise when a dimension names no fact, or a fact that nobody declares."""
    tables = {*catalogue.facts, *(fact.rollup for fact in catalogue.facts.values() if fact.rollup)}
    for dimension in catalogue.dimensions.values():
        if not dimension.expressions:
            raise FormulaError(f"The dimension {dimension.key!r} is an attribute of no fact.")
        for name in dimension.expressions:
            if name not in tables:
                raise FormulaError(f"The dimension {dimension.key!r} is an attribute of {name!r}, which is no fact.")
