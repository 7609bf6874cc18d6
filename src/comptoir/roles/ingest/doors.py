"""Which store stands behind a webhook URL, and with which secret it signs: kept in memory, never older than it may be.

A change counts at once: an unknown name or a signature that does not fit looks again before it is refused, one look at
a time whoever asks. What nobody doubts is looked at again after two seconds.
"""

import asyncio
import time
from collections.abc import Mapping

import structlog

from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import Door
from comptoir.kernel.errors import Unavailable
from comptoir.platform.context import Platform
from comptoir.platform.database.connect import NOBODY

log = structlog.get_logger()
FRESH = 2.0  # seconds
WITHIN = 3.0  # seconds for one look; platforms hang up after five
AGAIN = 10  # seconds after which a platform is asked to come again
Behind = tuple[Door, ...]  # stores of several organisations may share a name: their signatures tell them apart


class Doors:
    """The doors of one process."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._doors: Mapping[tuple[str, str], Behind] = {}
        self._looked_at = float("-inf")  # when the look began that gave what is known
        self._looking = asyncio.Lock()

    async def behind(self, platform: str, slug: str) -> Behind:
        """Return the stores of a platform and short name; none for a name nobody has."""
        if time.monotonic() - self._looked_at > FRESH:
            await self.look(since=time.monotonic() - FRESH)
        return self._doors.get((platform, slug), ())

    async def look(self, *, since: float) -> None:
        """Read the doors anew unless a look that began after ``since`` did so already."""
        async with self._looking:
            if self._looked_at >= since:
                return
            began = time.monotonic()
            try:
                async with asyncio.timeout(WITHIN), self._platform.database.begin_system() as uow:
                    self._doors = _by_name(await commerce.doors(NOBODY, uow))
            except (Unavailable, TimeoutError) as error:
                log.warning("doors_not_read", kind=type(error).__name__)
                if not self._doors:
                    raise Unavailable("The stores cannot be read.", details={"retry_after": AGAIN}) from error
                # What was known still tells whose signature it is; whether it can be stored, the intake finds out.
            self._looked_at = began


def _by_name(found: list[Door]) -> Mapping[tuple[str, str], Behind]:
    doors: dict[tuple[str, str], list[Door]] = {}
    for door in found:
        doors.setdefault((door.platform, door.slug), []).append(door)
    return {name: tuple(sorted(behind, key=lambda door: door.store_id)) for name, behind in doors.items()}
