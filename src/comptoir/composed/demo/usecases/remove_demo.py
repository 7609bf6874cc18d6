"""Remove the demo without a trace: its rows in both engines, its people, its blobs."""

from comptoir.composed.demo.errors import NoDemo
from comptoir.engine.projector.removal import remove_organisation_rows
from comptoir.foundation.identity import facade as identity
from comptoir.platform.context import Platform


async def remove_demo(platform: Platform) -> int:
    """Remove the demo of this home and return how many rows went. Raises ``NoDemo``.

    The organisation goes last, so that a removal that broke off is finished by the next.
    """
    known = await identity.all_organisations(identity.HOST, platform)
    found = next((one for one in known if one.is_demo), None)
    if found is None:
        raise NoDemo("There is no demo in this home.", hint="comptoir demo makes one.")
    removed = await remove_organisation_rows(platform, organisation_id=found.id)
    await identity.remove_organisation(identity.HOST, platform, organisation_id=found.id)
    return removed
