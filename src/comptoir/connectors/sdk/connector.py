"""What a connector is: a declaration of a platform's file formats, record normalisers and status words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from comptoir.connectors.sdk.canonical import Record
from comptoir.connectors.sdk.formats import FileFormat, Options
from comptoir.connectors.sdk.hooks import HookScheme, Unread
from comptoir.connectors.sdk.statuses import StatusTable

Normalise = Callable[[Mapping[str, Any], Options], Record]


@dataclass(frozen=True, slots=True)
class Connector:
    """One platform. ``topics`` maps a webhook topic to the pure function that reads its body.

    ``unread`` names the topics that are known, stored and never applied. ``hooks`` is null where it delivers nothing.
    """

    key: str
    label: str
    statuses: StatusTable
    formats: tuple[FileFormat, ...] = ()
    topics: Mapping[str, Normalise] = field(default_factory=dict)
    unread: Mapping[str, Unread] = field(default_factory=dict)
    hooks: HookScheme | None = None

    def knows(self, topic: str) -> bool:
        """Return whether a topic is one this connector was made for."""
        return topic in self.topics or topic in self.unread
