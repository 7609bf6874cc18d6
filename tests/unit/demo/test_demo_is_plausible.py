"""The invented merchant looks like one: margins, returns, buyers who come back, Black Friday."""

import statistics
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from comptoir.composed.demo.model.chunks import arrivals, decode, encoded_history, history, planned_orders, store_of
from comptoir.composed.demo.model.seasons import Buyers, black_friday, orders_on
from comptoir.composed.demo.model.stores import STORES
from comptoir.connectors.sdk.canonical import OrderRecord

SEED, START, NOW = 7, date(2024, 11, 22), datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def sample() -> list[OrderRecord]:
    """Every twelfth day of three stores."""
    found: list[OrderRecord] = []
    for slug in ("germany", "us-east", "japan"):
        for offset in range(100, 690, 12):
            day = START + DAY * offset
            found.extend(history(SEED, store_of(slug), START, (day, day), NOW))
    return [one for one in found if one.edited_at is None]


def goods(record: OrderRecord) -> list[tuple[str, Decimal, Decimal | None]]:
    return [
        (line.category or "", line.gross - sum((one.amount for one in line.discounts), Decimal(0)), line.cost)
        for line in record.lines
        if not line.is_gift_card
    ]


def test_twelve_stores_in_nine_currencies_and_seven_time_zones():
    assert len(STORES) == 12
    assert len({store.currency for store in STORES}) == 9
    assert len({store.timezone for store in STORES}) == 7
    assert sum(store.weight for store in STORES) == pytest.approx(1)


def test_two_years_hold_about_a_quarter_of_a_million_orders():
    assert 230_000 <= planned_orders(SEED, STORES, START, START, START + DAY * 730) <= 270_000


def test_margin_of_every_category_lies_between_35_and_65_percent(sample):
    net: dict[str, Decimal] = defaultdict(Decimal)
    costs: dict[str, Decimal] = defaultdict(Decimal)
    for record in sample:
        for category, value, cost in goods(record):
            if cost is not None:
                net[category] += value
                costs[category] += cost
    margins = {category: 1 - costs[category] / net[category] for category in net}
    assert len(margins) >= 7
    assert all(Decimal("0.35") < margin < Decimal("0.65") for margin in margins.values()), margins


def test_returns_are_3_to_12_percent_of_sales(sample):
    sold = returned = Decimal(0)
    for record in sample:
        if record.currency == "EUR":
            sold += sum((value for _, value, _ in goods(record)), Decimal(0))
            returned += sum((sum((x.amount for x in refund.lines), refund.unallocated) for refund in record.refunds), Decimal(0))  # fmt: skip
    assert Decimal("0.03") < returned / sold < Decimal("0.12")


def test_a_quarter_to_nearly_half_of_the_orders_come_from_buyers_who_came_back(sample):
    buyers = {
        store.slug: Buyers(SEED, store, START, NOW.date()) for store in (store_of("germany"), store_of("us-east"))
    }
    repeat = total = 0
    for slug, numbers in buyers.items():
        store = store_of(slug)
        for offset in range(100, 690, 12):
            day = START + DAY * offset
            for record in history(SEED, store, START, (day, day), NOW):
                if record.edited_at is not None:
                    continue
                total += 1
                source_id = record.customer.source_id if record.customer else None
                repeat += source_id is not None and int(source_id[1:]) < numbers.before(day)
    assert 0.25 < repeat / total < 0.45


def test_black_friday_week_is_two_and_a_half_to_five_times_the_median_week():
    weeks: dict[tuple[int, int], int] = defaultdict(int)
    for offset in range(3, 3 + 7 * 104):
        day = START + DAY * offset
        weeks[day.isocalendar()[:2]] += sum(orders_on(SEED, store, START, day) for store in STORES)
    median = statistics.median(weeks.values())
    for year in (2024, 2025):
        assert 2.5 < weeks[black_friday(year).isocalendar()[:2]] / median < 5


def test_the_same_seed_tells_the_same_history_and_another_seed_another():
    span = (date(2025, 3, 1), date(2025, 3, 2))
    first = encoded_history(SEED, "canada", START, span, NOW)
    assert first == encoded_history(SEED, "canada", START, span, NOW)
    assert first != encoded_history(SEED + 1, "canada", START, span, NOW)


def test_nothing_is_told_before_it_happened():
    until = datetime(2025, 6, 10, 12, tzinfo=UTC)
    records = decode(encoded_history(SEED, "germany", START, (date(2025, 6, 1), date(2025, 6, 10)), until))
    assert records
    for record in records:
        events = [record.ordered_at, record.edited_at, record.cancelled_at]
        events += [one.refunded_at for one in record.refunds] + [one.fulfilled_at for one in record.fulfilments]
        assert all(event <= until for event in events if event is not None)


def test_history_and_what_arrived_since_meet_without_gap_or_overlap():
    store, early, late = store_of("france"), datetime(2025, 6, 10, 9, tzinfo=UTC), datetime(2025, 6, 10, 17, tzinfo=UTC)
    span = (date(2025, 5, 1), date(2025, 6, 11))
    newest = {record.source_id: record for record in history(SEED, store, START, span, early)}
    for record in arrivals(SEED, store, START, early, late):
        newest[record.source_id] = record
    assert newest == {record.source_id: record for record in history(SEED, store, START, span, late)}
