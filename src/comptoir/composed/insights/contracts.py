"""An answer on the wire, for every module that answers queries: contract's names, nothing else."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from comptoir.semantic.plan import OutputColumn
from comptoir.semantic.result import Result


class ColumnOut(msgspec.Struct, frozen=True, omit_defaults=True):
    """A column: type is date, datetime, string, integer or decimal (a decimal travels as text).

    ``masked``: always null, because it is hidden from who asked.
    """

    name: str
    type: str
    unit: str | None = None
    metric: str | None = None
    version: int | None = None
    masked: bool = False


class ResultOut(msgspec.Struct, frozen=True):
    """An answer."""

    columns: Sequence[ColumnOut]
    rows: Sequence[Sequence[Any]]
    totals: Mapping[str, Any]
    as_of: str
    data_version: int
    stale: bool
    stale_since: str | None
    truncated: bool
    elapsed_ms: float
    cached: bool
    notes: Sequence[str]


def column_out(column: OutputColumn) -> ColumnOut:
    """Return a column as it travels."""
    return ColumnOut(column.name, column.type, column.unit, column.metric, column.version, column.is_masked)


def result_out(result: Result) -> ResultOut:
    """Return a result as it travels."""
    return ResultOut(
        columns=[column_out(column) for column in result.columns],
        rows=result.rows,
        totals=result.totals,
        as_of=_instant(result.as_of),
        data_version=result.data_version,
        stale=result.stale,
        stale_since=_instant(result.stale_since) if result.stale_since else None,
        truncated=result.truncated,
        elapsed_ms=result.elapsed_ms,
        cached=result.cached,
        notes=result.notes,
    )


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
