"""What other modules may know about single sign-on."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Provider:
    """Where an organisation's members sign in, without the secret."""

    organisation_id: UUID
    name: str  # on the button
    issuer: str
    client_id: str
    domains: tuple[str, ...]  # of e-mails that may come
    default_role: str  # of people nobody knew before


@dataclass(frozen=True, slots=True)
class ProviderDraft:
    """A provider to keep; a ``client_secret`` of None leaves the one there is."""

    name: str
    issuer: str
    client_id: str
    client_secret: str | None
    domains: tuple[str, ...]
    default_role: str


@dataclass(frozen=True, slots=True)
class Way:
    """A provider as the sign-in page names it."""

    organisation: str  # slug
    name: str


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser goes to sign in, and the secret that ties its return to it."""

    address: str
    state: str
    max_age: int  # seconds
