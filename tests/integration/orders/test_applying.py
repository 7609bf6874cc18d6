"""Records become orders, whatever their order, number and company; what is said twice changes nothing."""

import asyncio
import random
from datetime import date

from msgspec.structs import replace
from sqlalchemy import text

from comptoir.connectors.sdk.canonical import CustomerRef, Part, Person, ProductRecord, VariantRecord, Version
from comptoir.domains.orders.contracts import ApplyResult
from comptoir.kernel.actor import system_actor
from comptoir.kernel.ids import new_id
from tests.integration.orders.conftest import Merchant
from tests.unit.orders.ordering import D, at, back, line, order, part, refund, shipping

TABLES = ("orders", "order_lines", "order_revisions", "customers", "persons", "customer_links", "products", "variants")


def named(record, name):
    return replace(record, source_id=name, number=f"#{name}")


async def test_an_order_is_written_with_everything_below_it(merchant):
    sold = order(
        line("a", 2, "10", discount="1", tax="3.61", cost="8"),
        shipping_lines=shipping("5", "0.95"),
        refunds=(refund("r", 3, back("a", 1, "9.5", "1.8", restocked=True)),),
        tags=("vip", 'a "quoted", {tag}\\'),
    )
    assert await merchant.apply(sold) == ApplyResult(created=1)
    row = await merchant.rows("select gross, discount, returned, shipping, tax, total, status, tags from orders")
    assert row == [
        (D(20), D(1), D("9.5"), D(5), D("2.76"), D("17.26"), "partly_refunded", ["vip", 'a "quoted", {tag}\\'])
    ]
    lines = await merchant.rows("select returned_quantity, returned, cost, cost_source from order_lines")
    assert lines == [(1, D("9.5"), 8, "order")]
    assert await merchant.one("select days from outbox where kind = 'sales'") == [date(2025, 3, 10), date(2025, 3, 13)]


async def test_the_same_records_again_change_nothing(merchant):
    records = [named(order(line("a", n, "10")), str(n)) for n in range(1, 30)]
    assert (await merchant.apply(*records)).created == 29
    before = await merchant.count(*TABLES, "sales_entries", "outbox")
    assert await merchant.apply(*records, *records[:5]) == ApplyResult(unchanged=29)
    assert await merchant.count(*TABLES, "sales_entries", "outbox") == before


async def test_a_newer_version_supersedes_what_changed_and_nothing_else(merchant):
    await merchant.apply(order(line("a", 1, "10"), line("b", 1, "5")))
    assert await merchant.apply(order(line("a", 2, "10"), line("b", 1, "5"), version=1)) == ApplyResult(updated=1)
    history = await merchant.rows("select gross, superseded_by is null from sales_entries order by revision, gross")
    assert history == [(5, True), (10, False), (20, True)]
    assert await merchant.apply(order(line("a", 9, "10"), version=-1)) == ApplyResult(unchanged=1)


async def test_an_order_moved_to_another_day_names_both_days(merchant):
    await merchant.apply(order(line()))
    await merchant.apply(order(line(), version=1, ordered_at=at(-10)))
    days = await merchant.rows("select days from outbox where kind = 'sales' order by id")
    assert days[-1] == ([date(2025, 2, 28), date(2025, 3, 10)],)


async def test_a_changed_currency_restates_every_entry(merchant):
    await merchant.apply(order(line()))
    await merchant.apply(order(line(), version=1, currency="USD"))
    assert {row[9] for row in await merchant.current_entries()} == {"USD"}
    assert await merchant.one("select count(*) from sales_entries where superseded_by is not null") == 1


async def test_a_part_waits_for_its_order(merchant):
    given = part(Part.REFUND, version=2, refunds=(refund("r", 2, back("a", 1, "10")),))
    assert await merchant.apply(given) == ApplyResult(waiting=1)
    assert await merchant.current_entries() == []
    assert await merchant.apply(order(line("a", 2, "10"))) == ApplyResult(created=1)
    assert await merchant.one("select returned from orders") == 10


async def test_any_order_of_arrival_in_any_batches_ends_in_the_same_rows(merchant, database):
    life = [
        order(line("a", 2, "10", tax="3.8"), line("b", 1, "7"), customer=CustomerRef("c")),
        order(line("a", 1, "10"), version=1, edited_at=at(1), ordered_at=at(-40)),
        order(line("a", 3, "9"), version=2, currency="USD", edited_at=at(1)),
        part(Part.REFUND, version=3, refunds=(refund("r", 3, back("a", 1, "9", restocked=True)),)),
        part(Part.CANCELLATION, version=4, cancelled_at=at(4)),
        order(line("a", 3, "9"), version=5, edited_at=at(1), channel="pos"),
        part(Part.LINES, version=None, ordered_at=at(2), currency="JPY", lines=(line("z", 1, "1"),), tags=("file",)),
        part(Part.REFUND, version=6, refunds=(refund("s", 6, unallocated="2"),)),
    ]
    for name in range(6):
        await merchant.apply(*(named(record, str(name)) for record in life))
    fresh = await merchant.current_entries()
    chance = random.Random()
    other = await Merchant(database).open("one")
    other_ids = {}
    for name in range(50):
        told = [named(record, str(name)) for record in life] + chance.choices(life, k=0)
        chance.shuffle(told)
        told += [told[0], told[-1]]
        while told:
            size = chance.randint(1, 4)
            await other.apply(*told[:size])
            del told[:size]
        other_ids[name] = None
    expected = {tuple(map(str, row[4:])) for row in fresh}
    found = await other.current_entries()
    assert {tuple(map(str, row[4:])) for row in found} == expected
    assert len(found) == len(fresh) // 6 * 50


async def test_appliers_of_one_order_take_turns(merchant):
    records = [order(line("a", n, "10"), version=n) for n in range(1, 13)]
    await asyncio.gather(*(merchant.apply(record) for record in records))
    assert await merchant.one("select gross from orders") == 120
    assert len(await merchant.current_entries()) == 1
    assert await merchant.one("select count(*) from order_revisions") == 12
    twice = await merchant.one("select count(*) - count(distinct revision) from sales_entries")
    assert twice == 0


async def test_appliers_of_two_stores_that_share_customers_do_not_deadlock(merchant):
    def sold(name, email):
        person = Person(name="X", email=f"{email}@example.test")
        return named(order(line(), customer=CustomerRef(f"id{name}", person)), str(name))

    chance = random.Random()
    await asyncio.gather(
        *(
            merchant.apply(*(sold(n, chance.randint(1, 5)) for n in range(8)), store=chance.choice(["one", "two"]))
            for _ in range(8)
        )
    )
    dangling = await merchant.one(
        "select count(*) from orders o where not exists (select from customers c where c.id = o.customer_id "
        "and c.merged_into is null)"
    )
    assert dangling == 0


async def test_row_level_security_holds_without_the_applications_filter(merchant, database):
    await merchant.apply(order(line(), customer=CustomerRef("c", Person(name="Ada"))))
    stranger = system_actor(new_id())
    async with database.begin(stranger) as uow:
        for table in (*TABLES, "sales_entries", "stores", "outbox", "variant_costs"):
            assert (await uow.execute(text(f"select count(*) from {table}"))).scalar_one() == 0
        for function in ("comptoir_search_orders(:o, '1', 5)", "comptoir_search_products(:o, 'sku:*', 'sku', 5)"):
            found = await uow.execute(text(f"select * from {function}"), {"o": merchant.actor.organisation_id})
            assert found.all() == []


async def test_late_costs_reach_orders_and_renamed_categories_do_not(merchant):
    await merchant.apply(order(line("a", 2, "10"), line("b", 1, "5", cost="1")))
    assert await merchant.rows("select cost, category from order_lines order by position") == [(None, None), (1, None)]

    def product(version, category, cost):
        variant = VariantRecord("v1", sku="sku-a", cost=cost)
        return ProductRecord("p1", Version(at(version)), title="Chair", category=category, variants=(variant,))

    await merchant.apply_products(product(0, "Seats", D("3.5")))
    await merchant.rederive()
    found = await merchant.rows("select cost, cost_source, category, title from order_lines order by position")
    assert found == [(7, "catalogue", "Seats", "Chair"), (1, "order", None, None)]
    await merchant.apply_products(product(1, "Furniture", D(4)))
    await merchant.rederive()
    assert (await merchant.rows("select cost, category from order_lines order by position"))[0] == (7, "Seats")
    assert await merchant.one("select category from products where source_id = 'p1'") == "Furniture"
    assert await merchant.one("select count(*) from variant_changes") == 0
    await merchant.apply(named(order(line("a", 1, "10"), ordered_at=at(2)), "2"))
    assert (await merchant.rows("select cost, category from order_lines order by position, cost"))[0] == (
        4,
        "Furniture",
    )
    assert await merchant.one("select count(*) from variants where sku = 'sku-a'") == 1
