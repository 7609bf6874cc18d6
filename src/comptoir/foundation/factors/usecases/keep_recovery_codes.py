"""Recovery codes: ten, single-use, shown once. They come with the first factor and go with the last."""

from uuid import UUID

from comptoir.foundation.factors import model, repository
from comptoir.foundation.factors.contracts import Enrolled
from comptoir.foundation.factors.errors import NoFactor
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.secrets import SecretBox


def hashed(secrets: SecretBox, *, user_id: UUID, code: str) -> bytes:
    """Return what is stored of a recovery code: keyed, so that a stolen table cannot be searched."""
    return bytes.fromhex(secrets.fingerprint(user_id, f"recovery/{model.plain_recovery_code(code)}"))


async def first_codes(uow: UnitOfWork, *, user_id: UUID, before: Enrolled) -> tuple[str, ...]:
    """Return new codes for a person whose first factor was just added, none for others."""
    return () if before.factors else await _renew(uow, user_id=user_id)


async def renew_codes(actor: Actor, platform: Platform, *, user_id: UUID) -> tuple[str, ...]:
    """Replace all codes of a person. Raises ``NoFactor``."""
    async with platform.database.begin_system(by=actor) as uow:
        if not (await repository.enrolled(uow, user_id=user_id)).factors:
            raise NoFactor("Recovery codes come with a second step.", hint="Add a code app or a passkey first.")
        uow.audit("factor.recovery_renewed", str(user_id))
        return await _renew(uow, user_id=user_id)


async def _renew(uow: UnitOfWork, *, user_id: UUID) -> tuple[str, ...]:
    codes = model.new_recovery_codes()
    hashes = [hashed(uow.secrets, user_id=user_id, code=code) for code in codes]
    await repository.set_recovery_codes(uow, user_id=user_id, hashes=hashes)
    return codes
