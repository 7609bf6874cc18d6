"""What others may ask of the demo: make it, tell it, see how far it is, remove it."""

import asyncio
from datetime import timedelta

from comptoir.composed.demo import repository
from comptoir.composed.demo.contracts import DemoPlan, DemoState
from comptoir.composed.demo.errors import NoDemo
from comptoir.composed.demo.permissions import MANAGE
from comptoir.composed.demo.usecases import create_demo, fill_behind, fill_demo, remove_demo, stream_demo
from comptoir.engine.projector.drain import drain
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform

OWNER = create_demo.OWNER
_BREATH = timedelta(seconds=3)


async def create(actor: Actor, platform: Platform, *, plan: DemoPlan) -> DemoState:
    """Lay out the demo organisation, or return the one that exists. Needs ``demo:manage``. Raises ``OtherDemo``."""
    actor.require(MANAGE)
    return await create_demo.create_demo(platform, plan)


async def remove(actor: Actor, platform: Platform) -> int:
    """Remove the demo from both engines; return how many rows went. Needs ``demo:manage``. Raises ``NoDemo``."""
    actor.require(MANAGE)
    return await remove_demo.remove_demo(platform)


async def state(actor: Actor, platform: Platform) -> DemoState | None:
    """Return how far this home's demo has been told, or ``None`` if it has none. Needs ``demo:manage``."""
    actor.require(MANAGE)
    async with platform.database.begin_system() as uow:
        return await repository.find(uow)


async def set_live(actor: Actor, platform: Platform, *, is_live: bool) -> None:
    """Say whether new orders of the demo go on arriving while a worker runs. Needs ``demo:manage``."""
    actor.require(MANAGE)
    async with platform.database.begin_system() as uow:
        await repository.set_live(uow, is_live=is_live)


async def session_progress(actor: Actor, platform: Platform) -> dict[str, object] | None:
    """Return ``{filling, done, total}`` for the panel's banner, or ``None`` outside a demo."""
    async with platform.database.begin(actor) as uow:
        found = await repository.find(uow, organisation_id=actor.organisation_id)
    if found is None:
        return None
    return {"filling": found.is_filling, "done": found.orders_done, "total": found.orders_total}


async def fill(actor: Actor, platform: Platform) -> DemoState:
    """Tell all of the history that is missing and make it visible. Needs ``demo:manage``. Raises ``NoDemo``."""
    found = await state(actor, platform)
    if found is None:
        raise NoDemo("There is no demo in this home.", hint="comptoir demo makes one.")
    await fill_demo.fill_demo(platform, found)
    await drain(platform, found.organisation_id)
    return found


async def tell(platform: Platform, *, stop: asyncio.Event) -> None:  # facades: a loop of the process itself
    """Fill what is missing of the history, then let the demo live until ``stop`` is set."""
    while not stop.is_set():
        found = await state(identity.HOST, platform)
        if found is not None and found.is_filling:
            await fill_behind.fill_behind(platform, stop=stop)
        elif found is not None and found.is_live:
            async with stream_demo.my_turn(platform) as is_mine:
                if is_mine:
                    await stream_demo.stream_demo(platform, found, stop=stop)
        await _rest(stop)


async def _rest(stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), _BREATH.total_seconds())
    except TimeoutError:
        return
