"""Second steps: codes, recovery codes, passkeys; who is asked for one, and what is refused."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pyotp
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import text

from comptoir.foundation.factors.contracts import Site
from comptoir.foundation.factors.errors import PasskeyRefused
from comptoir.foundation.factors.usecases import speak_webauthn
from comptoir.foundation.identity import facade as identity
from comptoir.roles.web import web_application
from tests.integration.http.authenticator import PRESENT, Device
from tests.integration.http.conftest import OWNER, PASSWORD, Place, sign_in

pytestmark = pytest.mark.engine
API = "/api/v1"
HERE = f"{API}/account/second-step"
NAMED = "http://localhost:8000"


@pytest.fixture
def place(place: Place) -> Place:
    """The application with every module."""
    return replace(place, application=web_application(place.platform, recogniser=place.recogniser))


@pytest.fixture
async def named(place: Place) -> AsyncIterator[httpx.AsyncClient]:
    """The owner's browser, with the panel open under a name."""
    async with place.client(base_url=NAMED) as client:
        await sign_in(client)
        yield client


def code_at(place: Place, secret: str, *, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(place.clock(), counter_offset=steps)


async def enrol(place: Place, client: httpx.AsyncClient, name: str = "Telephone") -> tuple[str, dict[str, Any]]:
    """Return (secret, answer) of one-time codes just enrolled; the clock stands one step later."""
    draft = (await client.post(f"{HERE}/codes")).json()
    code = code_at(place, draft["secret"])
    added = await client.post(f"{HERE}/codes/{draft['id']}", json={"code": code, "name": name})
    assert added.status_code == 200, added.text
    place.clock.move(seconds=30)
    return draft["secret"], added.json()


async def add_passkey(client: httpx.AsyncClient, device: Device, name: str = "Key") -> httpx.Response:
    asked = (await client.post(f"{HERE}/passkeys/challenge")).json()
    made = device.created(asked["options"])
    return await client.post(
        f"{HERE}/passkeys", json={"ceremony_id": asked["ceremony_id"], "passkey": made, "name": name}
    )


async def first_step(client: httpx.AsyncClient) -> httpx.Response:
    return await client.post(f"{API}/session", json={"email": OWNER, "password": PASSWORD})


async def second_step(client: httpx.AsyncClient, **proof: Any) -> httpx.Response:
    return await client.post(f"{API}/session/second-step", json=proof)


async def test_a_code_is_asked_for_once_one_is_enrolled(place: Place, owner: httpx.AsyncClient) -> None:
    secret, added = await enrol(place, owner)
    assert len(set(added["recovery_codes"])) == 10
    async with place.client() as other:
        due = await first_step(other)
        assert (due.status_code, due.json()) == (202, {"second_step": {"methods": ["code", "recovery"]}})
        assert (await other.get(f"{API}/session")).status_code == 401
        done = await second_step(other, code=code_at(place, secret))
        assert done.status_code == 200
        other.headers["X-CSRF-Token"] = done.json()["csrf_token"]
        assert done.json()["user"]["proofs"] == ["code", "recovery"]
        sessions = (await other.get(f"{API}/account/sessions")).json()["items"]
        assert [one["second_step"] for one in sessions if one["current"]] == ["code"]


async def test_a_draft_counts_for_nothing_until_its_first_code(place: Place, owner: httpx.AsyncClient) -> None:
    draft = (await owner.post(f"{HERE}/codes")).json()
    assert draft["uri"].startswith("otpauth://totp/Comptoir:owner%40example.test?")
    assert draft["picture"].startswith("data:image/svg+xml")
    wrong = await owner.post(f"{HERE}/codes/{draft['id']}", json={"code": "000000"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_first_code")
    async with place.client() as other:
        assert (await first_step(other)).status_code == 200
    place.clock.move(minutes=15)
    late = await owner.post(f"{HERE}/codes/{draft['id']}", json={"code": code_at(place, draft["secret"])})
    assert late.json()["code"] == "step_up_required"
    assert (await owner.get(HERE)).json() == {"factors": [], "recovery_codes_left": 0}


async def test_a_code_counts_once_and_no_older_one_after_it(place: Place, owner: httpx.AsyncClient) -> None:
    secret, _ = await enrol(place, owner)
    used = code_at(place, secret)
    async with place.client() as one, place.client() as two:
        await first_step(one)
        await first_step(two)
        answers = await asyncio.gather(second_step(one, code=used), second_step(two, code=used))
        assert sorted(answer.status_code for answer in answers) == [200, 401]
    for steps in (-1, 0):
        async with place.client() as third:
            await first_step(third)
            refused = await second_step(third, code=code_at(place, secret, steps=steps))
            assert (refused.status_code, refused.json()["code"]) == (401, "wrong_code")
    async with place.client() as fourth:
        await first_step(fourth)
        assert (await second_step(fourth, code=code_at(place, secret, steps=1))).status_code == 200


async def test_a_ticket_serves_one_sign_in_five_tries_and_ten_minutes(place: Place, owner: httpx.AsyncClient) -> None:
    secret, _ = await enrol(place, owner)
    async with place.client() as client:
        await first_step(client)
        kept = dict(client.cookies)
        assert (await second_step(client, code=code_at(place, secret))).status_code == 200
        client.cookies.update(kept)
        place.clock.move(seconds=30)
        again = await second_step(client, code=code_at(place, secret))
        assert again.json()["code"] == "second_step_over"
    async with place.client(client=("203.0.113.5", 1)) as client:
        await first_step(client)
        tried = [(await second_step(client, code="000000")).json()["code"] for _ in range(6)]
        assert tried == ["wrong_code"] * 5 + ["second_step_over"]
    async with place.client(client=("203.0.113.6", 1)) as client:
        await first_step(client)
        place.clock.move(minutes=10)
        assert (await second_step(client, code=code_at(place, secret))).json()["code"] == "second_step_over"
    async with place.client() as client:
        assert (await second_step(client, code="123456")).json()["code"] == "second_step_over"


async def test_guessing_codes_is_slowed_down_here_and_nobody_elsewhere_waits(
    place: Place, owner: httpx.AsyncClient
) -> None:
    secret, _ = await enrol(place, owner)
    async with place.client(client=("203.0.113.7", 1)) as thief:
        found: Counter[str] = Counter()
        for _ in range(3):
            await first_step(thief)
            found.update([(await second_step(thief, code="000000")).json()["code"] for _ in range(3)])
        assert found == {"wrong_code": 5, "sign_in_throttled": 4}
    async with place.client(client=("203.0.113.8", 1)) as person:
        await first_step(person)
        assert (await second_step(person, code=code_at(place, secret))).status_code == 200


async def test_a_thief_of_a_password_with_many_addresses_is_slowed_down_and_a_recovery_code_still_works(
    place: Place, owner: httpx.AsyncClient
) -> None:
    secret, added = await enrol(place, owner)
    found: Counter[str] = Counter()
    for number in range(21):
        async with place.client(client=(f"203.0.113.{number}", 1)) as thief:
            await first_step(thief)
            found.update([(await second_step(thief, code="000000")).json()["code"] for _ in range(5)])
    assert found["wrong_code"] == 100
    assert found["sign_in_throttled"] == 5
    async with place.client(client=("198.51.100.1", 1)) as person:
        await first_step(person)
        assert (await second_step(person, code=code_at(place, secret))).json()["code"] == "sign_in_throttled"
        assert (await second_step(person, recovery_code=added["recovery_codes"][0])).status_code == 200


async def test_recovery_codes_work_once_each_and_new_ones_end_the_old(place: Place, owner: httpx.AsyncClient) -> None:
    _, added = await enrol(place, owner)
    first, second = added["recovery_codes"][:2]
    async with place.client() as other:
        await first_step(other)
        assert (await second_step(other, recovery_code=first.upper().replace("-", " "))).status_code == 200
        await first_step(other)
        assert (await second_step(other, recovery_code=first)).json()["code"] == "wrong_code"
    assert (await owner.get(HERE)).json()["recovery_codes_left"] == 9
    fresh = (await owner.post(f"{HERE}/recovery-codes")).json()["recovery_codes"]
    async with place.client() as other:
        await first_step(other)
        assert (await second_step(other, recovery_code=second)).status_code == 401
        assert (await second_step(other, recovery_code=fresh[0])).status_code == 200


async def test_a_link_asks_for_the_second_step_as_well(place: Place, owner: httpx.AsyncClient) -> None:
    await enrol(place, owner)
    link = await identity.sign_in_link(identity.HOST, place.platform, email=OWNER)
    async with place.client() as other:
        due = await other.post(f"{API}/session/link", json={"token": link.path.partition("#token=")[2]})
        assert due.status_code == 202


async def test_no_secret_of_a_factor_is_stored_as_it_is(place: Place, owner: httpx.AsyncClient) -> None:
    secret, added = await enrol(place, owner)
    async with place.platform.database.begin_system() as uow:
        found = ""
        for table in ("second_factors", "recovery_codes", "sign_in_tickets", "audit_entries"):
            found += str((await uow.execute(text(f"SELECT * FROM {table}"))).all())
    assert secret not in found
    assert not any(code in found or code.replace("-", "") in found for code in added["recovery_codes"])
    assert "factor.added" in found


async def test_factors_are_named_and_removed_and_the_last_takes_recovery_codes_along(
    place: Place, owner: httpx.AsyncClient
) -> None:
    _, added = await enrol(place, owner)
    mine = f"{HERE}/{added['factor']['id']}"
    assert (await owner.patch(mine, json={"name": "  Work   phone "})).json()["name"] == "Work phone"
    assert (await owner.patch(mine, json={"name": ""})).status_code == 422
    _, second = await enrol(place, owner, name="Second")
    assert second["recovery_codes"] is None
    assert (await owner.delete(mine)).status_code == 204
    assert (await owner.get(HERE)).json()["recovery_codes_left"] == 10
    assert (await owner.delete(mine)).status_code == 404
    assert (await owner.delete(f"{HERE}/{second['factor']['id']}")).status_code == 204
    assert (await owner.get(HERE)).json() == {"factors": [], "recovery_codes_left": 0}
    refused = await owner.post(f"{HERE}/recovery-codes")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_factor")
    async with place.client() as other:
        assert (await first_step(other)).status_code == 200


async def test_nobody_touches_somebody_elses_factors(place: Place, owner: httpx.AsyncClient) -> None:
    _, added = await enrol(place, owner)
    await identity.add_member(place.actor(), place.platform, email="v@example.test", role="owner", password=PASSWORD)
    async with place.client() as other:
        await sign_in(other, email="v@example.test")
        mine = f"{HERE}/{added['factor']['id']}"
        assert (await other.delete(mine)).status_code == 404
        assert (await other.patch(mine, json={"name": "x"})).status_code == 404
        assert (await other.get(HERE)).json()["factors"] == []


async def test_a_passkey_is_a_second_step_and_a_way_in_by_itself(place: Place, named: httpx.AsyncClient) -> None:
    device = Device()
    added = await add_passkey(named, device)
    assert added.status_code == 201, added.text
    assert len(added.json()["recovery_codes"]) == 10
    async with place.client(base_url=NAMED) as other:
        assert (await first_step(other)).json()["second_step"]["methods"] == ["passkey", "recovery"]
        asked = (await other.post(f"{API}/session/second-step/challenge")).json()
        assert len(asked["options"]["allowCredentials"]) == 1
        proof = {"ceremony_id": asked["ceremony_id"], "passkey": device.answered(asked["options"])}
        assert (await second_step(other, **proof)).status_code == 200
    async with place.client(base_url=NAMED) as alone:
        asked = (await alone.post(f"{API}/session/passkey/challenge")).json()
        assert asked["options"]["allowCredentials"] == []
        answer = {"ceremony_id": asked["ceremony_id"], "passkey": device.answered(asked["options"])}
        came = await alone.post(f"{API}/session/passkey", json=answer)
        assert came.status_code == 200, came.text
        assert came.json()["user"]["email"] == OWNER
        replayed = await alone.post(f"{API}/session/passkey", json=answer)
        assert (replayed.status_code, replayed.json()["code"]) == (401, "passkey_refused")


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "http://evil.example"},
        {"domain": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0},
        {"count": -1},
        {"handle": b"AAAAAAAAAAAAAAAAAAAAAA"},
        {"id": b"another device's id"},
        {"key": Device().key},
    ],
    ids=lambda lie: next(iter(lie)),
)
async def test_a_passkey_that_lies_is_refused(place: Place, named: httpx.AsyncClient, lie: dict[str, Any]) -> None:
    device = Device(count=5)
    assert (await add_passkey(named, device)).status_code == 201
    async with place.client(base_url=NAMED) as other:
        asked = (await other.post(f"{API}/session/passkey/challenge")).json()
        made = replace(device, **lie).answered(asked["options"])
        came = await other.post(f"{API}/session/passkey", json={"ceremony_id": asked["ceremony_id"], "passkey": made})
        assert (came.status_code, came.json()["code"]) == (401, "passkey_refused")
        assert (await other.get(f"{API}/session")).status_code == 401


async def test_a_passkey_is_enrolled_once_in_time_and_by_its_person(place: Place, named: httpx.AsyncClient) -> None:
    device = Device()
    assert (await add_passkey(named, device)).status_code == 201
    again = await add_passkey(named, device)
    assert (again.status_code, again.json()["code"]) == (401, "passkey_refused")
    asked = (await named.post(f"{HERE}/passkeys/challenge")).json()
    assert len(asked["options"]["excludeCredentials"]) == 1
    made = Device().created(asked["options"])
    place.clock.move(minutes=5)
    body = {"ceremony_id": asked["ceremony_id"], "passkey": made}
    assert (await named.post(f"{HERE}/passkeys", json=body)).json()["code"] == "passkey_refused"
    unverified = await add_passkey(named, Device(flags=PRESENT))
    assert unverified.json()["code"] == "passkey_refused"


async def test_under_an_address_passkeys_say_what_they_need(owner: httpx.AsyncClient) -> None:
    refused = await owner.post(f"{HERE}/passkeys/challenge")
    assert (refused.status_code, refused.json()["code"]) == (409, "passkeys_need_name")
    assert "localhost" in refused.json()["hint"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
PARTS = st.sampled_from(["clientDataJSON", "authenticatorData", "signature", "attestationObject", "userHandle"])


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.fixed_dictionaries(
        {},
        optional={
            "id": JSON,
            "rawId": JSON,
            "type": st.just("public-key") | JSON,
            "response": st.dictionaries(PARTS, JSON, max_size=5) | JSON,
        },
    )
)
def test_whatever_a_device_sends_is_refused_in_words(made: dict[str, Any]) -> None:
    site = Site("localhost", (NAMED,))
    for check in (
        lambda: speak_webauthn.created(made, challenge=b"x", site=site),
        lambda: speak_webauthn.answered(made, challenge=b"x", site=site, public_key=b"", sign_count=0),
    ):
        with pytest.raises(PasskeyRefused):
            check()


async def test_recovering_an_account_takes_its_second_steps_away(place: Place, owner: httpx.AsyncClient) -> None:
    await enrol(place, owner)
    link = await identity.recover(identity.HOST, place.platform, email=OWNER)
    async with place.client() as other:
        came = await other.post(f"{API}/session/link", json={"token": link.path.partition("#token=")[2]})
        assert came.status_code == 200
        assert came.json()["user"]["proofs"] == ["password"]
    async with place.platform.database.begin_system() as uow:
        told = await uow.execute(text("SELECT after FROM audit_entries WHERE action = 'access.recovered'"))
        assert '"factors_removed":1' in str(told.scalar_one())
