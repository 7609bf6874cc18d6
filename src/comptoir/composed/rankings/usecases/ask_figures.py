"""Ask the semantic layer for the figures of a list: one question, its rows by key."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from comptoir.composed.insights import facade as insights
from comptoir.composed.rankings.contracts import Figures, Listed, Seen
from comptoir.composed.rankings.model import Key, Slice
from comptoir.domains.commerce.permissions import may_see_costs
from comptoir.kernel.actor import Actor
from comptoir.kernel.time import Grain
from comptoir.platform.context import Platform
from comptoir.semantic.query import Query, parse_query
from comptoir.semantic.result import Result

T = TypeVar("T")
COSTED = ("gross_profit", "gross_margin")
SUFFIXES = ("", "__previous", "__change", "__change_pct")
MOST_ROWS = 50_000  # the budget of a screen
EXPORT_BATCH = 500

Condition = Mapping[str, Any]


def metrics_for(actor: Actor, metrics: Sequence[str]) -> list[str]:
    """Return the metrics of a list that the actor may see: costs and what is made of them only with the right to it."""
    return [key for key in metrics if key not in COSTED or may_see_costs(actor)]


def sorts_for(actor: Actor, metrics: Sequence[str], seen: Seen) -> list[str]:
    """Return the figures a list may be sorted by."""
    suffixes = SUFFIXES if seen.compare else SUFFIXES[:1]
    return [f"{key}{suffix}" for key in metrics_for(actor, metrics) for suffix in suffixes]


def question(
    seen: Seen,
    *,
    metrics: Sequence[str],
    dimensions: Sequence[str],
    conditions: Iterable[Condition] = (),
    sort: str | None = None,
    limit: int | None = None,
) -> Query:
    """Return the query of a list. Raises ``Invalid`` naming the field."""
    filters = [*conditions]
    if seen.stores:
        filters.append({"field": "store", "op": "in", "value": list(seen.stores)})
    raw: dict[str, Any] = {
        "metrics": list(metrics),
        "dimensions": list(dimensions),
        "filters": filters,
        "currency": seen.currency,
        "day": seen.day,
        "order_by": [sort] if sort else [],
        "limit": limit,
    }
    if seen.start and seen.end:
        raw["range"] = {"from": seen.start.isoformat(), "to": seen.end.isoformat()}
        raw["compare"] = seen.compare
        raw["same_minute"] = bool(seen.compare) and seen.same_minute
    return parse_query(raw)


def by_day(query: Query, *, sort: str) -> Query:
    """Return the same question day by day; ``sort`` is period or -period."""
    return replace(query, grain=Grain.DAY, order_by=(sort,))


def figures_of(query: Query) -> tuple[str, ...]:
    """Return the columns of a file: each figure, and beside it that of the earlier period if one is compared."""
    suffixes = SUFFIXES[:2] if query.compare else SUFFIXES[:1]
    return tuple(f"{metric}{suffix}" for metric in query.metrics for suffix in suffixes)


def widened(query: Query) -> Query:
    """Return the same question for as many rows as a screen may have."""
    return replace(query, limit=MOST_ROWS)


def listed(result: Result, part: Slice, items: Sequence[T], *, total: int | None) -> Listed[T]:
    """Return a page with what its answer says of all rows."""
    return Listed(
        items=items,
        total=total,
        next_cursor=part.next_cursor,
        previous_cursor=part.previous_cursor,
        totals=result.totals,
        currency=currency_of(result),
        as_of=result.as_of,
        stale=result.stale,
        notes=result.notes,
    )


async def ask(actor: Actor, platform: Platform, query: Query) -> Result:
    """Return the answer, with as many rows as asked for."""
    return await insights.run(actor, platform, query=query)


def rows_of(result: Result, *, keys: int) -> list[tuple[Key, Figures]]:
    """Return the rows of an answer: its first ``keys`` cells, and its figures by name."""
    names = [column.name for column in result.columns[keys:]]
    return [
        (
            tuple(None if cell is None else str(cell) for cell in row[:keys]),
            dict(zip(names, row[keys:], strict=True)),
        )
        for row in result.rows
    ]


def has_moved(figures: Figures) -> bool:
    """Return whether anything was booked in the period itself; a compared answer also has who only stands in the earlier."""
    return any(Decimal(str(value)) for name, value in figures.items() if value is not None and "__" not in name)


def currency_of(result: Result) -> str | None:
    """Return what the amounts of an answer are in."""
    return next((column.unit for column in result.columns if column.name == "net_sales"), None)


async def all_rows(
    actor: Actor, platform: Platform, query: Query, *, keys: Sequence[str]
) -> AsyncIterator[list[tuple[Key, Figures]]]:
    """Return every group of a question in batches, however many there are. Errors are raised before the first."""
    file = await insights.export(actor, platform, query=query, fmt="json")

    async def batches() -> AsyncIterator[list[tuple[Key, Figures]]]:
        batch: list[tuple[Key, Figures]] = []
        async for line in _lines(file.chunks):
            row: dict[str, Any] = msgspec.json.decode(line)
            key = tuple(_unmarked(row.pop(name)) for name in keys)
            batch.append((key, row))
            if len(batch) == EXPORT_BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    return batches()


async def _lines(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Return the objects of a JSON array that stands one object a line."""
    rest = b""
    async for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            if (found := line.strip().rstrip(b",")) not in (b"", b"[", b"]"):
                yield found
    if (found := rest.strip().rstrip(b",")) not in (b"", b"[", b"]"):
        yield found


def _unmarked(cell: str | None) -> str | None:
    """Return a key without the mark that keeps spreadsheets from running it: it is looked up, and tamed again."""
    return cell[1:] if cell is not None and cell[:1] == "'" and cell[1:2] in tuple("=+@\t\r-") else cell
