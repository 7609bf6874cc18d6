"""What other modules may know about organisations, people and their credentials. Instants are aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.kernel.time import WeekStart


@dataclass(frozen=True, slots=True)
class Organisation:
    """One tenant: whose data never meet another's."""

    id: UUID
    slug: str
    name: str
    currency: str  # ISO 4217
    timezone: str  # IANA
    week_start: WeekStart
    is_demo: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class User:
    """A person who may sign in."""

    id: UUID
    email: str
    name: str | None
    has_password: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """A person's place in one organisation."""

    user: User
    organisation_id: UUID
    role: str


@dataclass(frozen=True, slots=True)
class Belonging:
    """An organisation a person belongs to, with the role there."""

    organisation: Organisation
    role: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: ``token`` is the secret for the cookie, known nowhere else."""

    token: str
    session_id: UUID
    user_id: UUID
    max_age: int  # seconds


@dataclass(frozen=True, slots=True)
class SessionState:
    """Who is signed in and where."""

    user: User
    role: str
    organisation: Organisation
    belongings: tuple[Belonging, ...]


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """One of a person's sessions, as the list of devices shows it."""

    id: UUID
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    method: str  # password or link
    address: str | None
    agent: str | None


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """An API token without its secret."""

    id: UUID
    name: str
    prefix: str
    scopes: tuple[str, ...]
    user_id: UUID | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made; ``secret`` is shown once."""

    info: TokenInfo
    secret: str


@dataclass(frozen=True, slots=True)
class SignInLink:
    """A single-use link; ``path`` is relative to the panel's address."""

    path: str
    email: str
    expires_at: datetime
