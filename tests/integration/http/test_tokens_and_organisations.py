"""API tokens with scopes; organisations and who belongs to them; row-level security on both."""

from dataclasses import replace
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from comptoir.foundation.identity import facade as identity
from comptoir.foundation.identity.errors import (
    NoOrganisation,
    UnknownOrganisation,
    UnknownUser,
    UserExists,
)
from comptoir.foundation.identity.permissions import of_role
from comptoir.kernel.errors import Forbidden
from tests.integration.http.conftest import OWNER, PASSWORD, Place, sign_in

pytestmark = pytest.mark.engine
BERLIN = {"name": "Second", "currency": "eur", "timezone": "Europe/Berlin"}


async def make_token(owner: httpx.AsyncClient, *scopes: str, expires: str | None = None) -> dict[str, str]:
    draft = {"name": "Script", "scopes": list(scopes), "expires": expires}
    answer = await owner.post("/api/v1/account/tokens", json=draft)
    assert answer.status_code == 201, answer.text
    return answer.json()


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


async def test_a_token_holds_its_scopes_and_no_more(place: Place, owner: httpx.AsyncClient) -> None:
    made = await make_token(owner, "tokens:all")
    async with place.client(headers=bearer(made["secret"])) as script:
        listed = await script.get("/api/v1/account/tokens")
        assert [item["prefix"] for item in listed.json()["items"]] == [made["prefix"]]
        assert "secret" not in listed.json()["items"][0]
        assert (await script.get("/api/v1/session")).status_code == 200  # whose token it is may be asked
        refused = await script.post("/api/v1/organisations", json=BERLIN)
        assert refused.status_code == 403
        more = await script.post("/api/v1/account/tokens", json={"name": "More", "scopes": ["tokens:all"]})
        assert more.status_code == 403


async def test_a_token_needs_no_csrf_token_and_no_origin(place: Place, owner: httpx.AsyncClient) -> None:
    made = await make_token(owner, "tokens:all")
    async with place.client(headers={**bearer(made["secret"]), "Origin": "https://tool.example"}) as script:
        assert (await script.delete(f"/api/v1/account/tokens/{made['id']}")).status_code == 204
        assert (await script.get("/api/v1/account/tokens")).status_code == 401


async def test_a_token_expires(place: Place, owner: httpx.AsyncClient) -> None:
    made = await make_token(owner, "tokens:all", expires="12h")
    async with place.client(headers=bearer(made["secret"])) as script:
        assert (await script.get("/api/v1/account/tokens")).status_code == 200
        place.clock.move(hours=12)
        assert (await script.get("/api/v1/account/tokens")).status_code == 401


@pytest.mark.parametrize("secret", ["", "cpt_", "cpt_" + "x" * 43, "Basic abc", "x" * 5000])
async def test_an_invented_token_is_nobodys(place: Place, secret: str) -> None:
    async with place.client(headers=bearer(secret)) as script:
        assert (await script.get("/api/v1/account/tokens")).status_code == 401


async def test_a_token_shrinks_with_its_owners_role(place: Place, owner: httpx.AsyncClient) -> None:
    made = await make_token(owner, "tokens:all", "users:write")
    async with place.platform.database.begin_system() as uow:
        await uow.execute(text("UPDATE memberships SET role = 'viewer'"))
    principal = await identity.Recogniser(place.platform).by_bearer(made["secret"])
    assert principal is not None
    assert principal.actor.permissions == frozenset({"tokens:all", "users:write"}) & of_role("viewer")


async def test_unknown_scopes_are_refused_with_a_suggestion(owner: httpx.AsyncClient) -> None:
    answer = await owner.post("/api/v1/account/tokens", json={"name": "S", "scopes": ["user:write"]})
    assert answer.status_code == 422
    assert "users:write" in answer.json()["did_you_mean"]


async def test_nobody_gives_a_token_more_than_they_hold(place: Place) -> None:
    await identity.add_member(place.actor(), place.platform, email="f@example.test", role="finance", password=PASSWORD)
    async with place.client() as finance:
        await sign_in(finance, email="f@example.test")
        answer = await finance.post("/api/v1/account/tokens", json={"name": "S", "scopes": ["users:write"]})
        assert answer.status_code == 403


async def test_an_own_organisation_is_clean_and_the_session_moves_there(owner: httpx.AsyncClient) -> None:
    body = (await owner.post("/api/v1/organisations", json=BERLIN)).json()
    assert body["organisation"]["slug"] == "second"
    assert body["organisation"]["currency"] == "EUR"
    assert body["user"]["role"] == "owner"
    assert [item["name"] for item in body["organisations"]] == ["Harbour", "Second"]
    assert (await owner.get("/api/v1/session")).json() == body
    first = body["organisations"][0]["id"]
    back = await owner.post("/api/v1/session/organisation", json={"id": first})
    assert back.json()["organisation"]["slug"] == "harbour"
    assert (await owner.get("/api/v1/session")).json()["organisation"]["slug"] == "harbour"


async def test_two_organisations_of_one_name_get_two_slugs(owner: httpx.AsyncClient) -> None:
    slugs = [(await owner.post("/api/v1/organisations", json=BERLIN)).json()["organisation"]["slug"] for _ in range(2)]
    assert slugs == ["second", "second-2"]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": " "}, "name"), ({"currency": "euro"}, "currency"), ({"timezone": "Mars"}, "timezone")],
)
async def test_a_wrong_organisation_names_the_field(
    owner: httpx.AsyncClient, change: dict[str, str], field: str
) -> None:
    answer = await owner.post("/api/v1/organisations", json=BERLIN | change)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


async def test_nobody_enters_an_organisation_of_others(place: Place, owner: httpx.AsyncClient) -> None:
    other = await identity.create_organisation(
        identity.HOST, place.platform, name="Theirs", currency="USD", timezone="America/New_York"
    )
    assert other.week_start.value == "sunday"
    for wanted in (other.id, UUID(int=7)):
        answer = await owner.post("/api/v1/session/organisation", json={"id": str(wanted)})
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_organisation")


async def test_a_viewer_starts_no_organisation(place: Place) -> None:
    await identity.add_member(place.actor(), place.platform, email="v@example.test", role="viewer", password=PASSWORD)
    async with place.client() as viewer:
        await sign_in(viewer, email="v@example.test")
        assert (await viewer.post("/api/v1/organisations", json=BERLIN)).status_code == 403


async def test_only_owners_make_owners(place: Place) -> None:
    admin = await identity.add_member(place.actor(), place.platform, email="a@example.test", role="admin")
    acting = place.actor(user_id=admin.user.id, permissions=of_role("admin"))
    await identity.add_member(acting, place.platform, email="s@example.test", role="sales")
    with pytest.raises(Forbidden):
        await identity.add_member(acting, place.platform, email="o@example.test", role="owner")
    with pytest.raises(UserExists):
        await identity.add_member(acting, place.platform, email=" A@example.test", role="viewer")


async def test_what_only_the_host_may_do(place: Place) -> None:
    member = (await identity.members(place.actor(), place.platform))[0]
    person = place.actor(user_id=member.user.id)
    with pytest.raises(Forbidden):
        await identity.sign_in_link(person, place.platform, email=OWNER)
    with pytest.raises(Forbidden):
        await identity.recover(person, place.platform, email=OWNER)
    with pytest.raises(Forbidden):
        await identity.all_organisations(person, place.platform)
    with pytest.raises(UnknownUser):
        await identity.sign_in_link(identity.HOST, place.platform, email="nobody@example.test")


async def test_commands_work_in_the_oldest_real_organisation(place: Place) -> None:
    demo = await identity.create_organisation(
        identity.HOST, place.platform, name="Demo", currency="EUR", timezone="UTC", is_demo=True
    )
    assert (await identity.command_actor(place.platform)).organisation_id == place.organisation.id
    assert (await identity.command_actor(place.platform, organisation="demo")).organisation_id == demo.id
    with pytest.raises(UnknownOrganisation) as caught:
        await identity.command_actor(place.platform, organisation="dmeo")
    assert "harbour" in (caught.value.hint or "")
    await identity.remove_organisation(identity.HOST, place.platform, organisation_id=place.organisation.id)
    assert (await identity.command_actor(place.platform)).organisation_id == demo.id
    await identity.remove_organisation(identity.HOST, place.platform, organisation_id=demo.id)
    with pytest.raises(NoOrganisation):
        await identity.command_actor(place.platform)


async def test_removing_an_organisation_leaves_nothing_of_it(place: Place, owner: httpx.AsyncClient) -> None:
    await make_token(owner, "tokens:all")
    await identity.remove_organisation(identity.HOST, place.platform, organisation_id=place.organisation.id)
    async with place.platform.database.begin_system() as uow:
        for table in ("organisations", "memberships", "users", "sessions", "api_tokens"):
            assert (await uow.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() == 0


async def test_a_job_acts_with_the_rights_its_person_has_now(place: Place) -> None:
    member = await identity.add_member(place.actor(), place.platform, email="s@example.test", role="sales")
    ids = {"organisation_id": place.organisation.id, "user_id": member.user.id}
    assert (await identity.job_actor(place.platform, **ids)).permissions == of_role("sales")
    async with place.platform.database.begin_system() as uow:
        await uow.execute(text("DELETE FROM memberships WHERE role = 'sales'"))
    assert (await identity.job_actor(place.platform, **ids)).permissions == frozenset()


async def test_the_application_role_sees_one_organisation_and_no_credentials(
    place: Place, owner: httpx.AsyncClient
) -> None:
    await make_token(owner, "tokens:all")
    await owner.post("/api/v1/organisations", json=BERLIN)
    async with place.platform.database.begin(place.actor()) as uow:
        assert (await uow.execute(text("SELECT name FROM organisations"))).scalars().all() == ["Harbour"]
        assert (await uow.execute(text("SELECT count(*) FROM memberships"))).scalar_one() == 1
        assert (await uow.execute(text("SELECT count(*) FROM api_tokens"))).scalar_one() == 1
    async with place.platform.database.begin(replace(place.actor(), organisation_id=UUID(int=9))) as uow:
        for table in ("organisations", "memberships", "api_tokens"):
            assert (await uow.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() == 0
    for table in ("users", "sessions", "sign_in_links", "sign_in_failures", "procrastinate_jobs"):
        with pytest.raises(Exception, match="permission denied"):
            async with place.platform.database.begin(place.actor()) as uow:
                await uow.execute(text(f"SELECT * FROM {table}"))
