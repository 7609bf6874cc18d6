"""Work of the clock on exchange rates."""

import asyncio

from comptoir.domains.finance import facade
from comptoir.platform.context import Platform


async def keep_reference(platform: Platform, *, stop: asyncio.Event) -> None:
    """Take over what a newer package of reference rates carries; it can only change while nothing runs."""
    await facade.ensure_reference(platform)
    await stop.wait()
