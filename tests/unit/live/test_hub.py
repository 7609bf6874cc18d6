"""The hub over a fake of everything it is handed: sharing, pace, dropping to the latest, bounds."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Invalid
from comptoir.platform.http.principal import Credential, Principal
from comptoir.platform.live.client import Client
from comptoir.platform.live.hub import Hub
from comptoir.platform.live.limits import Limits
from comptoir.platform.live.ports import Question, Seen, State
from comptoir.platform.live.standing import Standing
from tests.waiting import until_async

HOME, OTHER = UUID(int=1), UUID(int=2)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FAST = Limits(gap=0.01, flush=0.001, look=0.01, recheck=0.01, heartbeat=60, subscriptions=5, burst=50, notes=20)


class World:
    """Data whose version the test moves; answers say which version they were made of."""

    def __init__(self) -> None:
        self.versions: dict[str, int] = {}
        self.runs: list[str] = []
        self.states = {HOME: State(1, 0, NOW, None, False)}
        self.ended: set[Credential] = set()
        self.permissions = frozenset({"analytics:read"})
        self.holding = asyncio.Event()
        self.holding.set()

    def read(self, actor, raw):
        raw = json.loads(raw)
        if "name" not in raw:
            raise Invalid("A question has a name.", field="name")
        key = (actor.organisation_id, actor.permissions, raw["name"])
        return Question(key=key, actor=actor, query=raw["name"], ticks=raw["name"].startswith("tick"))

    async def seen(self, questions):
        return [Seen(self.versions.get(one.query, 1)) for one in questions]

    async def answers(self, questions):
        self.runs += [one.query for one in questions]
        versions = [self.versions.get(one.query, 1) for one in questions]
        await self.holding.wait()
        for place, version in enumerate(versions):
            yield place, Invalid("It cannot be answered.") if version < 0 else b'{"made_of":%d}' % version

    async def look(self, organisations):
        return {one: self.states[one] for one in organisations if one in self.states}

    async def still(self, credentials):
        return {one: principal(self.permissions) for one in credentials if one not in self.ended}

    async def listen(self, heard):
        heard(None)
        await asyncio.Event().wait()


class Peer:
    """The other end of a socket; it can stop reading."""

    def __init__(self) -> None:
        self.frames: list[dict] = []
        self.closed: int | None = None
        self.aborted = False
        self.reading = asyncio.Event()
        self.reading.set()

    async def send(self, message):
        await self.reading.wait()
        if message["type"] == "websocket.close":
            self.closed = message["code"]
        else:
            self.frames += [json.loads(line) for line in message["text"].split("\n")]

    def abort(self):
        self.aborted = True

    def of(self, kind):
        return [frame for frame in self.frames if frame["type"] == kind]


def principal(permissions=frozenset({"analytics:read"}), organisation=HOME):
    return Principal(actor=Actor(organisation_id=organisation, user_id=UUID(int=9), permissions=permissions))


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def hub(world: World) -> AsyncIterator[Hub]:
    made = make(world, FAST)
    yield made
    for client in [*made.clients]:
        made.leave(client)


def make(world: World, limits: Limits) -> Hub:
    return Hub(answers=world, look=world.look, still=world.still, listen=world.listen, clock=lambda: NOW, limits=limits)


def join(hub: Hub, *, session=b"s", lines=True, organisation=HOME) -> tuple[Client, Peer]:
    peer = Peer()
    client = hub.admit(
        principal=principal(organisation=organisation),
        credential=Credential(is_token=False, digest=session),
        send=peer.send,
        abort=peer.abort,
        lines=lines,
    )
    return client, peer


def say(hub: Hub, client: Client, **message) -> None:
    hub.hear(client, json.dumps(message))


async def got(peer: Peer, kind: str, count: int = 1) -> list[dict]:
    async def enough():
        return len(peer.of(kind)) >= count

    await until_async(enough, within=5, what=f"{count} × {kind} in {peer.frames}")
    return peer.of(kind)


async def test_equal_questions_share_one_execution_and_every_change_reaches_all(hub: Hub, world: World) -> None:
    peers = []
    for _ in range(5):
        client, peer = join(hub)
        say(hub, client, type="subscribe", id="a", query={"name": "sales"})
        peers.append(peer)
    for peer in peers:
        first = (await got(peer, "result"))[0]
        assert first == {"type": "result", "id": "a", "version": 1, "result": {"made_of": 1}}
    assert world.runs == ["sales"]
    world.versions["sales"] = 2
    hub.heard({HOME: 2})
    for peer in peers:
        assert (await got(peer, "result", 2))[1]["result"] == {"made_of": 2}
    assert world.runs == ["sales", "sales"]


async def test_what_a_change_does_not_touch_is_not_run(hub: Hub, world: World) -> None:
    client, peer = join(hub)
    say(hub, client, type="subscribe", id="a", query={"name": "sales"})
    say(hub, client, type="subscribe", id="b", query={"name": "other"})
    await got(peer, "result", 2)
    world.versions["sales"] = 2
    hub.heard({HOME: 2})
    await got(peer, "result", 3)
    hub.heard({OTHER: 9})
    assert sorted(world.runs) == ["other", "sales", "sales"]


async def test_a_lost_signal_is_found_by_the_next_look(hub: Hub, world: World) -> None:
    client, peer = join(hub)
    say(hub, client, type="subscribe", id="a", query={"name": "sales"})
    await got(peer, "result")
    world.versions["sales"] = 2
    world.states[HOME] = State(2, 0, NOW, None, False)
    assert (await got(peer, "result", 2))[1]["version"] == 2


async def test_a_reader_that_stands_still_gets_only_the_newest(hub: Hub, world: World) -> None:
    client, peer = join(hub)
    say(hub, client, type="subscribe", id="a", query={"name": "sales"})
    await got(peer, "result")
    peer.reading.clear()
    for version in range(2, 9):
        world.versions["sales"] = version
        hub.heard({HOME: version})

        async def ran(count=version):
            return len(world.runs) >= count

        await until_async(ran)
        assert len(client.pending) <= 1
    peer.reading.set()

    async def newest():
        return peer.of("result")[-1]["version"] == 8

    await until_async(newest)
    assert len(peer.of("result")) <= 3  # the first, the one stuck in the socket, the newest


async def test_who_takes_nothing_is_cut_off(world: World) -> None:
    hub = make(world, Limits(flush=0.001, drain_within=0.05))
    client, peer = join(hub)
    peer.reading.clear()
    say(hub, client, type="ping")

    async def cut():
        hub.delivery.cut_slow()
        return peer.aborted

    await until_async(cut)
    hub.leave(client)


async def test_a_key_runs_no_more_often_than_its_cost_allows() -> None:
    limits = Limits()
    assert limits.pause(0.001) == 0.25
    assert limits.pause(0.1) == 2.0
    assert limits.pause(60) == 5.0


async def test_changes_during_a_pause_are_one_execution(world: World) -> None:
    hub = make(world, Limits(gap=0.3, flush=0.001, look=60))
    client, peer = join(hub)
    say(hub, client, type="subscribe", id="a", query={"name": "sales"})
    await got(peer, "result")
    for version in range(2, 50):
        world.versions["sales"] = version
        hub.heard({HOME: version})
    assert (await got(peer, "result", 2))[1]["version"] == 49
    assert len(world.runs) == 2
    hub.leave(client)


async def test_a_change_while_it_runs_is_not_lost(hub: Hub, world: World) -> None:
    world.holding.clear()
    client, peer = join(hub)
    say(hub, client, type="subscribe", id="a", query={"name": "sales"})

    async def runs():
        return bool(world.runs)

    await until_async(runs)
    world.versions["sales"] = 2
    hub.heard({HOME: 2})
    world.holding.set()
    assert [frame["version"] for frame in await got(peer, "result", 2)] == [1, 2]


@pytest.mark.parametrize(
    ("name", "has", "kind"), [("sales", 1, "unchanged"), ("sales", 7, "result"), ("tick", 1, "result")]
)
async def test_who_comes_back_gets_what_it_missed(hub: Hub, world: World, name: str, has: int, kind: str) -> None:
    client, peer = join(hub)
    say(hub, client, type="subscribe", id="a", query={"name": name}, version=has)
    frame = (await got(peer, kind))[0]
    assert (frame["id"], frame["version"]) == ("a", 1)
    assert len(peer.of("result")) + len(peer.of("unchanged")) == 1


async def test_a_failure_is_told_once_and_followed_by_the_answer(hub: Hub, world: World) -> None:
    world.versions["sales"] = -1
    client, peer = join(hub)
    say(hub, client, type="subscribe", id="a", query={"name": "sales"})
    problem = (await got(peer, "error"))[0]
    assert (problem["id"], problem["problem"]["code"]) == ("a", "invalid")


@pytest.mark.parametrize(
    "text",
    [None, "", "nonsense", "[]", "[" * 30_000, '{"type":1}', '{"type":"dance"}', '{"type":"subscribe"}',
     '{"type":"subscribe","id":"","query":{}}', '{"type":"subscribe","id":"a","query":[]}',
     '{"type":"subscribe","id":"a","query":{}}', '{"type":"subscribe","id":"%s","query":{"name":"x"}}' % ("i" * 999)],
)  # fmt: skip
async def test_what_cannot_be_read_is_an_error_and_no_end(hub: Hub, text: str | None) -> None:
    client, peer = join(hub)
    hub.hear(client, text)
    assert (await got(peer, "error"))[0]["problem"]["status"] == 422
    say(hub, client, type="ping")
    await got(peer, "pong")
    assert peer.closed is None


async def test_too_many_subscriptions_are_refused_one_by_one(hub: Hub, world: World) -> None:
    client, peer = join(hub)
    for number in range(8):
        say(hub, client, type="subscribe", id=str(number), query={"name": f"q{number}"})
    refused = await got(peer, "error", 3)
    assert {frame["problem"]["code"] for frame in refused} == {"too_many_requests"}
    assert len(client.feeds) == 5 == len(hub.feeds)


async def test_a_flood_ends_the_socket(hub: Hub) -> None:
    client, peer = join(hub)
    for _ in range(200):
        say(hub, client, type="ping")

    async def closed():
        return peer.closed == 1013

    await until_async(closed)
    assert len(client.notes) <= FAST.notes + 1


async def test_an_ended_session_and_changed_rights_close(hub: Hub, world: World) -> None:
    ended, one = join(hub, session=b"one")
    _, two = join(hub, session=b"two")
    world.ended.add(ended.credential)

    async def first_closed():
        return one.closed

    assert await until_async(first_closed) == 4401
    assert two.closed is None
    world.permissions = frozenset()

    async def second_closed():
        return two.closed

    assert await until_async(second_closed) == 4403


async def test_nothing_is_left_when_all_have_gone(hub: Hub) -> None:
    client, peer = join(hub)
    say(hub, client, type="subscribe", id="a", query={"name": "sales"})
    await got(peer, "result")
    hub.leave(client)
    hub.leave(client)
    assert (hub.feeds, hub.clients, dict(hub._by_organisation), dict(hub._by_credential)) == ({}, {}, {}, {})
    assert hub._tasks == []


async def test_one_message_a_frame_unless_lines_were_agreed(hub: Hub) -> None:
    client, peer = join(hub, lines=False)
    for number in range(3):
        say(hub, client, type="subscribe", id=str(number), query={"name": "sales"})
    await got(peer, "result", 3)


def test_stalled_is_stale_within_ten_seconds_and_progress_is_catching_up() -> None:
    standing = Standing()
    assert not standing.update(State(1, 0, NOW, None, False), now=NOW)
    since = NOW
    told = []
    for second in range(1, 15):
        now = NOW + timedelta(seconds=second)
        if standing.update(State(1, 0, NOW, since, False), now=now):
            told.append((second, json.loads(standing.text or "")))
    stale = [second for second, words in told if words["stale_since"] and not words["catching_up"]]
    assert stale
    assert stale[0] <= 10
    later = NOW + timedelta(seconds=15)
    assert standing.update(State(2, 0, NOW, since + timedelta(seconds=3), False), now=later)
    words = json.loads(standing.text or "")
    assert (words["catching_up"], words["data_version"]) == (True, 2)
    assert standing.update(State(3, 0, NOW, None, False), now=later + timedelta(seconds=1))
    words = json.loads(standing.text or "")
    assert (words["catching_up"], words["stale_since"]) == (False, None)


def test_a_crowds_answers_are_collected_for_longer() -> None:
    limits = Limits()
    assert limits.moment(0) == limits.flush
    assert limits.flush < limits.moment(1_000) < limits.moment(5_000) < limits.longest_flush
    assert limits.moment(1_000_000) == limits.longest_flush
