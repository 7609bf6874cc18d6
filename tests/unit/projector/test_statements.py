"""SQL made from declarations: buckets, runs of days, defaults of deleted rows."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.orders.projections import SALES, SALES_FEED
from comptoir.engine.projector import statements
from comptoir.engine.projector.feed import Feed, FeedRegistry
from comptoir.engine.schema import WarehouseColumn

ORGANISATION, STORE = UUID(int=1), UUID(int=2)
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2024, 3, 31))


@given(st.lists(DAYS, unique=True).map(sorted))
def test_runs_hold_exactly_the_days(days):
    found = [
        first + timedelta(days=offset)
        for first, last in statements.runs(days)
        for offset in range((last - first).days + 1)
    ]
    assert found == days


def test_consecutive_days_become_one_range():
    buckets = [(STORE, date(2026, 1, 1) + timedelta(days=offset)) for offset in (0, 1, 2, 9)]
    (predicate,) = statements.bucket_predicates(ORGANISATION, buckets)
    assert "day BETWEEN '2026-01-01' AND '2026-01-03' OR day = '2026-01-10'" in predicate
    assert predicate.startswith(f"organisation = '{ORGANISATION}' AND ")


def test_many_buckets_are_split_and_none_is_lost():
    buckets = [(UUID(int=store), date(2020, 1, 1) + timedelta(days=day)) for store in range(3) for day in range(1500)]
    predicates = list(statements.bucket_predicates(ORGANISATION, buckets))
    assert len(predicates) == 3
    assert max(map(len, predicates)) < 200_000


def test_no_buckets_give_no_statement():
    assert list(statements.bucket_predicates(ORGANISATION, [])) == []


@pytest.mark.parametrize(
    ("kind", "default"),
    [
        ("UUID", "'00000000-0000-0000-0000-000000000000'::uuid"),
        ("Date", "'1970-01-01'::date"),
        ("DateTime64(3, 'UTC')", "'1970-01-01 00:00:00'::timestamp"),
        ("Decimal(20, 6)", "0"),
        ("UInt8", "0"),
        ("String", "''"),
        ("LowCardinality(String)", "''"),
        ("LowCardinality(Nullable(String))", "null::text"),
        ("Nullable(UUID)", "null::uuid"),
        ("Nullable(Decimal(20, 6))", "null::numeric"),
        ("Array(String)", "'[]'"),
    ],
)
def test_a_deleted_row_has_a_value_for_every_kind_of_column(kind, default):
    assert statements.postgres_default(WarehouseColumn("x", kind, "")) == default


def test_both_halves_of_a_batch_have_the_tables_columns():
    sql = statements.batch_select(SALES_FEED, version=7)
    current, gone = sql.split("\nunion all\n")
    assert current.count('"order"') >= 1
    assert "7::bigint, 0" in current
    assert "7::bigint, 1" in gone
    assert SALES_FEED.columns() == tuple(name for name in SALES.column_names() if name not in ("version", "is_deleted"))


def test_a_feed_is_declared_once():
    registry = FeedRegistry()
    feed = Feed(kind="x", table=SALES, rows="select", changed="true", key="order")
    assert registry.declare(feed) is registry.declare(feed)
    with pytest.raises(ValueError, match="two feeds"):
        registry.declare(Feed(kind="x", table=SALES, rows="other", changed="true", key="order"))
