"""Taking a delivery in: whose door, is it signed, can it be read, is it durable. In this order and in no other.

Nothing that is not signed is parsed or stored. Knows no platform: headers and schemes are the connectors'.
"""

import re
import time
from dataclasses import dataclass

import structlog

from comptoir.connectors.known import REGISTRY
from comptoir.connectors.sdk.bodies import unreadable
from comptoir.connectors.sdk.connector import Connector
from comptoir.connectors.sdk.hooks import Headers, HookScheme
from comptoir.domains.commerce.contracts import Door
from comptoir.kernel.errors import ComptoirError, NotFound, TooLarge, Unavailable
from comptoir.platform.context import Platform
from comptoir.platform.inbox import KEPT_HEADERS, NEW, PARKED, Delivery, Receipt
from comptoir.platform.inbox_intake import Arrival, Intake
from comptoir.platform.telemetry import deliveries_received
from comptoir.roles.ingest.bodies import Held, too_large
from comptoir.roles.ingest.doors import AGAIN, Behind, Doors
from comptoir.roles.ingest.errors import NoSecret, NotSigned, Unreadable
from comptoir.roles.ingest.refusals import BAD_SIGNATURE, NO_SECRET, NOT_SIGNED, TOO_LARGE, Refusals

log = structlog.get_logger()

NO_TOPIC = "the delivery names no topic"
_UNSAFE = re.compile(r"[^\x20-\x7e]")
_LONGEST_HEADER = 200
_KEPT = {name.encode(): name for name in KEPT_HEADERS}
_CONNECTORS = {connector.key: connector for connector in REGISTRY.connectors if connector.hooks is not None}


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands behind a webhook URL."""

    platform: str
    slug: str
    connector: Connector
    scheme: HookScheme
    doors: Behind
    asked_at: float


@dataclass(frozen=True, slots=True)
class Taken:
    """How a delivery was answered. ``receipt`` is null for a set-up ping, which stores nothing."""

    topic: str
    is_known: bool
    receipt: Receipt | None


class Reception:
    """What one process needs to take deliveries in."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._doors = Doors(platform)
        self._intake = Intake(platform)
        self._refusals = Refusals(platform)
        self.held = Held()

    async def opening(self, *, platform: str, slug: str) -> Opening:
        """Return what stands behind a URL. Raises ``NotFound``, the same for what is no platform and what is no store."""
        asked_at = time.monotonic()
        connector = _CONNECTORS.get(platform)
        if connector is None or connector.hooks is None:
            raise _nothing(platform, slug)
        behind = await self._doors.behind(platform, slug)
        if not behind:
            await self._doors.look(since=asked_at)
            behind = await self._doors.behind(platform, slug)
        if not behind:
            raise _nothing(platform, slug)
        return Opening(platform, slug, connector, connector.hooks, behind, asked_at)

    def refuse_size(self, opening: Opening) -> TooLarge:
        """Count a body over the limit and return its refusal."""
        self._refuse(opening, TOO_LARGE, "too_large")
        return too_large()

    async def take(self, opening: Opening, *, headers: Headers, body: bytes, correlation_id: str) -> Taken:
        """Return once the delivery is durable. Raises what the sender should be told."""
        if opening.scheme.is_ping(body, headers=headers):
            deliveries_received.labels(opening.platform, "ping").inc()
            return Taken("", is_known=True, receipt=None)
        door = await self._signer(opening, headers, body)
        topic = opening.scheme.topic_of(headers)
        flaw = unreadable(body) if topic else NO_TOPIC
        kept = {name: value for key, name in _KEPT.items() if (value := _plain(headers.get(key, b"")))}
        delivery = Delivery(
            store_id=door.store_id,
            platform=opening.platform,
            topic=topic or "",
            delivery_id=_plain(opening.scheme.delivery_of(headers).encode("latin-1")),
            body=body,
            headers=kept | {"x-request-id": correlation_id},
        )
        receipt = await self._store(opening, door, delivery, flaw)
        if flaw is not None:
            raise Unreadable(f"Stored, but {flaw}.", hint="It is parked; a person has to look at it.")
        return Taken(topic or "", is_known=opening.connector.knows(topic or ""), receipt=receipt)

    async def _signer(self, opening: Opening, headers: Headers, body: bytes) -> Door:
        """Return whose secret signed the body; what is known of secrets is read again before one is refused."""
        given = headers.get(opening.scheme.signature, b"").strip()
        if given:
            if (door := _signed_by(opening.doors, opening.scheme, given, body)) is not None:
                return door
            await self._doors.look(since=opening.asked_at)
            now = await self._doors.behind(opening.platform, opening.slug)
            if (door := _signed_by(now, opening.scheme, given, body)) is not None:
                return door
            if not any(door.secret for door in now):
                self._refuse(opening, NO_SECRET, "no_secret")
                raise NoSecret("This store has no webhook secret yet.", hint="Set it with `comptoir store secret`.")
        self._refuse(opening, BAD_SIGNATURE if given else NOT_SIGNED, "bad_signature")
        raise NotSigned("The delivery is not signed with this store's secret.", hint="Compare the secrets.")

    def _refuse(self, opening: Opening, reason: str, outcome: str) -> None:
        self._refusals.note(opening.doors, reason)
        deliveries_received.labels(opening.platform, outcome).inc()

    async def _store(self, opening: Opening, door: Door, delivery: Delivery, flaw: str | None) -> Receipt:
        arrival = Arrival(
            door.organisation_id,
            delivery,
            self._platform.clock(),
            state=NEW if flaw is None else PARKED,
            reason=flaw,
        )
        try:
            receipt = await self._intake.store(arrival)
        except Exception as error:  # what is not durable is never acknowledged, whatever stood in its way
            deliveries_received.labels(opening.platform, "unavailable").inc()
            raise _come_again(error) from error
        outcome = ("stored" if flaw is None else "unreadable") if receipt.is_new else "duplicate"
        deliveries_received.labels(opening.platform, outcome).inc()
        return receipt


def _signed_by(behind: Behind, scheme: HookScheme, given: bytes, body: bytes) -> Door | None:
    for door in behind:
        if door.secret is not None and scheme.is_signed(body, given=given, secret=door.secret):
            return door
    return None


def _plain(value: bytes) -> str:
    """Return a header as text that any database keeps."""
    return _UNSAFE.sub("?", value.decode("latin-1"))[:_LONGEST_HEADER]


def _nothing(platform: str, slug: str) -> NotFound:
    deliveries_received.labels("none", "unknown").inc()
    return NotFound(f"There is nothing at /hooks/{platform}/{slug}.")


def _come_again(error: Exception) -> Unavailable:
    """Return the refusal that asks for the delivery again, with when."""
    if isinstance(error, Unavailable):
        details = {"retry_after": AGAIN} | error.details
        again = type(error)(error.message, hint=error.hint, details=details)
        return again
    if not isinstance(error, ComptoirError):
        log.error("delivery_not_stored", kind=type(error).__name__)
    return Unavailable("The delivery could not be stored.", hint="Send it again.", details={"retry_after": AGAIN})
