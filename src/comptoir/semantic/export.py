"""Answers as files, streamed in bounded memory: ClickHouse writes CSV, JSON and Parquet itself; XLSX is written here.

A file holds every group (unless the query limits them), no total, and no marks of ours. Texts that a spreadsheet could
run as a formula begin with an apostrophe.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import msgspec
import xlsxwriter

from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Invalid, OverBudget
from comptoir.platform.spool import Spool
from comptoir.semantic.catalogue import nearest
from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.passes.budget import EXPORT
from comptoir.semantic.plan import Bound, OutputColumn
from comptoir.semantic.query import Query

SHEET_ROWS = 1_048_575  # Excel's limit, without the header
CHUNK = 256 * 1024
_SETTINGS: Mapping[str, Any] = MappingProxyType(
    {
        "output_format_decimal_trailing_zeros": 1,
        "output_format_json_quote_decimals": 1,
        "output_format_json_quote_64bit_integers": 0,
        "format_csv_null_representation": "",
        "output_format_parquet_string_as_string": 1,
    }
)


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A kind of file: ClickHouse's name for it (empty: written here), media type, extension."""

    key: str
    engine: str
    media_type: str


FORMATS: Mapping[str, FileFormat] = MappingProxyType(
    {
        one.key: one
        for one in (
            FileFormat("csv", "CSVWithNames", "text/csv"),
            FileFormat("json", "JSONEachRow", "application/json"),
            FileFormat("parquet", "Parquet", "application/vnd.apache.parquet"),
            FileFormat("xlsx", "", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Export:
    """A file on its way: its kind, name, and bytes in pieces."""

    format: FileFormat
    name: str
    chunks: AsyncIterator[bytes]


def format_of(key: str) -> FileFormat:
    """Return a format or raise ``Invalid`` with those there are."""
    if key not in FORMATS:
        raise Invalid(
            f"There is no export as {key!r}.",
            hint=f"There are {', '.join(FORMATS)}.",
            field="format",
            suggestions=nearest(key, known=FORMATS),
        )
    return FORMATS[key]


async def export(layer: SemanticLayer, actor: Actor, *, query: Query, fmt: str, spool: Spool) -> Export:
    """Return the file of a query. Errors of the query are raised here, before the first byte.

    A workbook is written into ``spool`` before it leaves.
    """
    kind = format_of(fmt)
    wanted = replace(query, limit=EXPORT.rows) if query.has_default_limit else query
    plan = replace(await layer.plan(actor, wanted, allowance=EXPORT, refresh=True), exports=True, is_near=False)
    bound = layer.bound(plan)
    name = f"comptoir-{'-'.join(query.metrics[:2])}.{kind.key}"
    if kind.key == "json":
        chunks = in_brackets(_started(layer, bound, kind.engine))
    elif kind.engine:
        chunks = _started(layer, bound, kind.engine)
    else:
        chunks = _workbook(layer, bound, plan_columns=bound.compiled.columns, spool=spool)
    return Export(format=kind, name=name, chunks=await _primed(chunks))


async def _started(layer: SemanticLayer, bound: Bound, engine: str) -> AsyncIterator[bytes]:
    async for chunk in layer.warehouse.stream(
        bound.compiled.sql, bound.parameters, fmt=engine, settings={**_SETTINGS, **EXPORT.settings}, budget=EXPORT.cost
    ):
        yield chunk


async def in_brackets(lines: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Make one JSON array of JSON lines; a line break within a text is escaped there, so each ends an object."""
    before = b"[\n"
    async for chunk in lines:
        if chunk:
            text = before + chunk.replace(b"\n", b",\n")
            before = b",\n" if text.endswith(b",\n") else b""
            yield text.removesuffix(b",\n")
    yield (before if before == b"[\n" else b"\n") + b"]\n"


async def _primed(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Wait for the first piece, so that an error becomes an answer and not a broken file."""
    first = await anext(chunks, b"")

    async def all_chunks() -> AsyncIterator[bytes]:
        yield first
        async for chunk in chunks:
            yield chunk

    return all_chunks()


async def _workbook(
    layer: SemanticLayer, bound: Bound, *, plan_columns: Sequence[OutputColumn], spool: Spool
) -> AsyncIterator[bytes]:
    """Write a workbook row by row into a file beside, then yield it."""
    with spool.place("export") as folder:
        path = folder / "export.xlsx"
        options = {"constant_memory": True, "tmpdir": str(folder), "strings_to_formulas": False}
        book = xlsxwriter.Workbook(str(path), options)
        sheet = book.add_worksheet("Comptoir")
        sheet.write_row(0, 0, [column.name for column in plan_columns], book.add_format({"bold": True}))
        written, rest = 0, b""
        async for chunk in _started(layer, bound, "JSONCompactEachRow"):
            lines = (rest + chunk).split(b"\n")
            rest = lines.pop()
            written = await asyncio.to_thread(_write, sheet, lines, written, plan_columns)
        await asyncio.to_thread(_write, sheet, [rest], written, plan_columns)
        await asyncio.to_thread(book.close)
        with path.open("rb") as file:
            while piece := await asyncio.to_thread(file.read, CHUNK):
                yield piece


def _write(sheet: Any, lines: Sequence[bytes], written: int, columns: Sequence[OutputColumn]) -> int:
    for line in lines:
        if not line:
            continue
        written += 1
        if written > SHEET_ROWS:
            raise OverBudget(
                f"A sheet holds at most {SHEET_ROWS:,} rows.", hint="Export as CSV or Parquet, or limit the rows."
            )
        for index, (value, column) in enumerate(zip(msgspec.json.decode(line), columns, strict=True)):
            if value is None:
                continue
            if column.type == "decimal":
                sheet.write_number(written, index, Decimal(value))
            elif column.type == "integer":
                sheet.write_number(written, index, int(value))
            else:
                sheet.write_string(written, index, str(value))
    return written
