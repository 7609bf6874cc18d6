"""The answer that says who is signed in, and what every handler of sessions needs."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import comptoir
from comptoir.foundation.factors import facade as factors
from comptoir.foundation.factors.contracts import Site
from comptoir.foundation.factors.errors import PasskeysNeedName
from comptoir.foundation.identity import facade, schemas
from comptoir.foundation.identity.facade import Recogniser
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Forbidden
from comptoir.platform.context import Platform
from comptoir.platform.http.edge import Exchange
from comptoir.platform.http.principal import Principal

# What other modules add to the answer of GET /session, by member.
SessionParts = Mapping[str, Callable[[Actor, Platform], Awaitable[object]]]


def session_id_of(principal: Principal) -> UUID:
    """Return the session a request comes in. Raises ``Forbidden`` for an API token."""
    if principal.session_id is None:
        raise Forbidden("This needs a signed-in person, not an API token.")
    return principal.session_id


def site_of(exchange: Exchange, platform: Platform) -> Site:
    """Return what passkeys are bound to on the page a request comes from. Raises ``PasskeysNeedName``."""
    return factors.site_of(exchange.host, is_secure=exchange.secure, public_url=platform.settings.public_url)


def site_if_any(exchange: Exchange, platform: Platform) -> Site | None:
    """Return what passkeys are bound to, None where the page has no name: codes work there."""
    try:
        return site_of(exchange, platform)
    except PasskeysNeedName:
        return None


async def session_answer(principal: Principal, platform: Platform, parts: SessionParts) -> dict[str, Any]:
    """Return who is signed in, with what other modules add; without the second step that is due they add nothing."""
    state = await facade.session_state(principal.actor, platform)
    body = schemas.state_body(
        state, permissions=principal.actor.permissions, csrf_token=principal.csrf_token, today=platform.clock().date()
    )
    known = {} if principal.is_enrolment_due else parts
    values = await asyncio.gather(*(part(principal.actor, platform) for part in known.values()))
    defaults: dict[str, object] = {"stores": [], "demo": None}
    return {**body, **defaults, **dict(zip(known, values, strict=True)), "version": comptoir.__version__}


async def move(
    principal: Principal, platform: Platform, recogniser: Recogniser, parts: SessionParts, *, organisation_id: UUID
) -> dict[str, Any]:
    """Let a session work in another organisation and return who is signed in there."""
    session_id = session_id_of(principal)
    actor = await facade.switch_organisation(
        principal.actor, platform, session_id=session_id, organisation_id=organisation_id
    )
    recogniser.forget(session_id=session_id)
    return await session_answer(replace(principal, actor=actor), platform, parts)
