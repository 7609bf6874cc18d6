"""What a connector declares for deliveries: which topics it knows and the pure function that reads each.

Owns the protocol only. A normaliser gets bytes that were received and returns canonical records; it does no I/O,
asks for no clock and keeps no state, so a delivery can be read again at any time with the same result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from comptoir.connectors.sdk.canonical import Record


@dataclass(frozen=True, slots=True)
class StoreContext:
    """What a normaliser may know of the store: currency and zone where the source states none, and how it prices."""

    platform: str
    currency: str
    timezone: str
    prices: str  # gross or net: do its prices include tax


class Normaliser(Protocol):
    """Reads one delivery. Raises any exception for a body it cannot read: the delivery is parked with its message."""

    def __call__(
        self,
        body: bytes,
        *,
        topic: str,
        headers: Mapping[str, str],
        store: StoreContext,
        received_at: datetime,
    ) -> Sequence[Record]: ...
