"""What a version changed in words, and a document as one person may see it and send it back."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.composed.boards.contracts import Problem
from comptoir.composed.boards.model.summary import LONGEST, summary, title_of
from comptoir.composed.boards.model.viewing import is_denied, seen, unmarked
from tests.unit.boards.documents import METRICS, NAMES, document, documents, tile

BASE = document(tile("a"), tile("b", metrics=["orders"]), tile("c", "text"))
A, B, C = BASE["tiles"]


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (BASE, ""),
        (document(A, B, C, tile("d", "bar", dimensions=["store"])), "Net sales by store added"),
        (document(A, B, C, tile("d", "line", grain="day"), tile("e", "feed")), "Net sales by day and Live orders added"),
        (document(A, B, C, *(tile(f"n{n}") for n in range(3))), "3 tiles added"),
        (document(C), "Net sales and Orders removed"),
        (document({**A, "title": "Money"}, B, C), "Money changed"),
        (document({**A, "place": {**A["place"], "x": 5}}, {**B, "place": {**B["place"], "h": 9}}, C), "Orders resized, Net sales moved"),
        (document(C, A, B), "Reading order changed"),
        (BASE | {"settings": {"period": "today", "stores": ["berlin"]}}, "Period, stores of the board changed"),
        (BASE | {"variables": [{"name": "x"}]}, "Variables changed"),
    ],
)  # fmt: skip
def test_what_changed_in_words(after: dict[str, Any], said: str) -> None:
    assert summary(BASE, after, names=NAMES) == said


@given(documents(), documents())
@settings(max_examples=40)
def test_words_are_short_and_only_silent_when_nothing_changed(one: dict[str, Any], other: dict[str, Any]) -> None:
    said = summary(one, other, names=NAMES)
    assert len(said) <= LONGEST
    assert bool(said) == (one != other)


def test_a_tile_without_a_title_is_called_by_its_question() -> None:
    made = tile("a", "table", metrics=["net_sales", "gone"], dimensions=["store", "weekday"], grain="month")
    assert title_of(made, NAMES) == "Net sales, gone by store and weekday and month"


@given(documents(), st.sets(st.sampled_from(METRICS)))
@settings(max_examples=40)
def test_what_one_sees_and_sends_back_changes_nothing(made: dict[str, Any], hidden: set[str]) -> None:
    names = replace(NAMES, hidden=frozenset(hidden))
    view = seen(made, names=names)
    for one, shown in zip(made["tiles"], view["tiles"], strict=True):
        assert shown.get("denied", False) == is_denied(one, names=names)
        assert not shown.get("denied") or not any(name in str(shown.get("query")) for name in hidden)
    found: list[Problem] = []
    assert unmarked(view, base=made, names=names, found=found) == made
    assert found == []


def test_a_filter_that_is_hidden_hides_its_tile() -> None:
    condition = {"field": "country", "op": "eq", "value": "DE"}
    made = document(tile("a", settings={"filters": [condition], "period": "today"}))
    names = replace(NAMES, hidden=frozenset({"country"}))
    view = seen(made, names=names)
    assert (view["tiles"][0]["denied"], view["tiles"][0]["settings"]) == (True, {"period": "today"})
    assert unmarked(view, base=made, names=names, found=[]) == made


def test_a_mark_cannot_be_forged() -> None:
    found: list[Problem] = []
    hidden = replace(NAMES, hidden=frozenset({"gross_profit"}))
    base = document(tile("secret", metrics=["gross_profit"]), tile("open"))
    for forged in ({"id": "other", "denied": True}, {"id": "open", "denied": True}, {"id": ["secret"], "denied": True}):
        unmarked(document(forged), base=base, names=hidden, found=found)
    assert [one.place for one in found] == ["tiles.0"] * 3
    assert unmarked(document({"id": "open", "missing": ["x"]}), base=base, names=hidden, found=[]) == document(
        {"id": "open"}
    )
    for strange in (None, [], {"tiles": None}, {"tiles": [None, 7]}):
        assert unmarked(strange, base=base, names=hidden, found=[]) == strange
