"""The way back in for somebody who is locked out, by whoever holds the machine."""

from comptoir.foundation.factors import facade as factors
from comptoir.foundation.identity.contracts import SignInLink, User
from comptoir.foundation.identity.errors import UnknownUser
from comptoir.foundation.identity.repository import credentials, people, second_steps
from comptoir.foundation.identity.usecases.make_link import make_link
from comptoir.foundation.identity.usecases.tell_organisations import tell_organisations
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork


async def known_user(uow: UnitOfWork, *, email: str) -> User:
    """Return the person with this e-mail. Raises ``UnknownUser``."""
    user = await people.user_by_email(uow, email=email)
    if user is None:
        raise UnknownUser(f"Nobody here has the e-mail {email}.", hint="`comptoir user list` shows everybody.")
    return user


async def recover(actor: Actor, platform: Platform, *, email: str) -> SignInLink:
    """End sessions, links and second steps of a person, and make a new link. All their organisations are told."""
    async with platform.database.begin_system(by=actor) as uow:
        user = await known_user(uow, email=email)
        gone = {"factors_removed": await factors.forget_person(uow, user_id=user.id)}
        await tell_organisations(uow, user=user, action="access.recovered", after=gone, actor=actor)
        await credentials.end_other_sessions(uow, user_id=user.id, but=None)
        await credentials.drop_links(uow, user_id=user.id)
        await second_steps.forget_person(uow, user_id=user.id)
        return await make_link(uow, user=user, now=platform.clock())
