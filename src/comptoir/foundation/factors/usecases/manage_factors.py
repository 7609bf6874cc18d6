"""Renaming and removing what one enrolled."""

from uuid import UUID

from comptoir.foundation.factors import model, repository
from comptoir.foundation.factors.contracts import Factor
from comptoir.foundation.factors.errors import UnknownFactor
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform


async def rename_factor(actor: Actor, platform: Platform, *, user_id: UUID, factor_id: UUID, name: str) -> Factor:
    """Change a factor's name."""
    name = model.factor_name(name)
    async with platform.database.begin_system(by=actor) as uow:
        found = await repository.rename(uow, user_id=user_id, factor_id=factor_id, name=name)
        if found is None:
            raise UnknownFactor("You have no such second step.")
        before, factor = found
        uow.audit("factor.renamed", str(factor_id), before={"name": before}, after={"name": name})
    return factor


async def remove_factor(actor: Actor, platform: Platform, *, user_id: UUID, factor_id: UUID) -> None:
    """Remove a factor; with the last one recovery codes go as well."""
    async with platform.database.begin_system(by=actor) as uow:
        factor = await repository.remove(uow, user_id=user_id, factor_id=factor_id)
        if factor is None:
            raise UnknownFactor("You have no such second step.")
        uow.audit("factor.removed", str(factor_id), before={"kind": factor.kind, "name": factor.name})
        if not (await repository.enrolled(uow, user_id=user_id)).factors:
            await repository.remove_all(uow, user_id=user_id)
