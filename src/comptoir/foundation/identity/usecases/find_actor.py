"""Who acts where nobody signed in: commands on the host, and jobs."""

from uuid import UUID

from comptoir.foundation.identity.contracts import Grant
from comptoir.foundation.identity.errors import NoOrganisation, UnknownOrganisation
from comptoir.foundation.identity.repository import access as granted
from comptoir.foundation.identity.repository import people
from comptoir.kernel.actor import Actor, Scope, system_actor
from comptoir.platform.context import Platform


async def command_actor(platform: Platform, *, organisation: str | None) -> Actor:
    """Return everything inside one organisation, by slug or the home's default."""
    async with platform.database.begin_system() as uow:
        known = await people.all_organisations(uow)
    if not known:
        raise NoOrganisation("This home has no organisation yet.", hint="Run `comptoir init`, or `comptoir demo`.")
    found = next((item for item in known if organisation in (None, item.slug)), None)
    if found is None:
        raise UnknownOrganisation(
            f"There is no organisation {organisation!r}.", hint=f"There are: {', '.join(item.slug for item in known)}."
        )
    return Actor(organisation_id=found.id, user_id=None, permissions=frozenset({"*"}), client="cli")


async def job_actor(platform: Platform, *, organisation_id: UUID, user_id: UUID | None) -> Actor:
    """Return a person with the rights they have now; without a person, the product."""
    if user_id is None:
        return system_actor(organisation_id)
    async with platform.database.begin_system() as uow:
        grant = await granted.grant_of(uow, organisation_id=organisation_id, user_id=user_id)
    held = grant or Grant(None, frozenset(), Scope(stores=frozenset()))
    return Actor(organisation_id, user_id, permissions=held.permissions, client="job", scope=held.scope)
