"""Tell the audit trails of what happened to a person's account: each organisation the person belongs to hears of it."""

from collections.abc import Mapping
from dataclasses import replace

from comptoir.foundation.identity.contracts import Caller, User
from comptoir.foundation.identity.repository import people
from comptoir.kernel.actor import Actor
from comptoir.platform.audit import HOUSE, nobody
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork

FAILED = "session.refused"


async def tell_organisations(
    uow: UnitOfWork, *, user: User, action: str, after: Mapping[str, object] | None = None, actor: Actor
) -> None:
    """Note an action on a person's account in every organisation of theirs."""
    for place in await people.belongings(uow, user_id=user.id):
        whose = replace(actor, organisation_id=place.organisation.id)
        uow.audit(action, str(user.id), after=after, actor=whose)


async def note_failed_sign_in(platform: Platform, *, email: str | None, method: str, caller: Caller) -> None:
    """Note a sign-in that failed. Of a stranger's e-mail a keyed hash is kept: people type passwords there as well."""
    stranger = nobody(address=caller.address, agent=caller.agent)
    async with platform.database.begin_system() as uow:
        user = await people.user_by_email(uow, email=email) if email else None
        for place in await people.belongings(uow, user_id=user.id) if user else ():
            whose = replace(stranger, organisation_id=place.organisation.id)
            uow.audit(FAILED, str(user.id if user else ""), after={"method": method}, actor=whose, outcome="refused")
        if user is None:
            subject = f"unknown/{platform.secrets.fingerprint(HOUSE, email)[:16]}" if email else "unknown"
            uow.audit(FAILED, subject, after={"method": method}, actor=stranger, outcome="refused")
