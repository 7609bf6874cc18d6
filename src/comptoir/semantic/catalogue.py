"""The catalogue: every declaration by key. Owns look-ups and suggestions; `loading` builds and checks it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from comptoir.kernel.errors import Unknown
from comptoir.semantic.formula import Formula, names_of
from comptoir.semantic.terms import Definitions, Term
from comptoir.semantic.vocabulary import Dimension, Fact, Measure, Metric


@dataclass(frozen=True)
class Catalogue:
    """Facts, measures, metrics and dimensions by key, with parsed formulas."""

    facts: Mapping[str, Fact]
    measures: Mapping[str, Measure]
    metrics: Mapping[str, Metric]
    dimensions: Mapping[str, Dimension]
    formulas: Mapping[str, Formula]

    def metric(self, key: str, *, field: str = "metrics") -> Metric:
        """Return a metric or raise ``Unknown`` with suggestions."""
        found = self.metrics.get(key)
        if found is None:
            raise unknown("metric", key, known=self.metrics, field=field, more="`comptoir metrics` lists all.")
        return found

    def dimension(self, key: str, *, field: str = "dimensions") -> Dimension:
        """Return a dimension or raise ``Unknown`` with suggestions."""
        found = self.dimensions.get(key)
        if found is None:
            raise unknown("dimension", key, known=self.dimensions, field=field, more="`comptoir dimensions` lists all.")
        return found

    def measures_of(self, key: str) -> tuple[str, ...]:
        """Return the measures a metric rests on, each once, in the order of the formulas."""
        found: dict[str, None] = {}
        for name in names_of(self.formulas[key]):
            if name in self.measures:
                found[name] = None
            else:
                found.update(dict.fromkeys(self.measures_of(name)))
        return tuple(found)

    def metrics_in(self, key: str) -> frozenset[str]:
        """Return a metric and every metric its formula rests on."""
        inner = [name for name in names_of(self.formulas[key]) if name in self.metrics and name not in self.measures]
        return frozenset({key}).union(*(self.metrics_in(name) for name in inner))

    @cached_property
    def definitions(self) -> Definitions:
        """Return what formulas mean."""
        return Definitions(measures=self.measures, formulas=self.formulas)

    @cached_property
    def terms(self) -> Mapping[str, tuple[Term, ...]]:
        """Return what each metric sums."""
        return {key: self.definitions.terms(tree) for key, tree in self.formulas.items()}

    @cached_property
    def fingerprint(self) -> str:
        """Return a hash that changes when any definition does: part of every cache key."""
        text = repr((sorted(self.facts.items()), sorted(self.measures.items()), sorted(self.metrics.items())))
        return hashlib.sha256((text + repr(sorted(self.dimensions.items()))).encode()).hexdigest()[:16]


def unknown(what: str, key: str, *, known: Iterable[str], field: str, more: str | None = None) -> Unknown:
    """Return the error for a name that does not exist, with up to three names that look like it."""
    return Unknown(
        f"There is no {what} {key!r}.",
        hint=more,
        field=field,
        suggestions=nearest(key, known=known),
        details={"name": key},
    )


def nearest(key: str, *, known: Iterable[str]) -> tuple[str, ...]:
    """Return up to three names that look like ``key``."""
    return tuple(get_close_matches(str(key), sorted(known), n=3, cutoff=0.55))
