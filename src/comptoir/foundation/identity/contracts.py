"""What other modules may know about organisations, people and their credentials. Instants are aware UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.kernel.actor import Scope
from comptoir.kernel.fiscal import FiscalCalendar
from comptoir.kernel.time import WeekStart


@dataclass(frozen=True, slots=True)
class Organisation:
    """One tenant: whose data never meet another's."""

    id: UUID
    slug: str
    name: str
    currency: str  # ISO 4217
    timezone: str  # IANA
    calendar: FiscalCalendar
    is_demo: bool
    created_at: datetime
    holiday_places: tuple[str, ...] | None = None  # such as DE or DE-BE; None: the countries of its stores

    @property
    def week_start(self) -> WeekStart:
        """Return the day its weeks begin on."""
        return self.calendar.week_start


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What to change of an organisation's calendar; None leaves it. ``fiscal`` is whole: its pattern and what that takes.

    ``holidays_of_stores`` gives up places of its own for the countries of its stores.
    """

    week_start: str | None = None
    fiscal: Mapping[str, Any] | None = None
    holiday_places: tuple[str, ...] | None = None
    holidays_of_stores: bool = False


@dataclass(frozen=True, slots=True)
class User:
    """A person who may sign in."""

    id: UUID
    email: str
    name: str | None
    has_password: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of permissions: built in, or an organisation's own."""

    key: str
    name: str
    description: str
    permissions: frozenset[str]
    is_builtin: bool
    based_on: str | None = None
    members: int = 0


@dataclass(frozen=True, slots=True)
class StoreGroup:
    """Stores under one name, so that access follows when a store joins them."""

    key: str
    name: str
    stores: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Access:
    """What of an organisation somebody sees, as it was granted.

    Stores one by one and by groups add up; both ``None`` mean all. ``columns`` says ``mask`` or ``deny`` by group of
    columns; a group that is missing may be read.
    """

    stores: tuple[UUID, ...] | None = None
    store_groups: tuple[str, ...] | None = None
    channels: tuple[str, ...] | None = None
    sales_rep: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_limited(self) -> bool:
        """Whether anything is out of sight."""
        return self != Access()


@dataclass(frozen=True, slots=True)
class Grant:
    """What a person or token may do and see in an organisation, resolved: groups of stores are stores."""

    role: str | None
    permissions: frozenset[str]
    scope: Scope


@dataclass(frozen=True, slots=True)
class Member:
    """A person's place in one organisation. ``seen_at`` is when one of their sessions was last used."""

    user: User
    organisation_id: UUID
    role: str
    access: Access = field(default_factory=Access)
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MemberChange:
    """What to change of a member; ``None`` leaves it."""

    role: str | None = None
    access: Access | None = None


@dataclass(frozen=True, slots=True)
class RoleChange:
    """What to change of a role of one's own; ``None`` leaves it."""

    name: str | None = None
    description: str | None = None
    permissions: tuple[str, ...] | None = None


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
    device: str | None = None  # the secret of a browser that was not known; None leaves the cookie it has


@dataclass(frozen=True, slots=True)
class SecondStepDue:
    """Password or link was right, and no session began: ``ticket`` is the secret for a cookie, good for one sign-in."""

    ticket: str
    methods: tuple[str, ...]  # code, passkey, recovery
    max_age: int  # seconds


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a sign-in comes from: network address, program, and the secret that tells a known browser."""

    address: str | None
    agent: str | None
    device: str | None = None


@dataclass(frozen=True, slots=True)
class SessionState:
    """Who is signed in and where."""

    user: User
    role: str
    organisation: Organisation
    belongings: tuple[Belonging, ...]
    week_start: WeekStart | None = None  # as this person wants weeks drawn; None: as the organisation's
    proofs: tuple[str, ...] = ()  # how this person proves themself: password, or code, passkey, recovery
    is_enrolment_due: bool = False  # the organisation demands a second step of this role, and there is none
    new_devices: int = 0  # other sessions of this person from browsers nobody said to know


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """One of a person's sessions, as the list of devices shows it."""

    id: UUID
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    method: str  # password, link or passkey
    address: str | None
    agent: str | None
    proved_at: datetime
    second_step: str | None
    is_new_device: bool


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
    access: Access = field(default_factory=Access)


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made; ``secret`` is shown once."""

    info: TokenInfo
    secret: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new member; ``link`` only for somebody who never was here: nobody else's account may be opened by it."""

    member: Member
    link: "SignInLink | None"


@dataclass(frozen=True, slots=True)
class SignInLink:
    """A single-use link; ``path`` is relative to the panel's address."""

    path: str
    email: str
    expires_at: datetime
