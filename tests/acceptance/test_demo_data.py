"""The demo on both engines: plausible to a merchant, badged, kept apart, resumable, removable without a trace."""

import re
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text

from comptoir.composed.demo import facade as demos
from comptoir.composed.demo.contracts import DemoPlan
from comptoir.composed.demo.model import seasons
from comptoir.composed.demo.usecases import catch_up_demo, fill_demo
from comptoir.composed.insights import facade as insights
from comptoir.composed.integrations import facade as integrations
from comptoir.composed.integrations.contracts import ImportOptions
from comptoir.composed.integrations.facade import Order
from comptoir.composed.integrations.usecases.run_upload import run_upload
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import NewStore
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor, system_actor
from comptoir.platform.context import Platform
from comptoir.platform.http.panel import Panel
from comptoir.roles.web import web_application
from comptoir.semantic.query import parse_query
from tests.acceptance.small_merchant import load_rates

pytestmark = [pytest.mark.engine, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

PLAN = DemoPlan(stores=3, years=1, seed=7)
TOLD_AT = datetime(2026, 1, 20, 15, 30, tzinfo=UTC)
ORDERS_A_DAY = 24.0
HOME_SALES = "order id,date,sku,quantity,price\n1,2026-01-05,A,2,10.00\n2,2026-01-06,B,1,5.50\n"
EVERYTHING = {
    "metrics": "net_sales gross_sales discounts returns taxes shipping cogs orders units_sold customers".split(),
    "dimensions": ["store", "channel"],
    "grain": "month",
    "currency": "EUR",
    "limit": 5000,
}


class Killed(BaseException):
    """Nothing catches it, as nothing catches a kill."""


@contextmanager
def a_small_demo() -> Iterator[pytest.MonkeyPatch]:
    """A demo of about 3,000 orders a year, made in this process so that the change holds there too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seasons, "BASE_ORDERS", ORDERS_A_DAY)
        patch.setattr(fill_demo, "ProcessPoolExecutor", lambda *_, **__: ThreadPoolExecutor(1))
        seasons.new_buyers_on.cache_clear()
        yield patch
        seasons.new_buyers_on.cache_clear()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def home(shared_platform: Platform) -> Platform:
    """A home with a filled demo."""
    shared_platform.clock = lambda: TOLD_AT
    await load_rates(shared_platform)
    with a_small_demo():
        await demos.create(identity.HOST, shared_platform, plan=PLAN)
        await demos.fill(identity.HOST, shared_platform)
    return shared_platform


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def undisturbed(home: Platform) -> list[dict[str, Any]]:
    """What the filled demo says, before any test tells it more."""
    return await ask(home, await demo_actor(home), **EVERYTHING)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def own(home: Platform, tmp_path_factory: pytest.TempPathFactory) -> Actor:
    """The merchant's own organisation, with two orders."""
    made = await identity.create_organisation(
        identity.HOST, home, name="Mine", currency="EUR", timezone="Europe/Berlin"
    )
    actor = system_actor(made.id)
    async with home.database.begin(actor) as uow:
        store = NewStore("germany", "Also called so", "custom", "EUR", "Europe/Berlin", "net")
        await commerce.add_store(actor, uow, store=store, now=home.clock())
    path = tmp_path_factory.mktemp("files") / "mine.csv"
    path.write_text(HOME_SALES)
    order = Order(path, "germany", "transactions", {}, ImportOptions())
    assert (await integrations.import_file(actor, home, order=order)).result.created == 2
    return actor


async def demo_actor(platform: Platform) -> Actor:
    state = await demos.state(identity.HOST, platform)
    assert state is not None
    return system_actor(state.organisation_id)


async def ask(platform: Platform, actor: Actor, **query: Any) -> list[dict[str, Any]]:
    answer = await insights.run(actor, platform, query=parse_query({"limit": 5000, "currency": "EUR", **query}))
    names = [column.name for column in answer.columns]
    return [dict(zip(names, row, strict=True)) for row in answer.rows]


async def test_the_margin_of_every_category_is_a_merchants(home: Platform) -> None:
    rows = await ask(home, await demo_actor(home), metrics=["gross_margin", "net_sales"], dimensions=["category"])
    margins = {row["category"]: Decimal(row["gross_margin"]) for row in rows if row["gross_margin"] is not None}
    margins.pop(None, None)  # refunds that name no line
    assert len(margins) >= 7
    assert all(Decimal("0.35") < margin < Decimal("0.65") for margin in margins.values()), margins


async def test_three_to_twelve_percent_come_back(home: Platform) -> None:
    [row] = await ask(home, await demo_actor(home), metrics=["returns", "gross_sales", "discounts"])
    share = Decimal(row["returns"]) / (Decimal(row["gross_sales"]) - Decimal(row["discounts"]))
    assert Decimal("0.03") < share < Decimal("0.12")


async def test_a_quarter_to_nearly_half_of_the_orders_are_repeated(home: Platform) -> None:
    rows = await ask(home, await demo_actor(home), metrics=["orders"], dimensions=["customer_type"])
    orders = {row["customer_type"]: row["orders"] for row in rows}
    assert set(orders) == {"new", "returning", "guest"}
    assert 0.25 < orders["returning"] / sum(orders.values()) < 0.45, orders


async def test_black_friday_week_stands_out(home: Platform) -> None:
    rows = await ask(home, await demo_actor(home), metrics=["orders"], grain="week")
    weeks = {row["period"]: row["orders"] for row in rows}
    assert 2.5 < weeks["2025-11-24"] / median(weeks.values()) < 5


async def test_everything_a_shop_has_is_there(home: Platform) -> None:
    """Gift cards, discounts, cancellations, edits, guests, refunds without lines, unknown costs."""
    [row] = await ask(
        home,
        await demo_actor(home),
        metrics="gift_card_sales gift_card_redeemed discounts guest_orders cost_coverage".split(),
    )
    assert all(Decimal(row[key]) > 0 for key in ("gift_card_sales", "gift_card_redeemed", "discounts"))
    assert row["guest_orders"] > 0
    assert Decimal("0.5") < Decimal(row["cost_coverage"]) < 1
    async with home.database.begin(await demo_actor(home)) as uow:
        found = (
            await uow.execute(
                text(
                    "select (select count(*) from orders where status = 'cancelled'), "
                    "(select count(*) from orders where edited_at is not null), "
                    "(select count(*) from refunds where unallocated > 0), (select count(*) from refund_lines)"
                )
            )
        ).one()
    assert all(found), found


async def test_the_session_says_demo_and_files_do_too(home: Platform, own: Actor) -> None:
    application: Any = web_application(home, panel=Panel())
    transport = httpx.ASGITransport(application, client=("127.0.0.1", 40000))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        link = await identity.sign_in_link(identity.HOST, home, email=demos.OWNER)
        signed = await client.post("/api/v1/session/link", json={"token": link.path.split("token=")[1]})
        assert signed.status_code == 200, signed.text
        session = signed.json()
        client.headers["X-CSRF-Token"] = session["csrf_token"]
        assert session["organisation"]["is_demo"] is True
        assert all(store["is_demo"] for store in session["stores"])
        assert [one["is_demo"] for one in session["organisations"]] == [True]  # the owner of the demo owns no more
        assert session["demo"] == {**session["demo"], "filling": False}
        body = {"query": {"metrics": ["orders"], "dimensions": ["store"]}, "format": "csv"}
        file = await client.post("/api/v1/query/export", json=body)
        assert re.search(r'filename="demo-', file.headers["content-disposition"])
    mine = await insights.export(own, home, query=parse_query({"metrics": ["orders"]}), fmt="csv")
    assert not mine.name.startswith("demo")


async def test_figures_never_mix(home: Platform, own: Actor) -> None:
    """Two stores of one name in two organisations: each sees its own alone, on figures, lists and search."""
    [mine] = await ask(home, own, metrics=["net_sales", "orders"], dimensions=["store"])
    assert (mine["store"], mine["net_sales"], mine["orders"]) == ("germany", "25.50", 2)
    demo = await demo_actor(home)
    theirs = {row["store"]: row for row in await ask(home, demo, metrics=["orders"], dimensions=["store"])}
    assert set(theirs) == {"germany", "berlin-mitte", "france"}
    for actor in (own, demo):
        async with home.database.begin(actor) as uow:
            counted = (await uow.execute(text("select count(*) from orders where has_sale"))).scalar_one()
        [whole] = await ask(home, actor, metrics=["orders"])
        assert whole["orders"] == counted


async def test_a_killed_fill_goes_on_where_it_was(
    undisturbed: list[dict[str, Any]], another_platform: Platform
) -> None:
    """Killed inside a span and between two, told again: the same as a fill that nothing disturbed."""
    platform = another_platform
    platform.clock = lambda: TOLD_AT
    await load_rates(platform)
    with a_small_demo() as patch:
        patch.setattr(fill_demo, "_SPAN", timedelta(days=21))  # several spans, so that there is a place between two
        await demos.create(identity.HOST, platform, plan=PLAN)
        actor = await demo_actor(platform)
        for step, after in (("_apply", 7), ("_advance", 4), ("_apply", 11)):
            with patch.context() as once:
                once.setattr(fill_demo, step, killed_after(getattr(fill_demo, step), after))
                with pytest.raises(Killed):
                    await demos.fill(identity.HOST, platform)
            state = await demos.state(identity.HOST, platform)
            assert state is not None
            assert state.is_filling
        state = await demos.fill(identity.HOST, platform)
        again = await demos.state(identity.HOST, platform)
    assert again is not None
    assert not again.is_filling
    assert again.orders_done == again.orders_total
    assert await ask(platform, actor, **EVERYTHING) == undisturbed


def killed_after(real: Any, calls: int) -> Any:
    """Return the step that ends the process in its place after some calls, the last of them done by half."""
    left = [calls]

    async def step(*arguments: Any, **named: Any) -> None:
        left[0] -= 1
        await real(*arguments, **named)
        if not left[0]:
            raise Killed

    return step


async def test_what_arrives_later_is_what_a_later_fill_would_have_told(home: Platform) -> None:
    """Live orders go on from where the history ended; the same minute told twice changes nothing."""
    actor = await demo_actor(home)
    [before] = await ask(home, actor, metrics=["orders", "net_sales"])
    state = await demos.state(identity.HOST, home)
    assert state is not None
    with a_small_demo():
        told = await catch_up_demo.catch_up_demo(home, state, until=TOLD_AT + timedelta(hours=6))
        assert told
        await catch_up_demo.catch_up_demo(home, state, until=TOLD_AT + timedelta(hours=6))
    await demos.drain(home, actor.organisation_id)
    [after] = await ask(home, actor, metrics=["orders", "net_sales"])
    assert 0 < after["orders"] - before["orders"] < told


async def rows_that_name(platform: Platform, name: str) -> dict[str, int]:
    """Count rows of every PostgreSQL and ClickHouse table that hold a text anywhere."""
    found: dict[str, int] = {}
    async with platform.database.begin_system() as uow:
        tables = await uow.execute(
            text(
                "select c.relname from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
            )
        )
        for table in tables.scalars().all():
            count = text(f'select count(*) from "{table}" t where strpos(t::text, :name) > 0')
            found[table] = (await uow.execute(count, {"name": name})).scalar_one()
    listed = await platform.warehouse.query(
        "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine NOT LIKE '%View'"
    )
    for (table,) in listed.rows:
        count = f"SELECT count() FROM `{table}` WHERE position(toString(tuple(*)), {{name:String}}) > 0"
        found[f"warehouse {table}"] = (await platform.warehouse.query(count, {"name": name})).rows[0][0]
    return {table: count for table, count in found.items() if count}


def blobs(platform: Platform) -> set[Path]:
    return {path for path in platform.storage._directory.rglob("*") if path.is_file()}


async def test_removing_it_leaves_no_trace(another_platform: Platform, tmp_path: Path) -> None:
    """In a home of its own: with people, tokens, sessions, an upload with rejected rows, beside another organisation."""
    platform = another_platform
    platform.clock = lambda: TOLD_AT
    await load_rates(platform)
    other = await identity.create_organisation(
        identity.HOST, platform, name="Mine", currency="EUR", timezone="Europe/Berlin"
    )
    mine = system_actor(other.id)
    await fill_store(platform, mine, tmp_path)
    kept, kept_blobs = await ask(platform, mine, metrics=["net_sales", "orders"]), blobs(platform)
    with a_small_demo() as patch:
        patch.setattr(seasons, "BASE_ORDERS", 2.0)
        await demos.create(identity.HOST, platform, plan=DemoPlan(stores=2, years=1, seed=3))
        await demos.fill(identity.HOST, platform)
    demo = await demo_actor(platform)
    await used(platform, demo)
    name = str(demo.organisation_id)
    before = await rows_that_name(platform, name)
    assert {"orders", "sales_entries", "persons", "outbox", "imports", "warehouse sales"} <= set(before)
    assert blobs(platform) > kept_blobs
    removed = await demos.remove(identity.HOST, platform)
    assert removed >= sum(count for table, count in before.items() if table in ("orders", "order_lines", "persons"))
    assert await rows_that_name(platform, name) == {"audit_entries": 1}, "the house tells that it went"
    assert await rows_that_name(platform, demos.OWNER) == {}
    assert blobs(platform) == kept_blobs
    assert await demos.state(identity.HOST, platform) is None
    assert await ask(platform, mine, metrics=["net_sales", "orders"]) == kept


async def fill_store(platform: Platform, actor: Actor, folder: Path) -> None:
    """A store of one's own, with an upload."""
    async with platform.database.begin(actor) as uow:
        store = NewStore("mine", "Mine", "custom", "EUR", "Europe/Berlin", "net")
        await commerce.add_store(actor, uow, store=store, now=platform.clock())
    await upload(platform, actor, store="mine")
    path = folder / "mine.csv"
    path.write_text(HOME_SALES)
    await integrations.import_file(actor, platform, order=Order(path, "mine", "transactions", {}, ImportOptions()))


async def used(platform: Platform, demo: Actor) -> None:
    """What somebody who looked around in the demo leaves behind."""
    application: Any = web_application(platform, panel=Panel())
    transport = httpx.ASGITransport(application, client=("127.0.0.1", 40000))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        link = await identity.sign_in_link(identity.HOST, platform, email=demos.OWNER)
        assert (await client.post("/api/v1/session/link", json={"token": link.path.split("token=")[1]})).is_success
    await identity.sign_in_link(identity.HOST, platform, email=demos.OWNER)
    await identity.make_token(demo, platform, name="look", scopes=["analytics:read"])
    await upload(platform, demo, store="germany")


async def upload(platform: Platform, actor: Actor, *, store: str) -> None:
    """An import through the panel, one of whose rows cannot be read."""

    async def pieces() -> AsyncIterator[bytes]:
        yield (HOME_SALES + "3,2026-01-07,C,one,1.00\n").encode()

    planned = await integrations.upload(actor, platform, name="sales.csv", stream=pieces(), store=store)
    await integrations.start(actor, platform, import_id=planned.id)
    await run_upload(actor, platform, import_id=planned.id)
