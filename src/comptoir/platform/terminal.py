"""How a command says what it found: one JSON object for machines, aligned columns for people."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any


def say_json(value: Mapping[str, Any]) -> None:
    """Print one JSON object."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def say_table(rows: Sequence[Mapping[str, Any]], *, columns: Sequence[str]) -> None:
    """Print rows in aligned columns; what is absent is a dash."""
    cells = [[_cell(row[column]) for column in columns] for row in rows]
    widths = [max(len(line[index]) for line in [list(columns), *cells]) for index in range(len(columns))]
    for line in [list(columns), *cells]:
        told = "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        sys.stdout.write(told.rstrip() + "\n")


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return ", ".join(value) if isinstance(value, list) else str(value)
