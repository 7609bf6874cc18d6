"""Lists of the API on a large home: 32 clients that page through orders, beside the bare SQL of the same pages."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable

import aiohttp
from psycopg_pool import AsyncConnectionPool

from bench.cases.semantic import opened
from bench.data.volume import large_home
from bench.harness import Round, Sample, Stage
from bench.processes import comptoir, serving
from comptoir.domains.orders.repository.reading import SUMMARY

CLIENTS, ASKED = 32, 1_280
IN_SPRING = (
    "and country = 'FR' and order_day between '2025-01-01' and '2025-03-31' "
    "and ordered_at between '2024-12-31' and '2025-04-02' order by ordered_at desc, id desc"
)
LISTS: tuple[tuple[dict[str, str], str], ...] = (
    ({}, "order by ordered_at desc, id desc"),
    ({"sort": "-total"}, "order by total desc, id desc"),
    ({"store": "paris"}, "and store_id = (select id from stores where slug = 'paris') order by ordered_at desc, id desc"),
    ({"country": "FR", "from": "2025-01-01", "to": "2025-03-31"}, IN_SPRING),
)  # fmt: skip
Ask = Callable[[int], Awaitable[None]]


async def list_endpoints(stage: Stage) -> Round:
    """95th percentile in milliseconds of a page of 50 orders over HTTP, asked by 32 clients without a pause."""
    ask = await over_http(stage)

    async def one_round() -> Sample:
        taken, _ = await load(ask)
        return Sample(ours=taken[round(len(taken) * 0.95) - 1] * 1000)

    return one_round


async def list_over_sql(stage: Stage) -> Round:
    """Seconds for all pages over HTTP ÷ their bare SQL by as many clients, sorted, cut and read whole."""
    ask = await over_http(stage)
    bare = await in_sql(stage)

    async def one_round() -> Sample:
        (_, ours), (_, baseline) = await load(ask), await load(bare)
        stage.note(f"{ASKED / ours:,.0f} pages/s ÷ {ASKED / baseline:,.0f}/s")
        return Sample(ours=ours, baseline=baseline)

    return one_round


async def over_http(stage: Stage) -> Ask:
    """Serve the large home and return what asks for one page."""
    home = await large_home(stage.kept, orders=stage.orders)
    made = json.loads(
        (
            await comptoir(
                "token", "create", "--name", "bench", "--scopes", "orders:read,stores:read", "--json", home=home
            )
        ).out
    )
    address, _ = await stage.stack.enter_async_context(serving(home))
    session = await stage.stack.enter_async_context(
        aiohttp.ClientSession(
            headers={"Authorization": f"Bearer {made['secret']}"}, connector=aiohttp.TCPConnector(limit=CLIENTS)
        )
    )

    async def ask(number: int) -> None:
        async with session.get(
            f"{address}/api/v1/orders", params={"limit": "50", **LISTS[number % len(LISTS)][0]}
        ) as found:
            found.raise_for_status()
            await found.read()

    for number in range(len(LISTS)):
        await ask(number)
    return ask


async def in_sql(stage: Stage) -> Ask:
    """Return what runs the SQL of one page on a connection of its own."""
    platform, actor = await opened(stage)
    reach = platform.database.server.connection(None)
    pool = AsyncConnectionPool(kwargs=reach, min_size=CLIENTS, open=False)
    await stage.stack.enter_async_context(pool)

    async def ask(number: int) -> None:
        where = LISTS[number % len(LISTS)][1]
        async with pool.connection() as connection:
            found = await connection.execute(
                f"select {', '.join(SUMMARY)} from orders where organisation_id = %s {where} limit 51",
                [actor.organisation_id],
            )
            await found.fetchall()

    return ask


async def load(ask: Ask) -> tuple[list[float], float]:
    """Return how long each page took, sorted, and how long all of them."""
    numbers, taken = iter(range(ASKED)), list[float]()

    async def client() -> None:
        for number in numbers:
            started = time.perf_counter()
            await ask(number)
            taken.append(time.perf_counter() - started)

    started = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return sorted(taken), time.perf_counter() - started
