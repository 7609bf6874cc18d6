"""Signing in and out, one's own account, organisations."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post

import comptoir
from comptoir.foundation.identity import facade, model, schemas
from comptoir.foundation.identity.contracts import SignedIn
from comptoir.foundation.identity.facade import AddressRate, Recogniser
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Forbidden
from comptoir.platform.context import Platform
from comptoir.platform.http.authentication import SessionCookie
from comptoir.platform.http.edge import Exchange
from comptoir.platform.http.principal import Principal

# What other modules add to the answer of GET /session, by member.
SessionParts = Mapping[str, Callable[[Actor, Platform], Awaitable[object]]]
PUBLIC = {"public": True}


@get("/session", tags=["session"])
async def read_session(principal: Principal, platform: Platform, session_parts: SessionParts) -> dict[str, Any]:
    """Who is signed in, for which organisation, with what beside."""
    return await _session(principal, platform, session_parts)


@post("/session", opt=PUBLIC, status_code=200, tags=["session"])
async def sign_in(
    data: schemas.Credentials,
    request: Request[Any, Any, Any],
    platform: Platform,
    exchange: Exchange,
    cookie: SessionCookie,
    address_rate: AddressRate,
    recogniser: Recogniser,
    session_parts: SessionParts,
) -> Response[dict[str, Any]]:
    """Sign in with e-mail and password."""
    signed_in = await facade.sign_in(
        platform,
        rate=address_rate,
        email=data.email,
        password=data.password,
        address=exchange.address,
        agent=request.headers.get("user-agent"),
    )
    return await _started(signed_in, platform, exchange, cookie, recogniser, session_parts)


@post("/session/link", opt=PUBLIC, status_code=200, tags=["session"])
async def sign_in_with_link(
    data: schemas.LinkToken,
    request: Request[Any, Any, Any],
    platform: Platform,
    exchange: Exchange,
    cookie: SessionCookie,
    address_rate: AddressRate,
    recogniser: Recogniser,
    session_parts: SessionParts,
) -> Response[dict[str, Any]]:
    """Sign in with a single-use link."""
    signed_in = await facade.sign_in_with_link(
        platform,
        rate=address_rate,
        token=data.token,
        address=exchange.address,
        agent=request.headers.get("user-agent"),
    )
    return await _started(signed_in, platform, exchange, cookie, recogniser, session_parts)


@delete("/session", status_code=204, tags=["session"])
async def sign_out(
    principal: Principal, platform: Platform, exchange: Exchange, cookie: SessionCookie, recogniser: Recogniser
) -> Response[None]:
    """End this session."""
    session_id = _session_id(principal)
    await facade.end_session(principal.actor, platform, session_id=session_id)
    recogniser.forget(session_id=session_id)
    return Response(content=None, status_code=204, cookies=[cookie.clear(exchange)])


@post("/session/organisation", status_code=200, tags=["session"])
async def switch_organisation(
    data: schemas.OrganisationChoice,
    principal: Principal,
    platform: Platform,
    recogniser: Recogniser,
    session_parts: SessionParts,
) -> dict[str, Any]:
    """Work in another organisation."""
    return await _move(principal, platform, recogniser, session_parts, organisation_id=data.id)


@post("/session/password", status_code=204, tags=["session"])
async def change_password(
    data: schemas.PasswordChange, principal: Principal, platform: Platform, recogniser: Recogniser
) -> None:
    """Change one's own password; one's other sessions end."""
    await facade.change_password(
        principal.actor, platform, session_id=_session_id(principal), current=data.current, new=data.new
    )
    recogniser.forget(user_id=principal.actor.user_id)


@post("/organisations", status_code=201, tags=["organisations"])
async def create_organisation(
    data: schemas.NewOrganisation,
    principal: Principal,
    platform: Platform,
    recogniser: Recogniser,
    session_parts: SessionParts,
) -> dict[str, Any]:
    """Start an organisation and work in it."""
    _session_id(principal)
    made = await facade.create_organisation(
        principal.actor, platform, name=data.name, currency=data.currency, timezone=data.timezone
    )
    return await _move(principal, platform, recogniser, session_parts, organisation_id=made.id)


@get("/organisation", tags=["organisations"])
async def read_organisation(actor: Actor, platform: Platform) -> dict[str, Any]:
    """The organisation one works in, with its calendar."""
    return schemas.organisation_body(await facade.organisation(actor, platform))


@patch("/organisation", tags=["organisations"])
async def change_organisation(data: schemas.CalendarBody, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Change when weeks and fiscal years begin, and whose holidays are kept."""
    change = schemas.calendar_change(data)
    return schemas.organisation_body(await facade.change_calendar(actor, platform, change=change))


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


@delete("/account/sessions", status_code=204, tags=["account"])
async def end_other_sessions(principal: Principal, platform: Platform, recogniser: Recogniser) -> None:
    """End all of one's own sessions but this one."""
    await facade.end_other_sessions(principal.actor, platform, session_id=_session_id(principal))
    recogniser.forget(user_id=principal.actor.user_id)


@get("/account/tokens", tags=["account"])
async def list_tokens(actor: Actor, platform: Platform) -> dict[str, list[schemas.TokenBody]]:
    """API tokens: one's own, or all of the organisation for who may see them."""
    return {"items": [schemas.token_body(item) for item in await facade.tokens(actor, platform)]}


@post("/account/tokens", status_code=201, tags=["account"])
async def make_token(data: schemas.TokenDraft, principal: Principal, platform: Platform) -> schemas.TokenBody:
    """Make an API token; its secret is in this answer and nowhere else."""
    _session_id(principal)  # a token must not make tokens that outlive it
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
    read_session,
    sign_in,
    sign_in_with_link,
    sign_out,
    switch_organisation,
    change_password,
    create_organisation,
    read_organisation,
    change_organisation,
    change_account,
    list_sessions,
    end_session,
    end_other_sessions,
    list_tokens,
    make_token,
    revoke_token,
)


def _session_id(principal: Principal) -> UUID:
    if principal.session_id is None:
        raise Forbidden("This needs a signed-in person, not an API token.")
    return principal.session_id


async def _session(principal: Principal, platform: Platform, parts: SessionParts) -> dict[str, Any]:
    state = await facade.session_state(principal.actor, platform)
    body = schemas.state_body(
        state, permissions=principal.actor.permissions, csrf_token=principal.csrf_token, today=platform.clock().date()
    )
    values = await asyncio.gather(*(part(principal.actor, platform) for part in parts.values()))
    defaults: dict[str, object] = {"stores": [], "demo": None}
    return {**body, **defaults, **dict(zip(parts, values, strict=True)), "version": comptoir.__version__}


async def _started(
    signed_in: SignedIn,
    platform: Platform,
    exchange: Exchange,
    cookie: SessionCookie,
    recogniser: Recogniser,
    parts: SessionParts,
) -> Response[dict[str, Any]]:
    principal = await recogniser.by_session(signed_in.token)
    if principal is None:
        raise RuntimeError("a session that was just stored cannot be found")
    body = await _session(principal, platform, parts)
    started = cookie.issue(exchange, token=signed_in.token, max_age=signed_in.max_age)
    return Response(content=body, cookies=[started])


async def _move(
    principal: Principal, platform: Platform, recogniser: Recogniser, parts: SessionParts, *, organisation_id: UUID
) -> dict[str, Any]:
    session_id = _session_id(principal)
    actor = await facade.switch_organisation(
        principal.actor, platform, session_id=session_id, organisation_id=organisation_id
    )
    recogniser.forget(session_id=session_id)
    return await _session(replace(principal, actor=actor), platform, parts)
