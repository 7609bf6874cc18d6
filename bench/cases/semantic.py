"""The query API beside the same questions as hand-written ClickHouse SQL, on the raw facts of a large home."""

import statistics
import time
from datetime import date
from typing import Any
from uuid import UUID

from bench.data.volume import large_home
from bench.harness import Round, Sample, Stage
from bench.processes import environment
from comptoir.composed.insights import facade
from comptoir.composed.insights.sources import PlatformSources
from comptoir.foundation.identity.facade import command_actor
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform, open_platform
from comptoir.platform.settings import load_settings
from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.query import Query, parse_query

RANGE = {"from": "2024-03-01", "to": "2025-08-31"}
NET = "sum(gross) - sum(discount) - sum(returned)"
FROM = "FROM sales FINAL WHERE organisation = {o:UUID} AND day BETWEEN {a:Date} AND {b:Date}"
EURO = f"{FROM} AND store IN {{e:Array(UUID)}}"
STORES = [{"field": "store", "op": "in", "value": ["berlin", "paris"]}]
SALE = "kind = 'sale' AND line IS NOT NULL"
RATED = """
SELECT k, round(sum(n * if(c = 'EUR', 1, toDecimal256(1, 24) / r.rates[c])), 2) AS v FROM (INNER_QUERY) AS x
LEFT JOIN (SELECT day, rates FROM rates FINAL WHERE day >= {a:Date} - 2) AS r ON r.day = x.b GROUP BY k ORDER BY v DESC LIMIT 1000
"""
BY_CURRENCY = f"SELECT KEY AS k, currency AS c, booked_day AS b, {NET} AS n {FROM} GROUP BY k, c, b"


def converted(key: str) -> str:
    return RATED.replace("INNER_QUERY", BY_CURRENCY.replace("KEY", key))


# Ten common questions on raw facts: each uses a dimension, filter or basis that no roll-up holds.
QUESTIONS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("net sales and orders by city", {"metrics": ["net_sales", "orders"], "dimensions": ["city"], "filters": STORES},
     f"SELECT city, {NET} AS v, sum(order_count) {EURO} GROUP BY city ORDER BY v DESC LIMIT 1000"),
    ("top 20 products", {"metrics": ["net_sales", "units_sold"], "dimensions": ["product"], "filters": STORES, "limit": 20},
     f"SELECT product_title, {NET} AS v, sum(units) {EURO} GROUP BY product_title ORDER BY v DESC LIMIT 20"),
    ("margin by category", {"metrics": ["net_sales", "gross_profit", "gross_margin"], "dimensions": ["category"], "filters": STORES},
     f"SELECT category, {NET}, sumIf(gross - discount - returned, cost IS NOT NULL) AS m, m - sum(cost) AS p, p / m {EURO} GROUP BY category"),
    ("buyers and new buyers by month", {"metrics": ["customers", "new_customers"], "grain": "month"},
     (f"SELECT toStartOfMonth(day) AS m, uniqExactIf(customer, {SALE}), uniqExactIf(customer, {SALE} AND (customer, toStartOfMonth(day)) IN "
     f"(SELECT customer, toStartOfMonth(first_day) FROM customers FINAL WHERE organisation = {{o:UUID}})) {FROM} GROUP BY m")),
    ("net sales by city, four stores, in EUR", {"metrics": ["net_sales"], "dimensions": ["city"], "currency": "EUR"},
     converted("city")),
    ("net sales by vendor, four stores, in EUR", {"metrics": ["net_sales"], "dimensions": ["vendor"], "currency": "EUR"},
     converted("vendor")),
    ("orders by weekday and hour", {"metrics": ["orders", "net_sales"], "dimensions": ["weekday", "hour_of_day"], "filters": STORES},
     f"SELECT toDayOfWeek(day) AS w, hour, sum(order_count), {NET} {EURO} GROUP BY w, hour"),
    ("the overview's figures in one row, a category filtered",
     {"metrics": ["net_sales", "gross_sales", "discounts", "returns", "units_sold", "aov", "orders"],
      "filters": [*STORES, {"field": "category", "op": "ne", "value": "Toys"}]},
     (f'SELECT sum(gross), sum(discount), sum(returned), {NET}, sum(units), uniqExactIf("order", {SALE}) AS o, (sum(gross) - sum(discount)) / o '
     f"{EURO} AND category != 'Toys'")),
    ("net sales by day of the order", {"metrics": ["net_sales"], "grain": "day", "returns_basis": "order", "filters": STORES},
     f"SELECT order_day, {NET} {EURO.replace('day BETWEEN', 'order_day BETWEEN')} GROUP BY order_day ORDER BY order_day LIMIT 1000"),
    ("sales by kind of buyer and month", {"metrics": ["net_sales", "orders"], "dimensions": ["customer_type"], "grain": "month", "filters": STORES},
     ("SELECT toStartOfMonth(day) AS m, multiIf(customer IS NULL, 'guest', \"order\" IN (SELECT first_order FROM customers FINAL "
     f"WHERE organisation = {{o:UUID}}), 'new', 'returning') AS t, {NET}, sum(order_count) {EURO} GROUP BY m, t")),
)  # fmt: skip


async def against_hand_written(stage: Stage) -> Round:
    """Median over the questions of ours ÷ by hand, plans cached, results not."""
    platform, actor = await opened(stage)
    sources = PlatformSources(platform)
    layer = SemanticLayer(platform.warehouse, sources, facade.catalogue(), platform.clock, results=None)
    values = await values_by_hand(layer, actor)
    asked = [(name, parse_query({**query, "range": RANGE}), text) for name, query, text in QUESTIONS]
    for _, query, text in asked:
        await layer.run(actor, query)
        await platform.warehouse.query(text, values)

    async def one_round() -> Sample:
        ours, hand, ratios = [], [], []
        for name, query, text in asked:
            own = await seconds(layer, actor, query)
            started = time.perf_counter()
            await platform.warehouse.query(text, values)
            other = time.perf_counter() - started
            ours.append(own)
            hand.append(other)
            ratios.append(own / other)
            stage.note(f"{name}: {own * 1000:.0f} ms ÷ {other * 1000:.0f} ms = {own / other:.2f}")
        return Sample(ours=statistics.median(ratios) * 1000, baseline=1000.0)

    return one_round


async def cached_answer(stage: Stage) -> Round:
    """Milliseconds of an answer from the cache, versions read from PostgreSQL included."""
    platform, actor = await opened(stage)
    query = parse_query({**QUESTIONS[0][1], "range": RANGE})
    await facade.run(actor, platform, query=query)

    async def one_round() -> Sample:
        taken = []
        for _ in range(50):
            started = time.perf_counter()
            result = await facade.run(actor, platform, query=query)
            taken.append((time.perf_counter() - started) * 1000)
            assert result.cached
        return Sample(ours=statistics.median(taken))

    return one_round


async def csv_export(stage: Stage) -> Round:
    """A million orders as CSV through the layer ÷ ClickHouse's own CSV of the same."""
    platform, actor = await opened(stage)
    filters = [{"field": "currency", "op": "eq", "value": "EUR"}]
    query = parse_query(
        {"metrics": ["net_sales", "units_sold"], "dimensions": ["order"], "currency": "EUR", "filters": filters}
    )
    text = f'SELECT "order", {NET} AS v, sum(units) FROM sales FINAL WHERE organisation = {{o:UUID}} AND currency = \'EUR\' GROUP BY "order" ORDER BY v DESC'

    async def one_round() -> Sample:
        started = time.perf_counter()
        file = await facade.export(actor, platform, query=query, fmt="csv")
        size = sum([len(chunk) async for chunk in file.chunks])
        ours = time.perf_counter() - started
        started = time.perf_counter()
        own = sum(
            [
                len(chunk)
                async for chunk in platform.warehouse.stream(text, {"o": actor.organisation_id}, fmt="CSVWithNames")
            ]
        )
        stage.note(f"{size / 1e6:.1f} MB ours, {own / 1e6:.1f} MB ClickHouse's")
        return Sample(ours=ours * 1000, baseline=(time.perf_counter() - started) * 1000)

    return one_round


async def opened(stage: Stage) -> tuple[Platform, Actor]:
    home = await large_home(stage.kept, orders=stage.orders)
    platform = await stage.stack.enter_async_context(open_platform(load_settings(environment(home))))
    return platform, await command_actor(platform)


async def values_by_hand(layer: SemanticLayer, actor: Actor) -> dict[str, Any]:
    tenant = await layer.sources.tenant(actor)
    euro: list[UUID] = [store.id for store in tenant.stores if store.slug in ("berlin", "paris")]
    return {"o": actor.organisation_id, "a": date(2024, 3, 1), "b": date(2025, 8, 31), "e": euro}


async def seconds(layer: SemanticLayer, actor: Actor, query: Query) -> float:
    started = time.perf_counter()
    await layer.run(actor, query)
    return time.perf_counter() - started
