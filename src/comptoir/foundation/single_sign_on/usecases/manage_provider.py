"""Where an organisation's members sign in: keeping and removing it."""

from comptoir.foundation.identity import facade as identity
from comptoir.foundation.single_sign_on import model, repository
from comptoir.foundation.single_sign_on.contracts import Provider, ProviderDraft
from comptoir.foundation.single_sign_on.errors import NoProvider, WrongProvider
from comptoir.foundation.single_sign_on.permissions import SINGLE_SIGN_ON_WRITE
from comptoir.foundation.single_sign_on.usecases.ask_issuer import describe
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform


def sealed_for(provider: Provider) -> str:
    """Return what binds a sealed secret to its place: it is of use at this issuer only."""
    return f"sign_in_provider/{provider.organisation_id}/{provider.issuer}/{provider.client_id}"


async def save_provider(actor: Actor, platform: Platform, *, draft: ProviderDraft) -> Provider:
    """Store a provider whose issuer answers."""
    actor.require(SINGLE_SIGN_ON_WRITE)
    wanted = model.checked_draft(draft)
    await identity.check_role_key(actor, platform, role=wanted.default_role)
    await describe(platform, issuer=wanted.issuer)
    provider = Provider(
        actor.organisation_id, wanted.name, wanted.issuer, wanted.client_id, wanted.domains, wanted.default_role
    )
    async with platform.database.begin_system(by=actor) as uow:
        before = await repository.provider(uow, organisation_id=actor.organisation_id)
        sealed = before[1] if before and sealed_for(before[0]) == sealed_for(provider) else None
        if wanted.client_secret:
            sealed = uow.secrets.seal(wanted.client_secret.encode(), sealed_for(provider))
        if sealed is None:
            raise WrongProvider("The client's secret is missing.", hint="The issuer shows it.", field="client_secret")
        await repository.save_provider(uow, provider=provider, client_secret=sealed)
        uow.audit(
            "access.provider_saved",
            str(actor.organisation_id),
            before=_said(before[0]) if before else None,
            after=_said(provider),
        )
    return provider


async def remove_provider(actor: Actor, platform: Platform) -> None:
    """Forget the provider; people it brought stay members."""
    actor.require(SINGLE_SIGN_ON_WRITE)
    async with platform.database.begin_system(by=actor) as uow:
        if not await repository.remove_provider(uow, organisation_id=actor.organisation_id):
            raise NoProvider("This organisation has no single sign-on.")
        uow.audit("access.provider_removed", str(actor.organisation_id))


def _said(provider: Provider) -> dict[str, object]:
    return {
        "issuer": provider.issuer,
        "client_id": provider.client_id,
        "domains": provider.domains,
        "default_role": provider.default_role,
    }
