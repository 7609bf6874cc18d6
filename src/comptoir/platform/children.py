"""Commands of our own that run beside a process, and end with it."""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence

from comptoir.kernel.errors import Unavailable
from comptoir.platform.settings import Settings

# How long a child may take to end after it was asked to.
GRACE_SECONDS = 12.0


async def run_beside(
    settings: Settings, words: Sequence[str], *, stop: asyncio.Event, environ: Mapping[str, str] | None = None
) -> None:
    """Run ``comptoir WORDS… --with-parent`` until it ends or ``stop`` is set; its output goes where ours goes.

    ``environ`` adds to the variables of this process what its own command line changed of the settings.
    Raises ``Unavailable`` if it ends with an error.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "comptoir",
        *words,
        "--with-parent",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        env={**os.environ, **(environ or {}), "COMPTOIR_HOME": str(settings.home)},
        start_new_session=True,  # Ctrl-C on a terminal reaches us, and we pass it on in order
    )
    ending = asyncio.create_task(process.wait())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({ending, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        if not ending.done():
            await _end(process, ending)
    if process.returncode and not stop.is_set():
        raise Unavailable(f"comptoir {' '.join(words)} ended with {process.returncode}; it starts again.")


async def _end(process: asyncio.subprocess.Process, ending: asyncio.Task[int]) -> None:
    """Ask the child to end; take it away when it does not."""
    process.terminate()
    done, _ = await asyncio.wait({ending}, timeout=GRACE_SECONDS)
    if not done:
        process.kill()
        await ending
