"""Counting what was refused at the doors: summed in memory, written at most once a second, kept when a write fails."""

import asyncio
from collections import Counter
from collections.abc import Iterable

import structlog

from comptoir.domains.commerce.contracts import Door
from comptoir.kernel.errors import ComptoirError
from comptoir.platform.context import Platform
from comptoir.platform.webhook_refusals import Refused, note_refusals

log = structlog.get_logger()
PAUSE = 1.0  # seconds between two writes

NOT_SIGNED = "the signature is missing"
BAD_SIGNATURE = "the signature does not fit the store's secret"
NO_SECRET = "the store has no webhook secret yet"
TOO_LARGE = "the body is larger than this address accepts"


class Refusals:
    """The counts of one process that are not written yet."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._counts: Counter[Refused] = Counter()
        self._writing: asyncio.Task[None] | None = None

    def note(self, doors: Iterable[Door], reason: str) -> None:
        """Count a refusal for the stores it was meant for; it is written soon, whatever becomes of the request."""
        for door in doors:
            self._counts[Refused(door.organisation_id, door.store_id, reason)] += 1
        if self._counts and self._writing is None:
            self._writing = asyncio.create_task(self._write(), name="refusals")

    async def _write(self) -> None:
        try:
            while self._counts:
                counts, self._counts = self._counts, Counter()
                try:
                    async with self._platform.database.begin_system() as uow:
                        await note_refusals(uow, counts=counts, at=self._platform.clock())
                except ComptoirError as error:
                    self._counts += counts
                    log.warning("refusals_not_written", code=error.code)
                await asyncio.sleep(PAUSE)
        finally:
            self._writing = None
