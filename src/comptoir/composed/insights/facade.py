"""What others may ask of insights. Every call takes the actor first; rights are checked by the semantic layer.

Raises ``Unknown`` (with suggestions), ``Invalid``, ``Forbidden``, ``OverBudget`` and ``Unavailable``.
"""

from typing import Any
from weakref import WeakKeyDictionary

from comptoir.composed.insights.sources import PlatformSources
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform, named
from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.loading import load_catalogue
from comptoir.semantic.query import Query
from comptoir.semantic.result import Result

MODULES = "comptoir.roles.assemble:MODULES"

_layers: "WeakKeyDictionary[Any, SemanticLayer]" = WeakKeyDictionary()
_catalogues: list[Catalogue] = []


def catalogue() -> Catalogue:  # facades: definitions are no secret; what an actor may read is checked by key
    """Return the definitions of all modules, loaded and checked once."""
    if not _catalogues:
        _catalogues.append(load_catalogue(named(name) for module in named(MODULES) for name in module.metrics))
    return _catalogues[0]


def layer_of(platform: Platform) -> SemanticLayer:  # facades: holds caches only; every call on it takes the actor
    """Return the semantic layer of a platform: one a process and home, so that its caches are shared."""
    found = _layers.get(platform.warehouse)
    if found is None:
        sources = PlatformSources(platform)
        found = SemanticLayer(
            warehouse=platform.warehouse, sources=sources, catalogue=catalogue(), clock=lambda: platform.clock()
        )
        _layers[platform.warehouse] = found
    return found


async def run(actor: Actor, platform: Platform, *, query: Query) -> Result:
    """Return the answer to a query: typed columns, rows, totals, freshness, notes."""
    return await layer_of(platform).run(actor, query)
