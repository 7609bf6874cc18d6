"""What a connector is: a declaration of a platform's file formats, record normalisers and status words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from comptoir.connectors.sdk.canonical import Record
from comptoir.connectors.sdk.formats import FileFormat, Options
from comptoir.connectors.sdk.statuses import StatusTable

Normalise = Callable[[Mapping[str, Any], Options], Record]


@dataclass(frozen=True, slots=True)
class Connector:
    """One platform. ``topics`` maps a webhook topic to the pure function that reads its body."""

    key: str
    label: str
    statuses: StatusTable
    formats: tuple[FileFormat, ...] = ()
    topics: Mapping[str, Normalise] = field(default_factory=dict)
