"""The values a dimension has, for pickers: those with the most orders first. Same rights and scope as a query."""

from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Invalid
from comptoir.semantic.access import READ
from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.query import Filter, Op, Query
from comptoir.semantic.vocabulary import DataType

MOST = 500


async def dimension_values(
    layer: SemanticLayer, actor: Actor, *, dimension: str, q: str | None, limit: int
) -> list[str | int]:
    """Return up to ``limit`` known values, for texts those that contain ``q`` in any case."""
    actor.require(READ)
    if not 1 <= limit <= MOST:
        raise Invalid(f"limit lies between 1 and {MOST}.", field="limit")
    found = (await layer.catalogue_of(actor)).dimension(dimension, field="key")
    filters: tuple[Filter, ...] = (Filter(dimension, Op.NOT_NULL),)
    searches = bool(q) and found.type is DataType.STRING and not found.many
    if searches:
        filters += (Filter(dimension, Op.CONTAINS, q),)
    asked = limit if searches or not q else MOST
    result = await layer.run(
        actor, Query(metrics=("orders",), dimensions=(dimension,), filters=filters, order_by=("-orders",), limit=asked)
    )
    known = [row[0] for row in result.rows if row[0] is not None]
    if q and not searches:
        known = [value for value in known if str(q).casefold() in str(value).casefold()]
    return known[:limit]
