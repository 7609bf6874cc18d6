"""What other modules may know about second factors. Instants are aware UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Kind(StrEnum):
    """What a factor is."""

    CODE = "code"  # one-time codes of an authenticator app (RFC 6238)
    PASSKEY = "passkey"  # a key pair of a device (WebAuthn)


RECOVERY = "recovery"  # how a person proved themself where no factor was at hand


@dataclass(frozen=True, slots=True)
class Factor:
    """Something a person enrolled."""

    id: UUID
    kind: Kind
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A person's factors, and how many recovery codes are left."""

    factors: tuple[Factor, ...] = ()
    recovery_codes: int = 0

    @property
    def methods(self) -> tuple[str, ...]:
        """Return the ways to take the second step, the usual one first; none without a factor."""
        found = [kind.value for kind in Kind if any(one.kind is kind for one in self.factors)]
        return (*found, RECOVERY) if found and self.recovery_codes else tuple(found)


@dataclass(frozen=True, slots=True)
class CodeDraft:
    """One-time codes about to be enrolled: shown once, of no use until a first code was typed."""

    id: UUID
    secret: str  # base32
    uri: str  # otpauth://…
    picture: str  # the same as a QR code: an SVG as a data: address


@dataclass(frozen=True, slots=True)
class Added:
    """A new factor; with a person's first one come recovery codes, shown once."""

    factor: Factor
    recovery_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """Where the panel is open: the domain passkeys are bound to, and the pages that may use them."""

    domain: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ceremony:
    """A challenge for a device: ``options`` is what browsers take, as WebAuthn's JSON."""

    id: UUID
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """How a person proves themself: one of a code, a recovery code, or what a device made of a challenge."""

    code: str | None = None
    recovery_code: str | None = None
    ceremony_id: UUID | None = None
    passkey: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """What an organisation demands of its members: of which roles a second step, and from where they may come.

    ``networks`` are CIDR ranges by role, under ``EVERYBODY`` for all; a role without an entry may come from anywhere.
    """

    roles: frozenset[str] = frozenset()
    networks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def networks_of(self, role: str | None) -> tuple[tuple[str, ...], ...]:
        """Return the lists that an address must be in, each of them."""
        lists = (self.networks.get(EVERYBODY), self.networks.get(role) if role else None)
        return tuple(one for one in lists if one)


EVERYBODY = "*"
