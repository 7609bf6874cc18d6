"""Answers as text on a terminal: columns aligned, figures to the right, absent as n/a."""

from collections.abc import Sequence

from comptoir.semantic.result import Result

NUMBERS = ("decimal", "integer")
ABSENT = "n/a"


def table_lines(result: Result) -> list[str]:
    """Return a result with its totals as lines, and below what must be known about it."""
    names = [f"{column.name} {column.unit}" if _is_currency(column.unit) else column.name for column in result.columns]
    lines = [names, *([_text(value) for value in row] for row in result.rows)]
    keys = [column for column in result.columns if not column.metric]
    if keys and len(result.rows) != 1:
        total = ["total", *[""] * (len(keys) - 1)]
        lines.append([*total, *(_text(result.totals.get(column.name)) for column in result.columns if column.metric)])
    found = aligned(lines, right=[column.metric is not None for column in result.columns])
    found += [f"note: {note}" for note in result.notes]
    if result.truncated:
        found.append("note: more rows than the limit")
    if result.stale_since:
        found.append(f"note: stale since {result.stale_since:%Y-%m-%d %H:%M:%S} UTC")
    return found


def aligned(lines: Sequence[Sequence[str]], *, right: Sequence[bool] | None = None) -> list[str]:
    """Return lines of cells under each other; the first is the head."""
    widths = [max(len(line[index]) for line in lines) for index in range(len(lines[0]))]
    sides = right or [False] * len(widths)
    found = []
    for line in lines:
        cells = zip(line, widths, sides, strict=True)
        found.append(
            "  ".join(cell.rjust(width) if side else cell.ljust(width) for cell, width, side in cells).rstrip()
        )
    found.insert(1, "  ".join("-" * min(width, 60) for width in widths))
    return found


def _text(value: object) -> str:
    return ABSENT if value is None else str(value)


def _is_currency(unit: str | None) -> bool:
    return unit is not None and unit.isupper()
