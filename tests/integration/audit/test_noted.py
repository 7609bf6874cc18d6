"""What the trail tells: who did, read and was refused what, from where, through which client, before and after."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from comptoir.connectors.sdk.canonical import CustomerRecord, Person
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import NewStore, Provenance
from comptoir.domains.customers import facade as customers
from comptoir.foundation.audit import facade as audit
from comptoir.foundation.audit.contracts import Kind, Search
from comptoir.foundation.audit.usecases.watch_security import raise_alerts
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor, system_actor
from comptoir.kernel.errors import Forbidden
from comptoir.kernel.ids import new_id
from comptoir.platform.audit import HOUSE, Recorder, nobody
from comptoir.platform.database.unit_of_work import Note
from comptoir.roles.web import web_application
from tests.integration.http.conftest import OWNER, PASSWORD, Place, sign_in

pytestmark = pytest.mark.engine
HOME = {"client": ("192.0.2.7", 40000), "headers": {"User-Agent": "Test browser"}}


@pytest.fixture
async def office(place: Place) -> Place:
    """The whole application, with a store."""
    store = NewStore(slug="north", name="North", platform="custom", currency="EUR", timezone="Europe/Berlin")
    async with place.platform.database.begin(place.actor()) as uow:
        await commerce.add_store(place.actor(), uow, store=store, now=place.clock())
    return replace(place, application=web_application(place.platform, recogniser=place.recogniser))


@asynccontextmanager
async def person(office: Place, *, role: str = "owner", name: str | None = None) -> AsyncIterator[httpx.AsyncClient]:
    email = OWNER if role == "owner" else f"{name or role}@example.test"
    if role != "owner":
        await identity.add_member(office.actor(), office.platform, email=email, role=role, password=PASSWORD)
    async with office.client(**HOME) as client:
        await sign_in(client, email=email)
        yield client


async def told(office: Place, **wanted: Any) -> list[dict[str, Any]]:
    """What an auditor reads over HTTP, refusals included."""
    await keep_refusals(office)
    async with office.client() as client:
        await sign_in(client)
        answer = await client.get("/api/v1/audit", params={"limit": "200", **wanted})
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])


async def keep_refusals(office: Place) -> None:
    notes = office.platform.refusals.due(0.0, all_of_them=True)
    async with office.platform.database.begin_system() as uow:
        if notes:
            await Recorder(office.platform.secrets, clock=office.clock).write(uow, notes)


async def test_a_change_tells_who_from_where_before_and_after(office: Place) -> None:
    async with person(office) as owner:
        invited = await owner.post("/api/v1/members", json={"email": "new@example.test", "role": "viewer"})
        assert invited.is_success, invited.text
        key = invited.json()["id"]
        headers = {"X-Request-ID": "request-0001"}
        assert (await owner.patch(f"/api/v1/members/{key}", json={"role": "sales"}, headers=headers)).status_code == 200
    found = (await told(office, action="member.changed"))[0]
    assert (found["subject"], found["before"]["role"], found["after"]["role"]) == (key, "viewer", "sales")
    assert (found["address"], found["agent"], found["client"]) == ("192.0.2.7", "Test browser", "web")
    assert found["who"]["name"] == OWNER
    assert found["correlation_id"] == "request-0001"
    assert found["credential"].startswith("session:")
    assert found["kind"] == Kind.ACCESS_CHANGED


async def test_a_token_is_told_as_one(office: Place) -> None:
    async with person(office) as owner:
        draft = {"name": "t", "scopes": ["boards:read", "boards:edit"]}
        made = (await owner.post("/api/v1/account/tokens", json=draft)).json()
        async with office.client(headers={"Authorization": f"Bearer {made['secret']}"}) as script:
            assert (await script.post("/api/v1/boards", json={"name": "By a script"})).is_success
    found = (await told(office, action="board.created"))[0]
    assert (found["credential"], found["client"]) == (f"token:{made['id']}", "api")
    assert made["secret"] not in str(await told(office))


async def test_sign_ins_are_told_and_those_that_fail(office: Place) -> None:
    async with office.client(**HOME) as client:
        for email in (OWNER, "nobody@elsewhere.test"):
            assert (
                await client.post("/api/v1/session", json={"email": email, "password": "wrong " * 3})
            ).status_code == 401
        assert (await client.post("/api/v1/session/link", json={"token": "x" * 43})).status_code == 401
    async with person(office):
        pass
    failed = await told(office, kind="sign_in_failed")
    assert [(one["subject"][:8], one["after"]["method"], one["house"]) for one in reversed(failed)][1:] == [
        ("unknown/", "password", True),
        ("unknown", "link", True),
    ]
    assert {one["address"] for one in failed} == {"192.0.2.7"}
    assert all(one["who"] is None for one in failed), "nobody proved to be anybody"
    assert "elsewhere" not in str(failed), "what strangers type is not kept"
    started = next(one for one in await told(office, action="session.started") if one["address"] == "192.0.2.7")
    assert started["who"]["name"] == OWNER


async def test_every_refusal_is_told_and_what_comes_again_is_counted(office: Place) -> None:
    async with person(office, role="viewer") as viewer:
        for _ in range(5):
            assert (await viewer.post("/api/v1/roles", json={"name": "x"})).status_code == 403
        assert (await viewer.get(f"/api/v1/boards/{new_id()}")).status_code == 404
        assert (await viewer.get("/api/v1/orders", params={"cursor": "forged"})).status_code == 422
        del viewer.headers["X-CSRF-Token"]
        assert (await viewer.post("/api/v1/roles", json={"name": "x"})).status_code == 403
    async with office.client(headers={"Host": "evil.test"}) as stranger:
        assert (await stranger.get("/api/v1/orders")).status_code == 421
    async with office.client() as stranger:
        assert (await stranger.get("/api/v1/orders")).status_code == 401
        assert (await stranger.get("/api/v1/session")).status_code == 401, "how the panel learns that nobody is there"
    found = {
        (one["after"]["route"], one["after"]["status"], one["after"].get("code")): one
        for one in await told(office, action="request.")
    }
    assert {key: one["count"] for key, one in found.items()} == {
        ("/api/v1/roles", 403, "forbidden"): 5,
        ("/api/v1/roles", 403, "csrf_refused"): 1,
        ("/api/v1/boards/{board_id}", 404, "unknown_board"): 1,
        ("/api/v1/orders", 422, "wrong_cursor"): 1,
        ("unmatched", 421, "host_refused"): 1,
        ("/api/v1/orders", 401, "not_signed_in"): 1,
    }
    assert found["/api/v1/roles", 403, "forbidden"]["who"]["name"] == "viewer@example.test"


async def customer_of(office: Place) -> Any:
    """A customer with a name, made by the product's own work: that reads nobody's data to anybody."""
    actor = system_actor(office.organisation.id)
    async with office.platform.database.begin(actor) as uow:
        store = (await commerce.list_stores(actor, uow))[0]
        record = CustomerRecord("a", person=Person(name="Ada Zanzibar", email="ada@zanzibarium.test"))
        by = Provenance("import", new_id(), office.clock())
        await customers.apply_customers(actor, uow, store=store, records=[record], provenance=by)
        return (await uow.execute(text("select id from customers"))).scalar_one()


async def actor_of(office: Place, role: str) -> Actor:
    member = await identity.add_member(office.actor(), office.platform, email=f"{role}@x.test", role=role)
    grant = await identity.grant_of(office.actor(), office.platform, user_id=member.user.id)
    assert grant is not None
    return Actor(office.organisation.id, member.user.id, permissions=grant.permissions, scope=grant.scope)


async def test_a_read_of_personal_data_is_told_once_a_transaction_and_only_where_there_was_one(office: Place) -> None:
    key = await customer_of(office)
    assert await told(office, kind="personal_read") == []
    sales, marketing = await actor_of(office, "sales"), await actor_of(office, "marketing")
    async with office.platform.database.begin(sales) as uow:
        for _ in range(3):
            assert (await customers.views(sales, uow, ids=[key]))[key].name == "Ada Zanzibar"
        await customers.search(sales, uow, query="zanzibar", limit=5)
    async with office.platform.database.begin(marketing) as uow:
        assert (await customers.views(marketing, uow, ids=[key]))[key].name is None
    (found,) = await told(office, kind="personal_read")
    assert (found["subject"], found["who"]["name"]) == (str(key), "sales@x.test")
    assert "Ada" not in str(await told(office))


async def test_a_list_that_leaves_is_told_as_a_whole(office: Place) -> None:
    await customer_of(office)
    async with person(office) as owner:
        answer = await owner.get("/api/v1/orders/export", params={"q": "Ada"})
        assert answer.status_code == 200, answer.text
    (found,) = await told(office, kind="personal_exported")
    assert (found["subject"], found["after"]["search"]) == ("orders", True), "what was searched for may be a name"
    assert await told(office, kind="personal_read") == []


async def test_secrets_are_covered_by_their_names(office: Place) -> None:
    note = Note(
        office.actor(), "test.done", "x", after={"password": "hunter2", "deep": {"api_token": "abc", "kept": "1"}}
    )
    row = Recorder(office.platform.secrets, clock=office.clock).rows([note])[0]
    assert row["after"] == '{"deep":{"api_token":"•••","kept":"1"},"password":"•••"}'


async def test_text_that_no_database_holds_and_changes_that_are_too_long_are_kept_all_the_same(office: Place) -> None:
    async with office.platform.database.begin(office.actor(agent="a\0b\ud800")) as uow:
        uow.audit("test.done", "nul\0", after={"long": "x" * 100_000, "odd": "\0\ud800"})
    (found,) = await told(office, action="test.done")
    assert found["after"]["too_long"] > 100_000
    assert (await audit.verify(office.actor(), office.platform))[0].holds


async def test_an_organisation_reads_its_own_trail_and_the_oldest_the_house(office: Place) -> None:
    other = await identity.create_organisation(
        identity.HOST, office.platform, name="Other", currency="EUR", timezone="UTC"
    )
    theirs = replace(office.actor(), organisation_id=other.id)
    async with office.platform.database.begin_system() as uow:
        uow.audit("test.done", "stranger", actor=nobody(HOUSE))
    async with office.platform.database.begin(theirs) as uow:
        uow.audit("test.done", "theirs")
    async with office.platform.database.begin(office.actor()) as uow:
        uow.audit("test.done", "ours")

    async def subjects(actor: Actor) -> set[str]:
        page = await audit.entries(actor, office.platform, wanted=Search(action="test."))
        return {one.entry.subject for one in page.items}

    assert await subjects(office.actor()) == {"ours", "stranger"}
    assert await subjects(theirs) == {"theirs"}
    with pytest.raises(Forbidden):
        await audit.verify_all(await actor_of(office, "security"), office.platform)


async def test_a_search_pages_through_every_entry_once(office: Place) -> None:
    async with office.platform.database.begin(office.actor(address="198.51.100.4")) as uow:
        for number in range(25):
            uow.audit("test.done" if number % 5 else "test.failed", f"thing {number}", after={"note": "50 % of_it"})
    seen: list[str] = []
    cursor = None
    while True:
        page = await audit.entries(
            office.actor(), office.platform, wanted=Search(action="test."), cursor=cursor, limit=4
        )
        seen += [one.entry.subject for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 25
    assert len(await told(office, action="test.failed")) == 5
    assert len(await told(office, q="198.51.100.4 thing")) == 25
    assert len(await told(office, q="50 % of_it")) == 25
    assert await told(office, q="50_% ofxit") == [], "signs of patterns are letters"
    assert await told(office, until="2020-01-01T00:00:00Z") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"kind": "x"}, "kind"),
        ({"outcome": "x"}, "outcome"),
        ({"cursor": "x"}, "cursor"),
        ({"since": "2025-01-01T00:00:00"}, "since"),
    ],
)
async def test_what_is_no_search_is_refused(office: Place, query: dict[str, str], field: str) -> None:
    async with person(office) as owner:
        answer = await owner.get("/api/v1/audit", params=query)
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(("form", "lines"), [("csv", 4), ("jsonl", 3)])
async def test_a_search_is_taken_away_and_that_is_told(office: Place, form: str, lines: int) -> None:
    async with office.platform.database.begin(office.actor()) as uow:
        for subject in ("=1+1", "two", "three"):
            uow.audit("test.done", subject)
    async with person(office) as owner:
        answer = await owner.get("/api/v1/audit/export", params={"form": form, "action": "test."})
        assert answer.status_code == 200
        assert len(answer.text.strip().splitlines()) == lines
        assert (form == "jsonl") or ("'=1+1" in answer.text and ",=1+1" not in answer.text)
    assert (await told(office, action="audit.exported"))[0]["after"] == {"action": "test."}


async def test_what_is_unusual_is_told_once_a_day(office: Place) -> None:
    sales = await actor_of(office, "sales")

    async def read(times: int) -> None:
        async with office.platform.database.begin(sales) as uow:
            uow.audit("personal.read", "customers", actor=sales)
        async with office.platform.database.begin_system() as uow:
            await Recorder(office.platform.secrets, clock=office.clock).write(
                uow, [Note(sales, "personal.read", "customers", count=times)]
            )

    for _ in range(7):
        await read(80)
        assert await raise_alerts(office.platform) == 0
        office.clock.move(days=1)
    await read(150)
    assert await raise_alerts(office.platform) == 0, "not three times the usual"
    await read(150)
    found = await audit.security(office.actor(), office.platform)
    assert [(one.kind, one.user_id, one.count, one.usual) for one in found.alerts] == [
        (Kind.PERSONAL_READ, sales.user_id, 302, 81.0)
    ]
    assert found.counts[Kind.PERSONAL_READ][-1] == 302
    assert await raise_alerts(office.platform) == 1
    assert await raise_alerts(office.platform) == 0
    (alert,) = await told(office, kind="alert")
    assert alert["after"] == {"count": 302, "day": found.days[-1].isoformat(), "usual": 81.0}


async def test_verifying_over_http_says_that_the_chain_holds(office: Place) -> None:
    async with person(office) as owner:
        body = (await owner.post("/api/v1/audit/verify")).json()
    assert {one["house"]: one["holds"] for one in body["items"]} == {False: True, True: True}
    assert next(one for one in body["items"] if not one["house"])["entries"] > 0
