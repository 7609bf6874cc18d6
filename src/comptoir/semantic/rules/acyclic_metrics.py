"""No metric rests on itself."""

from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.formula import FormulaError, names_of


def check(catalogue: Catalogue) -> None:
    """Raise with the circle when following formulas comes back to where it began."""
    finished: set[str] = set()
    for key in catalogue.metrics:
        _visit(catalogue, key=key, path=(), finished=finished)


def _visit(catalogue: Catalogue, *, key: str, path: tuple[str, ...], finished: set[str]) -> None:
    if key in path:
        raise FormulaError(f"The metric {key!r} rests on itself: {' → '.join((*path, key))}.", field="formula")
    if key in finished:
        return
    for name in names_of(catalogue.formulas[key]):
        if name in catalogue.metrics:
            _visit(catalogue, key=name, path=(*path, key), finished=finished)
    finished.add(key)
