"""Checking what a person proves themself with. Throttling is the caller's: it knows person and address."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from comptoir.foundation.factors import model, repository
from comptoir.foundation.factors.contracts import RECOVERY, Answer, Ceremony, Kind, Site
from comptoir.foundation.factors.errors import PasskeyRefused, WrongCode
from comptoir.foundation.factors.usecases import speak_webauthn as webauthn
from comptoir.foundation.factors.usecases.enrol_code import sealed_for
from comptoir.foundation.factors.usecases.keep_recovery_codes import hashed
from comptoir.kernel.errors import Invalid
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform

PROVE, ENTER = "prove", "enter"


async def challenge(platform: Platform, *, user_id: UUID | None, site: Site) -> Ceremony:
    """Return what the browser asks a device with; without a person the device offers the passkeys it has."""
    now, ceremony_id = platform.clock(), new_id()
    async with platform.database.begin_system() as uow:
        known = [] if user_id is None else await repository.passkeys(uow, user_id=user_id, domain=site.domain)
        made, options = webauthn.request(site=site, allowed=[one.credential_id for one in known])
        values = {
            "id": ceremony_id,
            "user_id": user_id,
            "purpose": ENTER if user_id is None else PROVE,
            "challenge": made,
            "expires_at": now + model.CEREMONY_LIFETIME,
        }
        await repository.add_ceremony(uow, values=values, now=now)
    return Ceremony(ceremony_id, options)


async def verify(platform: Platform, *, user_id: UUID, answer: Answer, site: Site | None) -> str:
    """Return how the person proved themself. Raises ``WrongCode`` or ``PasskeyRefused``. What is used is used up."""
    if answer.code is not None:
        return await _code(platform, user_id=user_id, code=answer.code)
    if answer.recovery_code is not None:
        return await _recovery_code(platform, user_id=user_id, code=answer.recovery_code)
    if answer.passkey is None or answer.ceremony_id is None or site is None:
        raise Invalid("Send a code, a recovery code or a passkey's answer.", field="code")
    await passkey_person(platform, user_id=user_id, ceremony_id=answer.ceremony_id, made=answer.passkey, site=site)
    return Kind.PASSKEY.value


async def _code(platform: Platform, *, user_id: UUID, code: str) -> str:
    now = platform.clock()
    async with platform.database.begin_system() as uow:
        for known in await repository.codes(uow, user_id=user_id):
            secret = uow.secrets.open(known.secret, sealed_for(user_id, known.id)).decode()
            step = model.step_of(code, secret=secret, now=now)
            if step is not None and await repository.use_step(uow, factor_id=known.id, step=step, at=now):
                return Kind.CODE.value
    raise WrongCode("This code does not fit, or was used already.", hint="Wait for the next one.", field="code")


async def _recovery_code(platform: Platform, *, user_id: UUID, code: str) -> str:
    async with platform.database.begin_system() as uow:
        code_hash = hashed(uow.secrets, user_id=user_id, code=code)
        if await repository.use_recovery_code(uow, user_id=user_id, code_hash=code_hash):
            return RECOVERY
    raise WrongCode(
        "This recovery code does not fit, or was used already.", hint="Each works once.", field="recovery_code"
    )


async def passkey_person(
    platform: Platform, *, user_id: UUID | None, ceremony_id: UUID, made: Mapping[str, Any], site: Site
) -> UUID:
    """Return whose passkey answered a challenge (WebAuthn level 3, section 7.2). Raises ``PasskeyRefused``.

    The challenge is used up whatever comes of it.
    """
    now = platform.clock()
    async with platform.database.begin_system() as uow:
        asked = await repository.take_ceremony(
            uow, ceremony_id=ceremony_id, purpose=ENTER if user_id is None else PROVE, user_id=user_id, now=now
        )
    if asked is None:
        raise PasskeyRefused("This took too long, or was answered already.", hint="Try again.")
    async with platform.database.begin_system() as uow:
        known = await repository.passkey(uow, credential_id=webauthn.credential_id(made))
        if known is None or user_id not in (None, known.user_id) or known.domain != site.domain:
            raise PasskeyRefused("This passkey is not known here.", hint="Sign in another way, and add it.")
        if webauthn.handle(made) not in (None, known.user_id.bytes):
            raise PasskeyRefused("This passkey is somebody else's.", hint="Sign in another way.")
        count = webauthn.answered(
            made, challenge=asked, site=site, public_key=known.public_key, sign_count=known.sign_count
        )
        await repository.count_use(uow, factor_id=known.id, sign_count=count, at=now)
        return known.user_id
