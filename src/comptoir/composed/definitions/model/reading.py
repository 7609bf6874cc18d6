"""What a person sends → a definition the semantic layer understands, and the body that is kept. Raises ``WrongDefinition``."""

import itertools
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from comptoir.composed.definitions.contracts import BINS, KINDS, METRIC, VALUE_MAP
from comptoir.composed.definitions.errors import WrongDefinition
from comptoir.semantic.catalogue import nearest
from comptoir.semantic.condition import Filter
from comptoir.semantic.extending import OwnGrouping, OwnMetric
from comptoir.semantic.query import parse_filters
from comptoir.semantic.vocabulary import Direction, Kind

KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST_KEY, LONGEST_LABEL, LONGEST_TEXT, LONGEST_VALUE = 40, 80, 2000, 200
MOST_FILTERS, MOST_EDGES, MOST_VALUES = 10, 100, 1000
MEMBERS = {
    METRIC: ("formula", "filters", "unit", "direction"),
    BINS: ("dimension", "edges", "labels"),
    VALUE_MAP: ("dimension", "map", "other"),
}
_SHARES = (Kind.PERCENT, Kind.RATIO)
OwnDefinition = OwnMetric | OwnGrouping


def read_definition(
    *,
    key: str,
    kind: str,
    label: str,
    description: str,
    body: Mapping[str, Any],
    owner: str = "",
    version: int = 1,
    certified: bool = False,
) -> OwnDefinition:
    """Return the definition a body describes."""
    if kind not in KINDS:
        raise WrongDefinition(f"There is no kind {kind[:40]!r}.", hint=f"There are {', '.join(KINDS)}.", field="kind")
    _check_key(key)
    for name, text, most in (("label", label, LONGEST_LABEL), ("description", description, LONGEST_TEXT)):
        _check_text(text, field=name, most=most)
    if not label.strip():
        raise WrongDefinition("A definition needs a name that people read.", field="label")
    for name in body:
        if name not in MEMBERS[kind]:
            looks = nearest(str(name)[:40], known=MEMBERS[kind])
            raise WrongDefinition(f"A {kind} takes no {str(name)[:40]!r}.", field=str(name)[:40], suggestions=looks)
    common: dict[str, Any] = {"key": key, "label": label, "description": description}
    common |= {"owner": owner, "version": version, "certified": certified}
    if kind == METRIC:
        return _metric(body, common)
    return _bins(body, common) if kind == BINS else _map(body, common)


def read_filters(raw: Any) -> tuple[Filter, ...]:
    """Return the conditions of a metric."""
    if raw is None:
        return ()
    found = parse_filters(raw)
    if len(found) > MOST_FILTERS:
        raise WrongDefinition(f"A metric has at most {MOST_FILTERS} conditions.", field="filters")
    return found


def _metric(body: Mapping[str, Any], common: dict[str, Any]) -> OwnMetric:
    formula = body.get("formula")
    if not isinstance(formula, str):
        raise WrongDefinition("A metric needs a formula.", hint="Such as net_sales / orders.", field="formula")
    unit, direction = body.get("unit"), body.get("direction")
    if unit is not None and unit not in _SHARES:
        raise WrongDefinition(
            "unit is percent or ratio, for shares only.", hint="Else the formula decides.", field="unit"
        )
    if direction is not None and direction not in tuple(Direction):
        raise WrongDefinition("direction is up, down or neutral.", field="direction")
    return OwnMetric(
        formula=formula,
        filters=read_filters(body.get("filters")),
        unit=Kind(unit) if unit else None,
        direction=Direction(direction) if direction else None,
        **common,
    )


def _bins(body: Mapping[str, Any], common: dict[str, Any]) -> OwnGrouping:
    edges = body.get("edges")
    if not isinstance(edges, list) or not 1 <= len(edges) <= MOST_EDGES:
        raise WrongDefinition(f"Bins need 1 to {MOST_EDGES} edges.", hint="Such as [50, 100].", field="edges")
    numbers = tuple(_number(edge, index) for index, edge in enumerate(edges))
    if any(one >= other for one, other in itertools.pairwise(numbers)):
        raise WrongDefinition("Edges go up, each once.", field="edges")
    labels = body.get("labels") or list(labels_of(numbers))
    if not isinstance(labels, list) or len(labels) != len(numbers) + 1:
        raise WrongDefinition(f"{len(numbers)} edges make {len(numbers) + 1} bins: one label each.", field="labels")
    texts = tuple(_value(label, field=f"labels.{index}") for index, label in enumerate(labels))
    if len(set(texts)) != len(texts):
        raise WrongDefinition("Each bin has a label of its own.", field="labels")
    return OwnGrouping(dimension=_dimension(body), edges=numbers, labels=texts, **common)


def labels_of(edges: tuple[Decimal, ...]) -> tuple[str, ...]:
    """Return what bins are called that nobody named."""
    said = [f"{edge.normalize():f}" for edge in edges]
    between = [f"{low} to {high}" for low, high in itertools.pairwise(said)]
    return (f"under {said[0]}", *between, f"{said[-1]} and more")


def _map(body: Mapping[str, Any], common: dict[str, Any]) -> OwnGrouping:
    values = body.get("map")
    if not isinstance(values, Mapping) or not 1 <= len(values) <= MOST_VALUES:
        raise WrongDefinition(
            f"A map needs 1 to {MOST_VALUES:,} values.", hint='Such as {"DE": "Home", "AT": "Home"}.', field="map"
        )
    other = body.get("other")
    pairs = tuple((_value(one, field="map"), _value(name, field="map")) for one, name in values.items())
    return OwnGrouping(
        dimension=_dimension(body),
        values=pairs,
        other=None if other is None else _value(other, field="other"),
        **common,
    )


def _dimension(body: Mapping[str, Any]) -> str:
    found = body.get("dimension")
    if not isinstance(found, str):
        raise WrongDefinition("A grouping is made of a dimension.", field="dimension")
    return found[:60]


def _check_key(key: str) -> None:
    if len(key) > LONGEST_KEY or not KEY.fullmatch(key):
        raise WrongDefinition(
            f"{key[:60]!r} cannot be a key.",
            hint=f"Small letters, digits and single underscores, at most {LONGEST_KEY}, such as net_books.",
            field="key",
        )


def _check_text(text: str, *, field: str, most: int) -> None:
    if len(text) > most:
        raise WrongDefinition(f"{field} has at most {most:,} characters.", field=field)
    if any(not mark.isprintable() and mark not in "\n\t" for mark in text):
        raise WrongDefinition(f"{field} holds a control character.", field=field)


def _value(value: Any, *, field: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise WrongDefinition("A value is a text or a whole number.", field=field)
    text = str(value)
    if not text.strip():
        raise WrongDefinition("A value must not be empty.", field=field)
    _check_text(text, field=field, most=LONGEST_VALUE)
    return text


def _number(value: Any, index: int) -> Decimal:
    place = f"edges.{index}"
    if isinstance(value, bool) or not isinstance(value, str | int | float) or len(str(value)) > 24:
        raise WrongDefinition("An edge is a number.", field=place)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise WrongDefinition(f"{str(value)!r} is not a number.", field=place) from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 12 or number != round(number, 6):
        raise WrongDefinition("An edge lies under a million million, with at most six decimals.", field=place)
    return number
