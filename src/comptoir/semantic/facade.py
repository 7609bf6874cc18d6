"""The semantic layer to those above: run, explain, rows, export, and what an actor may ask for.

Figures: money is a decimal string with its currency's decimals, counts are whole numbers, shares are fractions
(0.446 is 44.6 %), absent is null. Days are local days of the store or of the organisation, as the query says.
Raises ``Unknown`` (with suggestions), ``Invalid``, ``Forbidden``, ``OverBudget`` and ``Unavailable``.
"""

import contextlib
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

from comptoir.kernel.actor import Actor
from comptoir.platform.spool import Spool
from comptoir.semantic import batch
from comptoir.semantic.access import READ, may_group, may_read
from comptoir.semantic.batch import Answer
from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.drill import RowsPage, source_page
from comptoir.semantic.explain import Explanation, explain_plan
from comptoir.semantic.export import Export
from comptoir.semantic.export import export as export_file
from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.query import Query
from comptoir.semantic.result import Result
from comptoir.semantic.vocabulary import Dimension, Metric


async def run(actor: Actor, layer: SemanticLayer, *, query: Query) -> Result:
    """Return the answer to a query."""
    return await layer.run(actor, query)


async def answers(
    actor: Actor, layer: SemanticLayer, *, queries: Sequence[Query]
) -> AsyncGenerator[tuple[int, Answer], None]:
    """Yield place and answer of each of several queries, or why it has none, as soon as it is there."""
    async with contextlib.aclosing(batch.answers(layer, actor, queries)) as found:
        async for one in found:
            yield one


async def explain(actor: Actor, layer: SemanticLayer, *, query: Query) -> Explanation:
    """Return definitions, filters, SQL and tables of a query, without running it."""
    plan = await layer.plan(actor, query)
    return explain_plan(plan, await layer.explained(actor, plan))


async def rows(
    actor: Actor,
    layer: SemanticLayer,
    *,
    query: Query,
    metric: str | None = None,
    row: Mapping[str, Any] | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> RowsPage:
    """Return the source entries whose sum is one figure of the answer, newest first."""
    return await source_page(layer, actor, query=query, metric=metric, row=row or {}, cursor=cursor, limit=limit)


async def export(actor: Actor, layer: SemanticLayer, *, query: Query, fmt: str, spool: Spool) -> Export:
    """Return the answer as a file (csv, json, xlsx, parquet), streamed; ``spool`` is where a workbook is written."""
    return await export_file(layer, actor, query=query, fmt=fmt, spool=spool)


def metrics(actor: Actor, *, catalogue: Catalogue) -> list[Metric]:
    """Return the metrics the actor may ask for, as declared."""
    actor.require(READ)
    return [metric for key, metric in catalogue.metrics.items() if may_read(actor, catalogue=catalogue, metric=key)]


def dimensions(actor: Actor, *, catalogue: Catalogue) -> list[Dimension]:
    """Return the dimensions the actor may group and filter by."""
    actor.require(READ)
    known = catalogue.dimensions
    return [one for key, one in known.items() if may_group(actor, catalogue=catalogue, dimension=key)]
