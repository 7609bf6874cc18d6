"""Orders and customers under any access: lists, pages, files, details, search and histories are those of a filter.

And what PostgreSQL gives to a statement that forgot the scope is the same: the second wall.
"""

from dataclasses import replace
from itertools import product
from types import SimpleNamespace
from uuid import UUID

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from sqlalchemy import text

from comptoir.connectors.sdk.canonical import Address, Attribution, CustomerRef, Person
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import NewStore
from comptoir.domains.customers import facade as customers
from comptoir.domains.orders import facade as orders
from comptoir.domains.orders.contracts import OrderFilter
from comptoir.domains.orders.errors import UnknownOrder
from comptoir.kernel.actor import Scope
from comptoir.kernel.errors import Forbidden
from tests.integration.orders.conftest import RECEIVED
from tests.unit.orders.ordering import at, back, line, order, refund

pytestmark = pytest.mark.engine
CHANNELS, REPS = ("web", "pos", None), ("ida", "jo", None)
BUYERS = [CustomerRef(str(n), Person(name=f"Buyer {n}", email=f"b{n}@example.test")) for n in range(4)]
SCOPES = st.tuples(
    st.none() | st.sets(st.sampled_from(["one", "two"])),
    st.none() | st.sets(st.sampled_from(["web", "pos"])),
    st.sampled_from([None, "ida", "jo", "nobody"]),
)
FEW = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def sold(number, channel, rep):
    """An order with a refund and a cost, of one of four buyers."""
    goods = order(line("a", 2, "10", cost="7"), ordered_at=at(number / 10), version=number / 10)
    return structs.replace(
        goods,
        source_id=str(number),
        number=f"#{100 + number}",
        channel=channel,
        attribution=Attribution(sales_rep=rep) if rep else None,
        customer=BUYERS[number % 4],
        shipping_address=Address(country="DE"),
        refunds=(refund(f"r{number}", 2 + number / 10, back("a", 1, "10")),) if number % 3 == 0 else (),
    )


@pytest_asyncio.fixture
async def shop(merchant):
    """Two stores, each with an order of every channel and representative."""
    numbers = iter(range(100))
    for slug in ("one", "two"):
        await merchant.apply(
            *(sold(next(numbers), channel, rep) for channel, rep in product(CHANNELS, REPS)), store=slug
        )
    rows = await merchant.rows("select id, store_id, channel, sales_rep, customer_id, number from orders order by id")
    names = ("id", "store", "channel", "rep", "buyer", "number")
    return SimpleNamespace(
        merchant=merchant, rows=[SimpleNamespace(**dict(zip(names, row, strict=True))) for row in rows]
    )


def limited(shop, limits, **columns):
    slugs, channels, rep = limits
    stores = None if slugs is None else frozenset(shop.merchant.stores[slug].id for slug in slugs)
    held = None if channels is None else frozenset(channels)
    hidden = {name: frozenset(groups) for name, groups in columns.items()}
    return replace(shop.merchant.actor, scope=Scope(stores, held, rep, **hidden))


def seen_by(shop, actor):
    """What somebody should see, worked out here."""
    scope = actor.scope
    return [
        row
        for row in shop.rows
        if (scope.stores is None or row.store in scope.stores)
        and (scope.channels is None or row.channel in scope.channels)
        and (scope.sales_rep is None or row.rep == scope.sales_rep)
    ]


async def listed(shop, actor, **wanted):
    """Every page of a list, forwards."""
    found, cursor = [], None
    while True:
        async with shop.merchant.database.begin(actor) as uow:
            page = await orders.list_orders(actor, uow, wanted=OrderFilter(limit=5, cursor=cursor, **wanted))
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            assert page.total == len(found)
            return found


@FEW
@given(limits=SCOPES, sort=st.sampled_from(["-ordered_at", "total", "number"]))
async def test_lists_files_and_activity_are_those_of_a_filter(shop, limits, sort):
    actor = limited(shop, limits)
    mine = {row.id for row in seen_by(shop, actor)}
    assert {one.id for one in await listed(shop, actor, sort=sort)} == mine
    platform = SimpleNamespace(database=shop.merchant.database)
    batches = await orders.export_orders(actor, platform, wanted=OrderFilter(sort=sort))
    assert {one.id for batch in [batch async for batch in batches] for one in batch} == mine
    async with shop.merchant.database.begin(actor) as uow:
        activity = await orders.store_activity(actor, uow)
        found = await orders.search(actor, uow, query="1", limit=50)
    assert sum(one.orders for one in activity.values()) == len(mine)
    assert {one.id for one in found.orders} == mine


@FEW
@given(limits=SCOPES)
async def test_single_orders_and_buyers_are_those_of_a_filter(shop, limits):
    actor = limited(shop, limits)
    mine = seen_by(shop, actor)
    async with shop.merchant.database.begin(actor) as uow:
        for row in shop.rows:
            if row in mine:
                assert (await orders.order(actor, uow, order_id=row.id)).summary.number == row.number
                continue
            for ask in (orders.order, orders.source_record):
                more = {} if ask is orders.order else {"revision": None}
                with pytest.raises(UnknownOrder):
                    await ask(actor, uow, order_id=row.id, **more)
        everybody = sorted({row.buyer for row in shop.rows})
        seen = await orders.customers_in_sight(actor, uow, customers=everybody)
        spans = await orders.order_spans(actor, uow, customers=everybody)
        histories = {one: await orders.customer_history(actor, uow, customer_id=one) for one in everybody}
        found = await orders.search(actor, uow, query="Buyer", limit=50)
    buyers = {row.buyer for row in mine} if actor.scope.limits_rows else set(everybody)
    assert (set(seen), set(spans)) == (buyers, {row.buyer for row in mine})
    assert {one.id for one in found.customers} == buyers
    assert all(history.orders == sum(row.buyer == one for row in mine) for one, history in histories.items())
    assert {event.order_id for history in histories.values() for event in history.events} == {row.id for row in mine}


@FEW
@given(limits=SCOPES)
async def test_a_statement_that_forgot_the_scope_leaks_nothing(shop, limits):
    actor = limited(shop, limits)
    stores = {row.id for row in shop.rows if actor.scope.stores is None or row.store in actor.scope.stores}
    async with shop.merchant.database.begin(actor) as uow:
        found = set((await uow.execute(text("select id from orders"))).scalars())
        entries = set((await uow.execute(text("select order_id from sales_entries"))).scalars())
        told = set((await uow.execute(text("select order_id from order_revisions"))).scalars())
        joined = set(
            (await uow.execute(text("select o.id from order_lines l join orders o on o.id = l.order_id"))).scalars()
        )
        shops = set((await uow.execute(text("select id from stores"))).scalars())
    assert found == joined == {row.id for row in seen_by(shop, actor)}
    assert entries == told == stores
    assert shops == (
        actor.scope.stores if actor.scope.stores is not None else {one.id for one in shop.merchant.stores.values()}
    )


async def test_a_cursor_of_somebody_else_opens_nothing(shop):
    wide, narrow = limited(shop, (None, None, None)), limited(shop, ({"one"}, {"web"}, None))
    async with shop.merchant.database.begin(wide) as uow:
        cursor = (await orders.list_orders(wide, uow, wanted=OrderFilter(limit=1))).next_cursor
    async with shop.merchant.database.begin(narrow) as uow:
        page = await orders.list_orders(narrow, uow, wanted=OrderFilter(limit=200, cursor=cursor))
    assert {one.id for one in page.items} <= {row.id for row in seen_by(shop, narrow)}
    async with shop.merchant.database.begin(narrow) as uow:
        wanted = OrderFilter(channels=("pos",), customer=shop.rows[0].buyer, search="#1")
        assert {one.channel for one in (await orders.list_orders(narrow, uow, wanted=wanted)).items} <= {"web"}


async def test_names_and_costs_that_are_hidden_leave_nowhere(shop):
    for rule in ("masked", "denied"):
        actor = limited(shop, (None, None, None), **{rule: {"personal", "cost"}})
        assert {one.customer_name for one in await listed(shop, actor)} == {None}
        assert await listed(shop, actor, search="Buyer") == []
        async with shop.merchant.database.begin(actor) as uow:
            whole = await orders.order(actor, uow, order_id=shop.rows[0].id)
            source = await orders.source_record(actor, uow, order_id=shop.rows[0].id, revision=None)
            found = await orders.search(actor, uow, query="Buyer", limit=50)
            views = await customers.views(actor, uow, ids=[shop.rows[0].buyer])
            with pytest.raises(Forbidden, match="customer is hidden"):
                await customers.search(actor, uow, query="Buyer", limit=5)
        text_of = repr((whole, source, views))
        assert "Buyer" not in text_of
        assert "example.test" not in text_of
        assert {one["cost"] for one in (*whole.lines, *whole.entries)} == {None}
        assert "'cost'" not in repr(source.record)
        assert found.customers == ()


async def test_costs_of_an_order_need_their_right(shop):
    viewer = replace(shop.merchant.actor, permissions=frozenset({"orders:read"}))
    async with shop.merchant.database.begin(viewer) as uow:
        whole = await orders.order(viewer, uow, order_id=shop.rows[0].id)
    assert {one["cost"] for one in (*whole.lines, *whole.entries)} == {None}


async def test_who_sees_part_of_a_store_changes_nothing_in_it(shop):
    for limits in ((None, {"web"}, None), (None, None, "ida")):
        actor = limited(shop, limits)
        with pytest.raises(Forbidden, match="whole stores"):
            async with shop.merchant.database.begin(actor) as uow:
                by = shop.merchant.provenance()
                await orders.apply_orders(actor, uow, store=shop.merchant.stores["one"], records=(), provenance=by)
    new = NewStore(slug="x", name="X", platform="custom", currency="EUR", timezone="Europe/Berlin")
    some = limited(shop, ({"one"}, None, None))
    with pytest.raises(Forbidden):
        async with shop.merchant.database.begin(some) as uow:
            await commerce.add_store(some, uow, store=new, now=RECEIVED)


async def test_what_a_limited_person_imports_is_derived_from_everything(shop):
    """A customer's first order lies in a store out of sight: importing into one's own store must not move it."""
    merchant, actor = shop.merchant, limited(shop, ({"two"}, None, None))
    before = dict(await merchant.rows("select id, first_order_id from customers"))
    late = structs.replace(sold(96, "web", "ida"), source_id="late")
    async with merchant.database.begin(actor) as uow:
        done = await orders.apply_orders(
            actor, uow, store=merchant.stores["two"], records=(late,), provenance=merchant.provenance()
        )
    assert done.created == 1
    assert dict(await merchant.rows("select id, first_order_id from customers")) == before
    assert isinstance(next(iter(before)), UUID)
