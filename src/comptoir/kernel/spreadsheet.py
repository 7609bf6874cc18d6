"""Text for spreadsheets: cells that none of them runs as a formula, and rows of CSV (RFC 4180)."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What makes a spreadsheet read on as a formula, the full-width signs of East Asian keyboards included.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER = re.compile(r"[+-]?\d[\d.,]*%?", re.ASCII)


def tame(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula; numbers stay as they are."""
    return f"'{cell}" if cell.startswith(_RISKY) and not _NUMBER.fullmatch(cell) else cell


def csv_rows(rows: Iterable[Sequence[str | None]]) -> bytes:
    """Return rows as CSV in UTF-8, every cell tamed; ``None`` is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([tame(cell) if cell else "" for cell in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")
