"""How an installation stands, over HTTP."""

from typing import Any

from litestar import get

from comptoir.composed.system import facade, schemas
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform


@get("/system", tags=["system"])
async def read_system(actor: Actor, platform: Platform) -> dict[str, Any]:
    """Read lag by stage, deliveries a minute, engines, versions and disk, as they are now."""
    return schemas.standing_body(await facade.standing(actor, platform))


ROUTES = (read_system,)
