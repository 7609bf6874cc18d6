"""An API token: scopes, an expiry, a secret that is shown once; and its end."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from comptoir.foundation.identity import model
from comptoir.foundation.identity.contracts import Access, NewToken, TokenInfo
from comptoir.foundation.identity.permissions import check_columns, check_scopes
from comptoir.foundation.identity.repository import credentials
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Forbidden, Invalid, NotFound
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork


async def make_token(
    actor: Actor,
    platform: Platform,
    *,
    name: str,
    scopes: Sequence[str],
    expires_in: timedelta | None,
    access: Access,
) -> NewToken:
    """Make a token of the actor's own, of what the actor may do."""
    actor.require("tokens:write")
    wanted = check_scopes(scopes)
    for scope in wanted:
        actor.require(scope)
    async with platform.database.begin(actor) as uow:
        return await _add(uow, platform, name=name, scopes=wanted, expires_in=expires_in, access=access)


async def revoke_token(actor: Actor, platform: Platform, *, token_id: UUID) -> None:
    """Revoke one's own token, or anybody's for who may see them all."""
    owner = None if actor.may("tokens:all") else actor.user_id
    if owner is None and not actor.may("tokens:all"):
        raise Forbidden("Only a signed-in person can do this.")
    async with platform.database.begin(actor) as uow:
        if not await credentials.revoke_token(uow, token_id=token_id, user_id=owner, at=platform.clock()):
            raise NotFound("There is no such live token.")
        uow.audit("token.revoked", str(token_id))


async def _add(
    uow: UnitOfWork,
    platform: Platform,
    *,
    name: str,
    scopes: tuple[str, ...],
    expires_in: timedelta | None,
    access: Access,
) -> NewToken:
    """Store a token and return it with its secret. What it sees is what it was made for within what its owner sees."""
    organisation_id, user_id = uow.actor.organisation_id, uow.actor.user_id
    name = " ".join(name.split())
    if not 1 <= len(name) <= 80:
        raise Invalid("A token needs a name of at most 80 characters.", field="name")
    now = platform.clock()
    secret, prefix = model.new_api_token()
    info = TokenInfo(
        id=new_id(),
        name=name,
        prefix=prefix,
        scopes=scopes,
        user_id=user_id,
        created_at=now,
        expires_at=now + expires_in if expires_in else None,
        last_used_at=None,
        revoked_at=None,
        access=Access(access.stores, None, access.channels, None, check_columns(access.columns)),
    )
    await credentials.add_token(
        uow,
        values={
            "id": info.id,
            "organisation_id": organisation_id,
            "token_hash": model.digest(secret),
            "prefix": prefix,
            "name": name,
            "user_id": user_id,
            "scopes": list(scopes),
            "created_at": now,
            "expires_at": info.expires_at,
            "stores": None if info.access.stores is None else list(info.access.stores),
            "channels": None if info.access.channels is None else list(info.access.channels),
            "column_rules": dict(info.access.columns),
        },
    )
    uow.audit("token.made", str(info.id), after={"name": name, "scopes": scopes})
    return NewToken(info=info, secret=secret)
