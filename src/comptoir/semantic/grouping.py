"""Dimensions made of another: numbers into bins, values into names. Owns their expressions; labels travel as parameters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from comptoir.kernel.errors import Invalid
from comptoir.semantic.vocabulary import DataType, Dimension

_NUMBER = "toDecimal128OrNull(toString({one}), 6)"
Write = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Grouping:
    """A dimension and the parameters its expressions name."""

    dimension: Dimension
    values: Mapping[str, Any]


def grouped(
    base: Dimension,
    *,
    key: str,
    edges: Sequence[Decimal] = (),
    labels: Sequence[str] = (),
    values: Sequence[tuple[str, str]] = (),
    other: str | None = None,
) -> Grouping:
    """Return the dimension that puts values of ``base`` into bins (``edges``) or gives them names (``values``)."""
    if edges and base.many:
        raise Invalid(f"{base.key} has several values an order, which cannot be put into bins.", field="dimension")
    write = _binned(key) if edges else _mapped(key, has_other=other is not None)
    parameters: dict[str, Any] = {
        f"own_{key}_labels": list(labels),
        f"own_{key}_edges": [f"{edge:f}" for edge in edges],
        f"own_{key}_from": [one for one, _ in values],
        f"own_{key}_to": [name for _, name in values],
        f"own_{key}_other": other or "",
    }
    return Grouping(_written(base, key=key, write=write), parameters)


def _written(base: Dimension, *, key: str, write: Write) -> Dimension:
    """The base's dimension with all its expressions written over."""
    made = replace(base, key=key, type=DataType.STRING, values=None, resolved=None, base=base.key, is_custom=True)
    if base.lookup:
        return replace(made, lookup=replace(base.lookup, column=_null_safe(base.lookup.column, write)))
    many = f"arrayMap(one -> {write('one')}, {base.many})" if base.many else None
    shown = {table: _shown(base, text) for table, text in base.expressions.items()}
    return replace(made, many=many, expressions={table: _null_safe(text, write) for table, text in shown.items()})


def _shown(base: Dimension, text: str) -> str:
    """A value as people know it: stores by their short names."""
    if base.resolved is None:
        return text
    return f"nullIf({{slugs:Array(String)}}[indexOf({{store_ids:Array(UUID)}}, {text})], '')"


def _null_safe(text: str, write: Write) -> str:
    """What is not known stays so."""
    return f"if(isNull({text}), NULL, {write(f'assumeNotNull(toString({text}))')})"


def _mapped(key: str, *, has_other: bool) -> Write:
    lists = f"{{own_{key}_from:Array(String)}}, {{own_{key}_to:Array(String)}}"
    other = f"{{own_{key}_other:String}}" if has_other else None
    return lambda one: f"transform({one}, {lists}, {other or one})"


def _binned(key: str) -> Write:
    edges, labels = f"{{own_{key}_edges:Array(String)}}", f"{{own_{key}_labels:Array(String)}}"

    def write(one: str) -> str:
        number = _NUMBER.format(one=one)
        place = f"arrayCount(edge -> ifNull({number} >= toDecimal128(edge, 6), 0), {edges})"
        return f"if(isNull({number}), NULL, {labels}[{place} + 1])"

    return write
