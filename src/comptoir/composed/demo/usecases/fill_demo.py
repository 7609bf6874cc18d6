"""Tell the history of the demo, newest span first, so that the panel shows today while the past still arrives."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from uuid import uuid5

from comptoir.composed.demo import repository
from comptoir.composed.demo.contracts import DemoState
from comptoir.composed.demo.model.chunks import decode, encoded_history, planned_orders
from comptoir.composed.demo.model.stores import STORES
from comptoir.connectors.sdk.canonical import OrderRecord
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import Provenance
from comptoir.domains.orders import facade as orders
from comptoir.kernel.actor import system_actor
from comptoir.kernel.guard import end_with_parent
from comptoir.platform.context import Platform

_SPAN = timedelta(days=45)
_DAY = timedelta(days=1)
BATCH = 4000


async def fill_demo(platform: Platform, state: DemoState) -> None:
    """Apply the spans that are still missing; a killed fill goes on where it was.

    Records are made in a process of their own while the span before them is written.
    """
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=end_with_parent)
    try:
        upper = state.filled_from
        while upper > state.start_day:
            lower = max(state.start_day, upper - _SPAN)
            span = (lower, upper - _DAY)
            made = [
                (
                    store.slug,
                    loop.run_in_executor(
                        pool, encoded_history, state.seed, store.slug, state.start_day, span, state.told_until
                    ),
                )
                for store in STORES[: state.store_count]
            ]
            for slug, records in made:
                await _apply(platform, state, slug, decode(await records))
            await _advance(platform, state, span)
            upper = lower
    finally:
        pool.shutdown(cancel_futures=True)


async def _apply(platform: Platform, state: DemoState, slug: str, records: list[OrderRecord]) -> None:
    actor = system_actor(state.organisation_id)
    provenance = Provenance(kind="demo", id=uuid5(state.organisation_id, "history"), received_at=platform.clock())
    for first in range(0, len(records), BATCH):
        async with platform.database.begin(actor) as uow:
            store = await commerce.store(actor, uow, slug=slug)
            batch = records[first : first + BATCH]
            await orders.apply_orders(actor, uow, store=store, records=batch, provenance=provenance)


async def _advance(platform: Platform, state: DemoState, span: tuple[date, date]) -> None:
    told = planned_orders(state.seed, STORES[: state.store_count], state.start_day, *span)
    async with platform.database.begin(system_actor(state.organisation_id)) as uow:
        await repository.advance(uow, organisation_id=state.organisation_id, orders=told, filled_from=span[0])
