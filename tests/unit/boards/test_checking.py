"""What a document may hold: everything wrong is found at once, with its place; the limits, and what is hostile."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.composed.boards.model.checking import check_document
from comptoir.composed.boards.model.document import MOST_BYTES, MOST_TILES, Names, size_of
from tests.unit.boards.documents import NAMES, document, documents, tile


def places(made: Any, names: Names = NAMES) -> list[str]:
    return [one.place for one in check_document(made, names=names)]


@given(documents())
@settings(max_examples=40)
def test_a_good_board_is_good(made: dict[str, Any]) -> None:
    assert places(made) == []


WRONG: list[tuple[dict[str, Any], list[str]]] = [
    (document(format=2), ["format"]),
    (document(format=True), ["format"]),
    (document(format=1.0), ["format"]),
    (document(more=1), ["more"]),
    ({"format": 1}, ["settings", "variables", "tiles"]),
    (document(settings={"period": "fortnight", "zoom": 1}), ["settings.period", "settings.zoom"]),
    (document(settings={"period": "2026-02-01..2026-01-01"}), ["settings.period"]),
    (document(settings={"period": "2026-02-30..2026-03-01"}), ["settings.period"]),
    (document(settings={"currency": "eur", "day": "mine"}), ["settings.currency", "settings.day"]),
    (document(settings={"stores": ["mars", "berlin"]}), ["settings.stores.0"]),
    (document(settings={"filters": [{"field": "net_sales", "op": "eq", "value": "1"}]}), ["settings.filters.0.field"]),
    (document(settings={"filters": [{"field": "country", "op": "like", "value": "D%"}]}), ["settings.filters.0.op"]),
    (document(settings={"filters": [{"field": "country", "op": "in", "value": "DE"}]}), ["settings.filters.0.value"]),
    (document(settings={"filters": [{"field": "country", "op": "eq"}]}), ["settings.filters.0.value"]),
    (document(settings={"filters": [{"field": "country", "op": "eq", "value": {}}]}), ["settings.filters.0.value"]),
    (document(variables=[{"name": "a b", "label": "", "dimension": "x", "value": [1]}]),
     ["variables.0.name", "variables.0.label", "variables.0.dimension", "variables.0.value.0"]),
    (document(variables=[{"name": "a", "label": "A", "dimension": "country", "value": []}] * 2), ["variables.1.name"]),
    (document(tile("A b")), ["tiles.0.id"]),
    (document(tile("a" * 41)), ["tiles.0.id"]),
    (document(tile("a"), tile("a")), ["tiles.1.id"]),
    (document(tile("a", x=10)), ["tiles.0.place"]),
    (document(tile("a", w=0, h=41, y=-1)), ["tiles.0.place.y", "tiles.0.place.w", "tiles.0.place.h"]),
    (document(tile("a", x=True)), ["tiles.0.place.x"]),
    (document(tile("a", title="x" * 121, subtitle="a\x00b")), ["tiles.0.title", "tiles.0.subtitle"]),
    (document(tile("a", title="a\nb")), ["tiles.0.title"]),
    (document(tile("a", title="\ud800")), ["tiles.0.title"]),
    (document(tile("a", title=None)), ["tiles.0.title"]),
    (document(tile("a", "gauge")), ["tiles.0.kind"]),
    (document(tile("a", metrics=[])), ["tiles.0.query.metrics"]),
    (document(tile("a", metrics=["net_sales", "net_sales"])), ["tiles.0.query.metrics"]),
    (document(tile("a", metrics=[["net_sales"]])), ["tiles.0.query.metrics.0"]),
    (document(tile("a", grain="fortnight", limit=0)), ["tiles.0.query.grain", "tiles.0.query.limit"]),
    (document(tile("a", order_by=["-orders"])), ["tiles.0.query.order_by.0"]),
    (document(tile("a", "text") | {"query": {"metrics": ["orders"]}}), ["tiles.0.query"]),
    (document({"id": "a", "kind": "bar", "place": {"x": 0, "y": 0, "w": 1, "h": 1}}), ["tiles.0.query"]),
    (document(tile("a", options={"colour": "red", "stack": "high"})), ["tiles.0.options.colour", "tiles.0.options.stack"]),
    (document(tile("a", "text", options={"markdown": "x" * 10_001})), ["tiles.0.options.markdown"]),
    (document(tile("a", phone={"hidden": 1, "w": 2})), ["tiles.0.phone.hidden", "tiles.0.phone.w"]),
    (document(tile("a", parent="b")), ["tiles.0.parent"]),
    (document(tile("a"), tile("b", parent="a")), ["tiles.1.parent"]),
    (document(tile("a", "section", parent="a")), ["tiles.0.parent"]),
    (document(tile("a", "section", parent="b"), tile("b", "section", parent="a")), ["tiles.0.parent", "tiles.1.parent"]),
    (document(tile("a", "section"), tile("b", "section", parent="a"), tile("c", "section", parent="b"), tile("d", parent="c")),
     ["tiles.3.parent"]),
    (document(*(tile(f"t{n}") for n in range(MOST_TILES + 1))), ["tiles"]),
    (document(7), ["tiles.0"]),
]  # fmt: skip


@pytest.mark.parametrize(("made", "wrong"), WRONG, ids=[" ".join(wrong) for _, wrong in WRONG])
def test_everything_wrong_is_found_with_its_place(made: dict[str, Any], wrong: list[str]) -> None:
    assert places(made) == wrong


@pytest.mark.parametrize("made", [None, [], "x", 1, {}])
def test_what_is_no_document_is_refused(made: Any) -> None:
    assert places(made)


def test_a_wrong_name_is_met_with_what_was_meant() -> None:
    found = check_document(document(tile("a", "tabel", metrics=["net_sale"])), names=NAMES)
    assert [one.suggestions[0] for one in found] == ["table", "net_sales"]


def test_sorting_by_a_column_of_the_answer() -> None:
    order = ["-net_sales__change_pct", "store", "period", "net_sales__previous"]
    assert places(document(tile("a", "table", dimensions=["store"], grain="day", order_by=order))) == []


def test_names_that_were_there_before_are_forgiven() -> None:
    made = document(tile("a", metrics=["old"], dimensions=["gone"], settings={"stores": ["closed"]}))
    forgiving = Names(NAMES.metrics, NAMES.dimensions, NAMES.stores, forgiven=frozenset({"old", "gone", "closed"}))
    assert (len(places(made)), places(made, forgiving)) == (3, [])


def test_a_board_has_a_largest_size() -> None:
    text = "é" * 9000
    made = document(*(tile(f"t{n}", "text", options={"markdown": text}) for n in range(15)))
    assert size_of(made) > MOST_BYTES
    assert places(made) == [""]
    assert places({**made, "tiles": made["tiles"][:14]}) == []


def test_sixty_tiles_are_a_board() -> None:
    assert places(document(*(tile(f"t{n}") for n in range(MOST_TILES)))) == []


@pytest.mark.parametrize(
    "made",
    [
        document(*({} for _ in range(60))),
        {f"key{n}": n for n in range(50_000)},
        document(tile("a", metrics=["x" * 1_000_000])),
        document(tile("a", options={"x" * 100_000: 1})),
        document(variables=[{"name": "n" * 10_000, "label": "\x1b[31m" * 1000, "dimension": "\x00", "value": []}] * 20),
        document(settings={"filters": [{"field": "country", "op": "in", "value": ["x"] * 100_000}]}),
        document(settings={"stores": [[]] * 200_000}),
    ],
)
def test_a_hostile_document_is_answered_shortly_and_at_once(made: Any) -> None:
    started = time.process_time()
    found = check_document(made, names=NAMES)
    assert time.process_time() - started < 1
    assert 0 < len(found) <= 200
    assert sum(len(one.place) + len(one.message) for one in found) < 60_000
    assert not any("\x1b" in one.message or "\x1b" in one.place for one in found)


any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "kind", "query", "place"]) | st.text(max_size=4), inner, max_size=3),
    max_leaves=10,
)  # fmt: skip


@given(documents(), st.data())
@settings(max_examples=40)
def test_anything_put_anywhere_is_refused_or_kept_but_never_an_error(made: dict[str, Any], data: st.DataObject) -> None:
    if made["tiles"]:
        tiles = list(made["tiles"])
        key = data.draw(
            st.sampled_from(["id", "kind", "place", "parent", "query", "settings", "options", "phone", "title"])
        )
        tiles[0] = {**tiles[0], key: data.draw(any_json)}
        made = {**made, "tiles": tiles}
    made = {**made, data.draw(st.sampled_from(["format", "settings", "variables", "tiles", "x"])): data.draw(any_json)}
    assert isinstance(check_document(made, names=NAMES), list)
