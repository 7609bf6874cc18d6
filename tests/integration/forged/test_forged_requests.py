"""Hundreds of forged requests: nothing of another tenant is read or changed, and every one that is refused is told."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from comptoir.platform.context import Platform
from tests.integration.forged.requests import Forged, doors, ids_in_bodies, ids_of_others, injections, tokens
from tests.integration.forged.two_merchants import API, MARK, Merchant, connected, holdings, merchant

pytestmark = pytest.mark.engine
LEAST = 300
EVERYDAY = (409, 412)


@pytest.fixture
async def both(platform: Platform) -> AsyncIterator[tuple[Merchant, Merchant]]:
    attacker = await merchant(platform, name="Heron", store="hx3")
    victim = await merchant(platform, name="Quagga", store="zq7")
    yield attacker, victim
    for one in (attacker, victim):
        await one.client.aclose()


async def ended_tokens(attacker: Merchant) -> dict[str, str]:
    """Tokens of the attacker's own that hold no more."""
    made = (await attacker.client.post(f"{API}/account/tokens", json={"name": "old", "scopes": ["stores:read"]})).json()
    assert (await attacker.client.delete(f"{API}/account/tokens/{made['id']}")).is_success
    return {"revoked": made["secret"]}


def all_of_them(attacker: Merchant, victim: Merchant, *, ended: dict[str, str]) -> Iterator[Forged]:
    yield from ids_of_others(victim)
    yield from ids_in_bodies(victim)
    yield from injections()
    yield from doors(victim)
    yield from tokens(victim, attacker, ended=ended)


async def sent(platform: Platform, attacker: Merchant, one: Forged) -> httpx.Response:
    request = {"params": one.query, "headers": one.headers}
    if one.body is not None:
        request["json"] = one.body
    if one.as_whom == "attacker":
        return await attacker.client.request(one.method, API + one.path, **request)
    async with connected(platform) as client:
        if one.as_whom != "stranger":
            client.headers["Authorization"] = f"Bearer {one.as_whom}"
        return await client.request(one.method, API + one.path, **request)


async def test_hundreds_of_forged_requests_leak_nothing_and_every_refusal_is_told(
    platform: Platform, both: tuple[Merchant, Merchant]
) -> None:
    attacker, victim = both
    forged = list(all_of_them(attacker, victim, ended=await ended_tokens(attacker)))
    assert len(forged) >= LEAST
    before = await holdings(platform, victim)
    platform.refusals.due(0.0, all_of_them=True)
    wrong: list[str] = []
    refused: Counter[int] = Counter()
    for one in forged:
        answer = await sent(platform, attacker, one)
        told = sum(note.count for note in platform.refusals.due(0.0, all_of_them=True))
        said = f"{one.trick}: {one.method} {one.path} {json.dumps(one.body)[:160]} → {answer.status_code}"
        if MARK in answer.text.lower():
            wrong.append(f"LEAK {said}: {answer.text[:300]}")
        if answer.status_code >= 500:
            wrong.append(f"BROKE {said}: {answer.text[:300]}")
        if 400 <= answer.status_code < 500:
            refused[answer.status_code] += 1
            if told != 1 and answer.status_code not in EVERYDAY:
                wrong.append(f"NOT TOLD {said}")
        elif not harmless(one, answer):
            wrong.append(f"LET IN {said}: {answer.text[:300]}")
    assert not wrong, f"{len(wrong)} of {len(forged)}:\n" + "\n".join(wrong[:40])
    assert sum(refused.values()) >= LEAST, refused
    assert await holdings(platform, victim) == before, "something of the victim changed"


def harmless(one: Forged, answer: httpx.Response) -> bool:
    """Whether an answer that is no refusal stands for a condition that meets nothing of anybody else's, or for a look.

    What it says was searched for the victim's mark, and what the victim holds is compared at the end.
    """
    asks = one.path.startswith("/query") or one.method == "GET"
    return asks or one.trick in ("another tenant's name in a board", "another tenant's id")


async def test_a_token_for_the_store_of_another_sees_none(platform: Platform, both: tuple[Merchant, Merchant]) -> None:
    attacker, victim = both
    draft = {"name": "x", "scopes": ["stores:read", "orders:read"], "stores": [str(victim.store.id)]}
    made = await attacker.client.post(f"{API}/account/tokens", json=draft)
    async with connected(platform) as script:
        script.headers["Authorization"] = f"Bearer {made.json()['secret']}"
        assert (await script.get(f"{API}/stores")).json()["items"] == []
        assert (await script.get(f"{API}/orders")).json()["items"] == []


async def test_cursors_of_others_and_altered_ones_open_nothing(
    platform: Platform, both: tuple[Merchant, Merchant]
) -> None:
    attacker, victim = both
    seen = 0
    for path in ("/orders", "/products", "/customers", "/deliveries", "/audit", "/boards", "/imports"):
        theirs = (await victim.client.get(API + path, params={"limit": "1"})).json().get("next_cursor")
        ours = (await attacker.client.get(API + path, params={"limit": "1"})).json().get("next_cursor")
        for cursor in filter(None, (theirs, ours)):
            for altered in {
                cursor,
                cursor[::-1],
                cursor[:-2],
                cursor + "x",
                cursor.swapcase(),
                cursor[2:],
                f"{cursor}'--",
            }:
                answer = await attacker.client.get(API + path, params={"cursor": altered, "limit": "50"})
                assert answer.status_code in (200, 422), (path, altered, answer.text)
                assert MARK not in answer.text.lower(), (path, altered)
                seen += 1
    assert seen >= 14


async def test_a_session_that_ended_opens_nothing(platform: Platform, both: tuple[Merchant, Merchant]) -> None:
    _, victim = both
    async with connected(platform) as thief:
        thief.cookies = victim.client.cookies
        assert (await thief.get(f"{API}/stores")).is_success, "a stolen cookie works until the session ends"
        assert (await victim.client.delete(f"{API}/session")).is_success
        for method, path in (("GET", "/stores"), ("GET", "/orders"), ("POST", "/boards"), ("GET", "/session")):
            assert (await thief.request(method, API + path, json={"name": "x"})).status_code == 401
