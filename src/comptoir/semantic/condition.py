"""One condition on a dimension: field, operator, value. Data that queries and definitions share; owns no meaning."""

from dataclasses import dataclass
from enum import StrEnum

Value = str | int | tuple[str | int, ...] | None


class Op(StrEnum):
    """How a filter compares."""

    EQ = "eq"
    NE = "ne"
    IN = "in"
    NOT_IN = "not_in"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    BETWEEN = "between"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    IS_NULL = "is_null"
    NOT_NULL = "not_null"


LISTS = (Op.IN, Op.NOT_IN, Op.BETWEEN)
BARE = (Op.IS_NULL, Op.NOT_NULL)


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition. ``value`` is a tuple for in, not_in and between, None for is_null and not_null."""

    field: str
    op: Op
    value: Value = None
