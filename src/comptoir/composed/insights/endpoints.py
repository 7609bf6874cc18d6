"""REST: questions to the semantic layer."""

from typing import Any

from litestar import post

from comptoir.composed.insights import facade, schemas
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.semantic.query import parse_query


@post("/query", status_code=200, tags=["query"])
async def run_query(actor: Actor, platform: Platform, data: dict[str, Any]) -> schemas.ResultOut:
    """Answer a query: metrics by dimensions and time, with totals, comparison, freshness and notes."""
    return schemas.result_out(await facade.run(actor, platform, query=parse_query(data)))


HANDLERS = (run_query,)
