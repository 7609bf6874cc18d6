"""A passkey: the device makes a key pair for this panel and shows its public half (WebAuthn level 3, section 7.1)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from comptoir.foundation.factors import model, repository
from comptoir.foundation.factors.contracts import Added, Ceremony, Kind, Site
from comptoir.foundation.factors.errors import PasskeyRefused
from comptoir.foundation.factors.usecases import speak_webauthn as webauthn
from comptoir.foundation.factors.usecases.keep_recovery_codes import first_codes
from comptoir.foundation.factors.usecases.limit_factors import check_room
from comptoir.kernel.actor import Actor
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform

ENROL = "enrol"


async def start_passkey(actor: Actor, platform: Platform, *, user_id: UUID, account: str, site: Site) -> Ceremony:
    """Store a challenge and return what the browser asks a device with. Devices that are known are not asked."""
    now, ceremony_id = platform.clock(), new_id()
    async with platform.database.begin_system(by=actor) as uow:
        await check_room(uow, user_id=user_id)
        known = await repository.passkeys(uow, user_id=user_id, domain=site.domain)
        challenge, options = webauthn.creation(
            user_id=user_id, account=account, site=site, known=[one.credential_id for one in known]
        )
        values = {
            "id": ceremony_id,
            "user_id": user_id,
            "purpose": ENROL,
            "challenge": challenge,
            "expires_at": now + model.CEREMONY_LIFETIME,
        }
        await repository.add_ceremony(uow, values=values, now=now)
    return Ceremony(ceremony_id, options)


async def add_passkey(
    actor: Actor,
    platform: Platform,
    *,
    user_id: UUID,
    ceremony_id: UUID,
    made: Mapping[str, Any],
    name: str,
    site: Site,
) -> Added:
    """Check what the device made of the challenge and keep its public key."""
    name, now = model.factor_name(name), platform.clock()
    async with platform.database.begin_system(by=actor) as uow:
        challenge = await repository.take_ceremony(
            uow, ceremony_id=ceremony_id, purpose=ENROL, user_id=user_id, now=now
        )
    if challenge is None:
        raise PasskeyRefused("This enrolment took too long.", hint="Begin again.")
    key = webauthn.created(made, challenge=challenge, site=site)
    async with platform.database.begin_system(by=actor) as uow:
        if await repository.passkey(uow, credential_id=key.credential_id) is not None:
            raise PasskeyRefused("This passkey is known already.", hint="Use another device or key.")
        before = await repository.enrolled(uow, user_id=user_id)
        factor = await repository.add_factor(
            uow,
            values={
                "id": new_id(),
                "user_id": user_id,
                "kind": Kind.PASSKEY,
                "name": name,
                "is_confirmed": True,
                "credential_id": key.credential_id,
                "public_key": key.public_key,
                "sign_count": key.sign_count,
                "domain": site.domain,
                "created_at": now,
            },
        )
        uow.audit("factor.added", str(factor.id), after={"kind": factor.kind, "name": factor.name})
        return Added(factor, await first_codes(uow, user_id=user_id, before=before))
