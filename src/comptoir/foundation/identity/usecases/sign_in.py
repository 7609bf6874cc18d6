"""Starting a session: by password, by link; changing the password."""

from datetime import datetime
from uuid import UUID

from comptoir.foundation.identity import model
from comptoir.foundation.identity.contracts import SignedIn, User
from comptoir.foundation.identity.errors import LinkNotValid, NoOrganisation, WrongCredentials, WrongPassword
from comptoir.foundation.identity.repository import credentials, people
from comptoir.foundation.identity.usecases.hash_password import hash_password, verify_password
from comptoir.foundation.identity.usecases.tell_organisations import note_failed_sign_in, tell_organisations
from comptoir.foundation.identity.usecases.throttle_sign_in import count_attempt
from comptoir.kernel.actor import Actor
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork

_AGENT_LENGTH = 200


async def sign_in_with_password(
    platform: Platform, *, email: str, password: str, address: str | None, agent: str | None
) -> SignedIn:
    """Start a session; raises ``WrongCredentials`` or ``SignInThrottled``."""
    email = email.strip().lower()[:254]
    key = await count_attempt(platform, email=email, address=address)
    async with platform.database.begin_system() as uow:
        user = await people.user_by_email(uow, email=email)
        hashed = await people.password_hash(uow, user_id=user.id) if user else None
    # No transaction is open while the hash is computed: waiting guesses must not use up the connections.
    fits, renewed = await verify_password(password[: model.LONGEST_PASSWORD], hashed)
    if user is None or not fits:
        await note_failed_sign_in(platform, email=email, method="password", address=address, agent=agent)
        raise WrongCredentials("E-mail and password do not fit together.", hint="Try again, or use a sign-in link.")
    async with platform.database.begin_system() as uow:
        await credentials.clear_failures(uow, key=key)
        if renewed:
            await people.set_password_hash(uow, user_id=user.id, hashed=renewed, at=platform.clock())
        return await start_session(
            uow, user=user, method="password", address=address, agent=agent, now=platform.clock()
        )


async def sign_in_with_link(platform: Platform, *, token: str, address: str | None, agent: str | None) -> SignedIn:
    """Use a link up and start a session; raises ``LinkNotValid``."""
    now = platform.clock()
    async with platform.database.begin_system() as uow:
        user_id = await credentials.use_link(uow, token_hash=model.digest(token), at=now)
        user = await people.user_by_id(uow, user_id=user_id) if user_id else None
        if user is not None:
            return await start_session(uow, user=user, method="link", address=address, agent=agent, now=now)
    await note_failed_sign_in(platform, email=None, method="link", address=address, agent=agent)
    raise LinkNotValid(
        "This sign-in link was used already or has expired.", hint="`comptoir user link EMAIL` makes another."
    )


async def start_session(
    uow: UnitOfWork, *, user: User, method: str, address: str | None, agent: str | None, now: datetime
) -> SignedIn:
    """Store a session in the person's first organisation, a real one before the demo."""
    belongings = await people.belongings(uow, user_id=user.id)
    if not belongings:
        raise NoOrganisation("This person belongs to no organisation.", hint="`comptoir user create` adds people.")
    await credentials.forget_expired(
        uow, now=now, idle_before=now - model.SESSION_IDLE, failures_before=now - model.FORGET_FAILURES
    )
    secret, session_id = model.new_secret(), new_id()
    await credentials.add_session(
        uow,
        values={
            "id": session_id,
            "token_hash": model.digest(secret),
            "user_id": user.id,
            "current_organisation_id": belongings[0].organisation.id,
            "method": method,
            "address": address,
            "agent": agent[:_AGENT_LENGTH] if agent else None,
            "created_at": now,
            "seen_at": now,
            "expires_at": now + model.SESSION_LIFETIME,
        },
    )
    whose = Actor(
        belongings[0].organisation.id,
        user.id,
        permissions=frozenset(),
        address=address,
        agent=agent,
        credential=f"session:{session_id}",
    )
    uow.audit("session.started", str(session_id), after={"method": method}, actor=whose)
    max_age = int(model.SESSION_LIFETIME.total_seconds())
    return SignedIn(token=secret, session_id=session_id, user_id=user.id, max_age=max_age)


async def change_password(
    actor: Actor,
    platform: Platform,
    *,
    user: User,
    session_id: UUID | None,
    fresh: bool,
    current: str | None,
    new: str,
    key: bytes,
) -> None:
    """Store a new password and end the person's other sessions.

    ``fresh`` (signed in by link a moment ago) or having no password yet makes the current one needless. ``key`` is the
    counted attempt: guessing the current password of an open session is throttled like signing in.
    """
    model.check_password(new, email=user.email)
    async with platform.database.begin_system() as uow:
        hashed = await people.password_hash(uow, user_id=user.id)
    if hashed is not None and not (fresh and current in (None, "")):
        fits, _ = await verify_password((current or "")[: model.LONGEST_PASSWORD], hashed)
        if not fits:
            raise WrongPassword("That is not the current password.", field="current")
    renewed = await hash_password(new)
    async with platform.database.begin_system() as uow:
        await people.set_password_hash(uow, user_id=user.id, hashed=renewed, at=platform.clock())
        await credentials.end_other_sessions(uow, user_id=user.id, but=session_id)
        await credentials.drop_links(uow, user_id=user.id)
        await credentials.clear_failures(uow, key=key)
        await tell_organisations(uow, user=user, action="password.changed", actor=actor)
