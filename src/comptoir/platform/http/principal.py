"""Who a request comes from, and who knows. Light: commands import it without the web framework."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Forbidden


class StepUpRequired(Forbidden):
    """A dangerous act of somebody who did not show who they are for a while."""

    code = "step_up_required"


# How long a person who showed who they are is not asked again before a dangerous act.
PROOF_LIFETIME = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a request comes from. ``session_id``, ``csrf_token`` and ``proved_at`` are None for a bearer token.

    ``networks`` are lists of ranges that the address must be in, each of them. Somebody whose second step
    ``is_enrolment_due`` holds no permission until there is one.
    """

    actor: Actor
    session_id: UUID | None = None
    csrf_token: str | None = None
    proved_at: datetime | None = None
    networks: tuple[tuple[str, ...], ...] = ()
    is_enrolment_due: bool = False

    def is_proven(self, *, now: datetime) -> bool:
        """Whether the person showed who they are not long ago. A token is asked for nothing: it cannot answer."""
        return self.proved_at is None or now - self.proved_at < PROOF_LIFETIME


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
