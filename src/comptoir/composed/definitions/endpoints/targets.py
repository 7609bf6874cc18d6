"""Targets and their pace over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from litestar import delete, get, patch, post
from litestar.params import QueryParameter

from comptoir.composed.definitions import facade, schemas
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.semantic.query import parse_day

TAGS = ["targets"]
FromDay = Annotated[str | None, QueryParameter(name="from", description="first local day, included: YYYY-MM-DD")]
ToDay = Annotated[str | None, QueryParameter(name="to", description="last local day, included: YYYY-MM-DD")]


@get("/targets", tags=TAGS)
async def list_targets(
    actor: Actor,
    platform: Platform,
    from_day: FromDay = None,
    to_day: ToDay = None,
    metric: str | None = None,
    store: str | None = None,
) -> dict[str, Any]:
    """List targets by their first day: of a metric, a store, or periods that meet some days."""
    found = await facade.list_targets(
        actor,
        platform,
        metric=metric,
        store=store,
        first=parse_day(from_day, field="from") if from_day else None,
        last=parse_day(to_day, field="to") if to_day else None,
    )
    return {"items": [schemas.target_body(one) for one in found]}


@post("/targets", status_code=201, tags=TAGS)
async def set_target(data: schemas.TargetBody, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Set what a metric should reach in a day, week, month, quarter or year of the organisation's calendar."""
    return schemas.target_body(await facade.set_target(actor, platform, wanted=schemas.target_wanted(data)))


@patch("/targets/{target_id:uuid}", tags=TAGS)
async def change_target(
    target_id: UUID, data: schemas.TargetChangeBody, actor: Actor, platform: Platform
) -> dict[str, Any]:
    """Change how much a target asks for."""
    amount = schemas.amount_of(data.amount)
    found = await facade.change_target(actor, platform, target_id=target_id, amount=amount, currency=data.currency)
    return schemas.target_body(found)


@delete("/targets/{target_id:uuid}", status_code=204, tags=TAGS)
async def remove_target(target_id: UUID, actor: Actor, platform: Platform) -> None:
    """Remove a target."""
    await facade.remove_target(actor, platform, target_id=target_id)


@get("/targets/pace", tags=TAGS)
async def read_pace(
    actor: Actor,
    platform: Platform,
    metric: str,
    period: str,
    start: str | None = None,
    store: str | None = None,
) -> dict[str, Any]:
    """Read where a figure stands on its way to its target; without ``start`` in the running period."""
    day = parse_day(start, field="start") if start else None
    return schemas.pace_body(await facade.pace(actor, platform, metric=metric, store=store, period=period, start=day))


@get("/targets/periods", tags=TAGS)
async def list_periods(actor: Actor, platform: Platform, period: str, day: str) -> dict[str, Any]:
    """List the periods of the organisation's calendar a target may be set for, around a day."""
    found = await facade.target_periods(actor, platform, period=period, day=parse_day(day, field="day"))
    return {"items": [{"start": one.start, "end": one.end} for one in found]}


ROUTES = (list_targets, set_target, change_target, remove_target, read_pace, list_periods)
