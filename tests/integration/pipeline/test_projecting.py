"""What the warehouse shows after any change equals what a fresh load would show."""

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.connectors.sdk.canonical import OrderStatus
from tests.integration.pipeline.shop import NOON, an_id, everything

pytestmark = pytest.mark.engine

FEBRUARY = datetime(2026, 2, 1, 12, tzinfo=UTC)


async def both(shop):
    """The facts, which the roll-up must equal."""
    facts = await shop.facts()
    assert await shop.daily() == facts
    return facts


async def test_a_new_order_is_visible_after_a_drain(shop):
    await shop.order("1", lines=((2, "10"), (1, "5.5")))
    report = await shop.drain()
    assert report.changes >= 1
    assert report.versions == {shop.organisation_id: await shop.version()}
    assert await both(shop) == everything(("one", "2026-01-31", "25.5", "0", 1))
    assert await shop.waiting() == 0


async def test_an_order_that_moves_to_another_month_counts_once(shop):
    await shop.order("1")
    await shop.drain()
    await shop.order("1", at=FEBRUARY)
    await shop.drain()
    assert await both(shop) == everything(("one", "2026-02-01", "10", "0", 1))


async def test_an_order_that_comes_back_to_its_old_day_counts_once(shop):
    for at in (NOON, FEBRUARY, NOON):
        await shop.order("1", at=at)
        await shop.drain()
    assert await both(shop) == everything(("one", "2026-01-31", "10", "0", 1))


async def test_several_moves_before_a_drain_count_once(shop):
    for at in (NOON, FEBRUARY, NOON + timedelta(days=40)):
        await shop.order("1", at=at)
    await shop.drain()
    assert await both(shop) == everything(("one", "2026-03-12", "10", "0", 1))


async def test_an_order_that_leaves_for_another_store_counts_there_only(shop):
    first = an_id()
    await shop.order("1", provenance=first)
    await shop.drain()
    await shop.undo(first)
    await shop.order("1", store="two")
    await shop.drain()
    assert await both(shop) == everything(("two", "2026-01-31", "10", "0", 1))


async def test_a_changed_currency_leaves_nothing_in_the_old_one(shop):
    await shop.order("1", currency="EUR")
    await shop.drain()
    await shop.order("1", currency="USD")
    await shop.drain()
    found = await shop.platform.warehouse.query(
        "SELECT currency, sum(gross) FROM sales_daily FINAL GROUP BY currency HAVING sum(entries) > 0"
    )
    assert [(row[0], int(row[1])) for row in found.rows] == [("USD", 10)]
    assert await both(shop) == everything(("one", "2026-01-31", "10", "0", 1))


async def test_a_group_that_vanished_is_written_as_zero(shop):
    await shop.order("1", country="DE")
    await shop.drain()
    await shop.order("1", country="FR")
    await shop.drain()
    found = await shop.platform.warehouse.query(
        "SELECT country, gross, orders, entries FROM sales_daily FINAL ORDER BY country"
    )
    assert [(row[0], int(row[1]), row[2], row[3]) for row in found.rows] == [("DE", 0, 0, 0), ("FR", 10, 1, 1)]


async def test_a_return_counts_on_its_own_day_and_an_edit_on_the_orders(shop):
    await shop.order("1", lines=((2, "10"),))
    await shop.drain()
    refund = shop.refund("r", at=FEBRUARY, amount="10")
    await shop.order("1", lines=((2, "10"), (1, "7")), refunds=(refund,), edited_at=FEBRUARY)
    await shop.drain()
    facts = await both(shop)
    assert {key: value[:2] for key, value in facts.items()} == {
        key: value[:2]
        for key, value in everything(("one", "2026-01-31", "27", "0", 1), ("one", "2026-02-01", "0", "10", 0)).items()
    }


@pytest.mark.parametrize("ending", ["undone", "deleted", "voided"])
async def test_an_order_that_is_no_more_leaves_nothing(shop, ending):
    first = an_id()
    await shop.order("1", provenance=first, refunds=(shop.refund("r", at=FEBRUARY, amount="3"),))
    await shop.order("2")
    await shop.drain()
    if ending == "undone":
        await shop.undo(first)
    else:
        await shop.order("1", deleted=ending == "deleted", status=OrderStatus.VOIDED)
    await shop.drain()
    assert await both(shop) == everything(("one", "2026-01-31", "10", "0", 1))


async def test_an_undone_order_that_is_imported_again_is_there_again(shop):
    for _ in range(2):
        provenance = an_id()
        await shop.order("1", provenance=provenance)
        await shop.drain()
        assert await both(shop) == everything(("one", "2026-01-31", "10", "0", 1))
        await shop.undo(provenance)
        await shop.drain()
        assert await both(shop) == {}
    assert await shop.scalar("select count(*) from sales_entries") == 0


async def test_text_of_every_kind_arrives_as_it_is(shop):
    tags = ("it's", 'a "quote"', "back\\slash", "tab\there", "comma,", "Größe ✓")
    await shop.order("1", tags=tags, country=None)
    await shop.drain()
    found = await shop.platform.warehouse.query("SELECT tags, country FROM sales FINAL")
    assert tuple(found.rows[0][0]) == tags
    assert found.rows[0][1] is None


async def test_days_and_hours_are_those_of_the_store(shop):
    await shop.add_store("far", timezone="Asia/Tokyo")
    await shop.order("1", store="far", at=datetime(2026, 1, 31, 20, 30, tzinfo=UTC))
    await shop.drain()
    found = await shop.platform.warehouse.query(
        "SELECT day, hour, organisation_day, organisation_hour FROM sales FINAL"
    )
    assert [str(value) for value in found.rows[0]] == ["2026-02-01", "5", "2026-01-31", "21"]


async def test_dimensions_follow(shop):
    await shop.order("1")
    await shop.drain()
    found = await shop.platform.warehouse.query("SELECT slug FROM stores FINAL ORDER BY slug")
    assert [row[0] for row in found.rows] == ["one", "two"]
