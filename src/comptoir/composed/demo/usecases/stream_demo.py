"""Let the demo live: its storefronts deliver what happens through the real door, signed, as it happens.

What lies before is caught up first. Orders of stores whose platform has no webhooks, or whom webhooks cannot tell whole,
are applied directly when they are due. What was delivered is remembered by ``told_until``: nothing before it is open.
"""

import asyncio
import heapq
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from multiprocessing import get_context
from secrets import token_urlsafe
from uuid import uuid5

import httpx

from comptoir.composed.demo import repository
from comptoir.composed.demo.contracts import DemoState
from comptoir.composed.demo.model.deliveries import Delivery, decode, deliveries, load, placed_now, planned, record_of
from comptoir.composed.demo.model.stores import STORES
from comptoir.composed.demo.usecases.catch_up_demo import catch_up_demo
from comptoir.connectors.known import REGISTRY
from comptoir.connectors.sdk.hooks import HookScheme
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import Provenance, StoreChange
from comptoir.domains.orders import facade as orders
from comptoir.kernel.actor import Actor, system_actor
from comptoir.kernel.errors import Unavailable
from comptoir.kernel.guard import end_with_parent
from comptoir.platform.context import Platform

WINDOW = timedelta(minutes=60)  # planned ahead at once
REMEMBER = timedelta(seconds=5)
WITHIN = 10.0
AT_ONCE = 16
_LONGEST_REST = 1.0


@dataclass(frozen=True, slots=True)
class Door:
    """Where a store of the demo delivers, and how it signs."""

    path: str
    scheme: HookScheme
    secret: bytes = field(repr=False)


@dataclass(slots=True)
class Waiting:
    """What is planned and not yet delivered, the next due first, and until when was planned."""

    until: datetime
    heap: list[tuple[datetime, int, Delivery]] = field(default_factory=list)
    _number: Iterator[int] = field(default_factory=count)

    def add(self, delivery: Delivery) -> None:
        """Plan one more."""
        heapq.heappush(self.heap, (delivery.due, next(self._number), delivery))

    def due(self, now: datetime) -> list[Delivery]:
        """Take out what is due."""
        found: list[Delivery] = []
        while self.heap and self.heap[0][0] <= now:
            found.append(heapq.heappop(self.heap)[2])
        return found

    def told_until(self, now: datetime) -> datetime:
        """Return the instant up to which everything that happened was delivered."""
        open_ = [one.happened_at for _, _, one in self.heap if one.happened_at <= now]
        return min([now, self.until, *(at - timedelta(microseconds=1) for at in open_)])

    def rest(self, now: datetime) -> float:
        """Return the seconds until something is due, a second at most."""
        ahead = (self.heap[0][0] - now).total_seconds() if self.heap else _LONGEST_REST
        return min(_LONGEST_REST, max(0.01, ahead))


async def stream_demo(platform: Platform, state: DemoState, *, stop: asyncio.Event) -> None:
    """Catch up, then deliver until ``stop`` is set, or until the demo is gone or no longer live."""
    caught_up = platform.clock()
    await catch_up_demo(platform, state, until=caught_up)
    doors = await open_doors(platform, state)
    waiting = Waiting(caught_up)
    await _plan(state, waiting)
    base = f"http://{_reachable(platform.settings.host)}:{platform.settings.port}"
    beside = [asyncio.create_task(_load(platform, state, waiting, stop=stop))]
    beside.append(asyncio.create_task(_plan_ahead(platform, state, waiting, stop=stop)))
    remembered = platform.clock()
    try:
        async with httpx.AsyncClient(base_url=base, timeout=WITHIN) as client:
            while not stop.is_set():
                now = platform.clock()
                for some in batched(waiting.due(now), AT_ONCE):
                    await asyncio.gather(*(_deliver(platform, state, one, doors=doors, client=client) for one in some))
                if platform.clock() - remembered > REMEMBER:
                    remembered = platform.clock()
                    if not await _remember(platform, state, told_until=waiting.told_until(now)):
                        return
                await _rest(stop, seconds=waiting.rest(platform.clock()))
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


async def open_doors(platform: Platform, state: DemoState) -> dict[str, Door]:
    """Return the doors of the stores that have one; a store without a secret is given a real one."""
    actor = system_actor(state.organisation_id)
    found: dict[str, Door] = {}
    for store in STORES[: state.store_count]:
        scheme = REGISTRY.connector(store.platform).hooks
        if scheme is None:
            continue
        async with platform.database.begin(actor) as uow:
            held = await commerce.store(actor, uow, slug=store.slug)
            secret = await commerce.webhook_secret(actor, uow, store=held)
            if secret is None:
                secret = token_urlsafe(32).encode()
                await commerce.change_store(actor, uow, slug=store.slug, change=StoreChange(webhook_secret=secret))
        found[store.slug] = Door(f"/hooks/{store.platform}/{store.slug}", scheme, secret)
    return found


def batched(found: list[Delivery], size: int) -> list[list[Delivery]]:
    """Return deliveries in groups that travel at once."""
    return [found[first : first + size] for first in range(0, len(found), size)]


async def _plan_ahead(platform: Platform, state: DemoState, waiting: Waiting, *, stop: asyncio.Event) -> None:
    while not stop.is_set():
        if waiting.until < platform.clock() + WINDOW / 4:
            await _plan(state, waiting)
        await _rest(stop, seconds=_LONGEST_REST)


async def _plan(state: DemoState, waiting: Waiting) -> None:
    """Plan the next window in a process of its own: it makes weeks of orders to find what happens to them now."""
    loop = asyncio.get_running_loop()
    upto = waiting.until + WINDOW
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=end_with_parent) as pool:
        for store in STORES[: state.store_count]:
            made = await loop.run_in_executor(
                pool, planned, state.seed, store.slug, state.start_day, waiting.until, upto
            )
            for delivery in decode(made):
                waiting.add(delivery)
    waiting.until = upto


async def _deliver(
    platform: Platform, state: DemoState, delivery: Delivery, *, doors: dict[str, Door], client: httpx.AsyncClient
) -> None:
    if not delivery.topic:
        await _apply(platform, system_actor(state.organisation_id), delivery)
        return
    door = doors[delivery.slug]
    headers = door.scheme.signed_headers(
        delivery.body, topic=delivery.topic, delivery=delivery.name, secret=door.secret
    )
    try:
        answer = await client.post(door.path, content=delivery.body, headers=headers)
    except httpx.HTTPError as error:
        raise Unavailable(f"The door of the demo's stores does not answer ({type(error).__name__}).") from error
    if answer.is_error:  # what is refused is not lost: the next start tells it directly
        raise Unavailable(f"The door of the demo's store {delivery.slug} answers with {answer.status_code}.")


async def _apply(platform: Platform, actor: Actor, delivery: Delivery) -> None:
    provenance = Provenance(kind="demo", id=uuid5(actor.organisation_id, "history"), received_at=platform.clock())
    async with platform.database.begin(actor) as uow:
        store = await commerce.store(actor, uow, slug=delivery.slug)
        await orders.apply_orders(actor, uow, store=store, records=[record_of(delivery)], provenance=provenance)


async def _remember(platform: Platform, state: DemoState, *, told_until: datetime) -> bool:
    """Note how far was told; return whether the demo is still there and live."""
    async with platform.database.begin_system() as uow:
        await repository.advance(uow, organisation_id=state.organisation_id, told_until=told_until)
        found = await repository.find(uow, organisation_id=state.organisation_id)
    return found is not None and found.is_live


async def _load(platform: Platform, state: DemoState, waiting: Waiting, *, stop: asyncio.Event) -> None:
    """Plan the orders of ``--orders-per-minute``, spread over the stores that deliver by webhook."""
    pace = platform.settings.demo_orders_per_minute
    stores = [store for store in STORES[: state.store_count] if store.platform == "shopify"]
    if not pace or not stores:
        return
    sources = [load(state.seed, store.slug, state.start_day, platform.clock()) for store in stores]
    started, made = platform.clock(), 0
    while not stop.is_set():
        now = platform.clock()
        while made < (now - started).total_seconds() * pace / 60:
            place = made % len(stores)
            made += 1
            for delivery in deliveries(state.seed, stores[place], placed_now(next(sources[place]), now)):
                waiting.add(delivery)
        await _rest(stop, seconds=0.2)


def _reachable(host: str) -> str:
    """Return where a process that listens on ``host`` is reached from this machine."""
    known = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104  said, not bound
    return f"[{known}]" if ":" in known and not known.startswith("[") else known


async def _rest(stop: asyncio.Event, *, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


@asynccontextmanager
async def my_turn(platform: Platform) -> AsyncIterator[bool]:
    """Yield whether this process may stream: one of all that share the database does, as long as it lives."""
    connection = await platform.database.listening("comptoir_demo")
    try:
        row = await (await connection.execute("SELECT pg_try_advisory_lock(hashtext('comptoir_demo'))")).fetchone()
        yield bool(row and row[0])
    finally:
        await connection.close()
