"""Fill the demo in a process of its own, so that hours of history never hold up the panel that is already open."""

import asyncio
import os
import sys

from comptoir.kernel.errors import Unavailable
from comptoir.platform.context import Platform


async def fill_behind(platform: Platform, *, stop: asyncio.Event) -> None:
    """Run ``comptoir demo fill`` until it ends or ``stop`` is set. Raises ``Unavailable`` with its last words."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "comptoir",
        "demo",
        "fill",
        "--with-parent",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "COMPTOIR_HOME": str(platform.settings.home)},
        start_new_session=True,
    )
    talking = asyncio.create_task(process.communicate())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({talking, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if not talking.done():
        process.terminate()
    stopping.cancel()
    _, said = await talking
    if process.returncode and not stop.is_set():
        raise Unavailable(f"Filling the demo stopped: {said.decode(errors='replace').strip()[-300:]}")
