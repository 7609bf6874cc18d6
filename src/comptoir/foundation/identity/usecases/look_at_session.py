"""Who is signed in, where, and what is still asked of them."""

from uuid import UUID

from comptoir.foundation.factors import facade as factors
from comptoir.foundation.identity.contracts import SessionState
from comptoir.foundation.identity.repository import credentials, people
from comptoir.foundation.identity.repository.access import grant_of
from comptoir.foundation.identity.usecases.second_step import proofs_of
from comptoir.foundation.identity.usecases.weigh_demands import demands_of
from comptoir.kernel.errors import NotSignedIn
from comptoir.platform.context import Platform


async def session_state(
    platform: Platform, *, user_id: UUID, organisation_id: UUID, credential: str | None
) -> SessionState:
    """Return who is signed in and what that needs. Raises ``NotSignedIn``."""
    async with platform.database.begin_system() as uow:
        user = await people.user_by_id(uow, user_id=user_id)
        belongings = await people.belongings(uow, user_id=user_id)
        week_start = await people.own_week_start(uow, organisation_id=organisation_id, user_id=user_id)
        enrolled = await factors.enrolled(uow, user_id=user_id)
        strange = await credentials.new_devices(uow, user_id=user_id)
        grant = await grant_of(uow, organisation_id=organisation_id, user_id=user_id)
        demands = await demands_of(uow, [(user_id, organisation_id, grant)])
    here = next((item for item in belongings if item.organisation.id == organisation_id), None)
    if user is None or here is None or grant is None:
        raise NotSignedIn("You are not signed in.")
    return SessionState(
        user=user,
        role=here.role,
        organisation=here.organisation,
        belongings=tuple(belongings),
        week_start=week_start,
        proofs=proofs_of(user, enrolled),
        new_devices=sum(credential != f"session:{one}" for one in strange),
        is_enrolment_due=demands.is_enrolment_due(user_id, organisation_id, grant),
    )
