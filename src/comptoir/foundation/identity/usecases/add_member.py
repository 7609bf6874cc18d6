"""Making somebody a member of an organisation."""

from datetime import datetime
from uuid import UUID

from comptoir.foundation.identity import model
from comptoir.foundation.identity.contracts import Member
from comptoir.foundation.identity.errors import UnknownUser
from comptoir.foundation.identity.repository import people
from comptoir.kernel.ids import new_id
from comptoir.platform.database.unit_of_work import UnitOfWork


async def add_member(
    uow: UnitOfWork, *, organisation_id: UUID, email: str, role: str, name: str | None, now: datetime
) -> tuple[Member, bool, bool]:
    """Return the member, whether they are new here and whether they are new to the home; a person is known by e-mail across organisations.

    The role is one that exists: whoever calls has looked.
    """
    address = model.normal_email(email)
    is_stranger = await people.add_user(uow, user_id=new_id(), email=address, name=name, at=now)
    user = await people.user_by_email(uow, email=address)
    if user is None:
        raise UnknownUser(f"{address} may not sign in any more.")
    new = await people.add_membership(uow, organisation_id=organisation_id, user_id=user.id, role=role, at=now)
    if not new:
        role = await people.role_of(uow, organisation_id=organisation_id, user_id=user.id) or role
    else:
        uow.audit("member.added", str(user.id), after={"role": role})
    return Member(user=user, organisation_id=organisation_id, role=role), new, is_stranger
