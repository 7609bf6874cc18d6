"""What commands, the web and workers are handed: settings, both engines, secrets, blobs and a clock.

Names the pieces above it (the warehouse client, the list of modules) as text, like a module names its commands:
they are imported when they are first needed.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

from comptoir.kernel.clock import Clock, system_clock
from comptoir.platform import master_key
from comptoir.platform.audit import Recorder
from comptoir.platform.database.connect import Database
from comptoir.platform.modules import MODULES, named
from comptoir.platform.refused_requests import Refusals
from comptoir.platform.schema import ensure_current
from comptoir.platform.secrets import SecretBox
from comptoir.platform.settings import Settings
from comptoir.platform.spool import Spool
from comptoir.platform.storage import Storage
from comptoir.platform.warehouse import Warehouse

OPEN_WAREHOUSE = "comptoir.engine.client:open_warehouse"


@dataclass(slots=True)
class Platform:
    """The open platform of one process. Close it, or use ``open_platform`` as a context."""

    settings: Settings
    database: Database
    warehouse: Warehouse
    secrets: SecretBox
    storage: Storage
    clock: Clock = field(default=system_clock)
    refusals: Refusals = field(default_factory=Refusals)

    def __post_init__(self) -> None:
        """What units of work note goes to the audit trail, sealed with this home's keys at this platform's time."""
        if self.database.record is None:
            self.database.record = Recorder(self.secrets, clock=lambda: self.clock()).write

    @property
    def spool(self) -> Spool:
        """Where something may lie plain for a moment."""
        return Spool(self.settings.home / "temporary")

    async def close(self) -> None:
        """Give engines and connections back."""
        await self.warehouse.close()
        await self.database.close()


@asynccontextmanager
async def open_platform(settings: Settings, *, clock: Clock = system_clock) -> AsyncIterator[Platform]:
    """Open everything. A home without data is laid out first; one of another version is refused (``OtherVersion``)."""
    platform = await start_platform(settings, clock=clock)
    try:
        yield platform
    finally:
        await platform.close()


async def start_platform(settings: Settings, *, clock: Clock = system_clock) -> Platform:
    """Like ``open_platform`` for processes that close it themselves."""
    secrets = await asyncio.to_thread(master_key.load, settings)
    database = await Database.open(settings)
    database.secrets = secrets
    try:
        open_warehouse = cast("Callable[[Settings], Awaitable[Warehouse]]", named(OPEN_WAREHOUSE))
        warehouse = await open_warehouse(settings)
        try:
            is_new = await ensure_current(settings, database=database, warehouse=warehouse)
        except BaseException:
            await warehouse.close()
            raise
    except BaseException:
        await database.close()
        raise
    platform = Platform(
        settings=settings,
        database=database,
        warehouse=warehouse,
        secrets=secrets,
        storage=Storage(settings.home / "blobs", secrets=secrets),
        clock=clock,
    )
    await asyncio.to_thread(platform.spool.sweep)
    if is_new:
        await _furnish(platform)
    return platform


async def _furnish(platform: Platform) -> None:
    """Bring in what the modules lay into a new home."""
    try:
        for module in named(MODULES):
            for furnish in module.furnishings:
                await named(furnish)(platform)
    except BaseException:
        await platform.close()
        raise


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[tuple[Database, Warehouse]]:
    """Open both engines without asking for a migrated home, for whoever looks at one or lays it out."""
    database = await Database.open(settings)
    try:
        warehouse: Warehouse = await named(OPEN_WAREHOUSE)(settings)
        try:
            yield database, warehouse
        finally:
            await warehouse.close()
    finally:
        await database.close()
