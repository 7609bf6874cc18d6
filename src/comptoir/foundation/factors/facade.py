"""What others may ask of second factors: enrol them, check them, and what an organisation demands."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from comptoir.foundation.factors import model, repository
from comptoir.foundation.factors.contracts import Added, Answer, Ceremony, CodeDraft, Enrolled, Factor, Policy, Site
from comptoir.foundation.factors.usecases import enrol_code as coding
from comptoir.foundation.factors.usecases import enrol_passkey as enrolling
from comptoir.foundation.factors.usecases import keep_recovery_codes as recovering
from comptoir.foundation.factors.usecases import manage_factors as managing
from comptoir.foundation.factors.usecases import verify_factor as verifying
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Forbidden
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork


async def own_factors(actor: Actor, platform: Platform) -> Enrolled:
    """Return one's own factors, the oldest first, and how many recovery codes are left."""
    async with platform.database.begin_system() as uow:
        return await repository.enrolled(uow, user_id=_person(actor))


async def start_code(actor: Actor, platform: Platform, *, account: str) -> CodeDraft:
    """Begin to enrol one-time codes; ``account`` is how apps call it. Good for 15 minutes."""
    return await coding.start_code(actor, platform, user_id=_person(actor), account=account)


async def confirm_code(actor: Actor, platform: Platform, *, factor_id: UUID, code: str, name: str) -> Added:
    """Finish enrolling with a first code. Raises ``WrongFirstCode`` or ``UnknownFactor``."""
    return await coding.confirm_code(actor, platform, user_id=_person(actor), factor_id=factor_id, code=code, name=name)


async def start_passkey(actor: Actor, platform: Platform, *, account: str, site: Site) -> Ceremony:
    """Begin to enrol a passkey. Good for five minutes."""
    return await enrolling.start_passkey(actor, platform, user_id=_person(actor), account=account, site=site)


async def add_passkey(
    actor: Actor, platform: Platform, *, ceremony_id: UUID, made: Mapping[str, Any], name: str, site: Site
) -> Added:
    """Finish enrolling with what the device made. Raises ``PasskeyRefused``."""
    return await enrolling.add_passkey(
        actor, platform, user_id=_person(actor), ceremony_id=ceremony_id, made=made, name=name, site=site
    )


async def rename_factor(actor: Actor, platform: Platform, *, factor_id: UUID, name: str) -> Factor:
    """Rename one of one's own factors. Raises ``UnknownFactor``."""
    return await managing.rename_factor(actor, platform, user_id=_person(actor), factor_id=factor_id, name=name)


async def remove_factor(actor: Actor, platform: Platform, *, factor_id: UUID) -> None:
    """Remove one of one's own factors; recovery codes go with the last one. Raises ``UnknownFactor``."""
    await managing.remove_factor(actor, platform, user_id=_person(actor), factor_id=factor_id)


async def renew_recovery_codes(actor: Actor, platform: Platform) -> tuple[str, ...]:
    """Replace one's recovery codes; they are shown once. Raises ``NoFactor``."""
    return await recovering.renew_codes(actor, platform, user_id=_person(actor))


def site_of(host: str, *, is_secure: bool, public_url: str | None) -> Site:  # facades: about an address only
    """Return what passkeys are bound to where the panel is open. Raises ``PasskeysNeedName``."""
    return model.site_of(host, is_secure=is_secure, public_url=public_url)


async def enrolled(uow: UnitOfWork, *, user_id: UUID) -> Enrolled:  # facades: while nobody is signed in yet
    """Return what a person has enrolled."""
    return await repository.enrolled(uow, user_id=user_id)


async def enrolled_among(uow: UnitOfWork, *, users: Collection[UUID]) -> frozenset[UUID]:  # facades: finds the actor
    """Return who of these people has a second step."""
    return await repository.enrolled_among(uow, users=users)


async def challenge(  # facades: while nobody is signed in yet
    platform: Platform, *, user_id: UUID | None, site: Site
) -> Ceremony:
    """Return a challenge for the passkeys of a person, or for any the device has. Good for five minutes."""
    return await verifying.challenge(platform, user_id=user_id, site=site)


async def verify(  # facades: finds out who it is
    platform: Platform, *, user_id: UUID, answer: Answer, site: Site | None
) -> str:
    """Return how a person proved themself: code, passkey or recovery. Raises ``WrongCode`` or ``PasskeyRefused``."""
    return await verifying.verify(platform, user_id=user_id, answer=answer, site=site)


async def passkey_person(  # facades: finds out who it is
    platform: Platform, *, ceremony_id: UUID, made: Mapping[str, Any], site: Site
) -> UUID:
    """Return whose passkey answered a challenge that was for anybody. Raises ``PasskeyRefused``."""
    return await verifying.passkey_person(platform, user_id=None, ceremony_id=ceremony_id, made=made, site=site)


async def forget_person(uow: UnitOfWork, *, user_id: UUID) -> int:  # facades: identity asked
    """Remove everything a person enrolled and return how many factors that were; the caller tells the audit trail."""
    return await repository.remove_all(uow, user_id=user_id)


async def policies(  # facades: finds the actor
    uow: UnitOfWork, *, organisations: Collection[UUID]
) -> Mapping[UUID, Policy]:
    """Return what organisations demand of sign-ins; those that demand nothing are left out."""
    return await repository.policies_of(uow, organisations=organisations)


async def set_policy(uow: UnitOfWork, *, organisation_id: UUID, policy: Policy) -> None:  # facades: identity asked
    """Store what an organisation demands of sign-ins; identity checked it and tells the audit trail."""
    await repository.set_policy(uow, organisation_id=organisation_id, policy=policy)


async def remove_policy(uow: UnitOfWork, *, organisation_id: UUID) -> None:  # facades: identity asked
    """Forget what an organisation demanded: it is being removed."""
    await repository.remove_policy(uow, organisation_id=organisation_id)


def _person(actor: Actor) -> UUID:
    if actor.user_id is None or actor.client != "web":
        raise Forbidden("This needs a signed-in person, not an API token.")
    return actor.user_id
