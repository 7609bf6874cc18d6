"""Give new entries their places: one chain an organisation, each link resting on the one before."""

from datetime import datetime
from uuid import UUID

from comptoir.foundation.audit import model, repository
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork

BATCH = 2_000


async def chain_waiting(platform: Platform) -> int:
    """Chain what waits, of every organisation; return how many entries found their place."""
    async with platform.database.begin_system() as uow:
        owners = await repository.waiting(uow)
    return sum([await chain_entries(platform, organisation_id=owner) for owner in owners])


async def chain_entries(platform: Platform, *, organisation_id: UUID) -> int:
    """Chain all that waits of one organisation, a batch a transaction."""
    done = 0
    signer = model.Signer(platform.secrets)
    while True:
        async with platform.database.begin_system() as uow:
            await repository.hold_chain(uow, organisation_id=organisation_id)
            found = await _chain_batch(uow, signer, organisation_id=organisation_id, now=platform.clock())
        done += found
        if found < BATCH:
            return done


async def _chain_batch(uow: UnitOfWork, signer: model.Signer, *, organisation_id: UUID, now: datetime) -> int:
    entries = await repository.unchained(uow, organisation_id=organisation_id, limit=BATCH)
    if not entries:
        return 0
    head = await repository.head(uow, organisation_id=organisation_id)
    sequence, hash_ = (head.sequence, bytes(head.hash)) if head is not None else (0, model.ORIGIN)
    links: list[tuple[UUID, int, bytes]] = []
    for entry in entries:
        sequence += 1
        hash_ = model.link(hash_, sequence, entry)
        links.append((entry.id, sequence, hash_))
    await repository.chain(uow, organisation_id=organisation_id, links=links)
    said = model.statement(organisation_id, "head", sequence, hash_, None)
    await repository.write_head(
        uow,
        values={
            "organisation_id": organisation_id,
            "sequence": sequence,
            "hash": hash_,
            "made_at": now,
            "public_key": signer.public,
            "signature": signer.sign(said),
        },
    )
    return len(entries)
