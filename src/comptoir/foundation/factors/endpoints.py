"""One's own second factors: list, enrol, name, remove, and recovery codes."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import delete, get, patch, post

from comptoir.foundation.factors import facade, schemas
from comptoir.foundation.factors.contracts import Site
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.http.authentication import ENROLLING, PROVEN
from comptoir.platform.http.edge import Exchange

# How apps and devices call whose factor it is: identity knows the e-mail.
AccountOf = Callable[[Actor, Platform], Awaitable[str]]
# What is remembered of a person is asked again: whoever lacked a second step has one now.
ForgetPerson = Callable[[UUID | None], None]


@get("/account/second-step", opt=ENROLLING, tags=["account"])
async def read_second_step(actor: Actor, platform: Platform) -> dict[str, Any]:
    """One's own factors, and how many recovery codes are left."""
    return schemas.enrolled_body(await facade.own_factors(actor, platform))


@post("/account/second-step/codes", opt=ENROLLING | PROVEN, status_code=201, tags=["account"])
async def start_code(actor: Actor, platform: Platform, account_of: AccountOf) -> dict[str, Any]:
    """Begin to enrol one-time codes: the secret is in this answer and nowhere else."""
    draft = await facade.start_code(actor, platform, account=await account_of(actor, platform))
    return schemas.draft_body(draft)


@post("/account/second-step/codes/{factor_id:uuid}", opt=ENROLLING | PROVEN, status_code=200, tags=["account"])
async def confirm_code(
    factor_id: UUID, data: schemas.FirstCode, actor: Actor, platform: Platform, forget_person: ForgetPerson
) -> dict[str, Any]:
    """Finish enrolling with a first code; with one's first factor come recovery codes, shown once."""
    added = await facade.confirm_code(actor, platform, factor_id=factor_id, code=data.code, name=data.name)
    forget_person(actor.user_id)
    return schemas.added_body(added)


@post("/account/second-step/passkeys/challenge", opt=ENROLLING | PROVEN, status_code=201, tags=["account"])
async def start_passkey(actor: Actor, platform: Platform, exchange: Exchange, account_of: AccountOf) -> dict[str, Any]:
    """Begin to enrol a passkey: what the browser asks a device with."""
    ceremony = await facade.start_passkey(
        actor, platform, account=await account_of(actor, platform), site=site_of(exchange, platform)
    )
    return schemas.ceremony_body(ceremony)


@post("/account/second-step/passkeys", opt=ENROLLING | PROVEN, status_code=201, tags=["account"])
async def add_passkey(
    data: schemas.NewPasskey, actor: Actor, platform: Platform, exchange: Exchange, forget_person: ForgetPerson
) -> dict[str, Any]:
    """Finish enrolling a passkey; with one's first factor come recovery codes, shown once."""
    added = await facade.add_passkey(
        actor,
        platform,
        ceremony_id=data.ceremony_id,
        made=data.passkey,
        name=data.name,
        site=site_of(exchange, platform),
    )
    forget_person(actor.user_id)
    return schemas.added_body(added)


@patch("/account/second-step/{factor_id:uuid}", tags=["account"])
async def rename_factor(factor_id: UUID, data: schemas.FactorName, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Rename one of one's own factors."""
    return schemas.factor_body(await facade.rename_factor(actor, platform, factor_id=factor_id, name=data.name))


@delete("/account/second-step/{factor_id:uuid}", opt=PROVEN, status_code=204, tags=["account"])
async def remove_factor(factor_id: UUID, actor: Actor, platform: Platform, forget_person: ForgetPerson) -> None:
    """Remove one of one's own factors; recovery codes go with the last one."""
    await facade.remove_factor(actor, platform, factor_id=factor_id)
    forget_person(actor.user_id)


@post("/account/second-step/recovery-codes", opt=PROVEN, status_code=201, tags=["account"])
async def renew_recovery_codes(actor: Actor, platform: Platform) -> dict[str, Any]:
    """Replace one's recovery codes; the old ones are worthless, the new ones are shown once."""
    return {"recovery_codes": list(await facade.renew_recovery_codes(actor, platform))}


ROUTERS = (
    read_second_step,
    start_code,
    confirm_code,
    start_passkey,
    add_passkey,
    rename_factor,
    remove_factor,
    renew_recovery_codes,
)


def site_of(exchange: Exchange, platform: Platform) -> Site:
    """Return what passkeys are bound to on the page the request comes from. Raises ``PasskeysNeedName``."""
    return facade.site_of(exchange.host, is_secure=exchange.secure, public_url=platform.settings.public_url)
