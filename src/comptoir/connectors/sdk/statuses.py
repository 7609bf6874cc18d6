"""Which status words count as a sale, one table per platform."""

from collections.abc import Mapping
from dataclasses import dataclass

from comptoir.connectors.sdk.canonical import OrderStatus


@dataclass(frozen=True, slots=True)
class StatusTable:
    """Maps a platform's words (lower case) to the statuses Comptoir knows; unknown words get ``otherwise``."""

    platform: str
    words: Mapping[str, OrderStatus]
    otherwise: OrderStatus = OrderStatus.OPEN

    def read(self, word: str | None) -> OrderStatus:
        """Return the status for the source's word."""
        return self.words.get((word or "").strip().lower(), self.otherwise)

    def knows(self, word: str | None) -> bool:
        """Return whether the table names the word."""
        return (word or "").strip().lower() in self.words
