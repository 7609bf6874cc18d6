"""Tell what happened in the demo since it was last told: the days missed, then every few seconds what is new."""

import asyncio
from datetime import datetime
from uuid import uuid5

from comptoir.composed.demo import repository
from comptoir.composed.demo.contracts import DemoState
from comptoir.composed.demo.model.chunks import arrivals
from comptoir.composed.demo.model.stores import STORES
from comptoir.composed.demo.usecases.fill_demo import BATCH
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import Provenance
from comptoir.domains.orders import facade as orders
from comptoir.kernel.actor import system_actor
from comptoir.platform.context import Platform


async def catch_up_demo(platform: Platform, state: DemoState, *, until: datetime) -> int:
    """Apply everything that came about after ``state.told_until`` and by ``until``; return how many versions."""
    actor = system_actor(state.organisation_id)
    provenance = Provenance(kind="demo", id=uuid5(state.organisation_id, "history"), received_at=platform.clock())
    told = 0
    batches = [
        (
            store.slug,
            await asyncio.to_thread(
                lambda one=store: list(arrivals(state.seed, one, state.start_day, state.told_until, until))  # type: ignore[misc]
            ),
        )
        for store in STORES[: state.store_count]
    ]
    for slug, records in batches:
        for first in range(0, len(records), BATCH):
            async with platform.database.begin(actor) as uow:
                store = await commerce.store(actor, uow, slug=slug)
                batch = records[first : first + BATCH]
                await orders.apply_orders(actor, uow, store=store, records=batch, provenance=provenance)
        told += len(records)
    async with platform.database.begin(actor) as uow:
        await repository.advance(uow, organisation_id=state.organisation_id, told_until=until)
    return told
