"""/health/live (the process answers), /health/ready (so do the engines), /metrics (Prometheus, with a token).

Owns nothing but the questions; the checks are handed in by name.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import BaseRouteHandler

from comptoir.kernel.errors import NotSignedIn

Check = Callable[[], Awaitable[None]]
Exposition = Callable[[], tuple[bytes, str]]
_PATIENCE = 2.0


def health_handlers(
    *, checks: Mapping[str, Check], exposition: Exposition, metrics_token: str | None
) -> Sequence[BaseRouteHandler]:
    """Build the three handlers; without ``metrics_token`` /metrics is closed."""

    @get("/health/live", opt={"public": True}, sync_to_thread=False, include_in_schema=False)
    def live() -> dict[str, str]:
        return {"status": "ok"}

    @get("/health/ready", opt={"public": True}, include_in_schema=False)
    async def ready() -> Response[dict[str, Any]]:
        names = list(checks)
        found = dict(zip(names, await asyncio.gather(*(_state(checks[name]) for name in names)), strict=True))
        good = all(state == "ok" for state in found.values())
        body = {"status": "ok" if good else "unavailable", "checks": found}
        return Response(content=body, status_code=200 if good else 503)

    @get("/metrics", opt={"public": True}, include_in_schema=False, sync_to_thread=False)
    def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
        given = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        if not metrics_token or not hmac.compare_digest(given.encode(), metrics_token.encode()):
            raise NotSignedIn("/metrics needs its bearer token.", hint="Set COMPTOIR_METRICS_TOKEN and send it.")
        body, media_type = exposition()
        return Response(content=body, media_type=media_type)

    return (live, ready, metrics)


async def _state(check: Check) -> str:
    try:
        await asyncio.wait_for(check(), timeout=_PATIENCE)
    except TimeoutError:
        return "no answer"
    except Exception as error:  # noqa: BLE001  # whatever is wrong, readiness says which engine, and the log says why
        return type(error).__name__
    return "ok"
