"""Single sign-on against an issuer that tells the truth, and against every lie that must be noticed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from comptoir.foundation.identity import facade as identity
from comptoir.roles.web import web_application
from tests.integration.http.conftest import OWNER, PASSWORD, Place, sign_in
from tests.integration.http.issuer import CLIENT, SECRET, Issuer, running_issuer
from tests.integration.http.test_second_step import code_at, enrol, second_step

pytestmark = pytest.mark.engine
API = "/api/v1"
HERE = f"{API}/organisation/single-sign-on"


@pytest.fixture
def issuer(place: Place) -> Iterator[Issuer]:
    with running_issuer() as found:
        found.now = place.clock().timestamp()
        yield found


@pytest.fixture
def place(place: Place) -> Place:
    """The application with every module; it may ask this machine."""
    settings = replace(place.platform.settings, private_issuers=("127.0.0.1",))
    platform = replace(place.platform, settings=settings)
    recogniser = identity.Recogniser(platform)
    application = web_application(platform, recogniser=recogniser)
    return replace(place, platform=platform, recogniser=recogniser, application=application)


def draft(at: Issuer, **change: Any) -> dict[str, Any]:
    known = {
        "name": "Company login",
        "issuer": at.address,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "domains": ["example.test"],
        "default_role": "viewer",
    }
    return known | change


@pytest.fixture
async def connected(owner: httpx.AsyncClient, issuer: Issuer) -> Issuer:
    answer = await owner.put(HERE, json=draft(issuer))
    assert answer.status_code == 200, answer.text
    return issuer


async def leave(client: httpx.AsyncClient) -> str:
    """Return where the browser is sent."""
    answer = await client.post(f"{API}/session/provider", json={"organisation": "harbour"})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["address"])


async def come_back(client: httpx.AsyncClient, state: str, code: str) -> httpx.Response:
    return await client.post(f"{API}/session/provider/answer", json={"state": state, "code": code})


async def test_somebody_new_comes_in_with_the_default_role_and_again(place: Place, connected: Issuer) -> None:
    for _ in range(2):
        async with place.client() as client:
            ways = (await client.get(f"{API}/session/ways")).json()["items"]
            assert ways == [{"organisation": "harbour", "name": "Company login"}]
            came = await come_back(client, *connected.authorize(await leave(client)))
            assert came.status_code == 200, came.text
            assert (came.json()["user"]["email"], came.json()["user"]["role"]) == ("new@example.test", "viewer")
    async with place.platform.database.begin_system() as uow:
        actions = list((await uow.execute(text("SELECT action FROM audit_entries"))).scalars())
    assert actions.count("access.provider_linked") == 1
    assert actions.count("session.started") == 3
    connected.claims = {"email": "renamed@example.test"}  # the subject is the person, not the e-mail
    async with place.client() as client:
        came = await come_back(client, *connected.authorize(await leave(client)))
        assert came.json()["user"]["email"] == "new@example.test"


async def test_a_member_is_known_by_a_verified_e_mail_and_keeps_role_and_second_step(
    place: Place, owner: httpx.AsyncClient, connected: Issuer
) -> None:
    secret, _ = await enrol(place, owner)
    connected.now = place.clock().timestamp()
    connected.claims = {"email": OWNER}
    async with place.client() as client:
        due = await come_back(client, *connected.authorize(await leave(client)))
        assert (due.status_code, due.json()["second_step"]["methods"]) == (202, ["code", "recovery"])
        came = await second_step(client, code=code_at(place, secret))
        assert came.json()["user"]["role"] == "owner"


LIES: dict[str, dict[str, Any]] = {
    "wrong nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "wrong audience": {"aud": "somebody-else"},
    "two audiences without a party": {"aud": [CLIENT, "other"]},
    "another party": {"aud": [CLIENT, "other"], "azp": "other"},
    "another issuer": {"iss": "https://other.example"},
    "no subject": {"sub": None},
    "an unverified e-mail": {"email_verified": False},
    "an e-mail that is verified in words": {"email_verified": "true"},
    "another domain": {"email": "new@example.test.evil.example"},
    "no e-mail": {"email": None},
    "no expiry": {"exp": None},
}


@pytest.mark.parametrize("what", LIES)
async def test_a_token_that_lies_is_refused(place: Place, connected: Issuer, what: str) -> None:
    connected.claims = LIES[what]
    await refused(place, connected)


@pytest.mark.parametrize("lie", ["key", "unsigned", "shared secret"])
async def test_a_token_somebody_else_signed_is_refused(place: Place, connected: Issuer, lie: str) -> None:
    connected.lie = lie
    await refused(place, connected)


@pytest.mark.parametrize("span", [{"exp": -61}, {"iat": 90}, {"nbf": 90}], ids=lambda span: next(iter(span)))
async def test_a_token_of_another_time_is_refused(place: Place, connected: Issuer, span: dict[str, int]) -> None:
    connected.claims = {name: int(connected.now) + seconds for name, seconds in span.items()}
    await refused(place, connected)


async def refused(place: Place, issuer: Issuer) -> None:
    async with place.client() as client:
        answer = await come_back(client, *issuer.authorize(await leave(client)))
        assert (answer.status_code, answer.json()["code"]) == (401, "single_sign_on_refused"), answer.text
        assert (await client.get(f"{API}/session")).status_code == 401
    async with place.platform.database.begin_system() as uow:
        assert (await uow.execute(text("SELECT count(*) FROM users"))).scalar_one() == 1
        told = (await uow.execute(text("SELECT * FROM audit_entries WHERE action = 'session.refused'"))).all()
    assert [(one.organisation_id, one.outcome, one.after) for one in told] == [
        (place.organisation.id, "refused", '{"method":"single sign-on"}')
    ]


async def test_a_state_serves_one_browser_once_and_ten_minutes(place: Place, connected: Issuer) -> None:
    async with place.client() as client, place.client() as other:
        state, code = connected.authorize(await leave(client))
        stolen = await come_back(other, state, code)
        assert (stolen.status_code, stolen.json()["code"]) == (401, "wrong_credentials")
        await leave(other)
        assert (await come_back(other, state, code)).json()["code"] == "wrong_credentials"
        assert (await come_back(client, "made up", code)).json()["code"] == "wrong_credentials"
        assert (await come_back(client, state, code)).status_code == 200
        again = await come_back(client, state, code)
        assert (again.status_code, again.json()["code"]) == (401, "single_sign_on_refused")
    async with place.client() as client:
        state, code = connected.authorize(await leave(client))
        place.clock.move(minutes=10)
        assert (await come_back(client, state, code)).json()["code"] == "single_sign_on_refused"


async def test_a_code_of_another_sign_in_is_of_no_use(place: Place, connected: Issuer) -> None:
    async with place.client() as client, place.client() as thief:
        _, code = connected.authorize(await leave(client))
        state, _ = connected.authorize(await leave(thief))
        injected = await come_back(thief, state, code)
        assert (injected.status_code, injected.json()["code"]) == (502, "outside_failed")


async def test_an_issuer_speaks_for_people_of_its_organisation_alone(place: Place, connected: Issuer) -> None:
    other = await identity.create_organisation(
        identity.HOST, place.platform, name="Hill", currency="EUR", timezone="Europe/Berlin"
    )
    host = replace(identity.HOST, organisation_id=other.id)
    await identity.add_member(host, place.platform, email="boss@example.test", role="owner", password=PASSWORD)
    for _ in range(2):
        connected.claims = {"email": "boss@example.test"}
        async with place.client() as client:
            answer = await come_back(client, *connected.authorize(await leave(client)))
            assert answer.json()["code"] == "single_sign_on_refused"
        await identity.ensure_user(
            place.actor(),
            place.platform,
            organisation_id=place.organisation.id,
            email="boss@example.test",
            role="viewer",
        )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"issuer": "http://169.254.169.254"}, "outside_refused"),
        ({"issuer": "https://10.0.0.1"}, "outside_refused"),
        ({"issuer": "https://[::1]"}, "outside_refused"),
        ({"issuer": "https://localhost"}, "outside_refused"),
        ({"issuer": "ftp://example.com"}, "outside_refused"),
        ({"issuer": "https://me@example.com"}, "outside_refused"),
        ({"domains": []}, "wrong_provider"),
        ({"domains": ["not a domain"]}, "wrong_provider"),
        ({"default_role": "owner"}, "wrong_provider"),
        ({"default_role": "captain"}, "unknown_role"),
        ({"client_secret": None}, "wrong_provider"),
        ({"name": " "}, "wrong_provider"),
    ],
    ids=str,
)
async def test_a_provider_that_cannot_work_is_refused(
    owner: httpx.AsyncClient, issuer: Issuer, change: dict[str, Any], code: str
) -> None:
    answer = await owner.put(HERE, json=draft(issuer, **change))
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert (await owner.get(HERE)).json() == {"provider": None}


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        ("issuer", "wrong_provider"),
        ("inside", "outside_refused"),
        ("redirect", "outside_failed"),
        ("long", "outside_failed"),
    ],
)
async def test_an_issuer_that_lies_about_itself_is_refused(
    owner: httpx.AsyncClient, issuer: Issuer, lie: str, code: str
) -> None:
    issuer.lie = lie
    answer = await owner.put(HERE, json=draft(issuer))
    assert answer.json()["code"] == code, answer.text
    assert not [path for path in issuer.asked if "elsewhere" in path]


async def test_the_secret_is_sealed_and_never_told_and_serves_one_issuer(
    place: Place, owner: httpx.AsyncClient, connected: Issuer
) -> None:
    shown = (await owner.get(HERE)).json()["provider"]
    assert "client_secret" not in shown
    async with place.platform.database.begin_system() as uow:
        rows = ""
        for table in ("sign_in_providers", "audit_entries"):
            rows += str((await uow.execute(text(f"SELECT * FROM {table}"))).all())
    assert SECRET not in rows
    assert "access.provider_saved" in rows
    assert (await owner.put(HERE, json=draft(connected, client_secret=None, name="New name"))).status_code == 200
    with running_issuer() as other:
        moved = await owner.put(HERE, json=draft(other, client_secret=None))
        assert moved.json()["code"] == "wrong_provider"
    assert (await owner.delete(HERE)).status_code == 204
    assert (await owner.delete(HERE)).status_code == 404
    async with place.client() as client:
        answer = await client.post(f"{API}/session/provider", json={"organisation": "harbour"})
        assert (answer.status_code, answer.json()["code"]) == (404, "no_provider")


async def test_only_owners_say_where_members_sign_in(place: Place, issuer: Issuer) -> None:
    await identity.add_member(place.actor(), place.platform, email="a@example.test", role="admin", password=PASSWORD)
    async with place.client() as admin:
        await sign_in(admin, email="a@example.test")
        assert (await admin.get(HERE)).status_code == 403
        assert (await admin.put(HERE, json=draft(issuer))).status_code == 403
