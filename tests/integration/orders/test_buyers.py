"""Who bought: one person over stores and spellings, the first order that counts, and nothing personal in plain bytes."""

from dataclasses import replace as changed
from itertools import permutations

import psycopg
import pytest
from msgspec.structs import replace

from comptoir.connectors.sdk.canonical import Address, CustomerRecord, CustomerRef, OrderStatus, Person, Version
from comptoir.domains.customers import facade as customers
from comptoir.domains.orders import facade as orders
from comptoir.domains.orders.contracts import OrderFilter
from comptoir.kernel.errors import Forbidden
from comptoir.platform.database.server import OWNER
from tests.integration.orders.conftest import Merchant
from tests.integration.orders.test_applying import named
from tests.unit.orders.ordering import at, line, order

ADA = Person(
    name="Ada Quillfeather",
    email="Ada@Zanzibarium.test",
    phone="+49 170 5550199",
    address_lines=("Wunderpfad 17",),
    postal_code="D-99817",
    company="Difference Engines",
)
SECRETS = ("quillfeather", "zanzibarium", "5550199", "wunderpfad", "99817", "difference engines")


def bought(name, *, source=None, person=None, day=0, **fields):
    buyer = CustomerRef(source, person) if source or person else None
    return replace(named(order(line(), version=day, ordered_at=at(day), **fields), name), customer=buyer)


async def test_an_email_makes_customers_of_two_stores_one(merchant):
    await merchant.apply(bought("1", source="a", person=ADA), store="one")
    await merchant.apply(bought("2", source="z", person=replace(ADA, email="ADA@zanzibarium.test ")), store="two")
    await merchant.apply(bought("3", person=Person(email="ada@zanzibarium.test")), store="two")
    assert await merchant.one("select count(distinct customer_id) from orders") == 1
    assert await merchant.count("customers", "persons", "customer_links") == {
        "customers": 1,
        "persons": 1,
        "customer_links": 3,
    }


async def test_customers_found_to_be_one_take_their_orders_along(merchant):
    await merchant.apply(bought("1", source="a"), bought("2", source="b", day=1))
    assert await merchant.one("select count(*) from customers where first_order_id is not null") == 2
    email = Person(email="ada@zanzibarium.test")
    await merchant.apply_customers(CustomerRecord("a", person=email), CustomerRecord("b", person=email))
    await merchant.rederive()
    assert await merchant.count("customers") == {"customers": 1}
    assert await merchant.one("select count(distinct customer_id) from orders") == 1
    first = await merchant.one("select o.number from customers c join orders o on o.id = c.first_order_id")
    assert first == "#1"


async def test_the_first_order_that_counts_follows_what_becomes_known(merchant):
    first = "select o.number from customers c join orders o on o.id = c.first_order_id"
    await merchant.apply(bought("2", source="a", day=2))
    await merchant.apply(bought("0", source="a", day=0, status=OrderStatus.VOIDED), bought("1", source="a", day=1))
    assert await merchant.one(first) == "#1"
    await merchant.apply(replace(bought("1", source="a", day=1, is_deleted=True), version=Version(at(5))))
    assert await merchant.one(first) == "#2"
    told = await merchant.one("select count(*) from outbox where kind = 'customer'")
    assert told == 3


async def test_records_of_one_customer_in_one_batch_end_as_they_do_one_by_one(merchant):
    told = [
        CustomerRecord("a", version=Version(source_time=at(2)), address=Address(country="DE"), tags=("new",)),
        CustomerRecord("a", version=Version(source_time=at(1)), address=Address(country="FR", city="Lyon")),
        CustomerRecord("a", accepts_marketing=True),
    ]
    shown = (
        "select country, city, tags, accepts_marketing, source_time from customers "
        "where id = (select customer_id from customer_links where store_id = :store)"
    )
    for arrival in permutations(told):
        one_by_one, together = [await Merchant(merchant.database).open("one") for _ in range(2)]
        for record in arrival:
            await one_by_one.apply_customers(record)
        await together.apply_customers(*arrival, by=[together.provenance() for _ in arrival])
        found = [await each.rows(shown, store=each.stores["one"].id) for each in (one_by_one, together)]
        assert found[0] == found[1] == [("DE", "Lyon", ["new"], True, at(2))]


async def test_guests_have_neither_id_nor_email(merchant):
    await merchant.apply(bought("1", person=Person(name="Somebody")))
    assert await merchant.rows("select customer_id from orders") == [(None,)]
    assert await merchant.count("customers") == {"customers": 0}


async def test_people_are_found_by_prefixes_of_what_is_personal_and_only_with_the_right(merchant):
    await merchant.apply(bought("1", source="a", person=ADA))
    viewer = changed(merchant.actor, permissions=frozenset({"orders:read", "stores:read", "customers:read"}))
    async with merchant.database.begin(merchant.actor) as uow:
        for query in ("quill", "ada quillf", "zanzi", "+49 170 5550199", "99817"):
            (found,) = await customers.search(merchant.actor, uow, query=query, limit=5)
            assert found.name == ADA.name
        assert await customers.search(merchant.actor, uow, query="quillx", limit=5) == []
        page = await orders.list_orders(merchant.actor, uow, wanted=OrderFilter(search="quillf"))
        assert [item.customer_name for item in page.items] == [ADA.name]
        with pytest.raises(Forbidden):
            await customers.search(viewer, uow, query="quill", limit=5)
        page = await orders.list_orders(viewer, uow, wanted=OrderFilter())
        assert [item.customer_name for item in page.items] == [None]
        detail = await orders.order(viewer, uow, order_id=page.items[0].id)
        assert not any(secret in repr(detail).casefold() for secret in SECRETS)


async def test_nothing_personal_rests_in_plain_bytes_of_any_table(merchant, database):
    await merchant.apply(bought("1", source="a", person=ADA, shipping_address=Address("DE", "TH", "Eisenach")))
    await merchant.apply_customers(CustomerRecord("a", Version(at(9)), replace(ADA, name="Ada B. Quillfeather")))
    scanned = 0
    with psycopg.connect(**database.server.connection(OWNER)) as connection:
        tables = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        for (table,) in tables:
            for row in connection.execute(f'select t.*, t::text from "{table}" t').fetchall():
                scanned += 1
                for value in row:
                    plain = bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
                    unhexed = plain + (bytes.fromhex(plain[2:]).decode("latin-1") if _is_hex(plain) else "")
                    assert not any(secret in unhexed.casefold() for secret in SECRETS), table
    assert scanned > 5


def _is_hex(text: str) -> bool:
    return text.startswith("\\x") and len(text) % 2 == 0 and all(c in "0123456789abcdef" for c in text[2:])
