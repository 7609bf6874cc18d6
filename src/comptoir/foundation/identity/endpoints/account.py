"""One's own account: weeks, sessions, API tokens."""

from uuid import UUID

from litestar import delete, get, patch, post

from comptoir.foundation.identity import facade, model, schemas
from comptoir.foundation.identity.endpoints.answering import session_id_of
from comptoir.foundation.identity.facade import Recogniser
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.http.authentication import PROVEN
from comptoir.platform.http.principal import Principal


@patch("/account", status_code=204, tags=["account"])
async def change_account(data: schemas.AccountBody, actor: Actor, platform: Platform) -> None:
    """Choose how weeks are drawn for oneself; figures stay by the organisation's weeks."""
    await facade.choose_week_start(actor, platform, week_start=data.week_start)


@get("/account/sessions", tags=["account"])
async def list_sessions(principal: Principal, platform: Platform) -> dict[str, list[schemas.SessionBody]]:
    """One's own sessions."""
    found = await facade.sessions(principal.actor, platform)
    return {"items": [schemas.session_body(item, current=principal.session_id) for item in found]}


@delete("/account/sessions/{session_id:uuid}", status_code=204, tags=["account"])
async def end_session(session_id: UUID, actor: Actor, platform: Platform, recogniser: Recogniser) -> None:
    """End one of one's own sessions."""
    await facade.end_session(actor, platform, session_id=session_id)
    recogniser.forget(session_id=session_id)


@post("/account/sessions/{session_id:uuid}/known", status_code=204, tags=["account"])
async def accept_device(session_id: UUID, actor: Actor, platform: Platform) -> None:
    """Say that a new browser is one's own: its notice goes."""
    await facade.accept_device(actor, platform, session_id=session_id)


@delete("/account/sessions", status_code=204, tags=["account"])
async def end_other_sessions(principal: Principal, platform: Platform, recogniser: Recogniser) -> None:
    """End all of one's own sessions but this one."""
    await facade.end_other_sessions(principal.actor, platform, session_id=session_id_of(principal))
    recogniser.forget(user_id=principal.actor.user_id)


@get("/account/tokens", tags=["account"])
async def list_tokens(actor: Actor, platform: Platform) -> dict[str, list[schemas.TokenBody]]:
    """API tokens: one's own, or all of the organisation for who may see them."""
    return {"items": [schemas.token_body(item) for item in await facade.tokens(actor, platform)]}


@post("/account/tokens", opt=PROVEN, status_code=201, tags=["account"])
async def make_token(data: schemas.TokenDraft, principal: Principal, platform: Platform) -> schemas.TokenBody:
    """Make an API token; its secret is in this answer and nowhere else."""
    session_id_of(principal)  # a token must not make tokens that outlive it
    expires_in = model.lifetime(data.expires) if data.expires else None
    made = await facade.make_token(
        principal.actor,
        platform,
        name=data.name,
        scopes=data.scopes,
        expires_in=expires_in,
        access=schemas.token_access(data),
    )
    return schemas.token_body(made)


@delete("/account/tokens/{token_id:uuid}", status_code=204, tags=["account"])
async def revoke_token(token_id: UUID, actor: Actor, platform: Platform, recogniser: Recogniser) -> None:
    """Revoke an API token."""
    await facade.revoke_token(actor, platform, token_id=token_id)
    recogniser.forget()


ROUTERS = (
    change_account,
    list_sessions,
    end_session,
    accept_device,
    end_other_sessions,
    list_tokens,
    make_token,
    revoke_token,
)
