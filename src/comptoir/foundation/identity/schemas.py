"""Bodies of identity's requests and answers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from comptoir.foundation.factors.contracts import Answer, Ceremony, Policy
from comptoir.foundation.identity.contracts import (
    Access,
    CalendarChange,
    NewToken,
    Organisation,
    SecondStepDue,
    SessionInfo,
    SessionState,
    TokenInfo,
)
from comptoir.foundation.identity.model import fiscal_of

# How far around today the panel knows fiscal months.
FISCAL_YEARS_BEFORE, FISCAL_YEARS_AFTER = 6, 2


class Credentials(msgspec.Struct, forbid_unknown_fields=True):
    """E-mail and password."""

    email: str
    password: str


class PasskeyAnswer(msgspec.Struct, forbid_unknown_fields=True):
    """What a device made of a challenge, as browsers give it in JSON."""

    ceremony_id: UUID
    passkey: dict[str, Any]


class Proof(msgspec.Struct, forbid_unknown_fields=True):
    """How a person proves themself: one of a code, a recovery code, or a passkey's answer to a challenge."""

    code: str | None = None
    recovery_code: str | None = None
    ceremony_id: UUID | None = None
    passkey: dict[str, Any] | None = None


class ProviderAnswer(msgspec.Struct, forbid_unknown_fields=True):
    """What an issuer sent back through the browser."""

    state: str
    code: str


class OwnProof(Proof, forbid_unknown_fields=True):
    """How a person shows once more who they are; ``password`` is for people without a second step."""

    password: str | None = None


class PolicyBody(msgspec.Struct, forbid_unknown_fields=True):
    """What to change of what signing in takes; ``networks`` are ranges by role, under * for everybody."""

    second_step_roles: list[str] | None = None
    networks: dict[str, list[str]] | None = None


class LinkToken(msgspec.Struct, forbid_unknown_fields=True):
    """The secret of a sign-in link."""

    token: str


class OrganisationChoice(msgspec.Struct, forbid_unknown_fields=True):
    """The organisation to work in."""

    id: UUID


class PasswordChange(msgspec.Struct, forbid_unknown_fields=True):
    """The new password, and the current one unless the person just came by link."""

    new: str
    current: str | None = None


class NewOrganisation(msgspec.Struct, forbid_unknown_fields=True):
    """An organisation to start."""

    name: str
    currency: str
    timezone: str


class CalendarBody(msgspec.Struct, forbid_unknown_fields=True):
    """What to change of the organisation: ``fiscal`` whole, ``holidays`` null for the countries of its stores."""

    week_start: str | None = None
    fiscal: dict[str, Any] | None = None
    holidays: list[str] | msgspec.UnsetType | None = msgspec.UNSET


class AccountBody(msgspec.Struct, forbid_unknown_fields=True):
    """What to change of one's own account here: how weeks are drawn, null as the organisation's."""

    week_start: str | None


class TokenDraft(msgspec.Struct, forbid_unknown_fields=True):
    """An API token to make; ``expires`` is a span such as 90d.

    It may see less than its owner: ids of stores, channels, and ``mask`` or ``deny`` by group of columns.
    """

    name: str
    scopes: list[str]
    expires: str | None = None
    stores: list[UUID] | None = None
    channels: list[str] | None = None
    columns: dict[str, str] = {}


class SessionBody(msgspec.Struct):
    """One session in the list of devices."""

    id: UUID
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    method: str
    address: str | None
    agent: str | None
    current: bool
    second_step: str | None
    is_new_device: bool


class TokenBody(msgspec.Struct, omit_defaults=True):
    """An API token; ``secret`` only when it was just made."""

    id: UUID
    name: str
    prefix: str
    scopes: tuple[str, ...]
    user_id: UUID | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    stores: tuple[UUID, ...] | None = None
    channels: tuple[str, ...] | None = None
    columns: Mapping[str, str] = {}
    secret: str | None = None


def session_body(item: SessionInfo, *, current: UUID | None) -> SessionBody:
    """Translate one session."""
    return SessionBody(
        id=item.id,
        created_at=item.created_at,
        seen_at=item.seen_at,
        expires_at=item.expires_at,
        method=item.method,
        address=item.address,
        agent=item.agent,
        current=item.id == current,
        second_step=item.second_step,
        is_new_device=item.is_new_device,
    )


def answer_of(body: Proof) -> Answer:
    """Translate how a person proves themself."""
    return Answer(code=body.code, recovery_code=body.recovery_code, ceremony_id=body.ceremony_id, passkey=body.passkey)


def ceremony_body(ceremony: Ceremony) -> dict[str, Any]:
    """Translate a challenge for a device."""
    return {"ceremony_id": ceremony.id, "options": ceremony.options}


def policy_body(policy: Policy) -> dict[str, Any]:
    """Translate what signing in takes."""
    return {
        "second_step_roles": sorted(policy.roles),
        "networks": {role: list(ranges) for role, ranges in sorted(policy.networks.items())},
    }


def due_body(due: SecondStepDue) -> dict[str, Any]:
    """Translate that a second step is due."""
    return {"second_step": {"methods": list(due.methods)}}


def token_body(item: TokenInfo | NewToken) -> TokenBody:
    """Translate a token."""
    info = item.info if isinstance(item, NewToken) else item
    return TokenBody(
        id=info.id,
        name=info.name,
        prefix=info.prefix,
        scopes=info.scopes,
        user_id=info.user_id,
        created_at=info.created_at,
        expires_at=info.expires_at,
        last_used_at=info.last_used_at,
        revoked_at=info.revoked_at,
        stores=info.access.stores,
        channels=info.access.channels,
        columns=info.access.columns,
        secret=item.secret if isinstance(item, NewToken) else None,
    )


def token_access(body: TokenDraft) -> Access:
    """Translate what a token may see."""
    stores = None if body.stores is None else tuple(body.stores)
    channels = None if body.channels is None else tuple(body.channels)
    return Access(stores=stores, channels=channels, columns=body.columns)


def calendar_change(body: CalendarBody) -> CalendarChange:
    """Translate what to change of an organisation."""
    places = None if body.holidays is msgspec.UNSET or body.holidays is None else tuple(body.holidays)
    return CalendarChange(body.week_start, body.fiscal, places, holidays_of_stores=body.holidays is None)


def _fiscal_months(organisation: Organisation, today: date) -> Sequence[date] | None:
    """Return the first days of fiscal months some years around today, None where they are those of everybody."""
    calendar = organisation.calendar
    if calendar.is_everybodys:
        return None
    year, _ = calendar.place_of(today)
    return calendar.starts_of(range(year - FISCAL_YEARS_BEFORE, year + FISCAL_YEARS_AFTER + 1))


def organisation_body(organisation: Organisation) -> dict[str, Any]:
    """Translate an organisation with its calendar; ``holidays`` of null means the countries of its stores."""
    return {
        "id": organisation.id,
        "name": organisation.name,
        "slug": organisation.slug,
        "currency": organisation.currency,
        "timezone": organisation.timezone,
        "week_start": organisation.week_start.value,
        "fiscal": fiscal_of(organisation.calendar),
        "holidays": None if organisation.holiday_places is None else list(organisation.holiday_places),
        "is_demo": organisation.is_demo,
    }


def state_body(
    state: SessionState, *, permissions: frozenset[str], csrf_token: str | None, today: date
) -> dict[str, Any]:
    """Translate who is signed in; other modules add their members to it."""
    organisation = state.organisation
    return {
        "user": {
            "id": state.user.id,
            "email": state.user.email,
            "name": state.user.name,
            "role": state.role,
            "has_password": state.user.has_password,
            "proofs": list(state.proofs),
            "is_enrolment_due": state.is_enrolment_due,
            "new_devices": state.new_devices,
            "week_start": state.week_start.value if state.week_start else None,
            "permissions": sorted(permissions),
        },
        "organisation": {**organisation_body(organisation), "fiscal_months": _fiscal_months(organisation, today)},
        "organisations": [
            {
                "id": item.organisation.id,
                "name": item.organisation.name,
                "is_demo": item.organisation.is_demo,
                "role": item.role,
            }
            for item in state.belongings
        ],
        "csrf_token": csrf_token,
    }
