"""Data accuracy over HTTP: the newest comparison of all places, and asking for another."""

from typing import Any

from litestar import get, post

from comptoir.composed.upkeep import facade, schemas
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform

TAGS = ["system"]


@get("/system/accuracy", tags=TAGS)
async def read_accuracy(actor: Actor, platform: Platform) -> dict[str, Any]:
    """Read the newest comparison of source, orders, warehouse and roll-ups by store and day, and what was asked since."""
    return schemas.state_body(await facade.accuracy(actor, platform))


@post("/system/accuracy", status_code=202, tags=TAGS)
async def compare(data: schemas.ComparisonBody, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Ask for a comparison, which runs as a job; with ``repair`` it mends what differs."""
    asked = await facade.ask_comparison(actor, platform, first=data.first, last=data.last, repair=data.repair)
    return schemas.state_body(asked)


ROUTES = (read_accuracy, compare)
