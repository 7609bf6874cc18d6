"""Pages of a list whose ranks move: what stands still is met once, and nothing is left out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.composed.rankings.contracts import MAX_PAGE, Page
from comptoir.composed.rankings.errors import WrongList
from comptoir.composed.rankings.model import SLACK, Key, checked_sort, limit_of, needed, place_of, sliced


def keys(*names: object) -> list[Key]:
    return [(str(name), None) for name in names]


def walk(page: Page, listed: list[Key]) -> list[list[Key]]:
    pages = []
    while True:
        part = sliced(listed[: needed(page)], page)
        pages.append(listed[part.start : part.end])
        if part.next_cursor is None:
            return pages
        page = replace(page, cursor=part.next_cursor)


@given(st.integers(0, 60), st.integers(1, 25))
def test_every_row_is_met_once_in_order(count: int, limit: int) -> None:
    listed = keys(*range(count))
    assert [row for page in walk(Page(limit=limit), listed) for row in page] == listed


@given(st.integers(2, 40), st.integers(1, 12), st.data())
def test_a_new_row_above_moves_nothing_below_out_of_sight(count: int, limit: int, data: st.DataObject) -> None:
    """Rows are pushed down by newcomers between two pages: the second page begins behind the last row seen."""
    listed = keys(*range(count))
    first = sliced(listed, Page(limit=limit))
    newcomers = data.draw(st.integers(0, min(SLACK - 1, 5)))
    moved = [*keys(*(f"new {number}" for number in range(newcomers))), *listed]
    if first.next_cursor is None:
        assert count <= limit
        return
    second = sliced(moved, Page(limit=limit, cursor=first.next_cursor))
    assert moved[second.start : second.end][:1] == listed[limit : limit + 1]


@given(st.integers(3, 40), st.integers(1, 12))
def test_a_row_that_rose_is_not_met_twice_and_none_is_skipped(count: int, limit: int) -> None:
    """The last row of all overtakes everybody between two pages."""
    listed = keys(*range(count))
    first = sliced(listed, Page(limit=limit))
    if first.next_cursor is None:
        return
    moved = [listed[-1], *listed[:-1]]
    rest = walk(Page(limit=limit, cursor=first.next_cursor), moved)
    seen = listed[: first.end] + [row for page in rest for row in page]
    assert len(seen) == len(set(seen))
    assert set(seen) >= set(listed[:-1])


def test_back_from_the_second_page_is_the_first() -> None:
    listed = keys(*range(10))
    second = sliced(listed, Page(limit=4, cursor=sliced(listed, Page(limit=4)).next_cursor))
    back = sliced(listed, Page(limit=4, cursor=second.previous_cursor))
    assert (back.start, back.end, back.previous_cursor) == (0, 4, None)


def test_a_last_row_that_is_gone_takes_none_with_it() -> None:
    listed = keys(*range(10))
    cursor = sliced(listed, Page(limit=4)).next_cursor
    without = [row for row in listed if row != ("3", None)]
    part = sliced(without, Page(limit=4, cursor=cursor))
    assert without[part.start : part.end] == keys(4, 5, 6, 7)


@pytest.mark.parametrize("cursor", ["", "%%%", "bm9wZQ==", "WyJhIiwtMV0="])
def test_cursors_of_elsewhere_are_refused(cursor: str) -> None:
    page = Page(sort="a", cursor=cursor or sliced(keys(1, 2), Page(sort="b", limit=1)).next_cursor)
    with pytest.raises(WrongList):
        place_of(page)


def test_limits_and_sorts() -> None:
    assert [limit_of(Page(limit=limit)) for limit in (-3, 7, 10**6)] == [1, 7, MAX_PAGE]
    assert checked_sort("-orders", known=("orders",)) == "-orders"
    with pytest.raises(WrongList) as refused:
        checked_sort("colour", known=("orders",))
    assert refused.value.suggestions == ("orders",)
