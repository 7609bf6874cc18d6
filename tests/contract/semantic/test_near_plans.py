"""Questions about a few recent days are answered by another statement: the figures and their notes must not differ."""

import random
import time as time_of
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from comptoir.composed.insights.facade import catalogue
from comptoir.kernel.actor import Actor
from comptoir.platform.warehouse import Warehouse
from comptoir.semantic.layer import EntriesSeen, SemanticLayer
from comptoir.semantic.passes import storage
from comptoir.semantic.query import parse_query
from comptoir.semantic.result import Result
from comptoir.semantic.tenant import Tenant
from tests.contract.semantic.conftest import FixedSources
from tests.contract.semantic.world import ACTOR, LAST, ORGANISATION, SHOPS

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]
DIMENSIONS = ("store", "channel", "country", "sku", "customer_type", "hour_of_day", "discount_code", "current_category")
METRICS = ("net_sales", "orders", "aov", "gross_margin", "gross_profit", "customers", "new_customers", "units_sold")
METRICS += ("returning_customers", "guest_orders", "cost_coverage", "taxes", "total_sales")
NEVER = timedelta(days=-100_000)


def a_question(chance: random.Random) -> tuple[datetime, dict[str, Any]]:
    """A clock and a question about up to four days that it finds recent."""
    day = LAST - timedelta(days=chance.randrange(2, 420))
    now = datetime.combine(day, time(chance.randrange(24), 17), tzinfo=UTC)
    compare = chance.choice((None, None, "previous_period", "previous_week"))
    days = chance.randrange(2) if compare else chance.randrange(4)
    known = [name for name in DIMENSIONS if name in catalogue().dimensions]
    query: dict[str, Any] = {
        "metrics": chance.sample(METRICS, chance.randrange(1, 6)),
        "dimensions": chance.sample(known, chance.randrange(3)),
        "range": {"from": str(day - timedelta(days=days)), "to": str(day)},
        "day": chance.choice(("store", "organisation")),
        "returns_basis": chance.choice(("return", "order")),
        "edits_basis": chance.choice(("order", "edit")),
        "limit": 5000,
    }
    if chance.random() < 0.4:
        query["grain"] = chance.choice(("hour", "day"))
    if compare:
        query |= {"compare": compare, "same_minute": chance.random() < 0.6}
    if chance.random() < 0.3:
        query["filters"] = [{"field": "store", "op": "in", "value": [chance.choice(("berlin", "boston"))]}]
    if chance.random() < 0.7:
        query["currency"] = chance.choice(("EUR", "USD", "JPY"))
    return now, query


def a_layer(warehouse: Warehouse, now: datetime) -> SemanticLayer:
    return SemanticLayer(warehouse=warehouse, sources=FixedSources(), catalogue=catalogue(), clock=lambda: now)


def figures(result: Result) -> tuple[Any, ...]:
    return result.columns, list(result.rows), result.totals, result.notes, result.truncated


@pytest.mark.parametrize("seed", range(60))
async def test_near_and_far_plans_agree(filled: Warehouse, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    now, query = a_question(random.Random(seed))
    layer, asked = a_layer(filled, now), parse_query(query)
    assert (await layer.plan(ACTOR, asked)).is_near
    near = await layer.run(ACTOR, asked)
    monkeypatch.setattr(storage, "RECENT", NEVER)
    far = await a_layer(filled, now).run(ACTOR, asked)
    assert figures(near) == figures(far)


async def test_a_currency_that_was_not_expected_is_converted_all_the_same(filled: Warehouse) -> None:
    """What is remembered of the stores' currencies misses one: its entries ask for a factor that was not handed in."""
    now = datetime(2025, 3, 20, 12, tzinfo=UTC)
    days = {"from": "2025-03-17", "to": "2025-03-20"}
    asked = parse_query({"metrics": ["net_sales"], "dimensions": ["currency"], "range": days, "currency": "USD"})
    right = await a_layer(filled, now).run(ACTOR, asked)
    assert "EUR" in {row[0] for row in right.rows}
    layer = a_layer(filled, now)
    layer.entries[ORGANISATION] = EntriesSeen(time_of.monotonic(), {shop.id: ("USD", "JPY") for shop in SHOPS}, {})
    assert (await layer.plan(ACTOR, asked)).foreign == ("JPY",)
    assert figures(await layer.run(ACTOR, asked)) == figures(right)


class Forgetful(FixedSources):
    """Remembers the organisation without its newest store until it is asked to look."""

    async def tenant(self, actor: Actor, *, refresh: bool = False) -> Tenant:
        return self.held if refresh else replace(self.held, stores=self.held.stores[:-1])


async def test_a_store_added_a_moment_ago_has_its_name(filled: Warehouse) -> None:
    now = datetime(2025, 3, 20, 12, tzinfo=UTC)
    days = {"from": "2025-01-01", "to": "2025-03-20"}
    asked = parse_query({"metrics": ["net_sales"], "dimensions": ["store"], "range": days, "currency": "USD"})
    right = await a_layer(filled, now).run(ACTOR, asked)
    assert None not in {row[0] for row in right.rows}
    layer = replace(a_layer(filled, now), sources=Forgetful())
    assert figures(await layer.run(ACTOR, asked)) == figures(right)


async def test_many_entries_are_summed_before_they_are_converted(filled: Warehouse) -> None:
    """A few days of a large merchant are many rows: what is right does not depend on how many there are said to be."""
    asked = parse_query({"metrics": ["net_sales", "customers"], "range": {"from": "2025-03-17", "to": "2025-03-20"}})
    layer = a_layer(filled, datetime(2025, 3, 20, 12, tzinfo=UTC))
    few = await layer.run(ACTOR, asked)
    seen = layer.entries[ORGANISATION]
    layer.entries[ORGANISATION] = replace(seen, daily=dict.fromkeys(seen.daily, storage.FEW_ENTRIES))
    plan = await layer.plan(ACTOR, asked)
    assert (plan.is_near, storage.is_light(plan)) == (False, False)
    layer.results = None
    assert figures(await layer.run(ACTOR, asked)) == figures(few)


async def test_an_edit_booked_after_the_days_in_sight_is_converted_all_the_same(filled: Warehouse) -> None:
    """A clock that runs behind the entries: their booked days lie past the factors that were handed in."""
    asked = parse_query(
        {
            "metrics": ["net_sales"],
            "range": {"from": "2025-03-01", "to": "2025-03-04"},
            "day": "store",
            "currency": "USD",
        }
    )
    late = replace(asked, returns_basis="order")
    behind = a_layer(filled, datetime(2025, 3, 1, 12, tzinfo=UTC))
    assert (await behind.plan(ACTOR, late)).is_near
    today = a_layer(filled, datetime(2025, 4, 10, 12, tzinfo=UTC))
    assert (await behind.run(ACTOR, late)).totals == (await today.run(ACTOR, late)).totals
    assert (await behind.run(ACTOR, late)).cached  # what was asked twice is kept for whoever asks next
