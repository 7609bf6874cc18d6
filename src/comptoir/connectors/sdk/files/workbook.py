"""Reading XLSX sheets. A workbook is checked for bombs before it is opened, because its sheet is held in memory."""

import hashlib
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineWorkbook

from comptoir.connectors.sdk.errors import EmptySheet, FileProblem, OverLimit
from comptoir.connectors.sdk.files.limits import MIB, Limits, size
from comptoir.connectors.sdk.files.rows import Flaw, Row

# Searching for every cell would cost more than reading the sheet: only what can enlarge the area is looked for.
_ROW = re.compile(rb'row[^<>]{0,200}?\br="([0-9]{1,7})"')
_FAR_ROW = re.compile(rb'r="[A-Z]{1,3}([0-9]{6,7})"')
_FAR_COLUMN = re.compile(rb'r="([A-Z]{2,3})[0-9]')
_LETTERS = tuple(bytes((letter,)) for letter in range(ord("Z"), ord("A") - 1, -1))
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$")
_CHUNK = 1 << 20


def check_workbook(path: Path, *, limits: Limits) -> None:
    """Refuse what is no workbook and what would unpack beyond the limits."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_archive(path, entries, limits)
            if "xl/workbook.xml" not in archive.namelist():
                raise FileProblem(
                    f"{path.name} is a ZIP archive, not an Excel workbook.",
                    hint="Unpack it and import the file inside.",
                )
            for entry in entries:
                if _SHEET.match(entry.filename):
                    _check_area(path.name, archive, entry, limits)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise FileProblem(f"{path.name} is a damaged or locked workbook.", hint="Save it again as XLSX.") from error


def _check_archive(path: Path, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.archive_entries:
        raise OverLimit(f"{path.name} has {len(entries)} parts, more than {limits.archive_entries}, the limit.")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.workbook_bytes:
        raise OverLimit(
            f"{path.name} unpacks to {size(unpacked)}, more than {size(limits.workbook_bytes)}, the limit for a workbook.",
            hint="Save the sheet as CSV: a CSV may have any size.",
        )
    for entry in entries:
        if entry.file_size > 32 * MIB and entry.file_size > entry.compress_size * limits.ratio:
            raise OverLimit(
                f"A part of {path.name} unpacks to more than {limits.ratio} times its size, the limit for packed files."
            )


def _check_area(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> None:
    """Refuse a sheet whose used range is too large: one far cell is enough to make it so."""
    columns = rows = cells = seen = 0
    tail = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            seen += len(chunk)
            if seen > limits.workbook_bytes:
                raise OverLimit(f"A sheet of {name} unpacks to more than {size(limits.workbook_bytes)}, the limit.")
            window = tail + chunk
            cells += chunk.count(b"<c ") + chunk.count(b"<c>") + chunk.count(b":c ")
            rows = max(rows, 0, *map(int, _ROW.findall(window)), *map(int, _FAR_ROW.findall(window)))
            columns = max(columns, 0, *map(_column_number, set(_FAR_COLUMN.findall(window))), _near_column(window))
            tail = chunk[-256:]
    if max(rows * columns, cells) > limits.workbook_cells:
        raise OverLimit(
            f"A sheet of {name} spans {max(rows * columns, cells):,} cells, more than {limits.workbook_cells:,}, the limit.",
            hint="Save the sheet as CSV: a CSV may have any size.",
        )


def _near_column(window: bytes) -> int:
    """Return the number of the last column A … Z that a cell reference names."""
    return next((_column_number(letter) for letter in _LETTERS if b'r="' + letter in window), 0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def sheet_names(path: Path) -> list[str]:
    """Return the names of the workbook's sheets, in order."""
    with CalamineWorkbook.from_path(str(path)) as workbook:
        return list(workbook.sheet_names)


def describe_sheet(path: Path, sheet: str, *, limits: Limits) -> tuple[list[str], int]:
    """Return the header and about how many rows follow it. Raises ``EmptySheet``."""
    header, line, last, _ = _open(path, sheet, limits)
    return header, max(last - line, 0)


def read_sheet(path: Path, sheet: str, *, limits: Limits) -> tuple[list[str], Iterator[Row | Flaw]]:
    """Return the header (first row that is not empty) and the rows after it, cells as text."""
    header, line, _, rows = _open(path, sheet, limits)
    return header, _rows(rows, line, len(header))


def _open(path: Path, sheet: str, limits: Limits) -> tuple[list[str], int, int, Iterator[Sequence[object]]]:
    """Return the header, its line, the last line and the rows after the header."""
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            opened = workbook.get_sheet_by_name(sheet)
    except Exception as error:  # the library raises several unrelated types for damaged parts
        raise FileProblem(f"{path.name} is a damaged or locked workbook.", hint="Save it again as XLSX.") from error
    height, width = opened.height, opened.width
    if height * width > limits.workbook_cells:
        raise OverLimit(f"The sheet {sheet!r} spans more than {limits.workbook_cells:,} cells, the limit.")
    rows = iter(opened.iter_rows())
    start = (opened.start or (0, 0))[0]
    for line, cells in enumerate(rows, start=start + 1):
        header = [cell_text(cell) for cell in cells]
        if any(header):
            while not header[-1]:
                header.pop()
            return header, line, start + height, rows
    raise EmptySheet(f"The sheet {sheet!r} of {path.name} is empty.")


def _rows(rows: Iterator[Sequence[object]], line: int, width: int) -> Iterator[Row | Flaw]:
    for number, cells in enumerate(rows, start=line + 1):
        texts = [cell_text(cell) for cell in cells]
        if not any(texts):
            continue
        if any(texts[width:]):
            yield Flaw(number, "more fields than the header has", texts)
        else:
            yield Row(number, texts[:width] + [""] * (width - len(texts)))


def cell_text(value: object) -> str:
    """Return a typed cell as text that the column parsers read back exactly."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip().replace("\x00", "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def content_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
