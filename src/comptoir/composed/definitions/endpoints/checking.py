"""What a definition would mean, over HTTP, before it is saved."""

from typing import Any

from litestar import post

from comptoir.composed.definitions import facade, schemas
from comptoir.composed.insights.contracts import ResultOut, result_out
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform

TAGS = ["definitions"]


@post("/definitions/check", status_code=200, tags=TAGS)
async def check_formula(data: schemas.CheckBody, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Say what a formula means while it is typed: unit, names, problems with their places, how a name may go on."""
    found = await facade.check(actor, platform, formula=data.formula, filters=data.filters, key=data.key, at=data.at)
    return schemas.checked_body(found)


@post("/definitions/preview", status_code=200, tags=TAGS)
async def preview_definition(data: schemas.PreviewBody, actor: Actor, platform: Platform) -> ResultOut:
    """Answer a query with a definition that is not saved."""
    found = await facade.preview(actor, platform, wanted=schemas.wanted(data.definition), query=data.query)
    return result_out(found)


ROUTES = (check_formula, preview_definition)
