"""Rate limits over HTTP: by address, session and token, with the standard header fields; deliveries are not counted."""

from dataclasses import replace

import pytest

from comptoir.foundation.identity.module import MODULE as IDENTITY
from comptoir.platform.http import rates
from comptoir.platform.http.rates import RateLimited, Rates
from comptoir.roles.web import web_application
from tests.integration.http.conftest import sign_in

pytestmark = pytest.mark.engine
LIMITS = {"rate_per_address": 30, "rate_per_session": 5, "rate_per_token": 4}


@pytest.fixture
def limited(place, panel):
    """The panel with narrow quotas."""

    def of(**changes):
        place.platform.settings = replace(place.platform.settings, **{**LIMITS, **changes})
        place.application = web_application(
            place.platform, modules=(IDENTITY,), panel=panel, recogniser=place.recogniser
        )
        return place

    return of


async def answers(client, number, path="/api/v1/session"):
    return [await client.get(path) for _ in range(number)]


async def test_a_session_that_asks_too_often_waits_and_another_does_not(limited):
    place = limited()
    async with place.client() as one, place.client() as two:
        await sign_in(one)
        await sign_in(two)
        found = await answers(one, 6)
        assert [answer.status_code for answer in found] == [200] * 5 + [429]
        assert found[0].headers["RateLimit-Policy"] == '"address";q=30;w=60, "session";q=5;w=60'
        assert found[0].headers["RateLimit"].split(", ")[1].startswith('"session";r=4;t=')
        assert found[5].json()["code"] == "rate_limited"
        assert 1 <= int(found[5].headers["Retry-After"]) <= 60
        assert '"session";r=0' in found[5].headers["RateLimit"]
        assert (await two.get("/api/v1/session")).status_code == 200


async def test_an_address_is_counted_whoever_asks_and_a_network_of_ipv6_is_one(limited):
    place = limited(rate_per_address=3)
    first, second, elsewhere = ((address, 40000) for address in ("2001:db8::1", "2001:db8::2", "2001:db8:1::1"))
    async with place.client(client=first) as one, place.client(client=second) as two:
        assert [answer.status_code for answer in await answers(one, 2)] == [401, 401]
        found = await answers(two, 2)
        assert [answer.status_code for answer in found] == [401, 429]
        assert "Retry-After" in found[1].headers
    async with place.client(client=elsewhere) as other:
        assert (await other.get("/api/v1/session")).status_code == 401


async def test_a_proxy_that_is_trusted_is_not_the_caller(limited):
    place = limited(rate_per_address=2)
    async with place.client(client=("10.0.0.9", 40000)) as proxy:
        for last in range(6):
            answer = await proxy.get("/api/v1/session", headers={"X-Forwarded-For": f"198.51.100.{last}"})
            assert answer.status_code == 401


async def test_probes_and_pages_are_not_counted(limited):
    place = limited(rate_per_address=2)
    async with place.client() as client:
        for path in ("/health/live", "/orders"):
            assert {answer.status_code for answer in await answers(client, 6, path)} == {200}
            assert "RateLimit" not in (await client.get(path)).headers


async def test_processes_with_a_broker_count_together(redis, limited):
    redis.start()
    place = limited(broker_url=redis.url)
    one, two = (Rates.of(place.platform.settings) for _ in range(2))
    for counter in (one, two, one, two):
        await counter.count(rates.TOKEN, "a", standings=[])
    with pytest.raises(RateLimited):
        await one.count(rates.TOKEN, "a", standings=[])
    redis.stop()
    await two.count(rates.TOKEN, "a", standings=[])
    for counter in (one, two):
        await counter.close()
    await place.application.close()
