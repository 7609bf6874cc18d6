"""Questions asked at once share statements: no answer may show it, to the last digit, note and row."""

import random
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from comptoir.composed.insights.facade import catalogue
from comptoir.kernel.actor import Actor
from comptoir.platform.warehouse import QueryResult, Warehouse
from comptoir.semantic.batch import run_many
from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.query import Query, parse_query
from comptoir.semantic.result import Result
from tests.contract.semantic.conftest import FixedSources
from tests.contract.semantic.world import ACTOR, LAST

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]
METRICS = ("net_sales", "orders", "aov", "gross_margin", "gross_profit", "customers", "new_customers", "units_sold")
METRICS += ("returning_customers", "discounts", "returns")
DIMENSIONS = ("store", "channel", "country", "sku", "product", "customer_type", "hour_of_day", "weekday")
DIMENSIONS += ("discount_code", "category_current", "product_name", "customer", "currency")


class Counting:
    """A warehouse that counts what it is asked."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse, self.texts = warehouse, list[str]()

    async def query(self, sql: str, *arguments: Any, **more: Any) -> QueryResult:
        self.texts.append(sql)
        return await self.warehouse.query(sql, *arguments, **more)


def a_layer(warehouse: Any, now: datetime) -> SemanticLayer:
    return SemanticLayer(warehouse=warehouse, sources=FixedSources(), catalogue=catalogue(), clock=lambda: now)


def a_board(chance: random.Random) -> tuple[datetime, list[Query]]:
    """A clock, and questions of tiles that share most of what they ask, as a board's do."""
    today = LAST - timedelta(days=chance.randrange(-5, 300))
    now = datetime.combine(today, time(chance.randrange(24), 23), tzinfo=UTC)
    known = list(DIMENSIONS)
    base: dict[str, Any] = {
        "day": chance.choice(("store", "store", "organisation")),
        "returns_basis": chance.choice(("return", "return", "order")),
        "currency": chance.choice(("EUR", "USD", "JPY", None)),
    }
    if chance.random() < 0.3:
        base["filters"] = [{"field": "channel", "op": "ne", "value": "shop"}]
    periods = [(chance.choice((0, 1, 6, 30, 200)), chance.choice(COMPARED)) for _ in range(chance.randrange(1, 4))]
    some = chance.sample(METRICS, 4)
    return now, [parse_query(a_tile(chance, base, today, periods, some, known)) for _ in range(12)]


COMPARED = (None, "previous_period", "previous_week", "previous_year", "previous_year_weekday")


def a_tile(
    chance: random.Random, base: dict[str, Any], today: Any, periods: list[Any], metrics: list[str], known: list[str]
) -> dict[str, Any]:
    days, compare = chance.choice(periods)
    first = chance.choice((metrics[0], metrics[0], metrics[1]))
    tile: dict[str, Any] = {
        **base,
        "metrics": [first, *chance.sample([name for name in metrics if name != first], chance.randrange(3))],
        "dimensions": chance.sample(known, chance.choice((0, 0, 1, 1, 1, 2))),
        "range": {"from": str(today - timedelta(days=days)), "to": str(today)},
        "limit": chance.choice((1, 2, 5, 1000)),
    }
    if compare and chance.random() < 0.8:
        tile |= {"compare": compare, "same_minute": chance.random() < 0.6}
    if chance.random() < 0.4:
        tile["grain"] = chance.choice(("hour", "day", "week", "month") if days < 40 else ("week", "month"))
    elif tile["dimensions"] and chance.random() < 0.5:
        tile["order_by"] = [chance.choice((f"-{first}", first, tile["dimensions"][0]))]
    return tile


def figures(answer: Result | Exception) -> Any:
    if isinstance(answer, Exception):
        return repr(answer)
    return answer.columns, list(answer.rows), answer.totals, answer.notes, answer.truncated


async def one_by_one(layer: SemanticLayer, actor: Actor, queries: list[Query]) -> list[Any]:
    found = []
    for query in queries:
        try:
            found.append(figures(await layer.run(actor, query)))
        except Exception as error:  # noqa: BLE001  # an error must be the same too
            found.append(repr(error))
    return found


@pytest.mark.parametrize("seed", [*range(16), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(16, 200))])
async def test_answers_are_those_of_each_alone(filled: Warehouse, seed: int) -> None:
    chance = random.Random(seed)
    now, queries = a_board(chance)
    alone = await one_by_one(a_layer(filled, now), ACTOR, queries)
    together = await run_many(a_layer(filled, now), ACTOR, queries)
    for query, single, shared in zip(queries, alone, together, strict=True):
        assert figures(shared) == single, query
