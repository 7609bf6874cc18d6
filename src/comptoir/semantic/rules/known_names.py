"""Every name in a formula is a measure or a metric."""

from comptoir.semantic.catalogue import Catalogue, nearest
from comptoir.semantic.formula import FormulaError, names_of


def check(catalogue: Catalogue) -> None:
    """Raise when a formula uses a name that nobody declares."""
    known = {*catalogue.measures, *catalogue.metrics}
    for key, tree in catalogue.formulas.items():
        for name in names_of(tree):
            if name not in known:
                raise FormulaError(
                    f"The formula of {key!r} uses {name!r}, which is neither a measure nor a metric.",
                    field="formula",
                    suggestions=nearest(name, known=known),
                )
