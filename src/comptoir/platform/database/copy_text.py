r"""How values are written in COPY's text format: tabs between columns, \N for null, escapes inside of text.

Rendered by hand, because at hundreds of thousands of rows a general adapter costs more than the database does.
Pure: knows neither table nor connection, so that rows can be made ready where there is none.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": None})


def copy_row(values: Sequence[object]) -> str:
    """Return one row without its line end. Values are those of ``bulk.insert_rows``."""
    return "\t".join([NULL if value is None else _RENDER[type(value)](value) for value in values])


def copy_text(value: str) -> str:
    """Return a text as one column holds it."""
    return value if value.isprintable() and "\\" not in value else value.translate(_ESCAPES)


def _bytes(value: bytes) -> str:
    return "\\\\x" + value.hex()


def _uuid(value: UUID) -> str:
    return f"{value.int:032x}"


def _array(values: Sequence[object]) -> str:
    if not values:
        return "{}"
    return ("{" + ",".join(map(_element, values)) + "}").translate(_ESCAPES)


def _element(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        quoted = value.replace("\0", "").replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}"'
    return str(value)


class _Renderers(dict[type, Callable[..., str]]):
    """How values of a type are written; a subclass (an enumeration) is written as what it extends."""

    def __missing__(self, kind: type) -> Callable[..., str]:
        for base in kind.__mro__[1:]:
            if base in self:
                self[kind] = self[base]
                return self[base]
        raise TypeError(f"values of the type {kind.__name__} cannot be written in bulk")


_RENDER = _Renderers()
_RENDER |= {
    bool: lambda value: "t" if value else "f",
    int: str,
    Decimal: str,
    str: copy_text,
    bytes: _bytes,
    UUID: _uuid,
    date: date.isoformat,
    datetime: datetime.isoformat,
    list: _array,
    tuple: _array,
    dict: lambda value: copy_text(json.dumps(value)),
}
