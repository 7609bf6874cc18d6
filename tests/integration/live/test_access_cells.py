"""Every role × every metric and dimension × every way to ask for figures: let in, masked or refused, and in its own rows.

What is expected is written here by hand from what the vocabulary declares; a metric, a dimension, a role or a way to ask
that nobody decided on fails the first tests.
"""

import csv
import io
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from comptoir.composed.insights.facade import catalogue
from comptoir.foundation.identity import permissions
from tests.integration.live.conftest import House, Socket

pytestmark = pytest.mark.engine

DAYS = {"from": "2026-01-31", "to": "2026-01-31"}
# What more than analytics:read an object takes, and the column rule that covers it.
TAKES: Mapping[str, tuple[str, str | None]] = {
    **dict.fromkeys(("cogs", "gross_profit", "gross_margin", "cost_coverage"), ("costs:read", "cost")),
    "customer": ("customers:read", None),
}
HOLDERS = {
    "analytics:read": {"owner", "admin", "marketing", "operations", "sales", "finance", "viewer"},
    "costs:read": {"owner", "admin", "marketing", "operations", "finance"},
    "customers:read": {"owner", "admin", "marketing", "operations", "sales", "finance", "viewer"},
}


@dataclass(frozen=True)
class Person:
    """Somebody with a role and limits, and how many of the two orders are theirs to see."""

    role: str
    access: Mapping[str, Any] | None = None
    orders: int = 2

    @property
    def name(self) -> str:
        return self.role if self.access is None else f"{self.role} {json.dumps(self.access)}"


PEOPLE = (
    *(Person(role) for role in permissions.ROLES),
    Person("finance", {"columns": {"cost": "mask"}}),
    Person("operations", {"columns": {"cost": "deny"}}),
    Person("admin", {"stores": ["one"]}, orders=1),
    Person("marketing", {"channels": ["nowhere"]}, orders=0),
    Person("sales", {"sales_rep": "nobody"}, orders=0),
)
WAYS = ("query", "batch", "export", "explain", "socket")


def expected(person: Person, key: str) -> str:
    """Return open, masked or refused."""
    takes, column = TAKES.get(key, (None, None))
    columns = (person.access or {}).get("columns", {})
    needed = ["analytics:read", *([takes] if takes else [])]
    if any(person.role not in HOLDERS[one] for one in needed):
        return "refused"
    return {"mask": "masked", "deny": "refused"}.get(columns.get(column, ""), "open")


def objects() -> dict[str, dict[str, Any]]:
    """Return the question that asks for each metric and each dimension."""
    known = catalogue()
    asked = {key: {"metrics": [key], "range": DAYS} for key in known.metrics}
    return asked | {key: {"metrics": ["orders"], "dimensions": [key], "range": DAYS} for key in known.dimensions}


def test_every_object_that_takes_more_is_decided_on() -> None:
    known = catalogue()
    declared = {
        key: (one.permission, one.group)
        for key, one in [*known.metrics.items(), *known.dimensions.items()]
        if one.permission or one.group
    }
    assert declared == TAKES
    assert not set(known.metrics) & set(known.dimensions)


def test_every_role_is_decided_on() -> None:
    for key, holders in HOLDERS.items():
        assert {role for role in permissions.ROLES if key in permissions.of_role(role)} == holders, key
    assert {person.role for person in PEOPLE} == set(permissions.ROLES)


@pytest.fixture
async def shop(house: House) -> House:
    for name, store, price in (("1", "one", "10"), ("2", "two", "32")):
        record = house.shop.record(name, lines=((1, price),))
        costed = tuple(replace(line, cost=Decimal(1)) for line in record.lines)
        await house.shop.orders([replace(record, lines=costed)], store=store)
    first = await house.person("first@example.test")
    async with house.open(first) as connection:
        mine = Socket(connection)
        await mine.say(type="subscribe", id="a", query={"metrics": ["net_sales"], "range": DAYS})
        await mine.figure("42.00")
    await first.aclose()
    return house


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.soak)])
async def test_every_cell(shop: House, *, whole: bool) -> None:
    """Files and explanations are asked one by one, which takes minutes: without soak for what takes more, and a few."""
    owner, asked, cells = await shop.person("owner@example.test"), objects(), 0
    few = asked if whole else {key: asked[key] for key in (*TAKES, "net_sales", "customers", "store", "product")}
    for number, person in enumerate(PEOPLE):
        email = f"person{number}@example.test"
        client = await shop.person(email, role=person.role)
        if person.access is not None:
            people = (await owner.get("/api/v1/members")).json()["items"]
            place = f"/api/v1/members/{next(one['id'] for one in people if one['email'] == email)}"
            assert (await owner.patch(place, json={"access": person.access})).status_code == 200
        shown = {way: few if way in ("export", "explain") else asked for way in WAYS}
        told = {way: [one async for one in WAY[way](shop, client, shown[way])] for way in WAYS}
        for way, answers in told.items():
            outcomes = {key: outcome for key, outcome, _ in answers}
            decided = {key: expected(person, key) for key in shown[way]}
            if way in ("explain", "export"):  # a definition is no figure, and a file leaves empty what is masked
                decided = {key: "open" if one == "masked" else one for key, one in decided.items()}
            assert outcomes == decided, (person.name, way)
            cells += len(outcomes)
        for way in ("query", "batch", "socket"):
            counted = {result["totals"]["orders"] for key, outcome, result in told[way] if key == "orders" and result}
            assert counted <= {person.orders}, (person.name, way)
        written = {
            key: bool(body["values"]) for key, _, body in told["export"] if body and TAKES.get(key, ("", None))[1]
        }
        assert written == {key: expected(person, key) == "open" and person.orders > 0 for key in written}, person.name
        await client.aclose()
    assert cells == len(PEOPLE) * (3 * len(asked) + 2 * len(few))
    await owner.aclose()


Answers = AsyncIterator[tuple[str, str, dict[str, Any] | None]]
Asked = Mapping[str, dict[str, Any]]


def judged(key: str, result: dict[str, Any]) -> str:
    """Return what an answer shows of a column: open, or masked without a single value."""
    place = next(number for number, column in enumerate(result["columns"]) if column["name"] == key)
    if not result["columns"][place].get("masked"):
        return "open"
    assert {row[place] for row in result["rows"]} <= {None}
    assert result["totals"].get(key) is None
    return "masked"


def outcome_of(status: int, key: str, body: dict[str, Any]) -> tuple[str, str, dict[str, Any] | None]:
    if status == 403:
        return key, "refused", None
    assert status == 200, body
    return key, judged(key, body), body


async def by_query(_: House, client: httpx.AsyncClient, asked: Asked) -> Answers:
    for key, query in asked.items():
        answer = await client.post("/api/v1/query", json=query)
        yield outcome_of(answer.status_code, key, answer.json())


async def by_batch(_: House, client: httpx.AsyncClient, asked: Asked) -> Answers:
    keys = list(asked)
    answer = await client.post("/api/v1/query/batch", json={"queries": list(asked.values())})
    if answer.status_code == 403:
        for key in keys:
            yield key, "refused", None
        return
    for line in answer.text.splitlines():
        told = json.loads(line)
        status = told["problem"]["status"] if told.get("problem") else 200
        yield outcome_of(status, keys[told["place"]], told.get("result") or told.get("problem"))


async def by_export(_: House, client: httpx.AsyncClient, asked: Asked) -> Answers:
    for key, query in asked.items():
        answer = await client.post("/api/v1/query/export", json={"query": query, "format": "csv"})
        if answer.status_code == 403:
            yield key, "refused", None
            continue
        assert answer.status_code == 200, answer.text
        rows = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
        yield key, "open", {"values": [row[key] for row in rows if row.get(key)]}


async def by_explain(_: House, client: httpx.AsyncClient, asked: Asked) -> Answers:
    for key, query in asked.items():
        answer = await client.post("/api/v1/query/explain", json=query)
        yield key, {200: "open", 403: "refused"}[answer.status_code], None


async def by_socket(house: House, client: httpx.AsyncClient, asked: Asked) -> Answers:
    keys = list(asked)
    for start in range(0, len(keys), 40):
        part = keys[start : start + 40]
        async with house.open(client) as connection:
            mine, open_ = Socket(connection), set(part)
            try:
                for key in part:
                    await mine.say(type="subscribe", id=key, query=asked[key])
                while open_:
                    for line in str(await connection.recv()).split("\n"):
                        told = json.loads(line)
                        if told.get("id") not in open_ or told["type"] not in ("result", "error"):
                            continue
                        open_.remove(told["id"])
                        status = told["problem"]["status"] if told["type"] == "error" else 200
                        yield outcome_of(status, told["id"], told.get("result") or told["problem"])
            except Exception:
                if connection.close_code != 4403:
                    raise
        for key in open_:
            yield key, "refused", None


WAY = {"query": by_query, "batch": by_batch, "export": by_export, "explain": by_explain, "socket": by_socket}
