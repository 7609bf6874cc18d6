"""What a person sends becomes a definition or a sentence; a hostile formula becomes a sentence at once."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.composed.definitions.errors import WrongDefinition
from comptoir.composed.definitions.model.reading import read_definition
from comptoir.composed.definitions.usecases.check_formula import check_formula
from comptoir.composed.insights.facade import catalogue
from comptoir.kernel.errors import ComptoirError
from comptoir.semantic.extending import OwnGrouping, OwnMetric, with_metric
from tests.contract.semantic.world import ACTOR

FACES: dict[str, dict[str, Any]] = {
    "metric": {"formula": "net_sales / orders"},
    "bins": {"dimension": "hour_of_day", "edges": [6, 12], "labels": ["a", "b", "c"]},
    "value_map": {"dimension": "country", "map": {"DE": "Home"}, "other": "Abroad"},
}
BOMBS = {
    "length": "orders+" * 1_000_000 + "orders",
    "depth": "(" * 240 + "orders" + ")" * 240,
    "signs": "-" * 490 + "orders",
    "names": "+".join(f"name_{number}" for number in range(1_000_000)),
    "digits": "orders * " + "9" * 480,
    "spaces": " " * 5_000_000,
    "marks": "*/" * 240,
    "other letters": "٣" * 400,
}


def read(kind: str, **changes: Any) -> OwnMetric | OwnGrouping:
    return read_definition(key="mine", kind=kind, label="Mine", description="", body=FACES[kind] | changes)


@pytest.mark.parametrize("kind", FACES)
def test_each_kind_is_read(kind: str) -> None:
    made = read(kind)
    assert (made.key, made.label) == ("mine", "Mine")


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("metric", {"formula": 7}),
        ("metric", {"unit": "bananas"}),
        ("metric", {"filters": {"field": "country"}}),
        ("bins", {"edges": [6, 6]}),
        ("bins", {"edges": [12, 6]}),
        ("bins", {"edges": ["six"]}),
        ("bins", {"edges": [float("nan")]}),
        ("bins", {"labels": ["a"]}),
        ("bins", {"labels": ["a", "a", "b"]}),
        ("value_map", {"map": {}}),
        ("value_map", {"map": {"DE": None}}),
        ("value_map", {"map": {str(number): "x" for number in range(5000)}}),
        ("value_map", {"other": ["x"]}),
    ],
)
def test_what_is_wrong_is_said(kind: str, change: dict[str, Any]) -> None:
    with pytest.raises(ComptoirError):
        read(kind, **change)


@given(key=st.text(max_size=50))
def test_any_text_is_a_key_or_refused(key: str) -> None:
    with suppress(WrongDefinition):
        made = read_definition(key=key, kind="metric", label="x", description="", body=FACES["metric"])
        assert made.key.isascii()
        assert made.key.replace("_", "").isalnum()


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_with_a_sentence(bomb: str) -> None:
    found = check_formula(ACTOR, catalogue=catalogue(), formula=bomb)
    assert (found.ok, found.unit, len(found.problems)) == (False, None, 1)
    assert 10 < len(found.problems[0].message) < 300
    with pytest.raises(ComptoirError):
        with_metric(catalogue(), OwnMetric("mine", "", "", bomb, owner="", version=1))


@given(formula=st.text(alphabet="netsalords_ +-*/().0123456789", max_size=60), at=st.integers(-5, 70))
def test_whatever_is_typed_gets_an_answer(formula: str, at: int) -> None:
    found = check_formula(ACTOR, catalogue=catalogue(), formula=formula, at=at)
    assert found.ok == (found.unit is not None) == (not found.problems)
    for one in (*found.names, *found.problems):
        if one.start is not None and one.end is not None:
            assert 0 <= one.start <= one.end <= len(formula)
