"""Sign each chain once a day, and let go by rule what is older than is kept."""

from datetime import date, datetime, timedelta
from uuid import UUID

from comptoir.foundation.audit import model, repository
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork

FORGOTTEN_AT_ONCE = 10_000
DAY, REMOVED = "day", "removed"


async def sign_day(platform: Platform) -> int:
    """Sign where each chain ends now as the root of yesterday; return how many moved since their last root."""
    async with platform.database.begin_system() as uow:
        owners = await repository.organisations(uow)
    return sum([await _sign(platform, owner) for owner in owners])


async def _sign(platform: Platform, organisation_id: UUID) -> bool:
    now = platform.clock()
    async with platform.database.begin_system() as uow:
        await repository.hold_chain(uow, organisation_id=organisation_id)
        head = await repository.head(uow, organisation_id=organisation_id)
        last = await repository.last_root(uow, organisation_id=organisation_id, kind=DAY)
        if head is None or (last is not None and last.sequence == head.sequence):
            return False
        day = (now - timedelta(days=1)).date()
        await _write(platform, uow, organisation_id, DAY, head.sequence, bytes(head.hash), day, now)
    return True


async def forget_old(platform: Platform, *, keep_days: int) -> int:
    """Delete entries older than ``keep_days``, each chain behind a signed root that says up to where; 0 keeps all."""
    if keep_days <= 0:
        return 0
    async with platform.database.begin_system() as uow:
        owners = await repository.organisations(uow)
    return sum([await _forget(platform, owner, keep_days=keep_days) for owner in owners])


async def _forget(platform: Platform, organisation_id: UUID, *, keep_days: int) -> int:
    now = platform.clock()
    async with platform.database.begin_system() as uow:
        await repository.hold_chain(uow, organisation_id=organisation_id)
        sequence = await repository.last_before(
            uow, organisation_id=organisation_id, instant=now - timedelta(days=keep_days)
        )
        hash_ = sequence and await repository.hash_at(uow, organisation_id=organisation_id, sequence=sequence)
        if not sequence or not hash_:
            return 0
        await _write(platform, uow, organisation_id, REMOVED, sequence, hash_, now.date(), now)
    removed = 0
    while True:
        async with platform.database.begin_system() as uow:
            gone = await repository.forget_to(
                uow, organisation_id=organisation_id, sequence=sequence, limit=FORGOTTEN_AT_ONCE
            )
        removed += gone
        if gone < FORGOTTEN_AT_ONCE:
            return removed


async def _write(
    platform: Platform,
    uow: UnitOfWork,
    organisation_id: UUID,
    kind: str,
    sequence: int,
    hash_: bytes,
    day: date,
    now: datetime,
) -> None:
    signer = model.Signer(platform.secrets)
    values = {
        "organisation_id": organisation_id,
        "sequence": sequence,
        "hash": hash_,
        "kind": kind,
        "day": day,
        "made_at": now,
        "public_key": signer.public,
        "signature": signer.sign(model.statement(organisation_id, kind, sequence, hash_, day)),
    }
    await repository.write_root(uow, values=values)
