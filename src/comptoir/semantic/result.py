"""A typed answer and how values travel: money as decimal strings, whole numbers as numbers, absent as null."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from operator import itemgetter
from typing import Any

from comptoir.kernel.money import exponent
from comptoir.kernel.time import zone
from comptoir.platform.warehouse import QueryResult
from comptoir.semantic.passes.columns import BEFORE, SHARE
from comptoir.semantic.passes.figures import RATIO_DIGITS
from comptoir.semantic.passes.gather import MISSING
from comptoir.semantic.plan import Compiled, OutputColumn, Plan
from comptoir.semantic.vocabulary import Kind

Value = str | int | None
_WIDE = Context(prec=80, rounding=ROUND_HALF_UP)
_SHARE_STEP = Decimal(1).scaleb(-RATIO_DIGITS)


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a query; ``totals`` are of everything asked, not of the rows shown."""

    columns: tuple[OutputColumn, ...]
    rows: Sequence[tuple[Value, ...]]
    totals: Mapping[str, Value]
    as_of: datetime
    data_version: int
    stale: bool
    truncated: bool
    elapsed_ms: float
    cached: bool
    notes: tuple[str, ...] = ()
    stale_since: datetime | None = None

    def as_cached(
        self, *, as_of: datetime, data_version: int, stale_since: datetime | None, elapsed_ms: float
    ) -> "Result":
        """Return the same figures as the answer to a later question that they still answer."""
        return replace(
            self,
            as_of=as_of,
            data_version=data_version,
            stale=stale_since is not None,
            stale_since=stale_since,
            elapsed_ms=elapsed_ms,
            cached=True,
        )


def read_rows(
    plan: Plan, compiled: Compiled, found: QueryResult
) -> tuple[list[tuple[Value, ...]], dict[str, Value], bool]:
    """Return rows, totals and whether there are more rows than the limit."""
    cells = [_cell(column, compiled) for column in compiled.columns]
    writers = [_writer(column, plan) for column in compiled.columns]
    rows: list[tuple[Value, ...]] = []
    totals: dict[str, Value] = {}
    for raw in found.rows:
        values = tuple(
            None if (value := cell(raw)) is None else write(value) for cell, write in zip(cells, writers, strict=True)
        )
        is_total = not compiled.has_total_row or raw[0] == 1
        if is_total:
            totals = {
                column.name: value for column, value in zip(compiled.columns, values, strict=True) if column.metric
            }
        if not compiled.has_total_row or not is_total:
            rows.append(values)
    return rows[: plan.query.limit], totals, len(rows) > plan.query.limit


def _cell(column: OutputColumn, compiled: Compiled) -> Callable[[Sequence[Any]], Any]:
    """Return how a column is read from a fetched row, or worked out from the two figures it compares."""
    if column.is_masked:
        return lambda row: None
    if column.name in compiled.fetched:
        return itemgetter(compiled.fetched.index(column.name))
    now, before = (compiled.fetched.index(f"{column.metric}{suffix}") for suffix in ("", BEFORE))
    worked_out = change_share if column.name.endswith(SHARE) else change
    return lambda row: None if row[now] is None or row[before] is None else worked_out(row[now], row[before])


def change(now: Any, before: Any) -> Any:
    """Return the difference of two figures, both decimals or both whole."""
    return now - before


def change_share(now: Any, before: Any) -> Decimal | None:
    """Return the difference as a share of the earlier figure's size; None where that is zero."""
    if not before:
        return None
    share = _WIDE.divide(Decimal(change(now, before)), Decimal(abs(before)))
    return _WIDE.quantize(share, _SHARE_STEP)


def names_every_store(compiled: Compiled, found: QueryResult) -> bool:
    """Whether each row by store says which: every entry has a store, so one without a name is not known here yet."""
    if "store" not in compiled.fetched:
        return True
    place = compiled.fetched.index("store")
    return all(raw[place] is not None or (compiled.has_total_row and raw[0] == 1) for raw in found.rows)


def extras_of(compiled: Compiled, found: QueryResult) -> Mapping[str, Any]:
    """Return what the first row says of all rows: what notes are made of."""
    if not found.rows or not compiled.extras:
        return {}
    return dict(zip(compiled.extras, found.rows[0][-len(compiled.extras) :], strict=True))


def notes_of(plan: Plan, extras: Mapping[str, Any], *, carried: date | None) -> tuple[str, ...]:
    """Return what a reader must know about the figures; ``carried`` is the publication whose rates were carried on."""
    notes = list(plan.notes)
    if carried:
        notes.append(f"rates of {carried.isoformat()} carried forward, provisional")
    if extras.get(MISSING):
        missing = ", ".join(sorted(extras[MISSING]))
        notes.append(f"no rate into {plan.currency} for {missing} on some days: figures that need it are null")
    return tuple(notes)


def _writer(column: OutputColumn, plan: Plan) -> Any:
    match column.type:
        case "date":
            return date.isoformat
        case "datetime":
            local = zone(plan.zone)
            return lambda value: value.astimezone(local).isoformat()
        case "integer":
            return int
        case "decimal":
            return _decimal_writer(column, plan)
        case _:
            return str


def _decimal_writer(column: OutputColumn, plan: Plan) -> Any:
    metric = plan.catalogue.metrics[column.metric or ""]
    if column.unit == metric.unit.kind == Kind.COUNT:
        return _number
    if metric.unit.kind is Kind.MONEY and column.unit != Kind.PERCENT:
        places = exponent(column.unit or "")
        return lambda value: f"{value:.{places}f}"
    return _share


def _number(value: Decimal) -> Value:
    return int(value) if value == int(value) else f"{value.normalize():f}"


def _share(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"
