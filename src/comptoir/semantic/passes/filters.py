"""Filters against their dimension: is the operator possible, has the value the right type, which stores are meant."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from comptoir.kernel.errors import Invalid
from comptoir.semantic.catalogue import Catalogue, unknown
from comptoir.semantic.query import BARE, LISTS, Filter, Op
from comptoir.semantic.tenant import Store
from comptoir.semantic.vocabulary import DataType, Dimension

TEXT_ONLY = (Op.CONTAINS, Op.STARTS_WITH)
ORDERED = (Op.GT, Op.GTE, Op.LT, Op.LTE, Op.BETWEEN)


def checked_filter(condition: Filter, *, catalogue: Catalogue, index: int) -> Filter:
    """Return the filter with values of its dimension's type."""
    place = f"filters.{index}"
    if condition.field in catalogue.metrics:
        raise Invalid(f"{condition.field} is a metric; filters take dimensions.", field=f"{place}.field")
    dimension = catalogue.dimension(condition.field, field=f"{place}.field")
    is_text = dimension.type is DataType.STRING
    if (condition.op in TEXT_ONLY and not is_text) or (
        condition.op in ORDERED and (dimension.type is DataType.UUID or dimension.many or dimension.resolved)
    ):
        raise Invalid(f"{condition.field} cannot be compared with {condition.op}.", field=f"{place}.op")
    if condition.op in BARE:
        return condition
    if condition.op in LISTS and isinstance(condition.value, tuple):
        values = tuple(_typed(item, dimension, place) for item in condition.value)
        return replace(condition, value=values)
    return replace(condition, value=_typed(condition.value, dimension, place))


def fitting_stores(
    stores: Iterable[Store], *, conditions: Iterable[Filter], is_checked: bool = False
) -> tuple[Store, ...]:
    """Return the stores whose slug fits every condition; a slug that does not exist is an error, not an empty result.

    ``is_checked``: whoever asks need not see the stores of a condition, and is not told which there are.
    """
    left = tuple(stores)
    slugs = [store.slug for store in left]
    for condition in conditions:
        if condition.op in (Op.EQ, Op.NE, Op.IN, Op.NOT_IN) and not is_checked:
            for slug in condition.value if isinstance(condition.value, tuple) else (condition.value,):
                if slug not in slugs:
                    raise unknown(
                        "store", str(slug), known=slugs, field="filters", more=f"There are: {', '.join(slugs)}."
                    )
        left = tuple(store for store in left if _fits(store.slug, condition))
    return left


def _fits(slug: str, condition: Filter) -> bool:
    value: Any = condition.value
    match condition.op:
        case Op.EQ | Op.IN:
            return slug in (value if isinstance(value, tuple) else (value,))
        case Op.NE | Op.NOT_IN:
            return slug not in (value if isinstance(value, tuple) else (value,))
        case Op.CONTAINS:
            return str(value).casefold() in slug.casefold()
        case Op.STARTS_WITH:
            return slug.casefold().startswith(str(value).casefold())
        case _:
            return condition.op is Op.NOT_NULL


def _typed(value: Any, dimension: Dimension, place: str) -> Any:
    try:
        match dimension.type:
            case DataType.INTEGER:
                return int(value)
            case DataType.UUID:
                return str(UUID(str(value)))
            case _:
                return str(value)
    except ValueError as error:
        wanted = "a whole number" if dimension.type is DataType.INTEGER else "an id (UUID)"
        raise Invalid(f"{dimension.key} takes {wanted}, not {value!r}.", field=f"{place}.value") from error
