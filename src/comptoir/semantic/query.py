"""A question as people, scripts and screens put it, and its exact reading. Owns the form, not the meaning.

Every refusal names the field and, where a name is wrong, what it may have meant.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from comptoir.kernel.errors import Invalid, Unknown
from comptoir.kernel.time import Grain, Period
from comptoir.semantic.catalogue import nearest
from comptoir.semantic.condition import BARE as BARE
from comptoir.semantic.condition import LISTS as LISTS
from comptoir.semantic.condition import Filter as Filter
from comptoir.semantic.condition import Op as Op

DEFAULT_LIMIT = 1000


class Compare(StrEnum):
    """Which earlier period stands beside the asked one."""

    PREVIOUS_PERIOD = "previous_period"
    PREVIOUS_WEEK = "previous_week"  # whole weeks earlier, so that weekdays meet weekdays
    PREVIOUS_YEAR = "previous_year"
    PREVIOUS_YEAR_WEEKDAY = "previous_year_weekday"


@dataclass(frozen=True, slots=True)
class Query:
    """A whole question. ``range`` of None means all data; days are local days of ``day`` (store or organisation)."""

    metrics: tuple[str, ...]
    dimensions: tuple[str, ...] = ()
    grain: Grain | None = None
    range: Period | None = None
    compare: Compare | None = None
    same_minute: bool = False
    filters: tuple[Filter, ...] = ()
    currency: str | None = None
    day: str = "store"
    returns_basis: str = "return"
    edits_basis: str = "order"
    order_by: tuple[str, ...] = ()
    limit: int = DEFAULT_LIMIT
    has_default_limit: bool = field(default=True, compare=False)


FIELDS = tuple(name for name in Query.__dataclass_fields__ if name != "has_default_limit")


def parse_query(raw: Mapping[str, Any]) -> Query:
    """Read the JSON form of contract; raise ``Invalid`` or ``Unknown`` naming the field."""
    if not isinstance(raw, Mapping):
        raise Invalid("A query is a JSON object.", hint='Such as {"metrics": ["net_sales"]}.')
    for name in raw:
        if name not in FIELDS:
            raise Unknown(
                f"A query has no field {name!r}.", field=str(name), suggestions=nearest(str(name), known=FIELDS)
            )
    given = {name: value for name, value in raw.items() if value is not None}
    metrics = _names(given.get("metrics", ()), field="metrics")
    if not metrics:
        raise Invalid("A query needs at least one metric.", field="metrics", hint="`comptoir metrics` lists all.")
    return Query(
        metrics=metrics,
        dimensions=_names(given.get("dimensions", ()), field="dimensions"),
        grain=_choice(given.get("grain"), kind=Grain, field="grain"),
        range=_range(given.get("range")),
        compare=_choice(given.get("compare"), kind=Compare, field="compare"),
        same_minute=_flag(given.get("same_minute", False), field="same_minute"),
        filters=parse_filters(given.get("filters", ())),
        currency=_currency(given.get("currency")),
        day=_word(given.get("day", "store"), of=("store", "organisation"), field="day"),
        returns_basis=_word(given.get("returns_basis", "return"), of=("return", "order"), field="returns_basis"),
        edits_basis=_word(given.get("edits_basis", "order"), of=("order", "edit"), field="edits_basis"),
        order_by=_names(given.get("order_by", ()), field="order_by"),
        limit=_limit(given.get("limit", DEFAULT_LIMIT)),
        has_default_limit="limit" not in given,
    )


def parse_filters(raw: Any) -> tuple[Filter, ...]:
    """Read conditions in their JSON form; raise ``Invalid`` naming the field."""
    return tuple(_filter(item, index=index) for index, item in enumerate(_items(raw, field="filters")))


def _items(value: Any, *, field: str) -> Iterable[Any]:
    if not isinstance(value, list | tuple):
        raise Invalid(f"{field} is a list.", field=field)
    return value


def _names(value: Any, *, field: str) -> tuple[str, ...]:
    items = (value,) if isinstance(value, str) else tuple(_items(value, field=field))
    for item in items:
        if not isinstance(item, str) or not item:
            raise Invalid(f"{field} is a list of names.", field=field)
    if len(set(items)) != len(items):
        raise Invalid(f"{field} names {next(item for item in items if items.count(item) > 1)} twice.", field=field)
    return items


def _choice(value: Any, *, kind: type[Any], field: str) -> Any:
    if value is None:
        return None
    return kind(_word(value, of=tuple(member.value for member in kind), field=field))


def _word(value: Any, *, of: tuple[str, ...], field: str) -> str:
    if not isinstance(value, str) or value not in of:
        raise Invalid(
            f"{field} cannot be {value!r}.",
            hint=f"It is one of {', '.join(of)}.",
            field=field,
            suggestions=nearest(str(value), known=of),
        )
    return value


def _flag(value: Any, *, field: str) -> bool:
    if not isinstance(value, bool):
        raise Invalid(f"{field} is true or false.", field=field)
    return value


def _limit(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise Invalid("limit is a whole number of at least 1.", field="limit")
    return value


def _currency(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) != 3 or not (value.isascii() and value.isalpha()):
        raise Invalid(f"{value!r} is not a currency code such as EUR.", field="currency")
    return value.upper()


def _range(value: Any) -> Period | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or not set(value) <= {"from", "to"} or set(value) != {"from", "to"}:
        raise Invalid(
            "range has a day from and a day to.",
            field="range",
            hint='Such as {"from": "2025-01-01", "to": "2025-01-31"}.',
        )
    start, end = (parse_day(value[name], field=f"range.{name}") for name in ("from", "to"))
    if end < start:
        raise Invalid(f"The range ends ({end}) before it starts ({start}).", field="range")
    return Period(start, end)


def parse_day(value: Any, *, field: str) -> date:
    """Read an ISO day; years 1970 to 2149, which is what a warehouse day can hold."""
    try:
        day = date.fromisoformat(value) if len(value) == 10 else None
    except (TypeError, ValueError):
        day = None
    if day is None:
        raise Invalid(f"{value!r} is not a day such as 2025-01-31.", field=field)
    if not 1971 <= day.year <= 2148:
        raise Invalid(f"{value} lies outside the years 1971 to 2148.", field=field)
    return day


def _filter(raw: Any, *, index: int) -> Filter:
    place = f"filters.{index}"
    if not isinstance(raw, Mapping) or not {"field", "op"} <= set(raw) <= {"field", "op", "value"}:
        raise Invalid("A filter has a field, an op and a value.", field=place)
    if not isinstance(raw["field"], str):
        raise Invalid("A filter's field is a name.", field=f"{place}.field")
    op = Op(_word(raw["op"], of=tuple(op.value for op in Op), field=f"{place}.op"))
    value = raw.get("value")
    if op in BARE:
        return Filter(field=raw["field"], op=op)
    if op in LISTS:
        return Filter(field=raw["field"], op=op, value=_list(value, op=op, field=f"{place}.value"))
    return Filter(field=raw["field"], op=op, value=_scalar(value, field=f"{place}.value"))


def _list(value: Any, *, op: Op, field: str) -> tuple[str | int, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise Invalid(f"{op} takes a list of values.", field=field)
    if op is Op.BETWEEN and len(value) != 2:
        raise Invalid("between takes two values, the lowest and the highest.", field=field)
    if len(value) > 1000:
        raise Invalid("A list of values has at most 1,000.", field=field)
    return tuple(_scalar(item, field=field) for item in value)


def _scalar(value: Any, *, field: str) -> str | int:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Invalid("A value is a text or a whole number; absent values are found with is_null.", field=field)
    return value
