"""How an installation stands: every figure is measured when it is asked for, the disk at most once a minute."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

from comptoir import __version__
from comptoir.composed.system import repository
from comptoir.composed.system.contracts import Disk, Engine, Standing
from comptoir.composed.system.usecases.count_minutes import count_minutes
from comptoir.composed.system.usecases.measure_disk import measure_disk
from comptoir.composed.upkeep.permissions import SYSTEM_READ
from comptoir.domains.commerce import facade as commerce
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import ComptoirError
from comptoir.platform import flow, versions
from comptoir.platform.context import Platform
from comptoir.platform.database.migrate import latest
from comptoir.platform.database.unit_of_work import UnitOfWork

MINUTES = 30
RECENT = timedelta(minutes=15)
ANSWER_WITHIN = 3.0


async def standing(actor: Actor, platform: Platform) -> Standing:
    """Return lag, deliveries, engines, versions and disk as they are now, of the stores the actor may see.

    Raises ``Unavailable`` while PostgreSQL is away: then nothing is known.
    """
    actor.require(SYSTEM_READ)
    now = platform.clock()
    clickhouse = asyncio.create_task(_clickhouse(platform, now))
    disk = asyncio.create_task(_disk(platform, now))
    try:
        async with platform.database.begin(actor) as uow:
            stores = await commerce.stores_by_id(actor, uow) if actor.scope.sees_whole_stores else []
            seen = [one.id for one in stores if actor.may_see_store(one.id)]
            fresh = await versions.freshness(uow, organisation_id=actor.organisation_id, now=now)
            return Standing(
                at=now,
                version=__version__,
                schema=latest(),
                inbox=await flow.inbox_stage(uow, stores=seen, since=now - RECENT),
                outbox=await flow.outbox_stage(uow, stores=_limits(actor, seen), since=now - RECENT),
                minutes=await count_minutes(uow, stores=seen, now=now, number=MINUTES),
                parked=await flow.parked(uow, stores=seen),
                as_of=fresh.as_of,
                data_version=fresh.data_version,
                is_rebuilding=fresh.is_rebuilding,
                engines=(await _postgresql(platform, uow), await clickhouse),
                disk=await disk,
            )
    finally:
        clickhouse.cancel()
        disk.cancel()


def _limits(actor: Actor, seen: list[UUID]) -> list[UUID] | None:
    """Return the stores whose changes count; without limits also changes of no store do."""
    return seen if actor.scope.limits_rows else None


async def _postgresql(platform: Platform, uow: UnitOfWork) -> Engine:
    found = await repository.postgresql(uow)
    return Engine(
        name="PostgreSQL",
        is_up=True,
        is_embedded=platform.settings.database_url is None,
        version=found.version.split()[0],
        size=found.size,
        up_since=found.up_since,
    )


async def _clickhouse(platform: Platform, now: datetime) -> Engine:
    is_embedded = platform.settings.warehouse_url is None
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            version, size, up_since = await repository.clickhouse(platform.warehouse, now=now)
    except TimeoutError:
        return Engine("ClickHouse", False, is_embedded, problem=f"No answer within {ANSWER_WITHIN:.0f} seconds.")
    except ComptoirError as error:
        return Engine("ClickHouse", False, is_embedded, problem=error.sentence())
    return Engine("ClickHouse", True, is_embedded, version, size, up_since)


async def _disk(platform: Platform, now: datetime) -> Disk:
    return await asyncio.to_thread(measure_disk, platform.settings.home, now=now)
