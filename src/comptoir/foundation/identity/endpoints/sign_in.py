"""Ways in: password, link, passkey, and the second step."""

import hmac
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.datastructures import Cookie
from litestar.di import Provide

from comptoir.foundation.identity import facade, model, schemas
from comptoir.foundation.identity.contracts import Caller, SecondStepDue, SignedIn
from comptoir.foundation.identity.endpoints.answering import SessionParts, session_answer, site_if_any, site_of
from comptoir.foundation.identity.errors import TicketNotValid, WrongCredentials
from comptoir.foundation.identity.facade import AddressRate, Recogniser
from comptoir.platform.context import Platform
from comptoir.platform.http.authentication import FLOW, SessionCookie, check_address, of_exchange
from comptoir.platform.http.edge import Exchange

DEVICE, TICKET = "device", "second_step"
# Says who came back from an issuer: single sign-on knows.
ProviderPerson = Callable[..., Coroutine[Any, Any, UUID]]


class Doorway:
    """What every way in needs: who calls, and how the answer starts a session."""

    def __init__(
        self,
        request: Request[Any, Any, Any],
        platform: Platform,
        exchange: Exchange,
        cookie: SessionCookie,
        recogniser: Recogniser,
        session_parts: SessionParts,
    ) -> None:
        self._platform, self._exchange, self._cookie = platform, exchange, cookie
        self._recogniser, self._parts = recogniser, session_parts
        agent = request.headers.get("user-agent")
        self.caller = Caller(exchange.address, agent, cookie.beside(DEVICE).of(request))
        self.flow = cookie.beside(FLOW).of(request)
        self.ticket = cookie.beside(TICKET).of(request)

    async def answer(self, found: SignedIn | SecondStepDue) -> Response[dict[str, Any]]:
        """Return who is signed in with the session's cookie, or that a second step is due with the ticket's."""
        if isinstance(found, SecondStepDue):
            ticket = self._issue(TICKET, token=found.ticket, max_age=found.max_age)
            return Response(content=schemas.due_body(found), status_code=202, cookies=[ticket])
        known = await self._recogniser.by_session(found.token)
        if known is None:
            raise RuntimeError("a session that was just stored cannot be found")
        principal = of_exchange(known, self._exchange)
        check_address(principal)
        body = await session_answer(principal, self._platform, self._parts)
        cookies = [self._cookie.issue(self._exchange, token=found.token, max_age=found.max_age)]
        if self.ticket:
            cookies.append(self._issue(TICKET, token="", max_age=0))
        if found.device:
            cookies.append(self._issue(DEVICE, token=found.device, max_age=int(model.DEVICE_LIFETIME.total_seconds())))
        return Response(content=body, cookies=cookies)

    def _issue(self, purpose: str, *, token: str, max_age: int) -> Cookie:
        return self._cookie.beside(purpose).issue(self._exchange, token=token, max_age=max_age)


_WAY: dict[str, Any] = {
    "opt": {"public": True},
    "status_code": 200,
    "tags": ["session"],
    "dependencies": {"doorway": Provide(Doorway, sync_to_thread=False)},
}


@post("/session", **_WAY)
async def sign_in(
    data: schemas.Credentials, platform: Platform, address_rate: AddressRate, doorway: Doorway
) -> Response[dict[str, Any]]:
    """Sign in with e-mail and password; 202 says that a second step is due."""
    found = await facade.sign_in(
        platform, rate=address_rate, email=data.email, password=data.password, caller=doorway.caller
    )
    return await doorway.answer(found)


@post("/session/link", **_WAY)
async def sign_in_with_link(
    data: schemas.LinkToken, platform: Platform, address_rate: AddressRate, doorway: Doorway
) -> Response[dict[str, Any]]:
    """Sign in with a single-use link; 202 says that a second step is due."""
    found = await facade.sign_in_with_link(platform, rate=address_rate, token=data.token, caller=doorway.caller)
    return await doorway.answer(found)


@post("/session/second-step", **_WAY)
async def take_second_step(
    data: schemas.Proof, platform: Platform, exchange: Exchange, address_rate: AddressRate, doorway: Doorway
) -> Response[dict[str, Any]]:
    """Finish signing in with a code, a recovery code or a passkey."""
    found = await facade.take_second_step(
        platform,
        rate=address_rate,
        ticket=_ticket(doorway),
        answer=schemas.answer_of(data),
        site=site_if_any(exchange, platform),
        caller=doorway.caller,
    )
    return await doorway.answer(found)


@post("/session/second-step/challenge", **_WAY)
async def challenge_second_step(
    platform: Platform, exchange: Exchange, address_rate: AddressRate, doorway: Doorway
) -> dict[str, Any]:
    """What the browser asks a device with, to finish signing in by a passkey."""
    ceremony = await facade.passkey_challenge(
        platform,
        rate=address_rate,
        ticket=_ticket(doorway),
        site=site_of(exchange, platform),
        caller=doorway.caller,
    )
    return schemas.ceremony_body(ceremony)


@post("/session/passkey/challenge", **_WAY)
async def challenge_passkey(
    platform: Platform, exchange: Exchange, address_rate: AddressRate, doorway: Doorway
) -> dict[str, Any]:
    """What the browser asks a device with, to sign in by a passkey alone."""
    ceremony = await facade.passkey_challenge(
        platform, rate=address_rate, ticket=None, site=site_of(exchange, platform), caller=doorway.caller
    )
    return schemas.ceremony_body(ceremony)


@post("/session/passkey", **_WAY)
async def sign_in_with_passkey(
    data: schemas.PasskeyAnswer,
    platform: Platform,
    exchange: Exchange,
    address_rate: AddressRate,
    doorway: Doorway,
) -> Response[dict[str, Any]]:
    """Sign in with a passkey alone: the device checks who holds it."""
    found = await facade.sign_in_with_passkey(
        platform,
        rate=address_rate,
        ceremony_id=data.ceremony_id,
        made=data.passkey,
        site=site_of(exchange, platform),
        caller=doorway.caller,
    )
    return await doorway.answer(found)


@post("/session/provider/answer", **_WAY)
async def sign_in_from_elsewhere(
    data: schemas.ProviderAnswer,
    platform: Platform,
    address_rate: AddressRate,
    doorway: Doorway,
    provider_person: ProviderPerson,
) -> Response[dict[str, Any]]:
    """Finish signing in at an issuer with what it sent back; 202 says that a second step is due."""
    await address_rate.check(doorway.caller.address)
    if doorway.flow is None or not hmac.compare_digest(doorway.flow.encode(), data.state.encode()):
        raise WrongCredentials("This answer belongs to a sign-in of another browser.", hint="Begin again here.")
    user_id = await provider_person(platform, state=data.state, code=data.code, caller=doorway.caller)
    return await doorway.answer(await facade.sign_in_from_elsewhere(platform, user_id=user_id, caller=doorway.caller))


ROUTERS = (
    sign_in_from_elsewhere,
    sign_in,
    sign_in_with_link,
    take_second_step,
    challenge_second_step,
    challenge_passkey,
    sign_in_with_passkey,
)


def _ticket(doorway: Doorway) -> str:
    if doorway.ticket is None:
        raise TicketNotValid("No second step is due here.", hint="Begin with your password.")
    return doorway.ticket
