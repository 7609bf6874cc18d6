"""Organisations: starting one, its calendar, what signing in to it takes."""

from typing import Any

from litestar import get, patch, post

from comptoir.foundation.identity import facade, schemas
from comptoir.foundation.identity.endpoints.answering import SessionParts, move, session_id_of
from comptoir.foundation.identity.facade import Recogniser
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.http.authentication import PROVEN
from comptoir.platform.http.principal import Principal


@post("/organisations", status_code=201, tags=["organisations"])
async def create_organisation(
    data: schemas.NewOrganisation,
    principal: Principal,
    platform: Platform,
    recogniser: Recogniser,
    session_parts: SessionParts,
) -> dict[str, Any]:
    """Start an organisation and work in it."""
    session_id_of(principal)
    made = await facade.create_organisation(
        principal.actor, platform, name=data.name, currency=data.currency, timezone=data.timezone
    )
    return await move(principal, platform, recogniser, session_parts, organisation_id=made.id)


@get("/organisation", tags=["organisations"])
async def read_organisation(actor: Actor, platform: Platform) -> dict[str, Any]:
    """The organisation one works in, with its calendar."""
    return schemas.organisation_body(await facade.organisation(actor, platform))


@patch("/organisation", tags=["organisations"])
async def change_organisation(data: schemas.CalendarBody, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Change when weeks and fiscal years begin, and whose holidays are kept."""
    change = schemas.calendar_change(data)
    return schemas.organisation_body(await facade.change_calendar(actor, platform, change=change))


@get("/organisation/sign-in", tags=["organisations"])
async def read_sign_in_policy(actor: Actor, platform: Platform) -> dict[str, Any]:
    """Of which roles a second step is demanded, and from where roles may come."""
    return schemas.policy_body(await facade.sign_in_policy(actor, platform))


@patch("/organisation/sign-in", opt=PROVEN, tags=["organisations"])
async def change_sign_in_policy(
    data: schemas.PolicyBody, actor: Actor, platform: Platform, recogniser: Recogniser
) -> dict[str, Any]:
    """Change what signing in takes; refused where it would lock out whoever asks."""
    changed = await facade.change_sign_in_policy(actor, platform, roles=data.second_step_roles, networks=data.networks)
    recogniser.forget()
    return schemas.policy_body(changed)


ROUTERS = (
    create_organisation,
    read_organisation,
    change_organisation,
    read_sign_in_policy,
    change_sign_in_policy,
)
