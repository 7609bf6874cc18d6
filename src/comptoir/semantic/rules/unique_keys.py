"""A key names one thing: no two declarations share it, and no measure hides a metric."""

from collections import Counter
from collections.abc import Iterable

from comptoir.semantic.formula import FormulaError
from comptoir.semantic.vocabulary import Declarations


def check(parts: Iterable[Declarations]) -> None:
    """Raise when a key is declared twice."""
    parts = tuple(parts)
    figures = [measure.key for part in parts for measure in part.measures]
    figures += [metric.key for part in parts for metric in part.metrics]
    for kind, keys in (
        ("fact", [item.key for part in parts for item in part.facts]),
        ("measure or metric", figures),
        ("dimension", [item.key for part in parts for item in part.dimensions]),
    ):
        twice = [key for key, count in Counter(keys).items() if count > 1]
        if twice:
            raise FormulaError(f"The {kind} {twice[0]!r} is declared twice.")
