"""Every measure rests on a declared fact."""

from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.formula import FormulaError


def check(catalogue: Catalogue) -> None:
    """Raise when a measure names a fact that nobody declares."""
    for measure in catalogue.measures.values():
        if measure.fact not in catalogue.facts:
            raise FormulaError(f"The measure {measure.key!r} rests on {measure.fact!r}, which is no fact.")
