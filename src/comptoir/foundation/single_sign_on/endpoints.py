"""Single sign-on over HTTP: the provider of an organisation, and the way to it. The way back is identity's."""

from typing import Any

from litestar import Response, delete, get, post, put

from comptoir.foundation.identity.facade import AddressRate
from comptoir.foundation.single_sign_on import facade, schemas
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.http.authentication import FLOW, PROVEN, SessionCookie
from comptoir.platform.http.edge import Exchange

PUBLIC = {"public": True}


@get("/organisation/single-sign-on", tags=["organisations"])
async def read_provider(actor: Actor, platform: Platform) -> dict[str, Any]:
    """Where members sign in, without the secret."""
    return schemas.provider_body(await facade.provider(actor, platform))


@put("/organisation/single-sign-on", opt=PROVEN, tags=["organisations"])
async def save_provider(data: schemas.ProviderBody, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Change where members sign in; the issuer is asked at once."""
    return schemas.provider_body(await facade.save_provider(actor, platform, draft=schemas.draft_of(data)))


@delete("/organisation/single-sign-on", opt=PROVEN, status_code=204, tags=["organisations"])
async def remove_provider(actor: Actor, platform: Platform) -> None:
    """End single sign-on; people it brought stay members."""
    await facade.remove_provider(actor, platform)


@get("/session/ways", opt=PUBLIC, tags=["session"])
async def list_ways(platform: Platform) -> dict[str, Any]:
    """The issuers one may sign in at, by the names of their buttons."""
    return {"items": [{"organisation": one.organisation, "name": one.name} for one in await facade.ways(platform)]}


@post("/session/provider", opt=PUBLIC, status_code=200, tags=["session"])
async def depart(
    data: schemas.Choice,
    platform: Platform,
    exchange: Exchange,
    cookie: SessionCookie,
    address_rate: AddressRate,
) -> Response[dict[str, Any]]:
    """Where the browser goes to sign in; a cookie ties its return to it."""
    await address_rate.check(exchange.address)
    own = f"{'https' if exchange.secure else 'http'}://{exchange.host}"
    base = (platform.settings.public_url or own).rstrip("/")
    found = await facade.depart(platform, organisation=data.organisation, base=base)
    tie = cookie.beside(FLOW).issue(exchange, token=found.state, max_age=found.max_age)
    return Response(content={"address": found.address}, cookies=[tie])


ROUTERS = (read_provider, save_provider, remove_provider, list_ways, depart)
