"""Fill the demo in a process of its own, so that years of history never hold up the panel that is already open."""

import asyncio

from comptoir.platform.children import run_beside
from comptoir.platform.context import Platform


async def fill_behind(platform: Platform, *, stop: asyncio.Event) -> None:
    """Run ``comptoir demo fill`` until it ends or ``stop`` is set. Raises ``Unavailable`` if it fails."""
    await run_beside(platform.settings, ("demo", "fill"), stop=stop)
