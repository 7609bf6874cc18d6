"""What others may ask of single sign-on: the provider of an organisation, and the way there and back."""

from collections.abc import Sequence
from uuid import UUID

from comptoir.foundation.identity import facade as identity
from comptoir.foundation.identity.contracts import Caller
from comptoir.foundation.single_sign_on import repository
from comptoir.foundation.single_sign_on.contracts import Departure, Provider, ProviderDraft, Way
from comptoir.foundation.single_sign_on.errors import NoProvider
from comptoir.foundation.single_sign_on.permissions import SINGLE_SIGN_ON_WRITE
from comptoir.foundation.single_sign_on.usecases import manage_provider as managing
from comptoir.foundation.single_sign_on.usecases import sign_in_elsewhere as leaving
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform


async def provider(actor: Actor, platform: Platform) -> Provider | None:
    """Return where the organisation's members sign in; needs ``single_sign_on:write``."""
    actor.require(SINGLE_SIGN_ON_WRITE)
    async with platform.database.begin_system() as uow:
        found = await repository.provider(uow, organisation_id=actor.organisation_id)
    return found[0] if found else None


async def save_provider(actor: Actor, platform: Platform, *, draft: ProviderDraft) -> Provider:
    """Keep a provider whose issuer answers; needs ``single_sign_on:write``. Raises ``WrongProvider``."""
    return await managing.save_provider(actor, platform, draft=draft)


async def remove_provider(actor: Actor, platform: Platform) -> None:
    """Forget the provider; needs ``single_sign_on:write``. Raises ``NoProvider``."""
    await managing.remove_provider(actor, platform)


async def ways(platform: Platform) -> Sequence[Way]:  # facades: nobody is known before
    """Return the providers by the names of their buttons."""
    async with platform.database.begin_system() as uow:
        found = await repository.all_providers(uow)
    slugs = {one.id: one.slug for one in await identity.all_organisations(identity.HOST, platform)} if found else {}
    return [Way(slugs[one.organisation_id], one.name) for one in found if one.organisation_id in slugs]


async def depart(platform: Platform, *, organisation: str, base: str) -> Departure:  # facades: nobody is known before
    """Return where the browser goes to sign in. Raises ``NoProvider`` or ``OutsideFailed``."""
    known = {one.slug: one.id for one in await identity.all_organisations(identity.HOST, platform)}
    if organisation not in known:
        raise NoProvider("This organisation has no single sign-on.")
    return await leaving.depart(platform, organisation_id=known[organisation], base=base)


async def arrive(  # facades: finds out who it is
    platform: Platform, *, state: str, code: str, caller: Caller
) -> UUID:
    """Return who came back from an issuer. Raises ``SingleSignOnRefused`` or ``OutsideFailed``."""
    return await leaving.arrive(platform, state=state, code=code, caller=caller)
