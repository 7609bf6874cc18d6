"""Sockets on a running panel: from an order to the figure, from an ended session to a closed socket."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy import text
from websockets.exceptions import ConnectionClosed, InvalidStatus

from comptoir.foundation.identity import facade as identity
from comptoir.platform.database.errors import NoConnectionFree
from tests.integration.live.conftest import SALES, House, Socket
from tests.waiting import until_async

pytestmark = pytest.mark.engine


async def test_an_order_moves_the_figure_of_every_follower_by_one_execution(house: House) -> None:
    owner = await house.person("owner@example.test")
    async with house.open(owner) as first, house.open(owner, subprotocols=["comptoir.live.lines"]) as second:
        sockets = [Socket(first), Socket(second)]
        for each in sockets:
            await each.say(type="subscribe", id="a", query=SALES)
            await each.figure("0.00")
        assert len(house.hub.feeds) == 1
        before = house.hub.schedule.executions
        await house.shop.order("1", lines=((2, "10.25"),))
        for each in sockets:
            told = await each.figure("20.50")
            assert told["result"]["totals"]["orders"] == 1
            assert told["version"] > 0
        assert house.hub.schedule.executions == before + 1
        asked = (await owner.post("/api/v1/query", json=SALES)).json()
        volatile = {"as_of", "elapsed_ms", "cached"}
        assert {k: v for k, v in told["result"].items() if k not in volatile} == {
            k: v for k, v in asked.items() if k not in volatile
        }
    await owner.aclose()


async def test_another_store_does_not_run_a_question(house: House) -> None:
    owner = await house.person("owner@example.test")
    one = {**SALES, "filters": [{"field": "store", "op": "in", "value": ["one"]}]}
    async with house.open(owner) as connection:
        mine = Socket(connection)
        await mine.say(type="subscribe", id="one", query=one)
        await mine.next("result", id="one")
        await mine.say(type="subscribe", id="a", query=SALES)
        await mine.figure("0.00")
        feed = next(feed for feed in house.hub.feeds.values() if feed.question.query.filters)
        tail = feed.tail
        await house.shop.order("1", store="two")
        await mine.figure("10.00")
        await until_settled(house)
        assert feed.tail is tail
    await owner.aclose()


async def until_settled(house: House) -> None:
    async def settled() -> bool:
        return not house.hub.schedule._suspects and not house.hub.schedule._running

    await until_async(settled)


async def test_an_ended_session_closes_its_sockets_and_no_other(house: House) -> None:
    owner, other = await house.person("owner@example.test"), await house.person("other@example.test")
    async with house.open(owner) as one, house.open(other) as two:
        await Socket(one).say(type="ping")
        assert (await owner.delete("/api/v1/session")).status_code == 204
        assert await Socket(one).end() == 4401
        await Socket(two).say(type="ping")
        await Socket(two).next("pong")
    await owner.aclose()
    await other.aclose()


async def test_rights_taken_away_close_the_socket(house: House) -> None:
    viewer = await house.person("viewer@example.test", role="viewer")
    async with house.open(viewer) as connection:
        mine = Socket(connection)
        await mine.say(type="subscribe", id="a", query=SALES)
        await mine.figure("0.00")
        async with house.shop.platform.database.begin_system() as uow:
            await uow.execute(text("update memberships set role = 'security'"))
        assert await mine.end() == 4403
    await viewer.aclose()


async def test_costs_are_refused_to_who_may_not_see_them(house: House) -> None:
    viewer = await house.person("viewer@example.test", role="viewer")
    async with house.open(viewer) as connection:
        mine = Socket(connection)
        await mine.say(type="subscribe", id="a", query={"metrics": ["cogs"]})
        assert (await mine.next("error", id="a"))["problem"]["status"] == 403
        await mine.say(type="subscribe", id="b", query={"metrics": ["net_sale"]})
        assert "net_sales" in (await mine.next("error", id="b"))["problem"]["did_you_mean"]
    await viewer.aclose()


async def test_who_comes_back_gets_what_it_missed_or_that_nothing_changed(house: House) -> None:
    owner = await house.person("owner@example.test")
    async with house.open(owner) as connection:
        await Socket(connection).say(type="subscribe", id="a", query=SALES)
        has = (await Socket(connection).figure("0.00"))["version"]
    async with house.open(owner) as connection:
        mine = Socket(connection)
        await mine.say(type="subscribe", id="a", query=SALES, version=has)
        assert (await mine.next("unchanged"))["version"] == has
    await house.shop.order("1")
    await house.shop.drain()
    async with house.open(owner) as connection:
        mine = Socket(connection)
        await mine.say(type="subscribe", id="a", query=SALES, version=has)
        assert (await mine.figure("10.00"))["version"] > has
    await owner.aclose()


async def test_tokens_open_sockets_and_close_with_them(house: House) -> None:
    owner = await house.person("owner@example.test")
    made = await owner.post("/api/v1/account/tokens", json={"name": "Script", "scopes": ["analytics:read"]})
    secret = made.json()["secret"]
    offers = ["comptoir.live", f"bearer.{secret}"]
    async with (
        house.open(headers={"Authorization": f"Bearer {secret}"}, origin="https://elsewhere.example") as by_header,
        house.open(subprotocols=offers) as by_protocol,
        house.open() as by_message,
    ):
        assert by_protocol.subprotocol == "comptoir.live"
        await by_message.send(json.dumps({"type": "authenticate", "token": secret}))
        for connection in (by_header, by_protocol, by_message):
            await Socket(connection).say(type="subscribe", id="a", query=SALES)
            await Socket(connection).figure("0.00")
        assert (await owner.delete(f"/api/v1/account/tokens/{made.json()['id']}")).status_code == 204
        for connection in (by_header, by_protocol, by_message):
            assert await Socket(connection).end() == 4401
    await owner.aclose()


async def test_strangers_and_foreign_pages_stay_out(house: House) -> None:
    owner = await house.person("owner@example.test")
    with pytest.raises(InvalidStatus):
        await house.open(owner, origin="https://evil.example")
    async with house.open() as connection:
        await Socket(connection).say(type="subscribe", id="a", query=SALES)
        assert await Socket(connection).end() == 4401
    async with house.open(owner, origin="") as connection:  # the cookie without a page of ours
        await Socket(connection).say(type="ping")
        assert await Socket(connection).end() == 4401
    async with house.open(headers={"Authorization": "Bearer cpt_wrong"}) as connection:
        assert await Socket(connection).end() == 4401
    await owner.aclose()


async def test_while_nobody_can_say_who_it_is_a_socket_is_asked_to_come_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object, **__: object) -> None:
        raise NoConnectionFree("Every connection to PostgreSQL is in use.")

    monkeypatch.setattr("comptoir.foundation.identity.usecases.authenticate.stored.token_by_digest", away)
    async with house.open(headers={"Authorization": "Bearer cpt_any"}) as connection:
        assert await Socket(connection).end() == 1013


async def test_hostile_frames_are_refused_and_the_panel_lives(house: House) -> None:
    owner = await house.person("owner@example.test")
    async with house.open(owner) as connection:
        mine = Socket(connection)
        for frame in (b"\x00\x01", "[" * 60_000, '{"type":"subscribe","id":"a","query":{"metrics":{"a":[]}}}', "{}"):
            await connection.send(frame)
            assert (await mine.next("error"))["problem"]["status"] == 422
        await connection.send("x" * 200_000)
        assert await mine.end() == 1009
    async with house.open(owner) as connection:
        mine = Socket(connection)
        with pytest.raises(ConnectionClosed):
            for number in range(1000):
                await mine.say(type="subscribe", id=str(number), query=SALES)
            await mine.next("nothing")
        assert connection.close_code == 1013
    limit = house.hub.limits.sockets
    held = [await house.open(owner) for _ in range(limit)]
    for each in held:
        await Socket(each).say(type="ping")
        await Socket(each).next("pong")
    async with house.open(owner) as connection:
        assert await Socket(connection).end() == 1013
    for each in held:
        await each.close()

    async def empty() -> bool:
        return not house.hub.clients and not house.hub.feeds

    await until_async(empty)
    assert (await owner.post("/api/v1/query", json=SALES)).status_code == 200
    await owner.aclose()


@asynccontextmanager
async def follower_without_projector(house: House) -> AsyncIterator[Socket]:
    """Somebody who follows the sales while nobody makes visible what comes in."""
    owner = await house.person("owner@example.test")
    async with house.open(owner) as connection:
        mine = Socket(connection)
        await mine.say(type="subscribe", id="a", query=SALES)
        await mine.figure("0.00")
        house.stop.set()
        await house.projector
        yield mine
    await owner.aclose()


async def test_a_stalled_ingestion_is_told(house: House) -> None:
    async with follower_without_projector(house) as mine:
        await house.shop.order("1")
        while (told := await mine.next("status", within=60))["stale_since"] is None:
            assert told["type"] == "status"
        assert told["catching_up"] is False


async def test_a_backlog_that_shrinks_is_called_catching_up_until_it_is_gone(house: House) -> None:
    async with follower_without_projector(house) as mine:
        for number in ("1", "2", "3"):
            await house.shop.order(number)
        await _age(house, seconds=60)
        while not (told := await mine.next("status", within=60))["catching_up"]:
            await _age(house, seconds=-5)  # as a projector that works through it would leave the rest
        assert told["stale_since"] is not None
        await house.shop.drain()
        while (told := await mine.next("status", within=60))["catching_up"] or told["stale_since"] is not None:
            assert told["type"] == "status"


async def _age(house: House, *, seconds: int) -> None:
    """Make what waits to become visible older, or younger."""
    async with house.shop.platform.database.begin_system() as uow:
        change = text("update outbox set created_at = created_at - make_interval(secs => :seconds) where state = 'new'")
        await uow.execute(change, {"seconds": seconds})


async def test_addresses_that_are_no_longer_let_in_lose_their_sockets(house: House) -> None:
    owner = await house.person("owner@example.test")
    member = await house.person("member@example.test", role="viewer")
    token = await owner.post("/api/v1/account/tokens", json={"name": "reader", "scopes": ["analytics:read"]})
    assert token.status_code == 201, token.text
    bearer = {"Authorization": f"Bearer {token.json()['secret']}"}
    async with house.open(member) as one, house.open(headers=bearer) as two, house.open(owner) as three:
        mine, machine, theirs = Socket(one), Socket(two), Socket(three)
        for each in (mine, machine, theirs):
            await each.say(type="ping")
        elsewhere = {"viewer": ["203.0.113.0/24"]}
        changed = await owner.patch("/api/v1/organisation/sign-in", json={"networks": elsewhere})
        assert changed.status_code == 200, changed.text
        assert await mine.end() == 4403
        host = replace(identity.HOST, organisation_id=house.shop.organisation_id)
        await identity.change_sign_in_policy(host, house.shop.platform, roles=None, networks={"*": ["203.0.113.0/24"]})
        assert await machine.end() == 4403
        assert await theirs.end() == 4403
    await owner.aclose()
    await member.aclose()


async def test_access_that_changes_closes_the_socket_and_the_next_one_sees_less(house: House) -> None:
    owner = await house.person("owner@example.test")
    member = await house.person("member@example.test", role="operations")
    await house.shop.order("1", lines=((1, "10"),))
    await house.shop.order("2", store="two", lines=((1, "32"),))
    people = (await owner.get("/api/v1/members")).json()["items"]
    path = f"/api/v1/members/{next(one['id'] for one in people if one['email'] == 'member@example.test')}"
    async with house.open(member) as connection, house.open(owner) as other:
        mine, theirs = Socket(connection), Socket(other)
        for each in (mine, theirs):
            await each.say(type="subscribe", id="a", query=SALES)
            await each.figure("42.00")
        changed = await owner.patch(path, json={"access": {"stores": ["one"], "columns": {"cost": "mask"}}})
        assert changed.status_code == 200, changed.text
        assert await mine.end() == 4403
        async with house.open(member) as again:
            narrow = Socket(again)
            await narrow.say(type="subscribe", id="a", query={**SALES, "metrics": ["net_sales", "orders", "cogs"]})
            told = await narrow.figure("10.00")
            assert told["result"]["totals"]["cogs"] is None
            assert [one.get("masked", False) for one in told["result"]["columns"]] == [False, False, True]
            await house.shop.order("3", store="two", lines=((1, "5"),))
            await theirs.figure("47.00")
            asked = (await member.post("/api/v1/query", json=SALES)).json()
            assert asked["totals"]["net_sales"] == "10.00"
            assert (await owner.delete(path)).status_code == 204
            assert await narrow.end() in (4401, 4403)
    await owner.aclose()
    await member.aclose()
