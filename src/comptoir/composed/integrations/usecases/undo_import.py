"""Take a whole import back: orders, products and customers that only it told of go, the others become what they were."""

from uuid import UUID

from comptoir.composed.integrations import repository
from comptoir.composed.integrations.errors import ImportBusy, UnknownImport
from comptoir.composed.integrations.model import DONE, FAILED, UNDONE
from comptoir.domains.commerce.contracts import UndoResult
from comptoir.domains.orders import facade as orders
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.outbox import drain


async def undo_import(actor: Actor, platform: Platform, *, import_id: UUID) -> UndoResult:
    """Undo it and return when queries show it gone."""
    async with platform.database.begin(actor) as uow:
        row = await repository.find(uow, import_id=import_id, lock=True)
        if row is None:
            raise UnknownImport("There is no such import.")
        if row.state not in (DONE, FAILED):
            raise ImportBusy(f"An import that is {row.state} cannot be taken back.")
        result = await orders.undo(actor, uow, provenance_id=import_id, now=platform.clock())
        await repository.change(uow, import_id=import_id, values={"state": UNDONE, "finished_at": platform.clock()})
        uow.audit("import.undo", str(import_id))
    await drain(platform, actor.organisation_id)
    return result
