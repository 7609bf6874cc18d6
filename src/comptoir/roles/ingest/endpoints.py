"""``POST /hooks/{platform}/{store}``: signed deliveries of the platforms, durable before they are answered."""

from typing import Any

import msgspec
from litestar import Request, Response, post

from comptoir.connectors.sdk.hooks import Headers
from comptoir.kernel.errors import TooLarge
from comptoir.platform.http.edge import Exchange
from comptoir.roles.ingest.reception import Reception, Taken

_encode = msgspec.json.Encoder().encode


@post(
    "/hooks/{kind:str}/{slug:str}",
    opt={"public": True},
    request_max_body_size=None,  # read by ourselves: before a signature is checked nothing else may touch the body
    include_in_schema=False,
)
async def receive_delivery(
    request: Request[Any, Any, Any], kind: str, slug: str, reception: Reception
) -> Response[bytes]:
    """Take one delivery in."""
    opening = await reception.opening(platform=kind, slug=slug)
    headers: Headers = dict(request.scope["headers"])
    exchange: Exchange = request.scope["comptoir"]  # type: ignore[typeddict-item]
    try:
        body = await reception.held.read(request.receive, headers)
    except TooLarge:
        raise reception.refuse_size(opening) from None
    try:
        taken = await reception.take(opening, headers=headers, body=body, correlation_id=exchange.correlation_id)
    finally:
        reception.held.release(len(body))
    return answer(taken)


def answer(taken: Taken) -> Response[bytes]:
    """Return what the platform is told: 200, or 202 for a topic that nothing here reads yet."""
    said: dict[str, object] = {"stored": taken.receipt is not None}
    if taken.receipt is not None:
        said |= {"delivery": str(taken.receipt.id), "duplicate": not taken.receipt.is_new}
    if not taken.is_known:
        said["note"] = "nothing here reads this topic yet"
    return Response(_encode(said), status_code=200 if taken.is_known else 202, media_type="application/json")


ROUTES = (receive_delivery,)
