"""The first step of signing in: by password, by link; a passkey, which is both steps. Changing the password."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from comptoir.foundation.factors import facade as factors
from comptoir.foundation.factors.contracts import Site
from comptoir.foundation.factors.errors import PasskeyRefused
from comptoir.foundation.identity import model
from comptoir.foundation.identity.contracts import Caller, SecondStepDue, SignedIn
from comptoir.foundation.identity.errors import LinkNotValid, WrongCredentials, WrongPassword
from comptoir.foundation.identity.repository import credentials, people
from comptoir.foundation.identity.usecases.hash_password import hash_password, verify_password
from comptoir.foundation.identity.usecases.start_session import after_first_step, start_session
from comptoir.foundation.identity.usecases.tell_organisations import note_failed_sign_in, tell_organisations
from comptoir.foundation.identity.usecases.throttle_sign_in import count_attempt
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import NotSignedIn
from comptoir.platform.context import Platform
from comptoir.platform.http.principal import StepUpRequired


async def sign_in_with_password(
    platform: Platform, *, email: str, password: str, caller: Caller
) -> SignedIn | SecondStepDue:
    """Take the first step by password; raises ``WrongCredentials`` or ``SignInThrottled``."""
    email = email.strip().lower()[:254]
    key = await count_attempt(platform, email=email, address=caller.address)
    async with platform.database.begin_system() as uow:
        user = await people.user_by_email(uow, email=email)
        hashed = await people.password_hash(uow, user_id=user.id) if user else None
    # No transaction is open while the hash is computed: waiting guesses must not use up the connections.
    fits, renewed = await verify_password(password[: model.LONGEST_PASSWORD], hashed)
    if user is None or not fits:
        await note_failed_sign_in(platform, email=email, method="password", caller=caller)
        raise WrongCredentials("E-mail and password do not fit together.", hint="Try again, or use a sign-in link.")
    async with platform.database.begin_system() as uow:
        await credentials.clear_failures(uow, key=key)
        if renewed:
            await people.set_password_hash(uow, user_id=user.id, hashed=renewed, at=platform.clock())
        return await after_first_step(uow, platform, user=user, method="password", caller=caller)


async def sign_in_with_link(platform: Platform, *, token: str, caller: Caller) -> SignedIn | SecondStepDue:
    """Use a link up as the first step; raises ``LinkNotValid``."""
    now = platform.clock()
    async with platform.database.begin_system() as uow:
        user_id = await credentials.use_link(uow, token_hash=model.digest(token), at=now)
        user = await people.user_by_id(uow, user_id=user_id) if user_id else None
        if user is not None:
            return await after_first_step(uow, platform, user=user, method="link", caller=caller)
    await note_failed_sign_in(platform, email=None, method="link", caller=caller)
    raise LinkNotValid(
        "This sign-in link was used already or has expired.", hint="`comptoir user link EMAIL` makes another."
    )


async def sign_in_with_passkey(
    platform: Platform, *, ceremony_id: UUID, made: Mapping[str, Any], site: Site, caller: Caller
) -> SignedIn:
    """Start a session by a passkey alone: the device checked who holds it. Raises ``PasskeyRefused``."""
    try:
        user_id = await factors.passkey_person(platform, ceremony_id=ceremony_id, made=made, site=site)
    except PasskeyRefused:
        await note_failed_sign_in(platform, email=None, method="passkey", caller=caller)
        raise
    async with platform.database.begin_system() as uow:
        user = await people.user_by_id(uow, user_id=user_id)
        if user is None:
            raise PasskeyRefused("This passkey opens nothing any more.")
        return await start_session(uow, platform, user=user, method="passkey", caller=caller, second_step="passkey")


async def sign_in_from_elsewhere(platform: Platform, *, user_id: UUID, caller: Caller) -> SignedIn | SecondStepDue:
    """Take the first step for somebody an issuer named; a second step of their own is asked for as ever."""
    async with platform.database.begin_system() as uow:
        user = await people.user_by_id(uow, user_id=user_id)
        if user is None:
            raise WrongCredentials("This account may not sign in any more.")
        return await after_first_step(uow, platform, user=user, method="provider", caller=caller)


async def change_password(
    actor: Actor, platform: Platform, *, user_id: UUID, session_id: UUID, current: str | None, new: str
) -> None:
    """Store a new password and end the person's other sessions.

    A sign-in by link a moment ago, or having no password yet, makes the current one needless. Whoever has a second step
    must have shown it not long ago. Guessing the current password of an open session is throttled like signing in.
    """
    now = platform.clock()
    async with platform.database.begin_system() as uow:
        user = await people.user_by_id(uow, user_id=user_id)
        own = await credentials.session_of(uow, session_id=session_id, user_id=user_id)
        hashed = await people.password_hash(uow, user_id=user_id)
        has_factors = bool((await factors.enrolled(uow, user_id=user_id)).methods)
    if user is None or own is None:
        raise NotSignedIn("You are not signed in.")
    if now - own.proved_at >= model.FRESH and (has_factors or hashed is None):
        raise StepUpRequired("This needs you to show once more who you are.", hint="Do so, then try again.")
    key = await count_attempt(platform, email=user.email, address=actor.address)
    fresh = own.method == "link" and now - own.created_at < model.FRESH
    model.check_password(new, email=user.email)
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
