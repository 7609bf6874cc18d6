"""The session one is in: who is there, showing again who one is, the password, another organisation, the end."""

from typing import Any

from litestar import Response, delete, get, post

from comptoir.foundation.identity import facade, schemas
from comptoir.foundation.identity.endpoints.answering import (
    SessionParts,
    move,
    session_answer,
    session_id_of,
    site_if_any,
    site_of,
)
from comptoir.foundation.identity.facade import Recogniser
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.http.authentication import ENROLLING, SessionCookie
from comptoir.platform.http.edge import Exchange
from comptoir.platform.http.principal import Principal


@get("/session", opt=ENROLLING, tags=["session"])
async def read_session(principal: Principal, platform: Platform, session_parts: SessionParts) -> dict[str, Any]:
    """Who is signed in, for which organisation, with what beside."""
    return await session_answer(principal, platform, session_parts)


@post("/session/proof", opt=ENROLLING, status_code=204, tags=["session"])
async def prove(
    data: schemas.OwnProof, principal: Principal, platform: Platform, exchange: Exchange, recogniser: Recogniser
) -> None:
    """Show once more who one is; dangerous acts ask for it when the last time is 15 minutes ago."""
    session_id = session_id_of(principal)
    await facade.prove(
        principal.actor,
        platform,
        session_id=session_id,
        password=data.password,
        answer=schemas.answer_of(data),
        site=site_if_any(exchange, platform),
    )
    recogniser.forget(session_id=session_id)


@post("/session/proof/challenge", opt=ENROLLING, status_code=200, tags=["session"])
async def challenge_proof(actor: Actor, platform: Platform, exchange: Exchange) -> dict[str, Any]:
    """What the browser asks a device with, to show who one is by a passkey."""
    return schemas.ceremony_body(await facade.own_challenge(actor, platform, site=site_of(exchange, platform)))


@delete("/session", opt=ENROLLING, status_code=204, tags=["session"])
async def sign_out(
    principal: Principal, platform: Platform, exchange: Exchange, cookie: SessionCookie, recogniser: Recogniser
) -> Response[None]:
    """End this session."""
    session_id = session_id_of(principal)
    await facade.end_session(principal.actor, platform, session_id=session_id)
    recogniser.forget(session_id=session_id)
    return Response(content=None, status_code=204, cookies=[cookie.clear(exchange)])


@post("/session/organisation", opt=ENROLLING, status_code=200, tags=["session"])
async def switch_organisation(
    data: schemas.OrganisationChoice,
    principal: Principal,
    platform: Platform,
    recogniser: Recogniser,
    session_parts: SessionParts,
) -> dict[str, Any]:
    """Work in another organisation."""
    return await move(principal, platform, recogniser, session_parts, organisation_id=data.id)


@post("/session/password", status_code=204, tags=["session"])
async def change_password(
    data: schemas.PasswordChange, principal: Principal, platform: Platform, recogniser: Recogniser
) -> None:
    """Change one's own password; one's other sessions end."""
    await facade.change_password(
        principal.actor, platform, session_id=session_id_of(principal), current=data.current, new=data.new
    )
    recogniser.forget(user_id=principal.actor.user_id)


ROUTERS = (read_session, prove, challenge_proof, sign_out, switch_organisation, change_password)
