"""The two shapes every reader yields: rows of a table, and documents. Cells are text, "" where there is nothing."""

from typing import Any, NamedTuple


class Row(NamedTuple):
    """One record of a table; ``line`` is the line of the file it starts on (the row number in a workbook)."""

    line: int
    cells: list[str]


class Document(NamedTuple):
    """One JSON object; ``line`` is the line it starts on, or its place in the array."""

    line: int
    body: dict[str, Any]


class Flaw(NamedTuple):
    """A record that could not even be split into cells."""

    line: int
    reason: str
    cells: list[str]


def unique_names(names: list[str]) -> tuple[list[str], list[str]]:
    """Return header names made unique (``Name``, ``Name (2)``; ``Column 3`` for an empty one) and the repeated ones."""
    seen: dict[str, int] = {}
    result, repeated = [], []
    for position, raw in enumerate(names, start=1):
        name = raw.strip().strip("\ufeff").strip() or f"Column {position}"
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            repeated.append(name)
            name = f"{name} ({seen[name]})"
        result.append(name)
    return result, repeated
