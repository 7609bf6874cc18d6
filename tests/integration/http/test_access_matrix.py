"""Every route has a rule, and the application keeps it: each built-in role on each route is let in or refused."""

import json
from dataclasses import replace
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from comptoir.foundation.identity import facade as identity
from comptoir.foundation.identity import permissions
from comptoir.kernel.errors import Unavailable
from comptoir.platform.warehouse import Warehouse
from comptoir.roles.web import web_application
from tests.integration.http.access_rules import OWN, PUBLIC, RULES, Rule
from tests.integration.http.conftest import PASSWORD, Place, sign_in
from tests.integration.http.test_every_route import concrete, routes

pytestmark = pytest.mark.engine
API = "/api/v1"
# Beside the API: signed deliveries, the document of the interface, probes.
ELSEWHERE = ("/hooks/", "/health/", "/api/openapi", "/metrics")


class AwayWarehouse:
    """Answers that it is away: what comes after rights is not asked here."""

    database = "away"

    async def query(self, *_: Any, **__: Any) -> None:
        raise Unavailable("The warehouse is away.")

    stream = query


def application_of(place: Place) -> Any:
    place.platform = replace(place.platform, warehouse=cast(Warehouse, AwayWarehouse()))
    return web_application(place.platform, recogniser=place.recogniser)


def known_routes(application: Any) -> set[tuple[str, str]]:
    found: Litestar = application._application
    return {
        (method, path.removeprefix(API))
        for method, path, _ in routes(found)
        if method != "OPTIONS" and not any(path.startswith(other) for other in ELSEWHERE)
    }


async def test_every_route_has_a_rule_and_every_rule_a_route(place: Place) -> None:
    assert known_routes(application_of(place)) == set(RULES)
    declared = set(permissions.declared()) | {OWN, PUBLIC}
    assert {one for rule in RULES.values() for one in rule.needs} <= declared


async def test_every_role_is_let_in_where_its_rule_says_and_nowhere_else(place: Place) -> None:
    place = replace(place, application=application_of(place))
    wrong: list[str] = []
    asked = 0
    for role in permissions.ROLES:
        email = f"{role}@matrix.test"
        await identity.add_member(place.actor(), place.platform, email=email, role=role, password=PASSWORD)
        async with place.client() as client:
            await sign_in(client, email=email)
            for (method, path), rule in RULES.items():
                if rule.ends or PUBLIC in rule.needs:
                    continue
                asked += 1
                wrong += [text async for text in _complaints(client, role, method, path, rule)]
    assert not wrong, "\n".join(wrong)
    assert asked > 8 * 90


def refusals(rule: Rule) -> tuple[int, ...]:
    return (403, 404) if rule.looks_first else (403,)


async def asked_of(client: httpx.AsyncClient, method: str, path: str, rule: Rule) -> httpx.Response:
    address = API + concrete(path.replace("{number}", "1"))
    files = {"file": ("a.csv", b"a,b")} if rule.is_upload else None
    return await client.request(method, address, json=rule.body, params=rule.query, files=files)


async def _complaints(client: httpx.AsyncClient, role: str, method: str, path: str, rule: Rule) -> Any:
    answer = await asked_of(client, method, path, rule)
    held = permissions.of_role(role)
    is_let_in = all(one in held or one == OWN for one in rule.needs)
    if is_let_in and answer.status_code in (401, 403, 405, 500):
        yield f"{role} may {method} {path} and gets {answer.status_code}: {answer.text[:200]}"
    if not is_let_in and answer.status_code not in refusals(rule):
        yield f"{role} may not {method} {path} and gets {answer.status_code}: {answer.text[:200]}"


async def test_an_api_token_is_held_to_the_same_rules(place: Place) -> None:
    place = replace(place, application=application_of(place))
    wrong: list[str] = []
    for scope in ("stores:read", "analytics:read", "users:read"):
        made = await identity.make_token(place.actor(), place.platform, name=scope, scopes=[scope])
        async with place.client(headers={"authorization": f"Bearer {made.secret}"}) as client:
            for (method, path), rule in RULES.items():
                if OWN in rule.needs or PUBLIC in rule.needs or set(rule.needs) <= {scope}:
                    continue
                answer = await asked_of(client, method, path, rule)
                if answer.status_code not in refusals(rule):
                    wrong.append(f"a token for {scope}: {method} {path} gives {answer.status_code}")
    assert not wrong, "\n".join(wrong)


async def test_a_batch_refuses_each_question_by_itself(place: Place) -> None:
    place = replace(place, application=application_of(place))
    made = await identity.make_token(place.actor(), place.platform, name="stores", scopes=["stores:read"])
    async with place.client(headers={"authorization": f"Bearer {made.secret}"}) as client:
        answer = await client.post(f"{API}/query/batch", json={"queries": [{"metrics": ["net_sales"]}] * 3})
    told = [json.loads(line) for line in answer.text.splitlines() if line.strip()]
    problems = told if isinstance(told[0], dict) and "place" in told[0] else told[0]
    assert [one["problem"]["status"] for one in problems] == [403, 403, 403]
    assert not any("result" in one for one in problems)
