"""From what modules declare to a checked catalogue. A definition that contradicts itself never loads."""

from collections.abc import Callable, Iterable

from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.formula import parse_formula
from comptoir.semantic.rules import (
    acyclic_metrics,
    formula_units,
    known_facts,
    known_names,
    reachable_dimensions,
    unique_keys,
)
from comptoir.semantic.vocabulary import Declarations

RULES: tuple[Callable[[Catalogue], None], ...] = (
    known_facts.check,
    known_names.check,
    acyclic_metrics.check,
    formula_units.check,
    reachable_dimensions.check,
)


def load_catalogue(declarations: Iterable[Declarations]) -> Catalogue:
    """Join what modules declare, parse the formulas and check every rule; raise the first violation."""
    parts = tuple(declarations)
    unique_keys.check(parts)
    metrics = {metric.key: metric for part in parts for metric in part.metrics}
    catalogue = Catalogue(
        facts={fact.key: fact for part in parts for fact in part.facts},
        measures={measure.key: measure for part in parts for measure in part.measures},
        metrics=metrics,
        dimensions={dimension.key: dimension for part in parts for dimension in part.dimensions},
        formulas={key: parse_formula(metric.formula) for key, metric in metrics.items()},
    )
    for rule in RULES:
        rule(catalogue)
    return catalogue
