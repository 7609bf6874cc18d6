"""Who a request comes from, and who knows. Light: commands import it without the web framework."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from comptoir.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a request comes from. ``session_id`` and ``csrf_token`` are None for a bearer token."""

    actor: Actor
    session_id: UUID | None = None
    csrf_token: str | None = None


@dataclass(frozen=True, slots=True)
class Credential:
    """What a connection that stays open was opened with, as a digest: whether it still holds is asked again."""

    is_token: bool
    digest: bytes


class Authenticator(Protocol):
    """Knows whose credentials these are; None means nobody's (unknown, expired, ended)."""

    async def by_session(self, token: str) -> Principal | None:
        """Return the principal of a session token."""
        ...

    async def by_bearer(self, token: str) -> Principal | None:
        """Return the principal of an API token."""
        ...

    def credential(self, token: str, *, bearer: bool) -> Credential:
        """Return what is kept of a token while a connection is open."""
        ...

    async def still(self, credentials: Collection[Credential]) -> Mapping[Credential, Principal]:
        """Return the principals of those that still hold, asked of the database in one go."""
        ...
