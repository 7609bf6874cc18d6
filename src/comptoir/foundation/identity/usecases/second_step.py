"""The second step of a sign-in, and showing again who one is before a dangerous act."""

from uuid import UUID

from comptoir.foundation.factors import facade as factors
from comptoir.foundation.factors.contracts import Answer, Ceremony, Enrolled, Site
from comptoir.foundation.factors.errors import PasskeyRefused, WrongCode
from comptoir.foundation.identity import model
from comptoir.foundation.identity.contracts import Caller, SignedIn, User
from comptoir.foundation.identity.errors import TicketNotValid, WrongPassword
from comptoir.foundation.identity.repository import credentials, people, second_steps
from comptoir.foundation.identity.usecases.hash_password import verify_password
from comptoir.foundation.identity.usecases.start_session import start_session
from comptoir.foundation.identity.usecases.tell_organisations import note_failed_sign_in
from comptoir.foundation.identity.usecases.throttle_sign_in import count_attempt, count_second_step
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Conflict, NotSignedIn
from comptoir.platform.context import Platform

PASSWORD = "password"


def _over() -> TicketNotValid:
    return TicketNotValid("This sign-in took too long, or too many tries.", hint="Begin again with your password.")


async def take_second_step(
    platform: Platform, *, ticket: str, answer: Answer, site: Site | None, caller: Caller
) -> SignedIn:
    """Start the session that a ticket waits for. Raises ``TicketNotValid``, ``WrongCode`` or ``SignInThrottled``."""
    token_hash = model.digest(ticket)
    async with platform.database.begin_system() as uow:
        found = await second_steps.try_ticket(
            uow, token_hash=token_hash, now=platform.clock(), most=model.TICKET_ATTEMPTS
        )
        user = await people.user_by_id(uow, user_id=found[0]) if found else None
    if found is None or user is None:
        raise _over()
    is_code = answer.code is not None
    keys = await count_second_step(platform, user_id=user.id, address=caller.address, is_code=is_code)
    try:
        second_step = await factors.verify(platform, user_id=user.id, answer=answer, site=site)
    except (WrongCode, PasskeyRefused):
        await note_failed_sign_in(platform, email=user.email, method="second step", caller=caller)
        raise
    async with platform.database.begin_system() as uow:
        if not await second_steps.use_ticket(uow, token_hash=token_hash):
            raise _over()
        for key in keys:
            await credentials.clear_failures(uow, key=key)
        return await start_session(uow, platform, user=user, method=found[1], caller=caller, second_step=second_step)


async def challenge_for_ticket(platform: Platform, *, ticket: str, site: Site) -> Ceremony:
    """Return a challenge for the passkeys of whom a ticket is for. Raises ``TicketNotValid``."""
    async with platform.database.begin_system() as uow:
        user_id = await second_steps.ticket_person(uow, token_hash=model.digest(ticket), now=platform.clock())
    if user_id is None:
        raise _over()
    return await factors.challenge(platform, user_id=user_id, site=site)


async def prove(
    actor: Actor,
    platform: Platform,
    *,
    user_id: UUID,
    session_id: UUID,
    password: str | None,
    answer: Answer,
    site: Site | None,
) -> None:
    """Note that the person of a session showed who they are: by a factor, by password where none is enrolled."""
    async with platform.database.begin_system() as uow:
        user = await people.user_by_id(uow, user_id=user_id)
        methods = proofs_of(user, await factors.enrolled(uow, user_id=user_id)) if user else ()
        hashed = await people.password_hash(uow, user_id=user_id)
    if user is None:
        raise NotSignedIn("You are not signed in.")
    if not methods:
        raise Conflict(
            "You have neither password nor second step to show who you are.", hint="Sign in by a new link instead."
        )
    if PASSWORD in methods:
        keys: tuple[bytes, ...] = (await count_attempt(platform, email=user.email, address=actor.address),)
        fits, _ = await verify_password((password or "")[: model.LONGEST_PASSWORD], hashed)
        if not fits:
            raise WrongPassword("That is not your password.", field="password")
        how = PASSWORD
    else:
        is_code = answer.code is not None
        keys = await count_second_step(platform, user_id=user_id, address=actor.address, is_code=is_code)
        how = await factors.verify(platform, user_id=user_id, answer=answer, site=site)
    async with platform.database.begin_system(by=actor) as uow:
        for key in keys:
            await credentials.clear_failures(uow, key=key)
        await credentials.set_proved(uow, session_id=session_id, at=platform.clock())
        uow.audit("session.proved", str(session_id), after={"method": how})


def proofs_of(user: User, enrolled: Enrolled) -> tuple[str, ...]:
    """Return how a person shows who they are: a password is not enough where there is more."""
    return enrolled.methods or ((PASSWORD,) if user.has_password else ())
