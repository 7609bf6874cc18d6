"""Reading separated text: which character separates, where the header is, and one record after another.

A record that breaks the quoting rules is reported with its line and reading goes on at the next line, so that one
forgotten quotation mark does not swallow the rest of the file.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from comptoir.connectors.sdk.errors import FileProblem, OverLimit
from comptoir.connectors.sdk.files.limits import MIB, Limits
from comptoir.connectors.sdk.files.rows import Flaw, Row

CANDIDATES = (",", ";", "\t", "|", ":", "~", "^", "#", "\x1f", "\x01", " ")
LABELS = {"\t": "tab", " ": "blank", "\x1f": "unit separator", "\x01": "control-A"}
_SAMPLE_LINES = 200
_FIELD_LIMIT = 2 * MIB
csv.field_size_limit(_FIELD_LIMIT)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the file separates its fields and where its data begin."""

    separator: str
    has_header: bool
    skip_lines: int = 0  # lines before the header, such as Excel's ``sep=;``

    def reader(self, lines: Iterator[str]) -> "Iterator[list[str]]":
        return csv.reader(lines, delimiter=self.separator, skipinitialspace=self.separator == " ", strict=True)


class _Lines:
    """Hands out lines and remembers those of the record being read, so that a broken one can be read again."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self._again: list[str] = []
        self.current: list[str] = []

    def __iter__(self) -> Iterator[str]:
        again, remember = self._again, self.current.append
        while again:
            line = again.pop()
            remember(line)
            yield line
        for line in self._source:
            remember(line)
            yield line
            while again:
                line = again.pop()
                remember(line)
                yield line

    def rewind_to_second(self) -> str:
        """Put all but the first line of the broken record back and return that first line."""
        first, rest = self.current[0], self.current[1:]
        self._again.extend(reversed(rest))
        self.current.clear()
        return first


def text_lines(stream: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """Return the stream as text with its line ends kept; bytes that do not fit become lone surrogates."""
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    return io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="")


def find_dialect(text: io.TextIOWrapper, *, name: str, limits: Limits) -> tuple[Dialect, list[str]]:
    """Look at the beginning of the file; return its dialect and header (made up where it has none)."""
    lines = list(islice(text, _SAMPLE_LINES))
    skip = 0
    forced = None
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        forced, skip = lines[0].strip()[4], 1
    while skip < len(lines) and not lines[skip].strip(" \t\r\n,;"):
        skip += 1
    lines = lines[skip:]
    if not lines:
        raise FileProblem(f"{name} holds no rows.")
    separator = forced or _separator(lines)
    rows = _split(lines, separator) or [[lines[0].strip()]]
    if len(rows[0]) > limits.columns:
        raise OverLimit(f"{name} has {len(rows[0])} columns, more than {limits.columns}, the limit.")
    has_header = _looks_like_header(rows)
    header = rows[0] if has_header else ["" for _ in rows[0]]
    return Dialect(separator, has_header, skip), header


def _split(lines: list[str], separator: str) -> list[list[str]]:
    reader = csv.reader(iter(lines), delimiter=separator, skipinitialspace=separator == " ")
    rows = []
    try:
        for row in reader:
            if row:
                rows.append(row)
    except csv.Error:
        pass
    return rows


def _separator(lines: list[str]) -> str:
    """Choose the character that gives the most columns of the steadiest count."""
    best, best_score = ",", 0.0
    for candidate in CANDIDATES:
        if not any(candidate in line for line in lines[:20]):
            continue
        rows = _split(lines, candidate)[:100]
        if len(rows) > 2 and len(lines) == _SAMPLE_LINES:
            rows = rows[:-1]  # the sample may cut its last record
        if not rows:
            continue
        width, count = Counter(len(row) for row in rows).most_common(1)[0]
        steadiness = count / len(rows)
        if width < 2 or len(rows[0]) < 2 or (candidate in " :#" and steadiness < 0.9):
            continue
        score = steadiness**2 * (1 + min(width, 60) / 20) * (0.5 if candidate in " :#" else 1.0)
        if score > best_score:
            best, best_score = candidate, score
    return best


def _looks_like_header(rows: list[list[str]]) -> bool:
    """A header has a word in most cells and no cell that is a number or a date."""
    first = [cell.strip() for cell in rows[0]]
    filled = [cell for cell in first if cell]
    if not filled:
        return False
    numeric = sum(1 for cell in filled if cell.lstrip("+-$€£").replace(",", "").replace(".", "").isdigit())
    dated = sum(1 for cell in filled if cell[:1].isdigit() and any(mark in cell for mark in "-/:."))
    return numeric + dated == 0 or (numeric + dated) * 10 <= len(filled)


def read_delimited(text: io.TextIOWrapper, dialect: Dialect, width: int, *, suspicious: bool) -> Iterator[Row | Flaw]:
    """Yield every record after the header. ``suspicious``: rows may hold NUL or broken text, look at each."""
    lines = _Lines(text)
    for _ in range(dialect.skip_lines):
        text.readline()
    current, start = lines.current, dialect.skip_lines + 1
    reader = dialect.reader(iter(lines))
    if dialect.has_header:
        next(reader, None)
        start += len(current)
        current.clear()
    while True:
        try:
            for cells in reader:
                if len(cells) == width:
                    if suspicious and (flaw := _odd_text(cells)):
                        yield Flaw(start, flaw, _clean(cells))
                    elif any(cells):
                        yield Row(start, cells)
                elif any(cells):
                    yield _ragged(start, cells, width)
                start += len(current)
                current.clear()
            return
        except csv.Error as error:
            first = lines.rewind_to_second()
            yield Flaw(start, _quoting(str(error)), [first.rstrip("\r\n")[:10_000]])
            start += 1
            reader = dialect.reader(iter(lines))


def _ragged(line: int, cells: list[str], width: int) -> Row | Flaw:
    if len(cells) > width and not any(cells[width:]):
        return Row(line, cells[:width])
    which = "more" if len(cells) > width else "fewer"
    return Flaw(line, f"{which} fields than the header has", cells)


def _odd_text(cells: list[str]) -> str | None:
    joined = "".join(cells)
    if "\x00" in joined:
        return "the row holds a NUL byte"
    if not joined.isascii() and any("\udc80" <= character <= "\udcff" for character in joined):
        return "the row holds bytes that are not UTF-8"
    return None


def _clean(cells: list[str]) -> list[str]:
    return [cell.encode("utf-8", "replace").decode().replace("\x00", "?") for cell in cells]


def _quoting(message: str) -> str:
    if "unexpected end" in message:
        return "a quotation mark is opened and never closed"
    if "field larger" in message:
        return "a field is longer than 2 MiB, or its quotation mark is never closed"
    if "expected after" in message:
        return "there is text after a closing quotation mark"
    return "the row breaks the quoting rules"
