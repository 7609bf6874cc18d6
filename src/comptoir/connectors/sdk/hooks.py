"""How a platform signs and names what it delivers: checked on the raw bytes, before anything of them is parsed. Pure.

The schemes are those of the platforms' own documents: base64 of HMAC-SHA256 (RFC 2104) over the raw body.
"""

import base64
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

Headers = Mapping[bytes, bytes]  # names in lower case
_TOPIC = re.compile(r"[A-Za-z0-9_./-]{1,100}", re.ASCII)
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Unread:
    """A topic that is stored and never applied, and why. ``needs_person``: somebody has to act, so it is parked."""

    reason: str
    needs_person: bool = False


@dataclass(frozen=True, slots=True)
class HookScheme:
    """Which headers sign and name a platform's deliveries. Header names are lower case."""

    signature: bytes
    topic: bytes
    delivery: tuple[bytes, ...]  # the first that is there names the delivery
    test_topic: str  # one the platform never sends, read by nobody
    ping: re.Pattern[bytes] | None = None  # the unsigned form that some platforms send when a webhook is set up

    def is_signed(self, body: bytes, *, given: bytes, secret: bytes) -> bool:
        """Return whether ``given`` is the signature of ``body``, in constant time."""
        return hmac.compare_digest(sign(body, secret=secret), given)

    def is_ping(self, body: bytes, *, headers: Headers) -> bool:
        """Return whether this is a set-up ping: it carries no signature and nothing but the webhook's number."""
        return self.ping is not None and self.signature not in headers and self.ping.fullmatch(body) is not None

    def topic_of(self, headers: Headers) -> str | None:
        """Return the topic, or ``None`` where it is missing or no topic at all."""
        given = headers.get(self.topic, b"").decode("latin-1")
        return given if _TOPIC.fullmatch(given) else None

    def delivery_of(self, headers: Headers) -> str:
        """Return the platform's id of the delivery, "" where it gives none."""
        given = next((headers[name] for name in self.delivery if headers.get(name)), b"")
        return given.decode("latin-1")[:_LONGEST_NAME]

    def signed_headers(self, body: bytes, *, topic: str, delivery: str, secret: bytes) -> dict[str, str]:
        """Return the headers with which the platform itself would send ``body``."""
        return {
            "content-type": "application/json",
            self.signature.decode(): sign(body, secret=secret).decode(),
            self.topic.decode(): topic,
            self.delivery[0].decode(): delivery,
        }


def sign(body: bytes, *, secret: bytes) -> bytes:
    """Return base64 of HMAC-SHA256 over the raw body."""
    return base64.b64encode(hmac.digest(secret, body, "sha256"))
