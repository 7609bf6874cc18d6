"""The classic traps: what a careless query answers, and what is true. Both stand here, so that neither is forgotten."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from comptoir.platform.warehouse import Warehouse
from tests.contract.semantic.world import an_id
from tests.contract.traps.conftest import Ask, Books, Careless, Sell, first_order, rate, variant

pytestmark = pytest.mark.engine
EUR = {"field": "store", "op": "eq", "value": "berlin"}


async def test_fan_out(sell: Sell, ask: Ask, careless: Careless) -> None:
    """Joining lines to their order's discount codes counts a line once a code."""
    sell("a", "2025-05-05T10:00", "100", discount_codes=["X", "Y"], order_count=1)
    wrong = await careless("SELECT sum(gross) FROM sales FINAL ARRAY JOIN discount_codes")
    right = await ask(metrics=["gross_sales"], dimensions=["discount_code"], filters=[EUR])
    assert (wrong, right.totals["gross_sales"]) == (Decimal(200), "100.00")
    for code in ("X", "Y"):
        found = await ask(
            metrics=["gross_sales"], filters=[EUR, {"field": "discount_code", "op": "contains", "value": code}]
        )
        assert found.totals["gross_sales"] == "100.00"


async def test_fan_out_of_current_attributes(warehouse: Warehouse, sell: Sell, ask: Ask, careless: Careless) -> None:
    """A variant with two revisions in the catalogue table must not double what was sold of it."""
    await variant(warehouse, "v", "Tea")
    await variant(warehouse, "v", "Herbs", version=2)
    sell("a", "2025-05-05T10:00", "40", variant=an_id("v"), category="Tea", order_count=1)
    join = "SELECT sum(gross) FROM sales AS s FINAL JOIN variants AS v ON s.variant = v.variant"
    found = await ask(metrics=["gross_sales"], dimensions=["category_current"], filters=[EUR])
    assert await careless(join) == 80
    assert found.rows == [("Herbs", "40.00")]
    as_sold = await ask(metrics=["gross_sales"], dimensions=["category"], filters=[EUR])
    assert as_sold.rows == [("Tea", "40.00")]


async def test_chasm(sell: Sell, ask: Ask, careless: Careless) -> None:
    """Two sales and two returns of one order joined on the order make four rows of each."""
    for line in ("1", "2"):
        sell("a", "2025-05-05T10:00", "50", line=line, order_count=int(line == "1"))
        sell("a", "2025-05-07T10:00", kind="return", line=line, ordered="2025-05-05T10:00", returned=Decimal(20))
    join = (
        'SELECT sum(s.gross) - sum(r.returned) FROM sales AS s FINAL JOIN sales AS r FINAL ON s."order" = r."order" '
        "WHERE s.kind = 'sale' AND r.kind = 'return'"
    )
    found = await ask(metrics=["net_sales", "returns", "orders"], filters=[EUR])
    assert await careless(join) == 120
    assert found.rows == [("60.00", "40.00", 1)]


async def test_double_count_of_orders(sell: Sell, ask: Ask) -> None:
    """An order with tea and coffee is an order of each, and still one order."""
    sell("a", "2025-05-05T10:00", "1", line="1", category="Tea", order_count=1)
    sell("a", "2025-05-05T10:00", "1", line="2", category="Coffee")
    found = await ask(metrics=["orders"], dimensions=["category"], filters=[EUR])
    assert sum(row[1] for row in found.rows) == 2
    assert found.totals["orders"] == 1


async def test_double_count_of_buyers(warehouse: Warehouse, sell: Sell, ask: Ask) -> None:
    """A buyer of two months is one buyer of the year."""
    for month, order in (("01", "a"), ("02", "b")):
        sell(order, f"2025-{month}-05T10:00", "1", customer=an_id("ada"), order_count=1)
    await first_order(warehouse, an_id("ada"), "a", "2025-01-05")
    found = await ask(
        metrics=["customers", "new_customers"], grain="month", range={"from": "2025-01-01", "to": "2025-12-31"}
    )
    assert [row[1:] for row in found.rows] == [(1, 1), (1, 0)]
    assert found.totals == {"customers": 1, "new_customers": 1}


async def test_new_is_new_to_the_organisation(warehouse: Warehouse, sell: Sell, ask: Ask, careless: Careless) -> None:
    """Who bought in Boston last year is no new buyer in Berlin."""
    sell("old", "2024-03-03T10:00", "5", shop=1, customer=an_id("ada"), order_count=1)
    sell("new", "2025-03-03T10:00", "5", customer=an_id("ada"), order_count=1)
    await first_order(warehouse, an_id("ada"), "old", "2024-03-03")
    first_here = "SELECT uniqExact(customer) FROM sales FINAL WHERE currency = 'EUR' AND day >= '2025-01-01'"
    found = await ask(
        metrics=["customers", "new_customers"], range={"from": "2025-01-01", "to": "2025-12-31"}, filters=[EUR]
    )
    assert await careless(first_here) == 1
    assert found.rows == [(1, 0)]


async def test_superseded_versions(sell: Sell, ask: Ask, careless: Careless) -> None:
    """A corrected entry, and one taken back, still lie in the table until a merge."""
    sell("a", "2025-05-05T10:00", "10", order_count=1)
    sell("a", "2025-05-05T10:00", "12", version=2, order_count=1)
    sell("b", "2025-05-05T10:00", "99", order_count=1)
    sell("b", "2025-05-05T10:00", "99", version=2, gone=True, order_count=1)
    found = await ask(metrics=["gross_sales", "orders"], dimensions=["sku"], filters=[EUR])
    assert await careless("SELECT sum(gross) FROM sales") != Decimal(12)
    assert found.totals == {"gross_sales": "12.00", "orders": 1}


@pytest.mark.parametrize(("day", "hours", "first", "last"), [
    ("2025-03-30", 23, "2025-03-30T00:00:00+01:00", "2025-03-30T23:00:00+02:00"),
    ("2025-10-26", 25, "2025-10-26T00:00:00+02:00", "2025-10-26T23:00:00+01:00"),
])  # fmt: skip
async def test_days_of_23_and_25_hours(sell: Sell, ask: Ask, day: str, hours: int, first: str, last: str) -> None:
    """Cutting a day into 24 hours loses one or merges two; the local hour 2 of October happens twice."""
    start = {"2025-03-30": "2025-03-29T23:30", "2025-10-26": "2025-10-25T22:30"}[day]
    for hour in range(hours):
        moment = datetime.fromisoformat(start) + timedelta(hours=hour)
        sell(f"o{hour}", moment.isoformat(), "1", order_count=1)
    found = await ask(metrics=["orders"], grain="hour", range={"from": day, "to": day}, filters=[EUR])
    assert len(found.rows) == hours
    assert (found.rows[0][0], found.rows[-1][0]) == (first, last)
    assert {row[1] for row in found.rows} == {1}
    by_clock = await ask(metrics=["orders"], dimensions=["hour_of_day"], range={"from": day, "to": day}, filters=[EUR])
    assert len(by_clock.rows) == (23 if hours == 23 else 24)


async def test_midnight_belongs_to_a_zone(sell: Sell, ask: Ask, careless: Careless) -> None:
    """Twenty past eleven in Boston is tomorrow in UTC, and in Berlin."""
    sell("a", "2025-06-01T03:20", "10", shop=1, order_count=1)
    in_utc = await careless("SELECT toString(toDate(occurred_at)) FROM sales")
    boston = {"field": "store", "op": "eq", "value": "boston"}
    store = await ask(metrics=["orders"], grain="day", filters=[boston])
    organisation = await ask(metrics=["orders"], grain="day", filters=[boston], day="organisation")
    assert (in_utc, store.rows[0][0], organisation.rows[0][0]) == ("2025-06-01", "2025-05-31", "2025-06-01")


async def test_currencies_are_not_added(warehouse: Warehouse, sell: Sell, ask: Ask, careless: Careless) -> None:
    """100 EUR and 100 USD are not 200 of anything; the rate is that of the day the entry was booked."""
    await rate(warehouse, "USD", "2025-05-05", "1.25")
    await rate(warehouse, "USD", "2025-06-05", "1.00")
    sell("a", "2025-05-05T12:00", "100", order_count=1)
    sell("b", "2025-05-05T12:00", "100", shop=1, order_count=1)
    sell("b", "2025-06-05T12:00", shop=1, kind="return", ordered="2025-05-05T12:00", returned=Decimal(10))
    found = await ask(metrics=["gross_sales", "returns", "net_sales"], currency="EUR")
    assert await careless("SELECT sum(gross) FROM sales FINAL") == 200
    assert found.rows == [("180.00", "10.00", "170.00")]
    in_dollars = await ask(metrics=["net_sales"], currency="USD")
    assert in_dollars.rows == [("215.00",)]


async def test_missing_rate_is_not_zero(warehouse: Warehouse, sell: Sell, ask: Ask, careless: Careless) -> None:
    """Without a rate the part that can be converted is not the whole: the figure is unknown, and says so."""
    await rate(warehouse, "USD", "2025-05-05", "1.25")
    sell("a", "2025-05-05T12:00", "100", order_count=1)
    sell("b", "2025-05-05T12:00", "7", shop=2, order_count=1)
    inner = "SELECT sum(toFloat64(gross) / toFloat64(r.rates[s.currency])) FROM sales AS s FINAL JOIN rates AS r ON r.day = s.booked_day WHERE mapContains(r.rates, s.currency)"
    found = await ask(metrics=["gross_sales", "orders", "aov"], dimensions=["store"], currency="EUR")
    assert float(await careless(inner)) == 100
    assert {row[0]: row[1:] for row in found.rows} == {
        "berlin": ("100.00", 1, "100.00"),
        "osaka": (None, 1, None),
    }
    assert found.totals == {"gross_sales": None, "orders": 2, "aov": None}
    assert any("no rate" in note and "JPY" in note for note in found.notes)


async def test_a_carried_rate_is_named(warehouse: Warehouse, sell: Sell, ask: Ask) -> None:
    await rate(warehouse, "USD", "2025-11-21", "1.25", provisional=True)
    sell("b", "2025-11-21T12:00", "100", shop=1, order_count=1)
    found = await ask(metrics=["gross_sales"], currency="EUR")
    assert found.rows == [("80.00",)]
    assert found.notes == ("rates of 2025-10-30 carried forward, provisional",)


async def test_rounding_once(sell: Sell, ask: Ask, careless: Careless) -> None:
    """Three lines of a third of a cent: rounded one by one they vanish."""
    for line in ("1", "2", "3"):
        sell("a", "2025-05-05T12:00", "0.003333", line=line, order_count=int(line == "1"))
    found = await ask(metrics=["gross_sales"], filters=[EUR])
    assert await careless("SELECT sum(round(gross, 2)) FROM sales FINAL") == 0
    assert found.rows == [("0.01",)]


async def test_average_of_averages(sell: Sell, ask: Ask) -> None:
    """The total of a ratio is the ratio of totals."""
    for order, gross in (("a", "10"), ("b", "10"), ("c", "100")):
        sell(order, "2025-05-05T10:00", gross, channel="web" if gross == "10" else "shop", order_count=1)
    found = await ask(metrics=["aov"], dimensions=["channel"], filters=[EUR])
    assert sum(Decimal(row[1]) for row in found.rows) / 2 == 55
    assert found.totals["aov"] == "40.00"


async def test_unknown_cost_is_not_free(sell: Sell, ask: Ask) -> None:
    """A line without a known cost has no margin of 100 %."""
    sell("a", "2025-05-05T10:00", "100", line="1", cost=Decimal(60), order_count=1)
    sell("a", "2025-05-05T10:00", "100", line="2", cost=None)
    found = await ask(metrics=["gross_profit", "gross_margin", "cost_coverage", "cogs"], filters=[EUR])
    assert found.rows == [("40.00", "0.4", "0.5", "60.00")]
    none = await ask(
        metrics=["gross_profit", "gross_margin", "cogs"], filters=[EUR, {"field": "sku", "op": "eq", "value": "?"}]
    )
    assert none.rows == [(None, None, None)]


async def test_late_data(sell: Sell, ask: Ask, sources: Any) -> None:
    """An order that arrives late changes its own day, and a cached answer about that day is not given again."""
    query = {
        "metrics": ["gross_sales"],
        "grain": "day",
        "range": {"from": "2025-05-01", "to": "2025-05-31"},
        "filters": [EUR],
    }
    sell("a", "2025-05-05T10:00", "10", order_count=1)
    assert (await ask(**query)).rows == [("2025-05-05", "10.00")]
    assert (await ask(**query)).cached
    sell("late", "2025-05-04T10:00", "5", order_count=1)
    assert (await ask(**query)).rows == [("2025-05-05", "10.00")]  # the version has not moved: what was seen stands
    sources.version += 1
    found = await ask(**query)
    assert (found.cached, found.rows) == (False, [("2025-05-04", "5.00"), ("2025-05-05", "10.00")])


async def test_a_moved_order_counts_once(sell: Sell, ask: Ask) -> None:
    """An order moved to another month leaves a deleted row under its old key; per-partition FINAL must see it."""
    sell("a", "2025-01-31T10:00", "10", order_count=1)
    sell("a", "2025-01-31T10:00", "10", version=2, gone=True, order_count=1)
    sell("a", "2025-02-01T10:00", "10", version=2, order_count=1)
    found = await ask(
        metrics=["gross_sales", "orders"], grain="month", filters=[EUR, {"field": "sku", "op": "is_null"}]
    )
    assert found.rows == [("2025-02-01", "10.00", 1)]
    assert found.totals == {"gross_sales": "10.00", "orders": 1}


async def test_another_organisation_is_never_seen(
    books: Books, warehouse: Warehouse, sell: Sell, ask: Ask, careless: Careless
) -> None:
    sell("a", "2025-05-05T10:00", "10", order_count=1)
    await books.flush()
    await warehouse.command(f"INSERT INTO sales SELECT * REPLACE(toUUID('{an_id('x')}') AS organisation) FROM sales")
    found = await ask(metrics=["gross_sales"], dimensions=["sku"], filters=[EUR])
    assert await careless("SELECT sum(gross) FROM sales FINAL") == 20
    assert found.totals["gross_sales"] == "10.00"
