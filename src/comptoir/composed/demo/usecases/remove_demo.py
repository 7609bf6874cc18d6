"""Remove the demo without a trace: its rows in both engines, its people, its blobs."""

from comptoir.composed.demo import repository
from comptoir.composed.demo.errors import NoDemo
from comptoir.engine.projector.removal import remove_organisation_rows
from comptoir.foundation.identity import facade as identity
from comptoir.platform.context import Platform


async def remove_demo(platform: Platform) -> int:
    """Remove the demo of this home and return how many rows went. Raises ``NoDemo``."""
    async with platform.database.begin_system() as uow:
        found = await repository.find(uow)
    if found is None:
        raise NoDemo("There is no demo in this home.", hint="comptoir demo makes one.")
    removed = await remove_organisation_rows(platform, organisation_id=found.organisation_id)
    await identity.remove_organisation(identity.HOST, platform, organisation_id=found.organisation_id)
    return removed
