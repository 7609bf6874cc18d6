"""What others may ask of insights. Every call takes the actor first; rights are checked by the semantic layer.

Raises ``Unknown`` (with suggestions), ``Invalid``, ``Forbidden``, ``OverBudget`` and ``Unavailable``.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

from comptoir.composed.insights.sources import PlatformSources, own_definitions
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.modules import named
from comptoir.semantic import facade as semantic
from comptoir.semantic.batch import Answer
from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.drill import RowsPage
from comptoir.semantic.explain import Explanation
from comptoir.semantic.export import Export
from comptoir.semantic.layer import SemanticLayer, Versions
from comptoir.semantic.loading import load_catalogue
from comptoir.semantic.query import Query
from comptoir.semantic.result import Result
from comptoir.semantic.values import dimension_values
from comptoir.semantic.vocabulary import Dimension, Metric

MODULES = "comptoir.roles.assemble:MODULES"

_layers: "WeakKeyDictionary[Any, SemanticLayer]" = WeakKeyDictionary()
_catalogues: list[Catalogue] = []


def catalogue() -> Catalogue:  # facades: definitions are no secret; what an actor may ask for is checked by key
    """Return the definitions of all modules, loaded and checked once."""
    if not _catalogues:
        _catalogues.append(load_catalogue(named(name) for module in named(MODULES) for name in module.metrics))
    return _catalogues[0]


def layer_of(platform: Platform) -> SemanticLayer:  # facades: holds caches only; every call on it takes the actor
    """Return the semantic layer of a platform: one a process and home, so that its caches are shared."""
    found = _layers.get(platform.warehouse)
    if found is None:
        found = SemanticLayer(
            warehouse=platform.warehouse,
            sources=PlatformSources(platform),
            catalogue=catalogue(),
            clock=lambda: platform.clock(),
            own=own_definitions(platform),
        )
        _layers[platform.warehouse] = found
    return found


async def run(actor: Actor, platform: Platform, *, query: Query) -> Result:
    """Return the answer to a query: typed columns, rows, totals, freshness, notes."""
    return await semantic.run(actor, layer_of(platform), query=query)


async def answers(
    actor: Actor, platform: Platform, *, queries: Sequence[Query]
) -> AsyncGenerator[tuple[int, Answer], None]:
    """Yield place and answer of each of several queries, or why it has none, as soon as it is there."""
    async with contextlib.aclosing(semantic.answers(actor, layer_of(platform), queries=queries)) as found:
        async for one in found:
            yield one


# Looks at versions under way, by the part of the data they are about.
Looks = dict[Hashable, "asyncio.Future[Versions]"]


async def rests_on(actor: Actor, platform: Platform, *, query: Query, memory: Looks) -> tuple[int, Hashable]:
    """Return the newest version an answer rests on, and what else decides it: its shape and the minute it is cut at.

    ``memory`` is shared by questions asked at one instant. Raises as ``run`` does for a question that cannot be planned.
    """
    layer = layer_of(platform)
    plan = await layer.plan(actor, query)
    compiled = layer.compiled(plan)
    part = (actor.organisation_id, plan.scope, plan.query.range, plan.previous, compiled.tables)
    key = (*part, plan.bases)
    if key not in memory:
        memory[key] = asyncio.ensure_future(layer.versions(actor, plan, compiled))
    seen = await memory[key]
    cut = tuple(sorted((store.hex, int(instant.timestamp()) // 60) for store, instant in plan.cuts.items()))
    return sum(seen.touched), (plan.shape, cut)


async def explain(actor: Actor, platform: Platform, *, query: Query) -> Explanation:
    """Return what the figures of a query mean and the SQL they come from."""
    return await semantic.explain(actor, layer_of(platform), query=query)


async def rows(
    actor: Actor,
    platform: Platform,
    *,
    query: Query,
    metric: str | None = None,
    row: Mapping[str, Any] | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> RowsPage:
    """Return the source entries behind one metric of one row of the answer (or of its totals)."""
    return await semantic.rows(
        actor, layer_of(platform), query=query, metric=metric, row=row, cursor=cursor, limit=limit
    )


async def export(actor: Actor, platform: Platform, *, query: Query, fmt: str) -> Export:
    """Return the answer as a file, streamed; figures of the demo say so in the file's name."""
    file = await semantic.export(actor, layer_of(platform), query=query, fmt=fmt, spool=platform.spool)
    if (await identity.organisation(actor, platform)).is_demo:
        return replace(file, name=f"demo-{file.name}")
    return file


async def metrics(actor: Actor, platform: Platform) -> Sequence[Metric]:
    """Return the metrics the actor may ask for, those of the organisation among them."""
    return semantic.metrics(actor, catalogue=await catalogue_of(actor, platform))


async def dimensions(actor: Actor, platform: Platform) -> Sequence[Dimension]:
    """Return the dimensions the actor may group and filter by, those of the organisation among them."""
    return semantic.dimensions(actor, catalogue=await catalogue_of(actor, platform))


async def catalogue_of(actor: Actor, platform: Platform) -> Catalogue:
    """Return all definitions there are for the actor's organisation; what the actor may ask for is checked by key."""
    return await layer_of(platform).catalogue_of(actor)


async def preview(actor: Actor, platform: Platform, *, query: Query, catalogue: Catalogue) -> Result:
    """Return the answer to a query under definitions of which some are not saved."""
    return await semantic.run(actor, layer_of(platform).with_catalogue(catalogue), query=query)


async def values(actor: Actor, platform: Platform, *, dimension: str, q: str | None, limit: int) -> Sequence[str | int]:
    """Return values of a dimension, those of the most entries first."""
    return await dimension_values(layer_of(platform), actor, dimension=dimension, q=q, limit=limit)
