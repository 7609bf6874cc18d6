"""The way to an issuer and back: authorization code, PKCE, state and nonce."""

from uuid import UUID

from comptoir.foundation.identity import facade as identity
from comptoir.foundation.identity.contracts import Caller
from comptoir.foundation.single_sign_on import model, repository
from comptoir.foundation.single_sign_on.contracts import Departure, Provider
from comptoir.foundation.single_sign_on.errors import NoProvider, SingleSignOnRefused
from comptoir.foundation.single_sign_on.repository import Flow
from comptoir.foundation.single_sign_on.usecases.ask_issuer import claims_for, describe
from comptoir.foundation.single_sign_on.usecases.manage_provider import sealed_for
from comptoir.kernel.actor import system_actor
from comptoir.platform.audit import nobody
from comptoir.platform.context import Platform


async def depart(platform: Platform, *, organisation_id: UUID, base: str) -> Departure:
    """Store a sign-in under way and return where the browser goes. ``base`` is the panel's own address."""
    async with platform.database.begin_system() as uow:
        found = await repository.provider(uow, organisation_id=organisation_id)
    if found is None:
        raise NoProvider("This organisation has no single sign-on.")
    described = await describe(platform, issuer=found[0].issuer)
    state, now = model.new_secret(), platform.clock()
    flow = Flow(organisation_id, model.new_secret(), model.new_secret(), base + model.CALLBACK)
    async with platform.database.begin_system() as uow:
        await repository.add_flow(
            uow, state_hash=model.digest(state), flow=flow, now=now, expires_at=now + model.FLOW_LIFETIME
        )
    address = model.departure_address(
        described["authorization_endpoint"],
        client_id=found[0].client_id,
        redirect_uri=flow.redirect_uri,
        state=state,
        nonce=flow.nonce,
        verifier=flow.verifier,
    )
    return Departure(address, state, int(model.FLOW_LIFETIME.total_seconds()))


async def arrive(platform: Platform, *, state: str, code: str, caller: Caller) -> UUID:
    """Return who came back from an issuer; somebody new becomes a member. Raises ``SingleSignOnRefused``.

    What an issuer's answer does not prove is a failed sign-in of the organisation.
    """
    async with platform.database.begin_system() as uow:
        flow = await repository.take_flow(uow, state_hash=model.digest(state), now=platform.clock())
        found = await repository.provider(uow, organisation_id=flow.organisation_id) if flow else None
    if flow is None or found is None:
        raise SingleSignOnRefused("This sign-in took too long, or was finished already.", hint="Begin again.")
    try:
        return await _who(platform, found, flow=flow, code=code)
    except SingleSignOnRefused:
        stranger = nobody(flow.organisation_id, address=caller.address, agent=caller.agent)
        async with platform.database.begin_system() as uow:
            after = {"method": "single sign-on"}
            uow.audit("session.refused", "unknown", after=after, actor=stranger, outcome="refused")
        raise


async def _who(platform: Platform, found: tuple[Provider, bytes], *, flow: Flow, code: str) -> UUID:
    provider, sealed = found
    secret = platform.secrets.open(sealed, sealed_for(provider)).decode()
    claims = await claims_for(platform, provider=provider, client_secret=secret, flow=flow, code=code)
    subject, email = model.checked_claims(claims, provider=provider, nonce=flow.nonce, now=platform.clock())
    async with platform.database.begin_system() as uow:
        known = await repository.person_of(
            uow, organisation_id=provider.organisation_id, issuer=provider.issuer, subject=subject
        )
        user_id = await identity.meet_person(
            uow,
            platform,
            organisation_id=provider.organisation_id,
            user_id=known,
            email=email,
            role=provider.default_role,
        )
        if user_id is None:
            raise SingleSignOnRefused(
                "You cannot sign in this way: your account is not of this organisation alone.",
                hint="Use your password, a passkey or a link.",
            )
        await repository.remember_person(
            uow,
            organisation_id=provider.organisation_id,
            issuer=provider.issuer,
            subject=subject,
            user_id=user_id,
        )
        if known is None:
            whose = system_actor(provider.organisation_id)
            after = {"issuer": provider.issuer, "subject": subject}
            uow.audit("access.provider_linked", str(user_id), after=after, actor=whose)
    return user_id
