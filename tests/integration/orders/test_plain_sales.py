"""Plain sales written set-based leave the rows that folding, booking and writing each order would leave.

Rows of a file go through the normaliser and both ways of ``apply_orders`` on the real database; every table they touch
must hold the same, but for numbers that count writes and for sealed bytes that no two sealings share.
"""

import asyncio
from collections import Counter
from dataclasses import replace as replace_dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import hypothesis
import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import text

from comptoir.connectors.custom.transactions import TRANSACTIONS
from comptoir.connectors.sdk.canonical import (
    CustomerRef,
    Discount,
    OrderStatus,
    Part,
    ProductRecord,
    Tax,
    VariantRecord,
)
from comptoir.connectors.sdk.files.rows import Row
from comptoir.connectors.sdk.formats import Built, Options
from comptoir.connectors.sdk.grouping import group_rows
from comptoir.domains.commerce.contracts import Provenance
from comptoir.domains.orders import facade as orders
from comptoir.domains.orders.contracts import Premises
from comptoir.domains.orders.model import layout
from comptoir.domains.orders.model.plain import is_plain
from comptoir.domains.orders.usecases import apply_orders, record_sales
from comptoir.kernel.clock import system_clock
from comptoir.platform.audit import Recorder
from comptoir.platform.database.connect import Database
from comptoir.platform.secrets import SecretBox
from comptoir.platform.settings import Settings
from comptoir.platform.testing.fixtures import TEST_KEY
from tests.integration.orders.conftest import RECEIVED, Merchant
from tests.integration.orders.test_applying import TABLES
from tests.unit.orders.ordering import NOON, D, at, line, order, part, refund, shipping

pytestmark = pytest.mark.engine

COLUMNS = (
    "order_id ordered_at sku title category subcategory quantity unit_price discount tax shipping cost customer_id "
    "customer_name customer_email country region city channel status currency"
).split()
# Which columns count writes (numbers of a sequence, instants of now) or are sealed anew each time.
UNLIKE = {
    "orders": {"revision"},
    "order_lines": set(),
    "order_revisions": set(),
    "sales_entries": {"revision"},
    "shipping_lines": set(),
    "refunds": set(),
    "refund_lines": set(),
    "customers": {"revision"},
    "customer_links": set(),
    "persons": {"wrapped_key", "document"},
    "products": {"revision"},
    "variants": set(),
    "outbox": {"id", "revision", "created_at", "done_at"},
}
CHILDREN_FIRST = (
    "refund_lines refunds shipping_lines order_lines sales_entries order_revisions orders persons customer_links "
    "customers variants products outbox"
).split()
# What only lines tell of a product is what the first of them says, so here one sku always comes with the same words.
GOODS = {
    "s1": ("Tee", "Wear", "Shirts"),
    "s2": ("", "", ""),
    "s3": ("Mug \\ \t tab", "Köln", ""),
    "": ("Loose", "", ""),
}
PEOPLE = st.sampled_from(
    [("", "", ""), ("c1", "", ""), ("c2", "", ""), ("c3", "Ada", "ada@example.test"), ("", "Ada", "ADA@example.test"),
     ("", "Bob", ""), ("c4", "Bob", "")]
)  # fmt: skip
BY = Provenance("import", UUID(int=9), RECEIVED, file="sales.csv")
AMOUNTS = st.decimals("0.01", "999.999999", places=6).map(str) | st.sampled_from(["10", "9.99", "20", "5", "0", "-5"])


@st.composite
def file_rows(draw: st.DrawFn) -> list[list[str]]:
    """Rows of a few orders, in no order: goods that are known or not, guests, returns, charges, whole rows twice."""
    rows: list[list[str]] = []
    for number in range(draw(st.integers(1, 5))):
        buyer = draw(PEOPLE)
        when = datetime(2025, 3, 29, 22, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 3_000)))
        place = draw(st.sampled_from([("DE", "", "Berlin"), ("", "", ""), ("US", "CA", "x\ty\\z")]))
        status = draw(st.sampled_from([*[""] * 6, "paid", "cancelled", "draft", "refunded"]))
        charge = draw(st.sampled_from([*[""] * 6, "4.90", "-4.90"]))
        for _ in range(draw(st.integers(1, 4))):
            good = draw(st.sampled_from(list(GOODS)))
            rows.append(
                [f"O{number}", (when + timedelta(days=draw(st.sampled_from([0, 0, 1])))).isoformat(), good,
                 *GOODS[good], draw(st.sampled_from(["1", "2", "3", "0.5", "", "", "-1", "0"])), draw(AMOUNTS),
                 draw(st.sampled_from(["", "0", "1.5", "0.000001"])), draw(st.sampled_from(["", "1.90", "0.000001"])),
                 charge, draw(st.sampled_from(["", "", "3.333333", "0"])), *buyer, *place,
                 draw(st.sampled_from(["", "web", "pos"])), status, draw(st.sampled_from(["EUR", "EUR", "USD"]))]
            )  # fmt: skip
    rows += draw(st.lists(st.sampled_from(rows), max_size=3))
    return draw(st.permutations(rows))


def outcomes(rows, **options):
    """What the format makes of the rows: records, and rejects."""
    fields = {name: name for name in COLUMNS}
    survey = TRANSACTIONS.survey(COLUMNS, Options("EUR", "Europe/Berlin", mapping=fields, **options))
    found = [Row(number, list(cells)) for number, cells in enumerate(rows, 2)]
    survey.look(found)
    normaliser = survey.normaliser()
    groups = group_rows(found, normaliser.key, byte_count=0, excess=lambda row: None)
    return [outcome for key, group in groups for outcome in normaliser.build(key, group)]


async def dump(merchant):
    """Every row of every touched table, as text, without what cannot be alike."""
    found = {}
    for table, unlike in UNLIKE.items():
        rows = [row for (row,) in await merchant.rows(f"select to_jsonb(t) from {table} t")]
        for row in rows:
            row |= {"superseded_by": row.get("superseded_by") is not None}  # by which number differs, whether must not
        found[table] = Counter(
            str(sorted((name, value) for name, value in row.items() if name not in unlike)) for row in rows
        )
    return found


async def empty(merchant):
    async with merchant.database.begin(merchant.actor) as uow:
        for table in CHILDREN_FIRST:
            await uow.execute(text(f"delete from {table}"))


async def both_ways(merchant, steps, monkeypatch):
    """Take ``steps`` with the fast way and without it, undo both; return how many sales went the fast way."""
    taken = []
    fast = record_sales.record_sales

    async def counted(*arguments, laid, **named):
        taken.extend(laid.sales)
        return await fast(*arguments, laid=laid, **named)

    async def run():
        await empty(merchant)
        results = await steps()
        left = await dump(merchant)
        await merchant.undo(BY)
        assert set((await merchant.count(*TABLES)).values()) == {0}
        return results, left

    with monkeypatch.context() as patched:
        patched.setattr(apply_orders, "record_sales", counted)
        results, left = await run()
        patched.setattr(layout, "is_plain", lambda record: False)
        number = len(taken)
        other_results, other = await run()
    assert len(taken) == number
    assert results == other_results
    for table in UNLIKE:
        assert (left[table] - other[table], other[table] - left[table]) == (Counter(), Counter()), table
    return number


def records_of(rows, **options):
    return [found.record for found in outcomes(rows, **options) if isinstance(found, Built)]


def test_both_ways_leave_the_same_rows(settings: Settings, monkeypatch) -> None:
    fast = []
    with asyncio.Runner() as runner:
        database = runner.run(Database.open(settings))
        database.secrets = SecretBox(TEST_KEY)
        database.record = Recorder(database.secrets, clock=system_clock).write
        merchant = runner.run(Merchant(database).open("one"))

        @hypothesis.settings(max_examples=25, phases=(Phase.generate,))
        @given(file_rows(), st.booleans(), st.booleans(), st.integers(0, 20))
        def check(rows, is_rate, is_included, cut):
            options = {"discount_is_rate": is_rate, "tax_included": is_included}
            first, every = records_of(rows[:cut], **options), records_of(rows, **options)

            async def steps():
                results = [await merchant.apply(*first, by=BY), await merchant.apply(*every, by=BY)]
                assert (await merchant.apply(*every, by=BY)).unchanged == len({record.source_id for record in every})
                return results

            fast.append(runner.run(both_ways(merchant, steps, monkeypatch)))

        try:
            check()
        finally:
            runner.run(database.close())
    assert sum(fast) >= 10, "hardly any order went the fast way: the test proves nothing"


def flat(*lines, **fields):
    """Some lines of an order, as a file has them."""
    values = {"ordered_at": NOON, "currency": "EUR", "number": "#1"} | fields
    return part(Part.LINES, version=None, lines=lines, **values)


PLAIN = flat(line("a", 2, "10", discount="1", tax="3.8"), line("b", 1, "7", cost="3"))
NOT_PLAIN = {
    "versioned": order(line(), version=1),
    "shipping": replace(PLAIN, shipping_lines=shipping("4.9")),
    "refund": replace(PLAIN, refunds=(refund("r", 3, unallocated="2"),)),
    "cancelled": replace(PLAIN, status=OrderStatus.CANCELLED),
    "draft": replace(PLAIN, status=OrderStatus.DRAFT),
    "return": flat(line("a", 2, "10"), line("b", -1, "7", booked_at=at(2))),
    "gift card": flat(line("a", 1, "10", gift_card=True)),
    "same id twice": flat(line("a"), line("a")),
    "code": flat(replace(line("a"), discounts=(Discount(D(1), "SPRING"),))),
    "nothing": flat(),
    "undated": replace(PLAIN, ordered_at=None),
    "tags": replace(PLAIN, tags=("vip",)),
    "no units": flat(replace(line("a"), quantity=D(0))),
}


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_what_says_more_than_a_sale_is_folded(name: str) -> None:
    assert is_plain(PLAIN)
    assert not is_plain(NOT_PLAIN[name])


async def test_costs_of_the_catalogue_and_several_discounts_are_taken_alike(merchant, monkeypatch):
    chair = ProductRecord(
        "p", title="Chair", currency="EUR", variants=(VariantRecord("v", sku="sku-a", cost=D("3.5")),)
    )
    reduced = replace(
        line("b", 3, "3.3333335"), discounts=(Discount(D("0.1")), Discount(D("0.2"))), taxes=(Tax(D(1)), Tax(D(2)))
    )

    async def steps():
        await merchant.apply_products(chair, by=BY)
        return await merchant.apply(flat(line("a", 3, "10"), reduced, customer=CustomerRef("c")), by=BY)

    assert await both_ways(merchant, steps, monkeypatch) == 1


async def test_a_file_that_replaces_is_folded(merchant, monkeypatch):
    by = replace_dataclass(BY, is_replacing=True)
    assert await both_ways(merchant, lambda: merchant.apply(PLAIN, by=by), monkeypatch) == 0


async def test_two_records_of_one_order_are_folded(merchant, monkeypatch):
    other = flat(line("z", 1, "3"))
    assert await both_ways(merchant, lambda: merchant.apply(PLAIN, other, by=BY), monkeypatch) == 0


async def test_the_first_order_of_a_customer_is_the_earliest(merchant, monkeypatch):
    def sale(name, days):
        return replace(flat(line(), ordered_at=at(days), customer=CustomerRef("c")), source_id=name)

    async def steps():
        await merchant.apply(sale("1", 5), sale("2", 3), by=BY)
        await merchant.apply(sale("3", 4), sale("4", 1), by=BY)
        await merchant.apply(sale("5", 9), by=BY)
        return await merchant.one("select first_ordered_at from customers") == at(1)

    assert await both_ways(merchant, steps, monkeypatch) == 5


async def test_what_was_laid_out_on_other_premises_is_laid_out_again(merchant):
    store, owner = merchant.stores["one"], merchant.actor.organisation_id
    sales = [
        replace(PLAIN, source_id=name, customer=CustomerRef("c"), source_row=row) for name, row in (("1", 2), ("2", 5))
    ]
    laid = layout.lay_out(Premises(owner, store.id, "USD", "Pacific/Auckland", "Pacific/Auckland"), sales)
    assert len(laid.sales) == 2
    assert laid.sales[0].day == date(2025, 3, 11) != NOON.date()
    left = []
    for apply in (lambda uow: orders.apply_laid_out(merchant.actor, uow, store=store, laid=laid, provenance=BY),
                  lambda uow: orders.apply_orders(merchant.actor, uow, store=store, records=sales, provenance=BY)):  # fmt: skip
        await empty(merchant)
        async with merchant.database.begin(merchant.actor) as uow:
            assert (await apply(uow)).created == 2
        left.append(await dump(merchant))
    assert left[0] == left[1]
