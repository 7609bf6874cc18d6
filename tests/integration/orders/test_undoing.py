"""Undo takes back what one import said, and nothing that others said too."""

from comptoir.connectors.sdk.canonical import (
    Address,
    CustomerRecord,
    CustomerRef,
    Person,
    ProductRecord,
    VariantRecord,
)
from comptoir.domains.orders.contracts import ApplyResult, UndoResult
from tests.integration.orders.test_applying import TABLES, named
from tests.unit.orders.ordering import D, line, order

PERSON = Person(name="Ada Lovelace", email="ada@example.test")


async def test_undo_leaves_nothing_of_an_import_that_was_the_only_source(merchant):
    by = merchant.provenance()
    await merchant.apply_products(
        ProductRecord("p", title="Chair", variants=(VariantRecord("v", sku="x", cost=D(1)),)), by=by
    )
    await merchant.apply_customers(CustomerRecord("c9", person=PERSON, address=Address("DE")), by=by)
    await merchant.apply(*(named(order(line(), customer=CustomerRef(f"c{n}")), str(n)) for n in range(20)), by=by)
    assert await merchant.undo(by) == UndoResult(removed=20)
    left = await merchant.count(*TABLES, "product_revisions", "variant_costs")
    assert set(left.values()) == {0}, left
    assert await merchant.current_entries() == []
    assert await merchant.undo(by) == UndoResult()


async def test_undo_restores_what_another_source_said(merchant):
    first, second = merchant.provenance(), merchant.provenance()
    await merchant.apply(order(line("a", 1, "10"), customer=CustomerRef("c", PERSON)), by=first)
    before = await merchant.current_entries()
    await merchant.apply(order(line("a", 5, "10"), version=3), by=second)
    assert await merchant.undo(second) == UndoResult(restored=1)
    assert await merchant.current_entries() == before
    assert await merchant.undo(first) == UndoResult(removed=1)


async def test_an_import_of_what_is_known_can_be_undone_without_loss(merchant):
    first, second = merchant.provenance(), merchant.provenance()
    await merchant.apply(order(line()), by=first)
    assert await merchant.apply(order(line()), by=second) == ApplyResult(unchanged=1)
    assert await merchant.undo(second) == UndoResult()
    assert await merchant.one("select count(*) from orders") == 1


async def test_products_and_customers_that_others_name_stay(merchant):
    first, second = merchant.provenance(), merchant.provenance()
    await merchant.apply(named(order(line("a"), customer=CustomerRef("c", PERSON)), "1"), by=first)
    await merchant.apply(named(order(line("a"), customer=CustomerRef("c", PERSON)), "2"), by=second)
    await merchant.undo(first)
    assert await merchant.count("orders", "products", "customers", "persons") == {
        "orders": 1,
        "products": 1,
        "customers": 1,
        "persons": 1,
    }
    assert await merchant.one("select count(*) from customers c join orders o on c.first_order_id = o.id") == 1


async def test_undone_orders_may_be_imported_again(merchant):
    first, second = merchant.provenance(), merchant.provenance()
    await merchant.apply(order(line("a", 2, "10")), by=first)
    entries = await merchant.current_entries()
    await merchant.undo(first)
    assert await merchant.apply(order(line("a", 2, "10")), by=second) == ApplyResult(created=1)
    assert await merchant.current_entries() == entries
