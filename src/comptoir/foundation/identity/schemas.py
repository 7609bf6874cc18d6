"""Bodies of identity's requests and answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from comptoir.foundation.identity.contracts import NewToken, SessionInfo, SessionState, TokenInfo


class Credentials(msgspec.Struct, forbid_unknown_fields=True):
    """E-mail and password."""

    email: str
    password: str


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


class TokenDraft(msgspec.Struct, forbid_unknown_fields=True):
    """An API token to make; ``expires`` is a span such as 90d."""

    name: str
    scopes: list[str]
    expires: str | None = None


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
    )


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
        secret=item.secret if isinstance(item, NewToken) else None,
    )


def state_body(state: SessionState, *, permissions: frozenset[str], csrf_token: str | None) -> dict[str, Any]:
    """Translate who is signed in; other modules add their members to it."""
    organisation = state.organisation
    return {
        "user": {
            "id": state.user.id,
            "email": state.user.email,
            "name": state.user.name,
            "role": state.role,
            "has_password": state.user.has_password,
            "permissions": sorted(permissions),
        },
        "organisation": {
            "id": organisation.id,
            "name": organisation.name,
            "slug": organisation.slug,
            "currency": organisation.currency,
            "timezone": organisation.timezone,
            "week_start": organisation.week_start.value,
            "is_demo": organisation.is_demo,
        },
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
