"""Bounded memory, and what makes a cached answer the right one."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from comptoir.semantic.access import rights_key
from comptoir.semantic.cache import Cache, weigh_result
from comptoir.semantic.plan import OutputColumn
from comptoir.semantic.result import Result
from tests.unit.semantic.asking import BERLIN, an_actor


def a_result(rows: int) -> Result:
    columns = (OutputColumn("a", "integer"),)
    return Result(columns, [(1,)] * rows, {}, datetime(2025, 1, 1, tzinfo=UTC), 1, False, False, 1.0, False)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 30)), max_size=200))
def test_never_heavier_than_its_limit(items: list[tuple[int, int]]) -> None:
    cache: Cache[int] = Cache(limit=100, weigh=lambda weight: weight)
    for key, weight in items:
        cache.put(key, weight)
        assert cache.weight <= 100
    assert cache.weight == sum(cache._items.values())


def test_what_was_used_stays() -> None:
    cache: Cache[str] = Cache(limit=2)
    cache.put("a", "A")
    cache.put("b", "B")
    assert cache.get("a") == "A"
    cache.put("c", "C")
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == ("A", None, "C")


def test_one_huge_result_does_not_empty_the_cache() -> None:
    cache: Cache[Result] = Cache(limit=100_000, weigh=weigh_result)
    cache.put("small", a_result(1))
    cache.put("huge", a_result(10_000))
    assert cache.get("small") is not None
    assert cache.get("huge") is None


def test_rights_decide_who_shares() -> None:
    def key(*args: Any, **more: Any) -> object:
        return rights_key(an_actor(*args, **more))

    assert key("analytics:read") == key("analytics:read")
    assert key("analytics:read") != key("analytics:read", "costs:read")
    assert key("analytics:read") != key("analytics:read", stores=frozenset({BERLIN}))
    assert key("analytics:read") != key("analytics:read", masked=("country",))
