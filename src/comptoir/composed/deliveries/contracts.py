"""What may cross the border of deliveries. Owns shapes only; instants are aware UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.platform.inbox_reading import Kept
from comptoir.platform.webhook_refusals import Refusal

STATES = ("new", "done", "parked", "ignored")


@dataclass(frozen=True, slots=True)
class Webhooks:
    """How a store is connected: what to paste into the platform, and what came of it.

    ``state``: unsupported (the platform delivers nothing), no_secret, ended, refused (the newest thing at the door was
    refused), waiting (for the first delivery that is no test of ours) or receiving. ``ended_at``: when the platform took
    our access away, unless it delivered something since.
    """

    store: str
    state: str
    url: str | None
    topics: tuple[str, ...]
    is_secret_set: bool
    last_delivery: Kept | None
    deliveries_today: int  # the store's day
    refusals: tuple[Refusal, ...]  # by reason, the latest first
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """A page of deliveries, newest first, with the short names of the stores and the names of who edited them."""

    items: tuple[Kept, ...]
    stores: Mapping[UUID, str]
    editors: Mapping[UUID, str]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class DeliveryBody:
    """A delivery in plain bytes. Personal: never keep or log it. ``original`` is set where a person edited the body."""

    kept: Kept
    store: str
    editor: str | None
    headers: Mapping[str, str]
    body: bytes
    original: bytes | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a test delivery. ``ok`` is null for a step that was not tried because an earlier one failed."""

    name: str  # secret, reached, signature, stored
    ok: bool | None
    detail: str


@dataclass(frozen=True, slots=True)
class TestReport:
    """How a test delivery went. ``via``: network where the public address was asked, process otherwise."""

    __test__ = False  # no test case, whatever its name

    url: str
    via: str
    steps: tuple[Step, ...]
    delivery_id: UUID | None

    @property
    def ok(self) -> bool:
        """Whether every step held."""
        return all(step.ok for step in self.steps)
