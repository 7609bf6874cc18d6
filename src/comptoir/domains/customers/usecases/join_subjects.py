"""Hand what was told of customers that are no more to the ones they became, before their keys go."""

from collections.abc import Mapping
from uuid import UUID

from comptoir.domains.customers import repository
from comptoir.platform import inbox
from comptoir.platform.database.unit_of_work import UnitOfWork


async def join_subjects(uow: UnitOfWork, *, merged: Mapping[UUID, UUID]) -> None:
    """Seal deliveries anew for every gone → kept. One whose kept person was erased goes with the key."""
    gone = await repository.subjects(uow, ids=merged)
    if not gone:
        return
    await repository.give_keys(uow, ids={merged[one] for one in gone})
    kept = await repository.subjects(uow, ids={merged[one] for one in gone})
    for one, subject in gone.items():
        if merged[one] in kept:
            await inbox.join_subjects(uow, gone=subject, kept=kept[merged[one]])
