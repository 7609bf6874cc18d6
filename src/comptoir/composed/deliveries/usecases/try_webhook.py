"""Send a really signed delivery that changes no figure through the real door, and tell step by step how it went."""

import json
from datetime import datetime
from uuid import UUID

import httpx

from comptoir.composed.deliveries.contracts import Step, TestReport
from comptoir.composed.deliveries.model import OUR_TEST
from comptoir.connectors.sdk.hooks import HookScheme
from comptoir.domains.commerce.contracts import Store
from comptoir.kernel.actor import Actor
from comptoir.kernel.ids import new_id
from comptoir.platform import inbox_reading
from comptoir.platform.context import Platform
from comptoir.platform.http.loopback import Answered, Loopback, post_over_network

WITHIN = 10.0  # seconds
SECRET, REACHED, SIGNATURE, STORED = NAMES = ("secret", "reached", "signature", "stored")
_REFUSED = 401


async def try_webhook(
    actor: Actor,
    platform: Platform,
    *,
    store: Store,
    scheme: HookScheme,
    secret: bytes | None,
    url: str,
    loopback: Loopback,
) -> TestReport:
    """Return how a test delivery to ``url`` went; through this process where no public address is set."""
    if secret is None:
        return TestReport(url, "process", _steps([(False, "No secret is set: set the platform's first.")]), None)
    body = sample(store, at=platform.clock())
    headers = scheme.signed_headers(body, topic=scheme.test_topic, delivery=f"{OUR_TEST}{new_id()}", secret=secret)
    via, reached, answer = await _send(platform, url=url, headers=headers, body=body, loopback=loopback)
    told = [(True, "A secret is set."), reached]
    if answer is None:
        return TestReport(url, via, _steps(told), None)
    told.append(_judged(answer))
    stored = await _stored(actor, platform, store=store, answer=answer) if told[-1][0] else None
    if told[-1][0]:
        told.append((stored is not None, _said(answer, is_stored=stored is not None)))
    return TestReport(url, via, _steps(told), stored)


def sample(store: Store, *, at: datetime) -> bytes:
    """Return a body that tells nothing."""
    return json.dumps({"test": True, "store": store.slug, "sent_at": at.isoformat()}).encode()


async def _send(
    platform: Platform, *, url: str, headers: dict[str, str], body: bytes, loopback: Loopback
) -> tuple[str, tuple[bool, str], Answered | None]:
    if platform.settings.public_url:
        try:
            found = await post_over_network(url, headers=headers, body=body, within=WITHIN)
        except httpx.HTTPError as error:
            return "network", (False, f"{url} could not be reached from here ({type(error).__name__})."), None
        if not _is_ours(found):
            return "network", (False, f"Something else answered at {url}, with status {found.status}."), None
        return "network", (True, f"{url} was reached over the network."), found
    found = await loopback.post(path=httpx.URL(url).path, headers=headers, body=body)
    return "process", (True, "The door was asked inside this process: no public address is set."), found


def _is_ours(answer: Answered) -> bool:
    return bool({"stored", "code"} & _document(answer).keys())


def _judged(answer: Answered) -> tuple[bool, str]:
    if answer.status == _REFUSED:
        return False, str(_document(answer).get("detail") or "The signature was refused.")
    return True, "The signature fits the secret."


async def _stored(actor: Actor, platform: Platform, *, store: Store, answer: Answered) -> UUID | None:
    """Return the delivery if the inbox really holds it."""
    try:
        delivery_id = UUID(str(_document(answer).get("delivery")))
    except ValueError:
        return None
    async with platform.database.begin(actor) as uow:
        found = await inbox_reading.find(uow, stores=[store.id], delivery_id=delivery_id)
    return found.id if found is not None else None


def _said(answer: Answered, *, is_stored: bool) -> str:
    if is_stored:
        return "The delivery is stored; it changes no figure."
    return str(_document(answer).get("detail") or f"The door answered with status {answer.status}.")


def _document(answer: Answered) -> dict[str, object]:
    try:
        found = json.loads(answer.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _steps(told: list[tuple[bool, str]]) -> tuple[Step, ...]:
    """Return all steps; those after the first that failed were not tried."""
    steps = [Step(name, ok, detail) for name, (ok, detail) in zip(NAMES, told, strict=False)]
    return (*steps, *(Step(name, None, "Not tried.") for name in NAMES[len(steps) :]))
