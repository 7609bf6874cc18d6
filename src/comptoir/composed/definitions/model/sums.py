"""Whether a metric adds up over days: sums do, counts of distinct things nearly, shares and averages never."""

from enum import StrEnum

from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.formula import Binary, Formula, Name, Negative, Number
from comptoir.semantic.vocabulary import Aggregation


class Sum(StrEnum):
    """How figures of days make that of a period."""

    ADDED = "added"
    DISTINCT = "distinct"  # one buyer of two days is one buyer
    LEVEL = "level"


def sum_of(catalogue: Catalogue, metric: str) -> Sum:
    """Return how a metric adds up."""
    return _worst(catalogue, catalogue.formulas[metric])


def _worst(catalogue: Catalogue, tree: Formula) -> Sum:
    match tree:
        case Name(key) if key in catalogue.measures:
            measure = catalogue.measures[key]
            is_distinct = measure.aggregation is Aggregation.DISTINCT and not measure.order_level
            return Sum.DISTINCT if is_distinct else Sum.ADDED
        case Name(key):
            return _worst(catalogue, catalogue.formulas[key])
        case Negative(operand):
            return _worst(catalogue, operand)
        case Binary("*" | "/", left, Number()) | Binary("*", Number(), left):
            return _worst(catalogue, left)
        case Binary("+" | "-", left, right):
            return max(_worst(catalogue, left), _worst(catalogue, right), key=list(Sum).index)
        case _:
            return Sum.LEVEL
