"""Passwords, throttling, links, sessions."""

import asyncio
from collections import Counter
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from comptoir.foundation.identity import facade as identity
from comptoir.foundation.identity.repository import credentials
from comptoir.platform.database.unit_of_work import UnitOfWork
from tests.integration.http.conftest import OWNER, PASSWORD, Place, sign_in

pytestmark = pytest.mark.engine


async def attempt(client: httpx.AsyncClient, *, email: str = OWNER, password: str = "wrong") -> httpx.Response:
    return await client.post("/api/v1/session", json={"email": email, "password": password})


async def link_token(place: Place) -> str:
    link = await identity.sign_in_link(identity.HOST, place.platform, email=OWNER)
    return link.path.partition("#token=")[2]


async def test_a_password_signs_in_and_the_session_says_who_and_where(place: Place, browser: httpx.AsyncClient) -> None:
    body = await sign_in(browser, email=" Owner@Example.test ")
    again = (await browser.get("/api/v1/session")).json()
    assert again == body
    assert body["user"]["email"] == OWNER
    assert body["user"]["role"] == "owner"
    assert "users:write" in body["user"]["permissions"]
    assert body["organisation"]["slug"] == "harbour"
    assert body["organisation"]["week_start"] == "monday"
    assert [item["role"] for item in body["organisations"]] == ["owner"]
    assert body["stores"] == []
    assert body["demo"] is None


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(place: Place, browser: httpx.AsyncClient) -> None:
    cookie = (await attempt(browser, password=PASSWORD)).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    async with place.client(client=("10.0.0.1", 1), headers={"X-Forwarded-Proto": "https"}) as behind_tls:
        cookie = (await attempt(behind_tls, password=PASSWORD)).headers["set-cookie"]
    assert cookie.startswith("__Host-")
    assert "secure" in cookie.lower()


async def test_nobody_learns_which_emails_exist(browser: httpx.AsyncClient) -> None:
    known, unknown = await attempt(browser), await attempt(browser, email="nobody@example.test")
    assert known.status_code == unknown.status_code == 401
    assert known.json() == unknown.json()
    assert known.json()["code"] == "wrong_credentials"


async def test_failures_wait_longer_each_time_and_only_here(place: Place, browser: httpx.AsyncClient) -> None:
    for _ in range(5):
        assert (await attempt(browser)).status_code == 401
    refused = await attempt(browser, password=PASSWORD)
    assert refused.status_code == 429
    assert refused.json()["code"] == "sign_in_throttled"
    assert refused.headers["retry-after"] == "1"
    async with place.client(client=("203.0.113.9", 5)) as elsewhere:
        assert (await attempt(elsewhere, password=PASSWORD)).status_code == 200
    place.clock.move(seconds=1)
    assert (await attempt(browser)).status_code == 401
    assert (await attempt(browser)).headers["retry-after"] == "2"
    place.clock.move(seconds=2)
    assert (await attempt(browser, password=PASSWORD)).status_code == 200
    assert (await attempt(browser)).status_code == 401  # a success starts the count again


async def test_a_burst_of_guesses_counts_each(browser: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(attempt(browser) for _ in range(20)))
    assert Counter(answer.status_code for answer in answers) == {401: 5, 429: 15}


async def test_one_address_tries_many_accounts_only_slowly(browser: httpx.AsyncClient) -> None:
    answers = [await browser.post("/api/v1/session/link", json={"token": f"guess {number}"}) for number in range(61)]
    assert Counter(answer.status_code for answer in answers) == {401: 60, 429: 1}


async def test_a_link_works_once(place: Place, browser: httpx.AsyncClient) -> None:
    token = await link_token(place)
    first = await browser.post("/api/v1/session/link", json={"token": token})
    assert first.status_code == 200
    async with place.client() as other:
        second = await other.post("/api/v1/session/link", json={"token": token})
    assert second.status_code == 401
    assert second.json()["code"] == "link_not_valid"


async def test_of_two_at_once_one_link_serves_one(place: Place) -> None:
    token = await link_token(place)
    async with place.client() as one, place.client() as two:
        answers = await asyncio.gather(
            *(client.post("/api/v1/session/link", json={"token": token}) for client in (one, two))
        )
    assert sorted(answer.status_code for answer in answers) == [200, 401]


async def test_a_link_lasts_fifteen_minutes(place: Place, browser: httpx.AsyncClient) -> None:
    token = await link_token(place)
    place.clock.move(minutes=15)
    assert (await browser.post("/api/v1/session/link", json={"token": token})).status_code == 401


async def test_no_secret_is_stored_as_it_is(place: Place, owner: httpx.AsyncClient) -> None:
    token = await link_token(place)
    session = next(iter(owner.cookies.values()))
    async with place.platform.database.begin_system() as uow:
        for table in ("users", "sessions", "sign_in_links", "sign_in_failures"):
            found = str((await uow.execute(text(f"SELECT * FROM {table}"))).all())
            assert PASSWORD not in found
            assert token not in found
            assert session not in found


async def test_a_session_ends_when_idle_and_when_old(place: Place, owner: httpx.AsyncClient) -> None:
    for _ in range(14):
        place.clock.move(days=2)
        place.recogniser.forget()
        assert (await owner.get("/api/v1/session")).status_code == 200
    place.clock.move(days=2)
    assert (await owner.get("/api/v1/session")).status_code == 401  # thirty days old
    await sign_in(owner)
    place.clock.move(days=3)
    place.recogniser.forget()
    assert (await owner.get("/api/v1/session")).status_code == 401  # three days idle


async def test_signing_out_ends_the_session_at_once(owner: httpx.AsyncClient) -> None:
    cookies = dict(owner.cookies)
    assert (await owner.delete("/api/v1/session")).status_code == 204
    assert not [name for name in owner.cookies if "session" in name]
    owner.cookies.update(cookies)
    answer = await owner.get("/api/v1/session")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


async def test_devices_are_listed_and_ended(place: Place, owner: httpx.AsyncClient) -> None:
    async with place.client(headers={"User-Agent": "Telephone"}) as telephone:
        await sign_in(telephone)
        items = (await owner.get("/api/v1/account/sessions")).json()["items"]
        assert {item["agent"]: item["current"] for item in items}["Telephone"] is False
        assert sum(item["current"] for item in items) == 1
        lost = next(item["id"] for item in items if item["agent"] == "Telephone")
        assert (await owner.delete(f"/api/v1/account/sessions/{lost}")).status_code == 204
        assert (await telephone.get("/api/v1/session")).status_code == 401
    assert (await owner.delete(f"/api/v1/account/sessions/{UUID(int=1)}")).status_code == 404
    assert (await owner.get("/api/v1/session")).status_code == 200


async def test_nobody_ends_somebody_elses_session(place: Place, owner: httpx.AsyncClient) -> None:
    await identity.add_member(place.actor(), place.platform, email="v@example.test", role="viewer", password=PASSWORD)
    mine = (await owner.get("/api/v1/account/sessions")).json()["items"][0]["id"]
    async with place.client() as viewer:
        await sign_in(viewer, email="v@example.test")
        assert (await viewer.delete(f"/api/v1/account/sessions/{mine}")).status_code == 404
    assert (await owner.get("/api/v1/session")).status_code == 200


async def test_a_new_password_needs_the_old_one_and_ends_other_sessions(place: Place, owner: httpx.AsyncClient) -> None:
    new = "another good sentence"
    async with place.client() as other:
        await sign_in(other)
        wrong = await owner.post("/api/v1/session/password", json={"current": "wrong", "new": new})
        assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "current")
        weak = await owner.post("/api/v1/session/password", json={"current": PASSWORD, "new": "short"})
        assert weak.json()["code"] == "weak_password"
        good = await owner.post("/api/v1/session/password", json={"current": PASSWORD, "new": new})
        assert good.status_code == 204
        assert (await other.get("/api/v1/session")).status_code == 401
    assert (await owner.get("/api/v1/session")).status_code == 200
    async with place.client() as later:
        assert (await attempt(later, password=PASSWORD)).status_code == 401
        assert (await attempt(later, password=new)).status_code == 200


async def test_after_recovery_a_password_is_set_without_the_old_one(place: Place, owner: httpx.AsyncClient) -> None:
    older = await link_token(place)
    link = await identity.recover(identity.HOST, place.platform, email=OWNER)
    place.recogniser.forget()
    assert (await owner.get("/api/v1/session")).status_code == 401
    async with place.client() as client:
        assert (await client.post("/api/v1/session/link", json={"token": older})).status_code == 401
        answer = await client.post("/api/v1/session/link", json={"token": link.path.partition("=")[2]})
        client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        fresh = await client.post("/api/v1/session/password", json={"new": "another good sentence"})
        assert fresh.status_code == 204
        place.clock.move(minutes=15)
        late = await client.post("/api/v1/session/password", json={"new": "one more good sentence"})
        assert late.json()["code"] == "wrong_password"


async def test_a_removed_member_is_out(place: Place, owner: httpx.AsyncClient) -> None:
    async with place.platform.database.begin_system() as uow:
        await uow.execute(text("DELETE FROM memberships"))
    place.recogniser.forget()
    assert (await owner.get("/api/v1/session")).status_code == 401


async def test_a_credential_that_many_show_at_once_is_looked_up_once(
    place: Place, owner: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = next(cookie.value for cookie in owner.cookies.jar if cookie.value)
    looks: list[bytes] = []
    looking = asyncio.Event()
    real = credentials.session_by_digest

    async def counted(uow: UnitOfWork, *, token_hash: bytes) -> object:
        looks.append(token_hash)
        looking.set()
        return await real(uow, token_hash=token_hash)

    monkeypatch.setattr(credentials, "session_by_digest", counted)
    recogniser = identity.Recogniser(place.platform)
    found = await asyncio.gather(*(recogniser.by_session(str(token)) for _ in range(200)))
    assert {one.actor.organisation_id for one in found if one} == {place.organisation.id}
    assert len(found) == 200
    assert len(looks) == 1
    recogniser.forget()
    looking.clear()
    early = asyncio.create_task(recogniser.by_session(str(token)))
    await looking.wait()
    recogniser.forget()  # a look that began before is not kept
    assert await early
    assert await recogniser.by_session(str(token))
    assert len(looks) == 3
    looking.clear()
    gone, *others = [asyncio.create_task(recogniser.by_session("no token of ours")) for _ in range(3)]
    await looking.wait()
    gone.cancel()  # one who leaves takes nobody's answer along
    assert await asyncio.gather(*others) == [None, None]
