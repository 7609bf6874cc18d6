"""Targets over HTTP: setting, changing, rights, the calendar they follow, and their pace against figures counted by hand."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import uuid4

import httpx
import pytest

from comptoir.composed.definitions import facade as definitions
from comptoir.composed.definitions.contracts import TargetWanted
from comptoir.composed.definitions.errors import UnknownTarget
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.orders.projections import SALES
from comptoir.kernel.actor import Scope
from comptoir.kernel.errors import Invalid
from tests.contract.semantic.world import ROLL_UP, insert
from tests.integration.boards.conftest import Team, ask

pytestmark = pytest.mark.engine
DAY = timedelta(days=1)
SHOP = {"name": "Shop", "platform": "custom", "currency": "EUR", "timezone": "Europe/Berlin", "prices": "gross"}
MARCH = {"metric": "net_sales", "period": "month", "start": "2026-03-01", "amount": "2600.00"}


async def open_stores(owner: httpx.AsyncClient, *slugs: str) -> None:
    for slug in slugs:
        await ask(owner, "POST", "/stores", 201, slug=slug, **SHOP)


async def sell(team: Team, slug: str, days: Iterable[date]) -> None:
    """Sell for 100 euros at noon of each day."""
    platform, actor = team.place.platform, team.place.actor()
    async with platform.database.begin(actor) as uow:
        store = await commerce.store(actor, uow, slug=slug)
    rows = [
        {
            "organisation": actor.organisation_id,
            "store": store.id,
            "entry": uuid4(),
            "order": uuid4(),
            "line": uuid4(),
            "kind": "sale",
            "currency": "EUR",
            "gross": Decimal(100),
            "units": Decimal(1),
            **dict.fromkeys(("day", "order_day", "booked_day"), day),
            **{f"organisation_{name}": day for name in ("day", "order_day", "booked_day")},
            **dict.fromkeys(("occurred_at", "ordered_at"), datetime.combine(day, time(11), UTC)),
            "hour": 12,
            "organisation_hour": 12,
            "order_count": 1,
            "version": 1,
            "is_deleted": 0,
        }
        for day in days
    ]
    await insert(platform.warehouse, SALES, rows)
    await platform.warehouse.command(ROLL_UP)


def working_days(first: date, last: date) -> list[date]:
    return [day for day in (first + DAY * place for place in range((last - first).days + 1)) if day.weekday() != 6]


async def test_the_pace_by_last_years_weekdays(team: Team) -> None:
    """Sundays bring nothing: on Tuesday 10 March at 13:00 seven whole days and 13 hours of one are behind."""
    team.place.clock.move(days=9)
    owner = await team("owner")
    await open_stores(owner, "berlin")
    await sell(team, "berlin", working_days(date(2025, 2, 1), date(2026, 3, 10)))
    made = await ask(owner, "POST", "/targets", 201, **MARCH)
    assert (made["end"], made["currency"], made["store"], made["may_edit"]) == ("2026-03-31", "EUR", None, True)
    pace = await ask(owner, "GET", "/targets/pace?metric=net_sales&period=month&start=2026-03-01")
    assert pace == await ask(owner, "GET", "/targets/pace?metric=net_sales&period=month")
    assert pace["target"]["id"] == made["id"]
    assert (pace["method"], pace["actual"]) == ("last_year", "800")
    assert (pace["expected_by_now"], pace["ahead_by"], pace["share_done"]) == ("754.17", "45.83", "0.3077")
    assert pace["expected_at_end"] == "2758.01"  # 800 / (754.1667 / 2600)
    assert "52 weeks before did (2025-03-02 to 2025-04-01)" in pace["statement"]
    assert [one["expected"] for one in pace["days"][:3]] == ["0", "100", "100"]
    assert (pace["days"][-1]["expected_so_far"], pace["days"][-1]["actual"]) == ("2600", None)
    assert sum(Decimal(one["actual"]) for one in pace["days"] if one["actual"]) == 800


async def test_the_pace_without_a_year_and_without_anything(team: Team) -> None:
    owner = await team("owner")
    await open_stores(owner, "berlin", "empty")
    await sell(team, "berlin", working_days(date(2026, 1, 10), date(2026, 2, 28)))
    for store in ("berlin", "empty"):
        await ask(owner, "POST", "/targets", 201, **MARCH, store=store)
    known = await ask(owner, "GET", "/targets/pace?metric=net_sales&period=month&store=berlin")
    assert known["method"] == "weekdays"
    assert "2026-01-04 to 2026-02-28" in known["statement"].replace("from ", "")
    assert known["days"][0]["expected"] == "0"
    assert known["expected_at_end"] is None  # nothing of it has passed
    other = await ask(owner, "GET", "/targets/pace?metric=net_sales&period=month&store=empty")
    assert (other["method"], other["ahead_by"]) == ("even", str(-Decimal(other["expected_by_now"])))


async def test_a_level_is_held(team: Team) -> None:
    owner = await team("owner")
    await open_stores(owner, "berlin")
    await sell(team, "berlin", [date(2026, 3, 1)])
    await ask(owner, "POST", "/targets", 201, **{**MARCH, "metric": "aov", "amount": "80.00"})
    pace = await ask(owner, "GET", "/targets/pace?metric=aov&period=month")
    assert (pace["method"], pace["actual"], pace["expected_by_now"], pace["ahead_by"]) == ("level", "100", "80", "20")
    assert pace["expected_at_end"] is None


async def test_targets_are_listed_changed_and_removed(team: Team) -> None:
    owner, viewer = await team("owner"), await team("viewer")
    await open_stores(owner, "berlin")
    march = await ask(owner, "POST", "/targets", 201, **MARCH)
    await ask(owner, "POST", "/targets", 409, **MARCH)
    await ask(owner, "POST", "/targets", 201, **{**MARCH, "metric": "orders", "start": "2026-04-01"}, store="berlin")
    listed = (await ask(viewer, "GET", "/targets"))["items"]
    assert [(one["metric"], one["may_edit"]) for one in listed] == [("net_sales", False), ("orders", False)]
    assert listed[0]["saved_by"]["name"] == "owner@example.test"
    for query, metrics in {
        "?store=berlin": ["orders"],
        "?metric=net_sales": ["net_sales"],
        "?from=2026-03-31&to=2026-03-31": ["net_sales"],
        "?from=2026-04-30": ["orders"],
        "?to=2026-02-28": [],
    }.items():
        assert [one["metric"] for one in (await ask(owner, "GET", f"/targets{query}"))["items"]] == metrics
    changed = await ask(owner, "PATCH", f"/targets/{march['id']}", amount="2600.5", currency="USD")
    assert (changed["amount"], changed["currency"]) == ("2600.5", "USD")
    await ask(viewer, "PATCH", f"/targets/{march['id']}", 403, amount="1")
    await ask(viewer, "DELETE", f"/targets/{march['id']}", 403)
    await ask(viewer, "POST", "/targets", 403, **MARCH)
    await ask(owner, "DELETE", f"/targets/{march['id']}", 204)
    await ask(owner, "DELETE", f"/targets/{march['id']}", 404)
    await ask(owner, "GET", "/targets/pace?metric=net_sales&period=month", 404)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start": "2026-03-02"}, "start"),
        ({"start": "soon"}, "start"),
        ({"period": "fortnight"}, "period"),
        ({"period": "week"}, "start"),  # 1 March 2026 is a Sunday
        ({"amount": "much"}, "amount"),
        ({"amount": "1.001"}, "amount"),
        ({"amount": "99999999999999"}, "amount"),
        ({"currency": "ABC"}, "currency"),
        ({"metric": "orders", "currency": "EUR"}, "currency"),
        ({"metric": "net_sale"}, "metric"),
        ({"store": "nowhere"}, "store"),
    ],
)
async def test_what_is_no_target(team: Team, change: dict[str, Any], field: str) -> None:
    client = await team("owner")
    answer = await client.post("/api/v1/targets", json=MARCH | change)
    assert answer.status_code in (404, 422), answer.text
    assert answer.json()["errors"][0]["field"] == field


async def test_targets_follow_the_organisations_calendar(team: Team) -> None:
    owner = await team("owner")
    retail = {"pattern": "4-5-4", "first_month": 2, "anchor": "nearest"}
    await ask(owner, "PATCH", "/organisation", week_start="sunday", fiscal=retail)
    await ask(owner, "POST", "/targets", 201, **{**MARCH, "period": "week"})
    month = await ask(owner, "POST", "/targets", 201, **MARCH)
    assert month["end"] == "2026-04-04"  # the five weeks of the second month of retail 2026
    refused = await ask(owner, "POST", "/targets", 422, **{**MARCH, "start": "2026-04-01"})
    assert "2026-03-01, the next on 2026-04-05" in refused["hint"] + refused["detail"]
    periods = (await ask(owner, "GET", "/targets/periods?period=month&day=2026-03-10"))["items"]
    assert periods[1] == {"start": "2026-03-01", "end": "2026-04-04"}
    assert len(periods) == 14
    assert all(one["end"] < other["start"] for one, other in pairwise(periods))
    await ask(owner, "GET", "/targets/periods?period=decade&day=2026-03-10", 422)


async def test_who_may_know_of_a_target(team: Team) -> None:
    """Targets of all stores are hidden from who sees some, and targets of hidden figures from who may not read them."""
    owner = await team("owner")
    await open_stores(owner, "berlin", "paris")
    for wanted in (MARCH, MARCH | {"store": "berlin"}, MARCH | {"store": "paris"}, MARCH | {"metric": "gross_profit"}):
        await ask(owner, "POST", "/targets", 201, **wanted)
    platform, host = team.place.platform, team.place.actor()
    async with platform.database.begin(host) as uow:
        berlin = (await commerce.store(host, uow, slug="berlin")).id
    scoped = replace(host, scope=Scope(stores=frozenset({berlin})))
    assert [one.store for one in await definitions.list_targets(scoped, platform)] == ["berlin"]
    with pytest.raises(UnknownTarget):
        await definitions.pace(scoped, platform, metric="net_sales", store=None, period="month", start=None)
    with pytest.raises(Invalid, match="name the store"):
        wanted = TargetWanted("orders", "day", date(2026, 3, 1), Decimal(1))
        await definitions.set_target(scoped, platform, wanted=wanted)
    masked = replace(host, scope=Scope(denied=frozenset({"gross_profit"})))
    assert {one.metric for one in await definitions.list_targets(masked, platform)} == {"net_sales"}
    viewer = await team("viewer")
    assert {one["metric"] for one in (await ask(viewer, "GET", "/targets"))["items"]} == {"net_sales"}


async def test_holidays_are_notes_nobody_wrote(team: Team) -> None:
    owner = await team("owner")
    await open_stores(owner, "berlin")
    path = "/annotations?from=2026-04-01&to=2026-05-02"
    found = (await ask(owner, "GET", path))["items"]
    assert [(one["day"], one["kind"], one["may_edit"]) for one in found] == [
        ("2026-04-03", "holiday", False),
        ("2026-04-06", "holiday", False),
        ("2026-05-01", "holiday", False),
    ]
    assert found[0]["text"] == "Good Friday (DE)"
    assert found == (await ask(owner, "GET", path))["items"]
    await ask(owner, "DELETE", f"/annotations/{found[0]['id']}", 404)
    await ask(owner, "PATCH", "/organisation", holidays=["FR"])
    texts = [one["text"] for one in (await ask(owner, "GET", path))["items"]]
    assert len(texts) == 2
    assert all(text.endswith("(FR)") for text in texts)
    await ask(owner, "PATCH", "/organisation", holidays=None)
    await ask(owner, "POST", "/stores", 201, slug="tokyo", **{**SHOP, "timezone": "Asia/Tokyo"})
    await open_stores(owner, "potsdam")
    shown = {one["day"]: one["stores"] for one in (await ask(owner, "GET", path))["items"]}
    assert shown == {day: ["berlin", "potsdam"] for day in ("2026-04-03", "2026-04-06", "2026-05-01")}
    assert [one["day"] for one in (await ask(owner, "GET", f"{path}&store=tokyo"))["items"]] == ["2026-04-29"]
    await ask(owner, "PATCH", "/organisation", holidays=[])
    assert (await ask(owner, "GET", path))["items"] == []
