"""The first look at a file: what it is, how it is encoded and separated, its columns, and its content hash."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from comptoir.connectors.sdk.errors import EmptySheet, FileProblem
from comptoir.connectors.sdk.files import delimited, documents, parquet, workbook
from comptoir.connectors.sdk.files.encoding import LABELS, TextScan, scan_text
from comptoir.connectors.sdk.files.limits import DEFAULT, Limits
from comptoir.connectors.sdk.files.opening import Container, container_of, open_bytes
from comptoir.connectors.sdk.files.rows import Document, Flaw, Row, unique_names

_SAMPLE = 200
_CELL_BYTES = 12  # of text, on average: what a packed table is unpacked


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything the reader must know to read the file again from its start."""

    path: Path
    container: Container
    kind: str  # table or json
    encoding: str | None
    content_hash: str
    byte_count: int  # unpacked
    rows_estimate: int
    columns: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()  # header names that occur more than once
    dialect: delimited.Dialect | None = None
    shape: str | None = None  # of JSON: lines, array, wrapped
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    suspicious: bool = False

    @property
    def encoding_label(self) -> str | None:
        """The encoding as people call it."""
        return LABELS.get(self.encoding, self.encoding) if self.encoding else None

    @property
    def separator_label(self) -> str | None:
        """The separating character, or its name where it cannot be seen."""
        if self.dialect is None:
            return None
        return delimited.LABELS.get(self.dialect.separator, self.dialect.separator)

    @property
    def what(self) -> str:
        """One phrase that names the kind of file."""
        if self.container is Container.WORKBOOK:
            return f"an Excel sheet with {len(self.columns)} columns"
        if self.container is Container.PARQUET:
            return f"a Parquet file with {len(self.columns)} columns"
        if self.kind == "json":
            return f"a {documents.SHAPES[self.shape or 'lines']} file"
        return f"a table with {len(self.columns)} columns separated by {self.separator_label!r}"


def inspect_file(path: Path, *, sheet: str | None = None, limits: Limits = DEFAULT) -> Inspection:
    """Read the file once and describe it; raise ``FileProblem`` or ``OverLimit`` when it cannot be read."""
    if not path.is_file():
        raise FileProblem(f"There is no file {path}.")
    container = container_of(path)
    if container is Container.WORKBOOK:
        return _inspect_workbook(path, sheet, limits)
    if container is Container.PARQUET:
        names, count, _ = parquet.open_parquet(path, limits=limits)
        columns, repeated = unique_names(names)
        digest = workbook.content_hash(path)
        return _table(path, container, digest, count * len(columns) * _CELL_BYTES, count, columns, repeated)
    return _inspect_text(path, container, limits)


def _table(
    path: Path, container: Container, digest: str, size: int, count: int, columns: list[str], repeated: list[str]
) -> Inspection:
    return Inspection(path, container, "table", None, digest, size, count, tuple(columns), tuple(repeated))


def _inspect_workbook(path: Path, sheet: str | None, limits: Limits) -> Inspection:
    workbook.check_workbook(path, limits=limits)
    sheets = workbook.sheet_names(path)
    if sheet is not None and sheet not in sheets:
        raise FileProblem(f"{path.name} has no sheet {sheet!r}.", hint=f"It has: {', '.join(sheets)}.")
    chosen, header, count = _first_filled(path, [sheet] if sheet else sheets, limits)
    columns, repeated = unique_names(header)
    digest = f"{workbook.content_hash(path)}:{chosen}"
    unpacked = count * len(columns) * _CELL_BYTES
    found = _table(path, Container.WORKBOOK, digest, unpacked, count, columns, repeated)
    return _with_sheets(found, chosen, tuple(sheets))


def _with_sheets(found: Inspection, sheet: str, sheets: tuple[str, ...]) -> Inspection:
    return Inspection(
        found.path,
        found.container,
        found.kind,
        None,
        found.content_hash,
        found.byte_count,
        found.rows_estimate,
        found.columns,
        found.repeated,
        sheet=sheet,
        sheets=sheets,
    )


def _first_filled(path: Path, sheets: list[str], limits: Limits) -> tuple[str, list[str], int]:
    """Return the first sheet with a header and a row, its header, and about how many rows it has."""
    for name in sheets:
        try:
            header, count = workbook.describe_sheet(path, name, limits=limits)
        except EmptySheet:
            continue
        if len(sheets) == 1 or (len(header) > 1 and count):
            return name, header, count
    raise FileProblem(f"No sheet of {path.name} holds a table.")


def _inspect_text(path: Path, container: Container, limits: Limits) -> Inspection:
    with open_bytes(path, container, limits=limits) as stream:
        head = stream.peek(4096)[:4096] if hasattr(stream, "peek") else b""
        json = documents.looks_like_json(head.decode("utf-8", "replace"))
        scan = scan_text(stream, name=path.name, limits=limits, whole_lines=not json)
    with open_bytes(path, container, limits=limits) as stream:
        text = delimited.text_lines(stream, scan.encoding)
        if json:
            shape = documents.shape_of(text.read(4096))
            return _json(path, container, scan, shape)
        dialect, header = delimited.find_dialect(text, name=path.name, limits=limits)
    columns, repeated = unique_names(header)
    return Inspection(
        path,
        container,
        "table",
        scan.encoding,
        scan.content_hash,
        scan.byte_count,
        max(scan.line_count - dialect.skip_lines - int(dialect.has_header), 0),
        tuple(columns),
        tuple(repeated),
        dialect=dialect,
        suspicious=scan.has_nul or scan.has_broken_text,
    )


def _json(path: Path, container: Container, scan: TextScan, shape: str) -> Inspection:
    count = max(scan.line_count, 1) if shape == "lines" else max(scan.byte_count // 4_000, 1)
    encoding = "utf-8-sig" if scan.encoding == "utf-8" else scan.encoding
    return Inspection(path, container, "json", encoding, scan.content_hash, scan.byte_count, count, shape=shape)


@contextmanager
def open_rows(inspection: Inspection, *, limits: Limits = DEFAULT) -> Iterator[Iterator[Row | Flaw]]:
    """Open a table again and yield its records."""
    if inspection.container is Container.WORKBOOK:
        yield workbook.read_sheet(inspection.path, inspection.sheet or "", limits=limits)[1]
    elif inspection.container is Container.PARQUET:
        yield parquet.open_parquet(inspection.path, limits=limits)[2]
    else:
        assert inspection.dialect is not None
        assert inspection.encoding is not None
        with open_bytes(inspection.path, inspection.container, limits=limits) as stream:
            text = delimited.text_lines(stream, inspection.encoding)
            yield delimited.read_delimited(
                text, inspection.dialect, len(inspection.columns), suspicious=inspection.suspicious
            )


@contextmanager
def open_documents(inspection: Inspection, *, limits: Limits = DEFAULT) -> Iterator[Iterator[Document | Flaw]]:
    """Open a JSON file again and yield its documents."""
    with open_bytes(inspection.path, inspection.container, limits=limits) as stream:
        text = delimited.text_lines(stream, inspection.encoding or "utf-8")
        yield documents.read_documents(
            text, shape=inspection.shape or "lines", name=inspection.path.name, limits=limits
        )


def sample_rows(inspection: Inspection, *, count: int = _SAMPLE) -> list[Row]:
    """Return the first rows that could be split into cells."""
    with open_rows(inspection) as rows:
        return [row for row in islice(rows, count * 2) if isinstance(row, Row)][:count]


def sample_documents(inspection: Inspection, *, count: int = 20) -> list[Document]:
    """Return the first documents that could be read."""
    with open_documents(inspection) as found:
        return [one for one in islice(found, count * 2) if isinstance(one, Document)][:count]
