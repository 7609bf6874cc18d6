"""Members, roles and groups of stores over HTTP: nobody gives what they do not hold, and what is granted holds at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import NewStore
from comptoir.foundation.identity import facade as identity
from comptoir.foundation.identity import permissions
from comptoir.kernel.actor import Scope
from comptoir.roles.web import web_application
from tests.integration.http.conftest import OWNER, PASSWORD, Place, sign_in

pytestmark = pytest.mark.engine


@pytest.fixture
async def office(place: Place) -> Place:
    """The whole application over an organisation with two stores."""
    application = web_application(place.platform, recogniser=place.recogniser)
    for slug in ("north", "south"):
        store = NewStore(slug=slug, name=slug.title(), platform="custom", currency="EUR", timezone="Europe/Berlin")
        async with place.platform.database.begin(place.actor()) as uow:
            await commerce.add_store(place.actor(), uow, store=store, now=place.clock())
    return replace(place, application=application)


@asynccontextmanager
async def person(office: Place, name: str, *, role: str, **access: Any) -> AsyncIterator[httpx.AsyncClient]:
    """The browser of a new member, who sees what ``access`` says."""
    email = f"{name}@example.test"
    host = office.actor()
    await identity.add_member(host, office.platform, email=email, role=role, password=PASSWORD)
    async with office.client() as owner:
        await sign_in(owner)
        if access:
            answer = await owner.patch(f"/api/v1/members/{await id_of(owner, email)}", json={"access": access})
            assert answer.status_code == 200, answer.text
    async with office.client() as client:
        await sign_in(client, email=email)
        yield client


async def id_of(client: httpx.AsyncClient, email: str) -> str:
    members = (await client.get("/api/v1/members")).json()["items"]
    return str(next(one["id"] for one in members if one["email"] == email))


async def scope_of(office: Place, email: str) -> Scope:
    """What the member sees now, as every request finds it."""
    members = await identity.members(office.actor(), office.platform)
    user = next(one.user for one in members if one.user.email == email)
    grant = await identity.grant_of(office.actor(), office.platform, user_id=user.id)
    assert grant is not None
    return grant.scope


async def test_a_role_is_made_copied_changed_and_deleted(office: Place) -> None:
    async with office.client() as owner:
        await sign_in(owner)
        found = (await owner.get("/api/v1/roles")).json()
        assert {role["key"] for role in found["items"]} == set(permissions.ROLES)
        assert {one["key"] for one in found["columns"]} == {"cost", "personal"}
        made = await owner.post("/api/v1/roles", json={"name": "Night shift", "based_on": "viewer"})
        assert made.status_code == 201, made.text
        assert made.json()["permissions"] == sorted(permissions.of_role("viewer"))
        assert (await owner.post("/api/v1/roles", json={"name": "night SHIFT"})).status_code == 409
        unknown = await owner.patch("/api/v1/roles/night-shift", json={"permissions": ["orders:raed"]})
        assert unknown.status_code == 422
        assert "orders:read" in unknown.json()["did_you_mean"]
        changed = await owner.patch(
            "/api/v1/roles/night-shift", json={"permissions": ["orders:read", "analytics:read"]}
        )
        assert changed.json()["permissions"] == ["analytics:read", "orders:read"]
        for key in permissions.ROLES:
            assert (await owner.patch(f"/api/v1/roles/{key}", json={"name": "Mine"})).status_code == 409
            assert (await owner.delete(f"/api/v1/roles/{key}")).status_code == 409
        async with person(office, "nina", role="night-shift") as nina:
            held = (await nina.get("/api/v1/session")).json()["user"]["permissions"]
            assert held == ["analytics:read", "orders:read"]
            assert (await owner.delete("/api/v1/roles/night-shift")).status_code == 409
            answer = await owner.delete("/api/v1/roles/night-shift", params={"replacement": "viewer"})
            assert answer.status_code == 204, answer.text
            held = (await nina.get("/api/v1/session")).json()["user"]["permissions"]
            assert held == sorted(permissions.of_role("viewer"))


async def test_nobody_gives_what_they_do_not_hold(office: Place) -> None:
    async with office.client() as owner:
        await sign_in(owner)
        draft = {"name": "Desk", "permissions": ["users:read", "users:write", "roles:write", "stores:read"]}
        assert (await owner.post("/api/v1/roles", json=draft)).status_code == 201
        owner_id = await id_of(owner, OWNER)
    async with person(office, "dan", role="desk", stores=["north"], columns={"cost": "mask"}) as dan:
        assert (await dan.post("/api/v1/roles", json={"name": "More", "based_on": "admin"})).status_code == 403
        assert (await dan.post("/api/v1/members", json={"email": "x@example.test", "role": "admin"})).status_code == 403
        wide = {"email": "x@example.test", "role": "desk"}
        assert (await dan.post("/api/v1/members", json=wide)).status_code == 403
        own = {**wide, "access": {"stores": ["north"], "columns": {"cost": "mask"}}}
        assert (await dan.post("/api/v1/members", json=own)).status_code == 201
        for access in ({"stores": None}, {"columns": {}}, {"columns": {"cost": "allow"}}):
            mine = await id_of(dan, "x@example.test")
            assert (await dan.patch(f"/api/v1/members/{mine}", json={"access": access})).status_code == 403
        named = await dan.patch(f"/api/v1/members/{mine}", json={"access": {"stores": ["south"]}})
        assert named.status_code == 404
        assert "south" not in named.json().get("hint", "")
        assert (await dan.patch(f"/api/v1/members/{owner_id}", json={"role": "desk"})).status_code == 403
        assert (await dan.delete(f"/api/v1/members/{owner_id}")).status_code == 403
        assert [one["slug"] for one in (await dan.get("/api/v1/stores")).json()["items"]] == ["north"]


async def test_the_last_owner_stays(office: Place) -> None:
    async with office.client() as owner:
        await sign_in(owner)
        me = await id_of(owner, OWNER)
        assert (await owner.patch(f"/api/v1/members/{me}", json={"role": "admin"})).status_code == 409
        assert (await owner.delete(f"/api/v1/members/{me}")).status_code == 409
        limited = await owner.patch(f"/api/v1/members/{me}", json={"access": {"stores": ["north"]}})
        assert limited.status_code == 422
        async with person(office, "second", role="owner"):
            assert (await owner.patch(f"/api/v1/members/{me}", json={"role": "admin"})).status_code == 200
        second = await id_of(owner, "second@example.test")
        assert (await owner.delete(f"/api/v1/members/{second}")).status_code == 403


async def test_an_invitation_opens_no_account_that_exists(office: Place) -> None:
    async with office.client() as owner:
        await sign_in(owner)
        fresh = (await owner.post("/api/v1/members", json={"email": "new@example.test", "role": "viewer"})).json()
        assert fresh["link"].startswith("/sign-in#token=")
        async with office.client() as browser:
            token = fresh["link"].partition("=")[2]
            assert (await browser.post("/api/v1/session/link", json={"token": token})).status_code == 200
            assert (await browser.post("/api/v1/session/link", json={"token": token})).status_code == 401
        elsewhere = await identity.create_organisation(
            identity.HOST, office.platform, name="Other", currency="EUR", timezone="Europe/Berlin"
        )
        there = replace(identity.HOST, organisation_id=elsewhere.id)
        await identity.add_member(there, office.platform, email="known@example.test", role="owner")
        known = await owner.post("/api/v1/members", json={"email": "known@example.test", "role": "viewer"})
        assert (known.status_code, known.json()["link"]) == (201, None)
        again = await owner.post("/api/v1/members", json={"email": "known@example.test", "role": "viewer"})
        assert again.status_code == 409


async def test_groups_of_stores_move_what_their_members_see(office: Place) -> None:
    async with office.client() as owner:
        await sign_in(owner)
        made = await owner.post("/api/v1/store-groups", json={"name": "Coast", "stores": ["north"]})
        assert made.json() == {"key": "coast", "name": "Coast", "stores": ["north"]}
        assert (await owner.post("/api/v1/store-groups", json={"name": "X", "stores": ["nowhere"]})).status_code == 404
        async with person(office, "gil", role="operations", store_groups=["coast"]) as gil:

            async def seen() -> list[str]:
                return [one["slug"] for one in (await gil.get("/api/v1/stores")).json()["items"]]

            assert await seen() == ["north"]
            await owner.patch("/api/v1/store-groups/coast", json={"name": "Coast", "stores": ["south"]})
            assert await seen() == ["south"]
            assert (await owner.delete("/api/v1/store-groups/coast")).status_code == 204
            assert await seen() == []


async def test_what_somebody_can_see_is_explained(office: Place) -> None:
    async with office.client() as owner:
        await sign_in(owner)
        async with person(
            office, "eve", role="sales", stores=["north"], channels=["web"], sales_rep="Eve", columns={"cost": "deny"}
        ) as eve:
            mine = await id_of(owner, "eve@example.test")
            told = (await owner.get(f"/api/v1/members/{mine}/access")).json()
            assert told == (await eve.get(f"/api/v1/members/{mine}/access")).json()
            assert told["stores"] == [{"slug": "north", "name": "North", "why": "It is named."}]
            assert (told["channels"], told["sales_rep"]) == (["web"], "Eve")
            rules = {one["key"]: one for one in told["columns"]}
            assert rules["cost"]["rule"] == "deny"
            assert {"cogs", "gross_margin"} <= set(rules["cost"]["metrics"])
            held = {one["key"] for one in told["permissions"] if one["is_held"]}
            assert held == permissions.of_role("sales")
            assert all(one["why"] for one in told["permissions"])
            other = await id_of(owner, OWNER)
            assert (await eve.get(f"/api/v1/members/{other}/access")).status_code == 403
    scope = await scope_of(office, "eve@example.test")
    assert (scope.channels, scope.sales_rep, scope.denied) == (frozenset({"web"}), "Eve", frozenset({"cost"}))


async def test_a_token_sees_at_most_what_its_owner_sees(office: Place) -> None:
    async with person(office, "tom", role="finance", stores=["north"], columns={"cost": "mask"}) as tom:
        draft = {
            "name": "t",
            "scopes": ["stores:read", "analytics:read"],
            "channels": ["web"],
            "columns": {"personal": "deny"},
        }
        secret = (await tom.post("/api/v1/account/tokens", json=draft)).json()["secret"]
    principal = await office.recogniser.by_bearer(secret)
    assert principal is not None
    scope = principal.actor.scope
    assert (scope.channels, scope.masked, scope.denied) == (frozenset({"web"}), {"cost"}, {"personal"})
    async with office.client(headers={"authorization": f"Bearer {secret}"}) as machine:
        assert [one["slug"] for one in (await machine.get("/api/v1/stores")).json()["items"]] == ["north"]
        assert (await machine.get("/api/v1/members")).status_code == 403
    async with office.client() as owner:
        await sign_in(owner)
        mine = await id_of(owner, "tom@example.test")
        assert (await owner.delete(f"/api/v1/members/{mine}")).status_code == 204
    office.recogniser.forget()
    assert await office.recogniser.by_bearer(secret) is None
    async with office.platform.database.begin_system() as uow:
        assert (await uow.execute(text("select count(*) from api_tokens where revoked_at is null"))).scalar_one() == 0


async def test_unknown_columns_and_groups_are_refused_with_what_was_meant(office: Place) -> None:
    async with office.client() as owner:
        await sign_in(owner)
        body = {"email": "a@example.test", "role": "viewer"}
        for access in ({"columns": {"csot": "mask"}}, {"columns": {"cost": "blur"}}, {"store_groups": ["coats"]}):
            answer = await owner.post("/api/v1/members", json={**body, "access": access})
            assert answer.status_code == 422, answer.text
        wrong = await owner.post("/api/v1/members", json={**body, "role": "vewer"})
        assert (wrong.status_code, wrong.json()["did_you_mean"]) == (422, ["viewer", "owner"])
