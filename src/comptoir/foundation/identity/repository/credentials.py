"""Sessions, sign-in links, API tokens and failed attempts in SQL. Secrets come in as digests."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from comptoir.foundation.identity.contracts import Grant, SessionInfo, TokenInfo
from comptoir.foundation.identity.repository.access import GRANTED, access_in, grant_in, scope_of
from comptoir.foundation.identity.tables import (
    api_tokens,
    memberships,
    sessions,
    sign_in_failures,
    sign_in_links,
    users,
)
from comptoir.kernel.actor import Scope
from comptoir.platform.database.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session with whom it belongs to. ``organisation_id`` and ``grant`` are None for somebody without a place."""

    id: UUID
    user_id: UUID
    organisation_id: UUID | None
    grant: Grant | None
    method: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    proved_at: datetime


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A live API token with what its owner holds; ``grant`` is None for a token made on the host."""

    id: UUID
    organisation_id: UUID
    user_id: UUID | None
    scopes: tuple[str, ...]
    narrowed: Scope
    grant: Grant | None
    expires_at: datetime | None
    last_used_at: datetime | None


async def add_session(uow: UnitOfWork, *, values: dict[str, Any]) -> None:
    """Store a new session."""
    await uow.execute(insert(sessions).values(**values))


async def session_by_digest(uow: UnitOfWork, *, token_hash: bytes) -> SessionRow | None:
    """Return the session of a token whose person may sign in."""
    return (await sessions_by_digest(uow, token_hashes=[token_hash])).get(token_hash)


async def sessions_by_digest(uow: UnitOfWork, *, token_hashes: Collection[bytes]) -> Mapping[bytes, SessionRow]:
    """Return the sessions of tokens whose people may sign in."""
    statement = (
        select(sessions, *GRANTED)
        .join(users, users.c.id == sessions.c.user_id)
        .outerjoin(
            memberships,
            (memberships.c.user_id == sessions.c.user_id)
            & (memberships.c.organisation_id == sessions.c.current_organisation_id),
        )
        .where(sessions.c.token_hash.in_(token_hashes), users.c.disabled_at.is_(None))
    )
    return {bytes(row.token_hash): _session(row) for row in (await uow.execute(statement)).all()}


def _session(row: Row[Any]) -> SessionRow:
    return SessionRow(
        id=row.id,
        user_id=row.user_id,
        organisation_id=row.current_organisation_id,
        grant=grant_in(row),
        method=row.method,
        created_at=row.created_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
        proved_at=row.proved_at,
    )


async def touch_session(uow: UnitOfWork, *, session_id: UUID, at: datetime) -> None:
    """Note that a session was used."""
    await uow.execute(update(sessions).where(sessions.c.id == session_id).values(seen_at=at))


async def move_session(uow: UnitOfWork, *, session_id: UUID, organisation_id: UUID) -> None:
    """Change the organisation a session works in."""
    await uow.execute(
        update(sessions).where(sessions.c.id == session_id).values(current_organisation_id=organisation_id)
    )


async def sessions_of(uow: UnitOfWork, *, user_id: UUID, alive_after: datetime, now: datetime) -> Sequence[SessionInfo]:
    """Return the live sessions of a person, the last used first."""
    statement = (
        select(sessions)
        .where(sessions.c.user_id == user_id, sessions.c.seen_at > alive_after, sessions.c.expires_at > now)
        .order_by(sessions.c.seen_at.desc())
    )
    return [_info(row) for row in (await uow.execute(statement)).all()]


async def new_devices(uow: UnitOfWork, *, user_id: UUID) -> list[UUID]:
    """Return the sessions of a person from browsers they did not say to know."""
    mine = (sessions.c.user_id == user_id, sessions.c.is_new_device)
    return list((await uow.execute(select(sessions.c.id).where(*mine))).scalars())


async def session_of(uow: UnitOfWork, *, session_id: UUID, user_id: UUID) -> SessionInfo | None:
    """Return one session of a person."""
    mine = (sessions.c.id == session_id, sessions.c.user_id == user_id)
    row = (await uow.execute(select(sessions).where(*mine))).one_or_none()
    return _info(row) if row else None


def _info(row: Row[Any]) -> SessionInfo:
    return SessionInfo(
        id=row.id,
        created_at=row.created_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
        method=row.method,
        address=row.address,
        agent=row.agent,
        proved_at=row.proved_at,
        second_step=row.second_step,
        is_new_device=row.is_new_device,
    )


async def end_session(uow: UnitOfWork, *, session_id: UUID, user_id: UUID) -> bool:
    """End one session of a person; False when there is none."""
    statement = delete(sessions).where(sessions.c.id == session_id, sessions.c.user_id == user_id)
    return (await uow.execute(statement.returning(sessions.c.id))).first() is not None


async def end_other_sessions(uow: UnitOfWork, *, user_id: UUID, but: UUID | None) -> None:
    """End all sessions of a person except one."""
    statement = delete(sessions).where(sessions.c.user_id == user_id)
    await uow.execute(statement if but is None else statement.where(sessions.c.id != but))


async def forget_expired(uow: UnitOfWork, *, now: datetime, idle_before: datetime, failures_before: datetime) -> None:
    """Remove what can no longer be used."""
    await uow.execute(delete(sessions).where((sessions.c.expires_at < now) | (sessions.c.seen_at < idle_before)))
    await uow.execute(delete(sign_in_links).where(sign_in_links.c.expires_at < idle_before))
    await uow.execute(delete(sign_in_failures).where(sign_in_failures.c.last_at < failures_before))


async def set_proved(uow: UnitOfWork, *, session_id: UUID, at: datetime) -> None:
    """Note that the person of a session showed who they are."""
    await uow.execute(update(sessions).where(sessions.c.id == session_id).values(proved_at=at))


async def accept_device(uow: UnitOfWork, *, session_id: UUID, user_id: UUID) -> bool:
    """Let a session's browser count as the person's own; False when there is no such session."""
    statement = update(sessions).where(sessions.c.id == session_id, sessions.c.user_id == user_id)
    return (await uow.execute(statement.values(is_new_device=False).returning(sessions.c.id))).first() is not None


async def add_link(uow: UnitOfWork, *, values: dict[str, Any]) -> None:
    """Store a new sign-in link."""
    await uow.execute(insert(sign_in_links).values(**values))


async def use_link(uow: UnitOfWork, *, token_hash: bytes, at: datetime) -> UUID | None:
    """Use a link up and return whose it is; None when it cannot be used (again)."""
    statement = (
        update(sign_in_links)
        .where(
            sign_in_links.c.token_hash == token_hash,
            sign_in_links.c.used_at.is_(None),
            sign_in_links.c.expires_at > at,
        )
        .values(used_at=at)
        .returning(sign_in_links.c.user_id)
    )
    return (await uow.execute(statement)).scalar_one_or_none()


async def drop_links(uow: UnitOfWork, *, user_id: UUID) -> None:
    """Make all unused links of a person worthless."""
    await uow.execute(
        delete(sign_in_links).where(sign_in_links.c.user_id == user_id, sign_in_links.c.used_at.is_(None))
    )


async def lock_failures(uow: UnitOfWork, *, key: bytes, now: datetime) -> tuple[int, datetime, datetime]:
    """Return (failures, last, blocked until) of a key and keep others from it until this transaction ends."""
    new = upsert(sign_in_failures).values(key=key, failures=0, last_at=now, blocked_until=now)
    # One statement: between two, a success elsewhere could take the row away.
    locked = new.on_conflict_do_update(index_elements=[sign_in_failures.c.key], set_={"key": new.excluded.key})
    row = (await uow.execute(locked.returning(sign_in_failures))).one()
    return row.failures, row.last_at, row.blocked_until


async def set_failures(uow: UnitOfWork, *, key: bytes, failures: int, now: datetime, blocked_until: datetime) -> None:
    """Store the count of failures."""
    statement = update(sign_in_failures).where(sign_in_failures.c.key == key)
    await uow.execute(statement.values(failures=failures, last_at=now, blocked_until=blocked_until))


async def clear_failures(uow: UnitOfWork, *, key: bytes) -> None:
    """Forget failures after a success."""
    await uow.execute(delete(sign_in_failures).where(sign_in_failures.c.key == key))


async def add_token(uow: UnitOfWork, *, values: dict[str, Any]) -> None:
    """Store a new API token."""
    await uow.execute(insert(api_tokens).values(**values))


async def token_by_digest(uow: UnitOfWork, *, token_hash: bytes, now: datetime) -> TokenRow | None:
    """Return a token that is neither revoked nor expired and whose owner may still sign in."""
    return (await tokens_by_digest(uow, token_hashes=[token_hash], now=now)).get(token_hash)


async def tokens_by_digest(
    uow: UnitOfWork, *, token_hashes: Collection[bytes], now: datetime
) -> Mapping[bytes, TokenRow]:
    """Return the tokens that are neither revoked nor expired and whose owners may still sign in."""
    statement = (
        select(api_tokens, *GRANTED)
        .outerjoin(users, users.c.id == api_tokens.c.user_id)
        .outerjoin(
            memberships,
            (memberships.c.user_id == api_tokens.c.user_id)
            & (memberships.c.organisation_id == api_tokens.c.organisation_id),
        )
        .where(
            api_tokens.c.token_hash.in_(token_hashes),
            api_tokens.c.revoked_at.is_(None),
            api_tokens.c.expires_at.is_(None) | (api_tokens.c.expires_at > now),
            users.c.disabled_at.is_(None),
            api_tokens.c.user_id.is_(None) | memberships.c.role.is_not(None),
        )
    )
    return {bytes(row.token_hash): _token(row) for row in (await uow.execute(statement)).all()}


def _token(row: Row[Any]) -> TokenRow:
    return TokenRow(
        id=row.id,
        organisation_id=row.organisation_id,
        user_id=row.user_id,
        scopes=tuple(row.scopes),
        narrowed=scope_of(access_in(row)),
        grant=grant_in(row),
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )


async def touch_token(uow: UnitOfWork, *, token_id: UUID, at: datetime) -> None:
    """Note that a token was used."""
    await uow.execute(update(api_tokens).where(api_tokens.c.id == token_id).values(last_used_at=at))


async def tokens(uow: UnitOfWork, *, user_id: UUID | None = None) -> Sequence[TokenInfo]:
    """Return the tokens of the organisation, or of one person in it, the newest first."""
    statement = select(api_tokens).order_by(api_tokens.c.created_at.desc(), api_tokens.c.id)
    if user_id is not None:
        statement = statement.where(api_tokens.c.user_id == user_id)
    return [token_of(row) for row in (await uow.execute(statement)).all()]


def token_of(row: Row[Any]) -> TokenInfo:
    """Read a token without its secret."""
    return TokenInfo(
        id=row.id,
        name=row.name,
        prefix=row.prefix,
        scopes=tuple(row.scopes),
        user_id=row.user_id,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
        access=access_in(row),
    )


async def revoke_token(uow: UnitOfWork, *, token_id: UUID, user_id: UUID | None, at: datetime) -> bool:
    """Revoke a token of the organisation (of one person in it, if given); False when there is none."""
    statement = update(api_tokens).where(api_tokens.c.id == token_id, api_tokens.c.revoked_at.is_(None))
    if user_id is not None:
        statement = statement.where(api_tokens.c.user_id == user_id)
    done = await uow.execute(statement.values(revoked_at=at).returning(api_tokens.c.id))
    return done.first() is not None


async def remove_tokens(uow: UnitOfWork, *, organisation_id: UUID) -> None:
    """Remove all tokens of an organisation."""
    await uow.execute(delete(api_tokens).where(api_tokens.c.organisation_id == organisation_id))


async def revoke_tokens_of(uow: UnitOfWork, *, organisation_id: UUID, user_id: UUID, at: datetime) -> None:
    """Revoke all tokens of a person in an organisation."""
    mine = (api_tokens.c.organisation_id == organisation_id, api_tokens.c.user_id == user_id)
    await uow.execute(update(api_tokens).where(*mine, api_tokens.c.revoked_at.is_(None)).values(revoked_at=at))
