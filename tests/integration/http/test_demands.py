"""What organisations demand: second steps by role, addresses by role, fresh proofs before dangerous acts; new devices."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from comptoir.foundation.identity import facade as identity
from comptoir.foundation.identity.errors import LocksOneselfOut
from comptoir.roles.web import web_application
from tests.integration.http.access_rules import PUBLIC, RULES
from tests.integration.http.conftest import OWNER, PASSWORD, Place, sign_in
from tests.integration.http.test_access_matrix import asked_of
from tests.integration.http.test_second_step import code_at, enrol, first_step, second_step

pytestmark = pytest.mark.engine
API = "/api/v1"
POLICY = f"{API}/organisation/sign-in"
VIEWER = "viewer@example.test"


@pytest.fixture
async def place(place: Place) -> Place:
    """The application with every module, and a viewer."""
    place = replace(place, application=web_application(place.platform, recogniser=place.recogniser))
    await identity.add_member(place.actor(), place.platform, email=VIEWER, role="viewer", password=PASSWORD)
    return place


@pytest.fixture
async def viewer(place: Place) -> AsyncIterator[httpx.AsyncClient]:
    """A browser the viewer signed in with."""
    async with place.client() as client:
        await sign_in(client, email=VIEWER)
        yield client


async def demand(client: httpx.AsyncClient, **change: Any) -> httpx.Response:
    return await client.patch(POLICY, json=change)


async def test_a_role_that_needs_a_second_step_reaches_enrolment_and_nothing_else(
    place: Place, owner: httpx.AsyncClient, viewer: httpx.AsyncClient
) -> None:
    assert (await demand(owner, second_step_roles=["viewer"])).json()["second_step_roles"] == ["viewer"]
    state = (await viewer.get(f"{API}/session")).json()
    assert state["user"]["is_enrolment_due"] is True
    assert state["user"]["permissions"] == []
    assert state["stores"] == []
    open_to_all = {"/session", "/session/organisation", "/session/proof/challenge"}
    for (method, path), rule in RULES.items():
        if rule.ends or PUBLIC in rule.needs or path in open_to_all or path.startswith("/account/second-step"):
            continue
        answer = await asked_of(viewer, method, path, rule)
        assert (answer.status_code, answer.json()["code"]) == (403, "second_step_required"), (method, path)
    await enrol(place, viewer)
    assert (await viewer.get(f"{API}/session")).json()["user"]["is_enrolment_due"] is False
    assert (await viewer.get(f"{API}/organisation")).status_code == 200
    assert (await owner.get(f"{API}/organisation")).status_code == 200


async def test_without_its_second_step_a_session_sees_nothing_live(
    place: Place, owner: httpx.AsyncClient, viewer: httpx.AsyncClient
) -> None:
    await demand(owner, second_step_roles=["viewer"])
    token = next(value for name, value in viewer.cookies.items() if "session" in name)
    credential = place.recogniser.credential(token, bearer=False)
    found = (await place.recogniser.still([credential]))[credential]
    assert found.actor.permissions == frozenset()
    assert found.actor.scope.stores == frozenset()


async def test_a_role_nobody_knows_and_a_range_that_is_none_are_refused(owner: httpx.AsyncClient) -> None:
    assert (await demand(owner, second_step_roles=["captain"])).json()["code"] == "unknown_role"
    wrong = await demand(owner, networks={"viewer": ["10.0.0.0/8", "somewhere"]})
    assert (wrong.status_code, "somewhere" in wrong.json()["detail"]) == (422, True)
    assert (await owner.get(POLICY)).json() == {"second_step_roles": [], "networks": {}}


async def test_a_role_comes_only_from_where_it_may(
    place: Place, owner: httpx.AsyncClient, viewer: httpx.AsyncClient
) -> None:
    token = await identity.make_token(place.actor(), place.platform, name="t", scopes=["stores:read"])
    assert (await demand(owner, networks={"viewer": ["203.0.113.0/24", "2001:db8::/32"]})).status_code == 200
    refused = await viewer.get(f"{API}/session")
    assert (refused.status_code, refused.json()["code"]) == (403, "address_refused")
    for address in ("203.0.113.77", "2001:db8::1", "::ffff:203.0.113.9"):
        async with place.client(client=(address, 1)) as inside:
            await sign_in(inside, email=VIEWER)
            assert (await inside.get(f"{API}/organisation")).status_code == 200
    async with place.client(client=("203.0.114.1", 1)) as outside:
        answer = await outside.post(f"{API}/session", json={"email": VIEWER, "password": PASSWORD})
        assert (answer.status_code, answer.json()["code"]) == (403, "address_refused")
    assert (await owner.get(f"{API}/organisation")).status_code == 200
    await demand(owner, networks={"*": ["127.0.0.0/8"]})
    assert (await viewer.get(f"{API}/organisation")).status_code == 200
    bearer = {"authorization": f"Bearer {token.secret}"}
    async with place.client(client=("203.0.113.1", 1), headers=bearer) as machine:
        assert (await machine.get(f"{API}/organisation")).json()["code"] == "address_refused"
    async with place.client(headers=bearer) as machine:
        assert (await machine.get(f"{API}/organisation")).status_code == 200


@pytest.mark.parametrize("role", ["*", "owner"])
async def test_nobody_locks_themself_out(place: Place, owner: httpx.AsyncClient, role: str) -> None:
    refused = await demand(owner, networks={role: ["203.0.113.0/24"]})
    assert (refused.status_code, refused.json()["code"]) == (409, LocksOneselfOut.code)
    assert "127.0.0.1" in refused.json()["detail"]
    assert (await owner.get(f"{API}/organisation")).status_code == 200
    forged = await owner.patch(
        POLICY, json={"networks": {role: ["203.0.113.0/24"]}}, headers={"X-Forwarded-For": "203.0.113.9"}
    )
    assert forged.status_code == 409
    host = await identity.change_sign_in_policy(
        place.actor(), place.platform, roles=None, networks={role: ["203.0.113.0/24"]}
    )
    assert host.networks == {role: ("203.0.113.0/24",)}


async def test_dangerous_acts_ask_again_after_fifteen_minutes(place: Place, owner: httpx.AsyncClient) -> None:
    draft = {"name": "Script", "scopes": ["stores:read"]}
    assert (await owner.post(f"{API}/account/tokens", json=draft)).status_code == 201
    place.clock.move(minutes=15)
    dangerous = [
        ("POST", "/account/tokens"),
        ("POST", "/members"),
        ("PATCH", "/members/{member_id}"),
        ("DELETE", "/members/{member_id}"),
        ("POST", "/roles"),
        ("DELETE", "/stores/{slug}"),
        ("PUT", "/stores/{slug}/webhook-secret"),
        ("PATCH", "/organisation/sign-in"),
        ("POST", "/account/second-step/codes"),
        ("DELETE", "/account/second-step/{factor_id}"),
        ("POST", "/account/second-step/recovery-codes"),
    ]
    for method, path in dangerous:
        answer = await asked_of(owner, method, path, RULES[method, path])
        assert (answer.status_code, answer.json()["code"]) == (403, "step_up_required"), (method, path)
    assert (await owner.get(f"{API}/account/tokens")).status_code == 200
    wrong = await owner.post(f"{API}/session/proof", json={"password": "not this one"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_password")
    assert (await owner.post(f"{API}/session/proof", json={"password": PASSWORD})).status_code == 204
    assert (await owner.post(f"{API}/account/tokens", json=draft)).status_code == 201


async def test_whoever_has_a_second_step_proves_themself_with_it(place: Place, owner: httpx.AsyncClient) -> None:
    secret, _ = await enrol(place, owner)
    place.clock.move(minutes=15)
    used = code_at(place, secret)
    by_password = await owner.post(f"{API}/session/proof", json={"password": PASSWORD})
    assert by_password.status_code == 422
    new = {"current": PASSWORD, "new": "another good sentence"}
    assert (await owner.post(f"{API}/session/password", json=new)).json()["code"] == "step_up_required"
    assert (await owner.post(f"{API}/session/proof", json={"code": used})).status_code == 204
    assert (await owner.post(f"{API}/session/proof", json={"code": used})).json()["code"] == "wrong_code"
    assert (await owner.post(f"{API}/session/password", json=new)).status_code == 204


async def test_guessing_a_proof_is_slowed_down(place: Place, owner: httpx.AsyncClient) -> None:
    place.clock.move(minutes=15)
    codes = [(await owner.post(f"{API}/session/proof", json={"password": "wrong"})).json()["code"] for _ in range(6)]
    assert codes == ["wrong_password"] * 5 + ["sign_in_throttled"]


async def test_a_new_browser_is_told_of_until_its_person_knows_it(place: Place, owner: httpx.AsyncClient) -> None:
    first = (await owner.get(f"{API}/account/sessions")).json()["items"]
    assert [one["is_new_device"] for one in first] == [False]
    async with place.client(headers={"User-Agent": "Elsewhere"}) as other:
        await sign_in(other)
        seen = (await owner.get(f"{API}/account/sessions")).json()["items"]
        strange = next(one for one in seen if one["agent"] == "Elsewhere")
        assert strange["is_new_device"] is True
        await sign_in(other)
        again = (await owner.get(f"{API}/account/sessions")).json()["items"]
        assert sum(one["is_new_device"] for one in again) == 1
    known = f"{API}/account/sessions/{strange['id']}/known"
    assert (await owner.post(known)).status_code == 204
    assert not any(one["is_new_device"] for one in (await owner.get(f"{API}/account/sessions")).json()["items"])
    async with place.platform.database.begin_system() as uow:
        told = await uow.execute(text("SELECT count(*) FROM audit_entries WHERE action = 'session.new_device'"))
        assert told.scalar_one() == 1


async def test_how_long_sessions_last_is_a_setting(place: Place) -> None:
    platform = replace(place.platform, settings=replace(place.platform.settings, session_idle_hours=1, session_hours=3))
    recogniser = identity.Recogniser(platform)
    place = replace(place, application=web_application(platform, recogniser=recogniser), recogniser=recogniser)
    async with place.client() as client:
        await sign_in(client)
        for _ in range(4):
            place.clock.move(minutes=40)
            recogniser.forget()
            assert (await client.get(f"{API}/session")).status_code == 200
        place.clock.move(minutes=20)
        assert (await client.get(f"{API}/session")).status_code == 401
        await sign_in(client)
        place.clock.move(hours=1)
        recogniser.forget()
        assert (await client.get(f"{API}/session")).status_code == 401


async def test_what_is_demanded_is_told_to_the_trail_without_secrets(place: Place, owner: httpx.AsyncClient) -> None:
    await demand(owner, second_step_roles=["owner"], networks={"*": ["127.0.0.1"]})
    secret, _ = await enrol(place, owner)
    async with place.client() as other:
        await first_step(other)
        await second_step(other, code=code_at(place, secret))
    async with place.platform.database.begin_system() as uow:
        rows = (await uow.execute(text("SELECT action, before, after FROM audit_entries ORDER BY id"))).all()
    told = {row.action: (row.before, row.after) for row in rows}
    assert '"second_step_roles":["owner"]' in told["access.sign_in_changed"][1]
    assert told["factor.added"][1] == '{"kind":"code","name":"Telephone"}'
    assert '"second_step":"code"' in told["session.started"][1]
    assert secret not in str(rows)
    assert OWNER not in str([row for row in rows if row.action.startswith("factor.")])
