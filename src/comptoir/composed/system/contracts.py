"""What the System page shows. Instants are aware UTC, sizes bytes, durations seconds."""

from dataclasses import dataclass
from datetime import datetime

from comptoir.platform.flow import Minute, Stage


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine as it answered just now; what it did not answer is ``None``, and ``problem`` says why."""

    name: str
    is_up: bool
    is_embedded: bool
    version: str | None = None
    size: int | None = None
    up_since: datetime | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of the home holds on disk."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk the home lies on, and what of it the home's parts use."""

    total: int
    free: int
    parts: tuple[Part, ...]
    measured_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How an organisation's data and the installation under it stand."""

    at: datetime
    version: str  # of the program
    schema: str  # of the data
    inbox: Stage
    outbox: Stage
    minutes: tuple[Minute, ...]
    parked: int
    as_of: datetime | None
    data_version: int
    is_rebuilding: bool
    engines: tuple[Engine, ...]
    disk: Disk
