"""The catalogue: every declaration by key. Owns look-ups and suggestions; `loading` builds and checks it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from comptoir.kernel.errors import Unknown
from comptoir.semantic.formula import Formula, leaves, names_of
from comptoir.semantic.terms import Definitions, Term
from comptoir.semantic.vocabulary import Dimension, Fact, Measure, Metric


@dataclass(frozen=True, slots=True)
class Needs:
    """What reading a metric or dimension takes: permissions, and columns (by key and by group) that are not hidden."""

    permissions: frozenset[str]
    columns: frozenset[str]


@dataclass(frozen=True)
class Catalogue:
    """Facts, measures, metrics and dimensions by key, with parsed formulas.

    Of an organisation's own definitions: ``parts`` are the metrics that filtered ones rest on, ``values`` parameters
    of its groupings, ``absent`` says why a name that was there is not.
    """

    facts: Mapping[str, Fact]
    measures: Mapping[str, Measure]
    metrics: Mapping[str, Metric]
    dimensions: Mapping[str, Dimension]
    formulas: Mapping[str, Formula]
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)

    def metric(self, key: str, *, field: str = "metrics") -> Metric:
        """Return a metric or raise ``Unknown`` with suggestions."""
        found = self.metrics.get(key)
        if found is None:
            self._check_absent(key, field=field)
            raise unknown("metric", key, known=self.metrics, field=field, more="`comptoir metrics` lists all.")
        return found

    def dimension(self, key: str, *, field: str = "dimensions") -> Dimension:
        """Return a dimension or raise ``Unknown`` with suggestions."""
        found = self.dimensions.get(key)
        if found is None:
            self._check_absent(key, field=field)
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
        return frozenset({key}).union(*(self.metrics_in(name) for name in self.parts_of(key)))

    def parts_of(self, key: str) -> tuple[str, ...]:
        """Return the metrics that a metric's formula names."""
        if key in self.parts:
            return self.parts[key]
        return tuple(name for name in names_of(self.formulas[key]) if name in self.metrics)

    def dimensions_in(self, key: str) -> frozenset[str]:
        """Return the dimensions that a metric, or anything it rests on, has conditions on."""
        return frozenset(one.field for inner in self.metrics_in(key) for one in self.metrics[inner].filters)

    def bases_of(self, key: str) -> tuple[str, ...]:
        """Return a dimension and those it is made of."""
        base = self.dimensions[key].base
        return (key, *self.bases_of(base)) if base else (key,)

    def needs_of_metric(self, key: str) -> Needs:
        """Return what a metric takes with everything it rests on, the conditions of definitions included."""
        known = self._needs.get(key)
        if known is None:
            metrics = [self.metrics[inner] for inner in self.metrics_in(key)]
            measures = [self.measures[name] for name in self.measures_of(key)]
            parts = [self.needs_of_dimension(field) for field in self.dimensions_in(key)]
            groups = {one.group for one in metrics} | {one.group for one in measures}
            known = self._needs[key] = Needs(
                frozenset(one.permission for one in metrics if one.permission).union(*(p.permissions for p in parts)),
                frozenset({*(one.key for one in metrics), *filter(None, groups)}).union(*(p.columns for p in parts)),
            )
        return known

    def needs_of_dimension(self, key: str) -> Needs:
        """Return what a dimension takes, with those it is made of."""
        known = self._needs.get((key,))
        if known is None:
            bases = [self.dimensions[one] for one in self.bases_of(key)]
            known = self._needs[(key,)] = Needs(
                frozenset(one.permission for one in bases if one.permission),
                frozenset({*(one.key for one in bases), *(one.group for one in bases if one.group)}),
            )
        return known

    def groups_of(self, key: str) -> frozenset[str]:
        """Return the groups of columns that a metric or dimension belongs to."""
        needs = self.needs_of_metric(key) if key in self.metrics else self.needs_of_dimension(key)
        return frozenset(one for one in needs.columns if one in self.groups)

    @cached_property
    def groups(self) -> frozenset[str]:
        """Return the groups of columns that declarations name."""
        found = {one.group for one in self.metrics.values()} | {one.group for one in self.measures.values()}
        found |= {one.group for one in self.dimensions.values()}
        return frozenset(filter(None, found))

    @cached_property
    def _needs(self) -> dict[str | tuple[str], Needs]:
        return {}

    def _check_absent(self, key: str, *, field: str) -> None:
        if key in self.absent:
            raise Unknown(self.absent[key], field=field, details={"name": key})

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """Return how many measures each metric adds up once its formula is written out: what compiling it costs."""
        found: dict[str, int] = dict.fromkeys(self.measures, 1)
        for key in self.metrics:
            self._size(key, found)
        return found

    def _size(self, key: str, found: dict[str, int]) -> int:
        if key not in found:
            found[key] = sum(self._size(name, found) for name in leaves(self.formulas[key]))
        return found[key]

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
        text += repr((sorted(self.dimensions.items()), sorted(self.values.items())))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


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
