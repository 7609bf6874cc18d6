"""Orders that later knowledge concerns are derived again while the product runs, batch by batch."""

import asyncio
from uuid import UUID

from comptoir.domains.orders import facade
from comptoir.kernel.actor import system_actor
from comptoir.platform.context import Platform

PAUSE = 5.0  # seconds between looks for late costs, late products and merged customers


async def follow_changes(platform: Platform, *, stop: asyncio.Event) -> None:
    """Look for work until ``stop`` is set; a batch that was begun is finished."""
    while not stop.is_set():
        await follow_once(platform)
        try:
            await asyncio.wait_for(stop.wait(), PAUSE)
        except TimeoutError:
            continue


async def follow_once(platform: Platform) -> int:
    """Derive everything that waits, each batch in a transaction of its own; return how many organisations had work."""
    async with platform.database.begin_system() as uow:
        waiting = await facade.organisations_behind(uow.actor, uow)
    for organisation_id in waiting:
        await _follow(platform, organisation_id)
    return len(waiting)


async def _follow(platform: Platform, organisation_id: UUID) -> None:
    actor = system_actor(organisation_id)
    after: UUID | None = None
    while True:
        async with platform.database.begin(actor) as uow:
            after = await facade.rederive(actor, uow, after=after, now=platform.clock())
        if after is None:
            return
