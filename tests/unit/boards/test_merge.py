"""Two people at one board: whatever they do, nothing is lost without being named, and what results may be kept."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from comptoir.composed.boards.model.checking import check_document
from comptoir.composed.boards.model.document import tiles_by_id
from comptoir.composed.boards.model.merge import PARTS, merge, overlap, parts_changed
from comptoir.composed.boards.model.order import merged_order
from tests.unit.boards import documents as boards
from tests.unit.boards.documents import NAMES, document, documents, tile, words

LYING = {"place", "phone"}


def part(one: Any, name: str) -> Any:
    return {key: one[key] for key in PARTS[name] if key in one}


@st.composite
def edited(draw: st.DrawFn, base: dict[str, Any], prefix: str) -> dict[str, Any]:
    """Return a board after some things one person does to it; every step leaves a board that may be kept."""
    made = base
    for number in range(draw(st.integers(0, 6))):
        step = draw(
            st.sampled_from(["title", "query", "settings", "move", "remove", "add", "hang", "order", "board", "kind"])
        )
        new = draw(stepped(made, step, f"{prefix}{number}"))
        if not check_document(new, names=NAMES):
            made = new
    return made


@st.composite
def stepped(draw: st.DrawFn, made: dict[str, Any], step: str, fresh: str) -> dict[str, Any]:
    tiles = list(made["tiles"])
    if step == "board":
        return {**made, "settings": draw(boards.settings), "variables": draw(boards.variables)}
    if step == "order":
        return {**made, "tiles": draw(st.permutations(tiles))}
    if step == "add":
        sections = tuple(one["id"] for one in tiles if one["kind"] == "section")
        id_ = draw(st.sampled_from([fresh, "added"]))
        return {**made, "tiles": [*tiles, draw(boards.tiles_of(id_, sections))]}
    if not tiles:
        return made
    index = draw(st.integers(0, len(tiles) - 1))
    one = tiles[index]
    if step == "remove":
        return {**made, "tiles": [each for each in tiles if each is not one and each.get("parent") != one["id"]]}
    changes: dict[str, Any] = {
        "title": {"title": draw(words)},
        "query": {"query": draw(boards.queries)} if "query" in one else {},
        "settings": {"settings": draw(boards.settings)},
        "move": {"place": draw(boards.places)},
        "hang": {"parent": draw(st.sampled_from([each["id"] for each in tiles]))},
        "kind": {"kind": "text"} if one["kind"] == "section" else {},
    }
    tiles[index] = {**one, **changes[step]}
    return {**made, "tiles": tiles}


@st.composite
def three(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    base = draw(documents())
    return base, draw(edited(base, "s")), draw(edited(base, "y"))


@given(three())
@settings(max_examples=40)
def test_who_is_alone_gets_exactly_what_was_done(given_: tuple[dict[str, Any], ...]) -> None:
    base, saved, sent = given_
    for merged, wanted in (
        (merge(base, base, base), base),
        (merge(base, saved, base), saved),
        (merge(base, base, sent), sent),
        (merge(base, sent, sent), sent),
    ):
        assert merged.document == wanted
        assert merged.conflicts == ()


@given(three())
@settings(max_examples=60)
@example(
    (
        document(tile("a", "section"), tile("b", "section")),
        document(tile("a", "section", parent="b"), tile("b", "section")),
        document(tile("a", "section"), tile("b", "section", parent="a")),
    )
)
@example(
    (
        document(tile("s", "section"), tile("a")),
        document(tile("s", "section"), tile("a", parent="s")),
        document(tile("s", "text"), tile("a")),
    )
)
@example((
    document(tile("s", "section"), tile("t", "section"), tile("u", "section", parent="t")),
    document(tile("s", "section", parent="u"), tile("t", "section"), tile("u", "section", parent="t")),
    document(tile("s", "section"), tile("t", "section"), tile("u", "section", parent="t"), tile("new", parent="s")),
))  # fmt: skip
def test_what_results_may_always_be_kept(given_: tuple[dict[str, Any], ...]) -> None:
    assert check_document(merge(*given_).document, names=NAMES) == []


@given(three())
@settings(max_examples=60)
@example((document(tile("a")), document(tile("a", title="New")), document()))
@example((document(tile("a")), document(), document(tile("a", title="New"))))
def test_nothing_of_either_is_lost_without_being_named(given_: tuple[dict[str, Any], ...]) -> None:
    merged = merge(*given_)
    old, theirs, yours = map(tiles_by_id, given_)
    result, named = tiles_by_id(merged.document), {one.tile for one in merged.conflicts}
    for key in yours.keys() & old.keys():
        for name in parts_changed(old[key], yours[key]):
            if key not in result:
                assert key in named or (key not in theirs and name in LYING)
            elif part(result[key], name) != part(yours[key], name):
                also = key in theirs and name in parts_changed(old[key], theirs[key])
                assert key in named or (name in LYING and also), (key, name)
    for key in theirs.keys() & old.keys():
        changed = set(parts_changed(old[key], theirs[key]))
        if key not in result:
            assert changed <= LYING
            assert key not in yours
        for name in changed if key in result else ():
            moved = name == "place" and yours.get(key, {}).get("parent") != old[key].get("parent")
            assert part(result[key], name) == part(theirs[key], name) or moved, (key, name)
    assert theirs.keys() - old.keys() <= result.keys()
    added = [yours[key] for key in yours.keys() - old.keys()]
    kept = [part(one, "query") | part(one, "title") for one in result.values()]
    for one in added:
        assert one["id"] in named or part(one, "query") | part(one, "title") in kept
    for key in old.keys() - yours.keys():
        if key in theirs and set(parts_changed(old[key], theirs[key])) <= LYING:
            assert key not in result or key in named
    for form in (theirs, yours):
        removed = old.keys() - form.keys()
        assert all(key in named for key in removed & result.keys())


@given(three())
@settings(max_examples=40)
def test_settings_and_variables_are_merged_field_by_field(given_: tuple[dict[str, Any], ...]) -> None:
    base, saved, sent = given_
    merged = merge(base, saved, sent)
    fields = {field for one in merged.conflicts if one.tile is None for field in one.fields}
    forms = [
        {f"settings.{key}": value for key, value in made["settings"].items()}
        | {f"variables.{one['name']}": one for one in made["variables"]}
        for made in (base, saved, sent, merged.document)
    ]
    old, theirs, yours, result = forms
    for key in {*old, *theirs, *yours}:
        if theirs.get(key) != old.get(key):
            assert result.get(key) == theirs.get(key)
            assert (key in fields) == (yours.get(key) not in (old.get(key), theirs.get(key)))
        else:
            assert result.get(key) == yours.get(key)


@given(
    st.permutations("abcdef"),
    st.permutations("abcdef"),
    st.sets(st.sampled_from("abcdef")),
    st.lists(st.sampled_from("uvw"), unique=True),
)
def test_the_order_of_who_reordered_leads(saved: list[str], sent: list[str], gone: set[str], new: list[str]) -> None:
    base = list("abcdef")
    order, is_clear = merged_order(base, saved, sent, kept=set(base))
    assert order == (sent if saved == base else saved)
    assert is_clear == (saved == base or sent in (base, saved))
    added = [*base[:3], *new, *base[3:]]
    order, _ = merged_order(base, [key for key in saved if key not in gone], added, kept={*added} - gone)
    assert set(order) == {*added} - gone
    assert [key for key in order if key not in new] == [key for key in saved if key not in gone]


def test_two_different_tiles_under_one_id_both_stay() -> None:
    saved = document(tile("new", metrics=["orders"]))
    sent = document(tile("new", "section"), tile("inner", parent="new"))
    merged = merge(document(), saved, sent)
    tiles = tiles_by_id(merged.document)
    assert (set(tiles), merged.conflicts) == ({"new", "new-2", "inner"}, ())
    assert (tiles["new"]["kind"], tiles["inner"]["parent"]) == ("number", "new-2")


def test_a_save_that_is_repeated_makes_no_second_tile() -> None:
    """The answer to the first was lost; the page sends again, with a title more."""
    once = document(tile("new"))
    merged = merge(document(), once, document(tile("new", title="Net")))
    assert ([one["title"] for one in merged.document["tiles"]], merged.conflicts) == (["Net"], ())


def test_a_kind_goes_with_its_question() -> None:
    base = document(tile("a"))
    merged = merge(base, document(tile("a", metrics=["orders"])), document(tile("a", "text")))
    assert merged.document == document(tile("a", metrics=["orders"]))
    assert [(one.what, one.tile, one.fields) for one in merged.conflicts] == [("changed", "a", ("kind", "query"))]


def test_a_section_somebody_uses_stays() -> None:
    base = document(tile("s", "section"))
    merged = merge(base, document(tile("s", "section"), tile("a", parent="s")), document())
    assert set(tiles_by_id(merged.document)) == {"s", "a"}
    assert [(one.what, one.tile, one.yours) for one in merged.conflicts] == [("removed", "s", None)]


def test_tiles_put_at_the_same_place_lie_below_each_other() -> None:
    base = document(tile("a"))
    saved, sent = document(tile("a"), tile("b", y=3, h=4)), document(tile("a"), tile("c", y=3, h=2))
    places = [one["place"] for one in merge(base, saved, sent).document["tiles"]]
    assert not any(overlap(one, other) for one in places for other in places if one is not other)
