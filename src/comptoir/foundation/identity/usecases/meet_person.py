"""Somebody an issuer of an organisation vouches for: a member, or somebody new.

An issuer is chosen by one organisation, so it speaks for people of that organisation alone: whoever also belongs to
another would otherwise be open to whoever runs the issuer.
"""

from uuid import UUID

from comptoir.foundation.identity.repository import people
from comptoir.foundation.identity.usecases.add_member import add_member
from comptoir.kernel.actor import system_actor
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork


async def meet_person(
    uow: UnitOfWork, platform: Platform, *, organisation_id: UUID, user_id: UUID | None, email: str, role: str
) -> UUID | None:
    """Return the person; ``user_id`` is who the issuer's subject was before. None for whom it must not speak for."""
    found = await (people.user_by_id(uow, user_id=user_id) if user_id else people.user_by_email(uow, email=email))
    if found is not None:
        places = [one.organisation.id for one in await people.belongings(uow, user_id=found.id)]
        return found.id if places == [organisation_id] else None
    if user_id is not None:
        return None
    uow.by = system_actor(organisation_id)
    member, _, _ = await add_member(
        uow, organisation_id=organisation_id, email=email, role=role, name=None, now=platform.clock()
    )
    return member.user.id
