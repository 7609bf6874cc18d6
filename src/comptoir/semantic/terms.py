"""Terms: what a query sums. Plain sums that a formula only adds and subtracts are summed as one.

Net sales is one amount to convert, to group and to compare instead of three. What may be null, and what counts distinct
things, stays a term of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from comptoir.semantic.formula import Binary, Formula, Name, Negative
from comptoir.semantic.vocabulary import Aggregation, Measure

Signed = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Term:
    """Measures of one fact and unit with their signs."""

    signed: tuple[Signed, ...]

    @property
    def name(self) -> str:
        """Return what columns of the term are called after: its measures with their signs."""
        return "".join(
            f"{'-' if sign < 0 else '+' if place else ''}{key}" for place, (key, sign) in enumerate(self.signed)
        )

    @property
    def first(self) -> str:
        """Return the first measure, which decides fact, unit and, as the only one, the aggregation."""
        return self.signed[0][0]


@dataclass(frozen=True, slots=True)
class Definitions:
    """What formulas mean: measures and the formulas of metrics by key."""

    measures: Mapping[str, Measure]
    formulas: Mapping[str, Formula]

    def term(self, tree: Formula) -> Term | None:
        """Return the term that a whole formula is, if it is one."""
        if isinstance(tree, Name) and tree.key in self.measures:
            return Term(((tree.key, 1),))
        signed = self._added(tree)
        return Term(signed) if signed else None

    def terms(self, tree: Formula) -> tuple[Term, ...]:
        """Return the largest terms in a formula, each once."""
        term = self.term(tree)
        if term:
            return (term,)
        match tree:
            case Name(key):
                return self.terms(self.formulas[key])
            case Negative(operand):
                return self.terms(operand)
            case Binary(_, left, right):
                return tuple(dict.fromkeys(self.terms(left) + self.terms(right)))
            case _:
                return ()

    def _added(self, tree: Formula) -> tuple[Signed, ...] | None:
        match tree:
            case Name(key) if key in self.measures:
                return ((key, 1),) if self.measures[key].aggregation is Aggregation.SUM else None
            case Name(key):
                return self._added(self.formulas[key])
            case Negative(operand):
                return _negated(self._added(operand))
            case Binary("+" | "-" as operator, left, right):
                one, other = self._added(left), self._added(right)
                if not one or not other or self._kind(one) != self._kind(other):
                    return None
                return one + (other if operator == "+" else _negated(other) or ())
            case _:
                return None

    def _kind(self, signed: tuple[Signed, ...]) -> tuple[str, object]:
        measure = self.measures[signed[0][0]]
        return measure.fact, measure.unit


def _negated(signed: tuple[Signed, ...] | None) -> tuple[Signed, ...] | None:
    return signed and tuple((key, -sign) for key, sign in signed)
