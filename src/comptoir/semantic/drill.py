"""From a figure to its source entries, page by page. The sum is the figure itself, asked with the row as filters."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.kernel.actor import Actor, hidden_column
from comptoir.kernel.errors import Invalid
from comptoir.semantic.catalogue import unknown
from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.passes.budget import allowance_of
from comptoir.semantic.passes.rows import RowsQuery, row_columns, source_rows
from comptoir.semantic.passes.run import run_bound
from comptoir.semantic.passes.scan import keys_of
from comptoir.semantic.plan import OutputColumn, Plan
from comptoir.semantic.query import Query

MOST = 1000
Cell = str | int | None


@dataclass(frozen=True, slots=True)
class RowsPage:
    """A page of entries, newest first. ``sum`` is the figure; ``total`` how many entries there are."""

    columns: tuple[OutputColumn, ...]
    rows: Sequence[Sequence[Cell]]
    total: int
    sum: Cell
    next_cursor: str | None


async def source_page(
    layer: SemanticLayer,
    actor: Actor,
    *,
    query: Query,
    metric: str | None,
    row: Mapping[str, Any],
    cursor: str | None,
    limit: int,
) -> RowsPage:
    """Return the entries behind one metric of one row of a result. Raises like running the query does."""
    if not 1 <= limit <= MOST:
        raise Invalid(f"limit lies between 1 and {MOST:,}.", field="limit")
    chosen = metric or query.metrics[0]
    (await layer.catalogue_of(actor)).metric(chosen, field="metric")
    asked = replace(query, metrics=(chosen,), compare=None, same_minute=False, order_by=())
    plan = await layer.plan(actor, asked, refresh=True)
    if chosen in plan.masked:
        raise hidden_column(chosen)
    row = {key: value for key, value in row.items() if key not in plan.masked}
    _check_row(plan, row)
    after = _read_cursor(cursor) if cursor else None
    found = source_rows(plan, metric=chosen, at=row, after=after, limit=limit)
    allowance = allowance_of(actor.client)
    caller = str(actor.user_id or actor.client)
    page = await run_bound(layer.warehouse, found.page, allowance=allowance, caller=caller)
    count = await run_bound(layer.warehouse, found.count, allowance=allowance, caller=caller)
    rows = page.rows[:limit]
    last = rows[-1] if len(page.rows) > limit else None
    return RowsPage(
        columns=row_columns(found.measures, plan, metric=chosen),
        rows=[_cells(plan, found, values) for values in rows],
        total=int(count.scalar() or 0),
        sum=await _figure(layer, actor, asked, row, chosen),
        next_cursor=_cursor(last[3], last[0]) if last else None,
    )


async def _figure(layer: SemanticLayer, actor: Actor, query: Query, row: Mapping[str, Any], metric: str) -> Cell:
    """The figure of the row: found in the result as it was asked, so that it is the same number."""
    result = await layer.run(actor, replace(query, limit=allowance_of(actor.client).rows))
    if not row:
        return result.totals.get(metric)
    names = [column.name for column in result.columns]
    for values in result.rows:
        cells = dict(zip(names, values, strict=True))
        if all(cells.get(key) == value for key, value in row.items()):
            return cells[metric] if len(row) == len(names) - 1 else None
    return None


def _check_row(plan: Plan, row: Mapping[str, Any]) -> None:
    known = keys_of(plan)
    for key in row:
        if key not in known:
            raise unknown(
                "column", key, known=known, field="row", more="A row names the query's dimensions and period."
            )


def _cells(plan: Plan, found: RowsQuery, values: Sequence[Any]) -> list[Cell]:
    entry, order, kind, occurred, sku, product, quantity, store, day, currency, *amounts = values
    slugs = {one.id: one.slug for one in plan.tenant.stores}
    cells = [
        order,
        kind,
        occurred.astimezone(UTC).isoformat(),
        slugs.get(store),
        day.isoformat(),
        currency,
        sku,
        product,
    ]
    del entry
    texts: list[Cell] = [None if cell is None else str(cell) for cell in cells]
    return [*texts, *(_number(amount) for amount in (quantity, *amounts))]


def _number(value: Any) -> Cell:
    if value is None or isinstance(value, int):
        return value
    rounded = Decimal(value).quantize(Decimal("0.000001")).normalize()
    return f"{rounded:f}" if rounded else "0"


def _cursor(at: datetime, entry: UUID) -> str:
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), str(entry)]).encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    try:
        at, entry = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return datetime.fromisoformat(at), str(UUID(entry))
    except (ValueError, TypeError, binascii.Error) as error:
        raise Invalid("This cursor is not one of ours.", field="cursor") from error
