"""The pump's loops, wired from the list of modules: pump deliveries, make the inbox's partitions in time."""

import asyncio
import time

from comptoir.connectors.known import REGISTRY
from comptoir.connectors.sdk.connector import Connector, Normalise
from comptoir.connectors.sdk.hooks import Unread
from comptoir.domains.commerce import facade as commerce
from comptoir.engine.projector.loop import Pace, every, pause
from comptoir.platform import telemetry
from comptoir.platform.context import Platform
from comptoir.platform.inbox import ensure_partitions
from comptoir.platform.modules import MODULES, load_tables, named
from comptoir.roles.ingest.pump import Handler, Pump, pump_round

PARTITIONS_EVERY = 3600.0


def assemble(platform: Platform) -> Pump:
    """Return the pump of this process, with every module's handlers."""
    handlers: dict[str, Handler] = {}
    for module in named(MODULES):
        handlers |= {tag: named(dotted) for tag, dotted in module.handlers.items()}
    return Pump(
        platform=platform,
        normaliser=normaliser_of,
        stores=commerce.stores_by_id,
        handlers=handlers,
        unread=unread_of,
    )


def normaliser_of(platform: str, topic: str) -> Normalise | None:
    """Return what reads a platform's topic, or ``None`` where nothing does or nobody knows the platform."""
    known = _connector(platform)
    return known.topics.get(topic) if known else None


def unread_of(platform: str, topic: str) -> Unread | None:
    """Return why a platform's topic is known and never applied, or ``None`` where it is applied or unknown."""
    known = _connector(platform)
    return known.unread.get(topic) if known else None


def _connector(platform: str) -> Connector | None:
    """A delivery may be of a platform that this program does not know any more: that must not stop the others."""
    return next((connector for connector in REGISTRY.connectors if connector.key == platform), None)


async def pump_forever(platform: Platform, *, stop: asyncio.Event) -> None:
    """Pump until ``stop`` is set; fast while deliveries wait, slower while none do."""
    load_tables()
    pump, pace = assemble(platform), Pace()
    while not stop.is_set():
        started = time.perf_counter()
        pumped = await pump_round(pump)
        if pumped.ids:
            telemetry.pump_seconds.observe(time.perf_counter() - started)
            for outcome in ("done", "ignored", "parked"):
                telemetry.deliveries_pumped.labels(outcome).inc(getattr(pumped, outcome))
        await pause(stop, pace.after(worked=bool(pumped.ids)))


async def partition_forever(platform: Platform, *, stop: asyncio.Event) -> None:
    """Make the partitions of the coming days before they are needed."""

    async def once() -> None:
        async with platform.database.begin_system() as uow:
            await ensure_partitions(uow, today=platform.clock().date())

    await every(PARTITIONS_EVERY, once, stop=stop)
