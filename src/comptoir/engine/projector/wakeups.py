"""Signals that something new is visible: (organisation, data_version), never results, at most ten a second.

Owns when and what; how it travels is ``platform.signals``. A lost signal is harmless, because whoever listens also looks
at versions now and then: one that cannot be sent is dropped.
"""

import asyncio
from dataclasses import dataclass, field
from uuid import UUID

import structlog

from comptoir.kernel.errors import Unavailable
from comptoir.platform.signals import Send, versions_text

log = structlog.get_logger()

GAP_SECONDS = 0.1
# A payload over 8,000 bytes aborts; this many (organisation, version) pairs stay far below.
_PAIRS = 80


@dataclass(slots=True)
class Wakeups:
    """Collects the newest version of each organisation and sends what is collected ten times a second."""

    send: Send
    gap: float = GAP_SECONDS
    _waiting: dict[UUID, int] = field(default_factory=dict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def announce(self, organisation_id: UUID, version: int) -> None:
        """Note that a version is visible; never waits."""
        self._waiting[organisation_id] = max(version, self._waiting.get(organisation_id, 0))
        self._changed.set()

    async def run(self, *, stop: asyncio.Event) -> None:
        """Send until ``stop`` is set."""
        stopped = asyncio.ensure_future(stop.wait())
        try:
            while not stop.is_set():
                changed = asyncio.ensure_future(self._changed.wait())
                await asyncio.wait({changed, stopped}, return_when=asyncio.FIRST_COMPLETED)
                changed.cancel()
                await self.flush()
                await asyncio.wait({stopped}, timeout=self.gap)
        finally:
            stopped.cancel()

    async def flush(self) -> int:
        """Send one signal with what is collected; return how many organisations it names."""
        self._changed.clear()
        pairs = {organisation: self._waiting.pop(organisation) for organisation in list(self._waiting)[:_PAIRS]}
        if self._waiting:
            self._changed.set()
        if pairs:
            try:
                await self.send(versions_text(pairs))
            except Unavailable as error:
                log.warning("signal_not_sent", organisations=len(pairs), kind=type(error).__name__)
        return len(pairs)
