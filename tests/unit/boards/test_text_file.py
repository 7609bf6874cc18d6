"""A board's file: what is written is read back, and nothing hostile is."""

import time
from contextlib import suppress
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.composed.boards.errors import FileTooLarge, WrongBoard
from comptoir.composed.boards.model.checking import check_document
from comptoir.composed.boards.model.text_file import MOST_BYTES, read_file, write_file
from tests.unit.boards.documents import NAMES, document, documents, tile, words


@given(documents(), words, st.none() | words.filter(bool))
@settings(max_examples=40)
def test_what_is_written_is_read_back(made: dict[str, Any], name: str, description: str | None) -> None:
    text = write_file(name=name, description=description, document=made)
    read = read_file(text)
    assert (read.name, read.description, read.document) == (name, description, made)
    assert check_document(read.document, names=NAMES) == []
    assert yaml.safe_load(text)["tiles"] == made["tiles"], "any other reader of YAML understands the same"


@pytest.mark.parametrize(
    "word",
    ["no", "NO", "on", "1e3", "0x10", "2026-01-01", "12:30", "1_000", "<<", "=", "null", "~", "", "007", "-0", "true"],
)
def test_texts_stay_texts(word: str) -> None:
    made = document(tile("a", title=word))
    assert read_file(write_file(name=word, description=None, document=made)).document == made


def test_plain_words_of_a_hand_written_file_are_texts() -> None:
    read = read_file(
        "format: 1\nname: No\ntiles:\n- id: a\n  kind: text\n  title: no\n  place: {x: 0, y: 0, w: 3, h: 3}\n"
        "  settings: {period: 2026-01-01..2026-01-31, filters: [{field: country, op: eq, value: NO}]}\n"
    )
    assert read.name == "No"
    assert read.document["tiles"][0]["title"] == "no"
    assert read.document["tiles"][0]["settings"]["filters"][0]["value"] == "NO"
    assert check_document(read.document, names=NAMES) == []


LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LAUGHS, "anchors"),
        ("tiles: &all []\n", "anchors"),
        ("settings: *all\n", "alias"),
        ("name: !!python/object/apply:os.system ['true']\n", "tag"),
        ("name: !<tag:yaml.org,2002:str> x\n", "tag"),
        ("%TAG ! tag:x,2026:\n---\nname: x\n", "one document"),
        ("name: x\n---\nname: y\n", "one document"),
        ("name: x\nname: y\n", "twice"),
        ("? [a, b]\n: c\n", "a key is a word"),
        ("tiles: " + "[" * 40 + "]" * 40, "levels"),
        ("[" * 200_000, ""),
        ("{a: " * 100_000, ""),
        ("- " * 200_000, ""),
        ("name: 'never ends", "cannot be read"),
        ("name:\tx\n\t- y", "cannot be read"),
        ("\x00", "cannot be read"),
        ("name: \ud800", "no text"),
        ("- a\n- b\n", "is a map"),
        ("just words", "is a map"),
        ("", "is a map"),
        ("name: [x]\n", "must be text"),
        ("tiles:\n" + "- 1\n" * 60_000, "values"),
    ],
)  # fmt: skip
def test_hostile_files_are_refused_at_once(text: str, said: str) -> None:
    started = time.process_time()
    with pytest.raises(WrongBoard) as refused:
        read_file(text)
    assert time.process_time() - started < 1
    assert said in str(refused.value.details["problems"])
    assert len(str(refused.value.details)) < 1000


def test_a_large_file_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "parse", lambda *_, **__: pytest.fail("it was read"))
    with pytest.raises(FileTooLarge):
        read_file("é" * (MOST_BYTES // 2 + 1))


@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(
            ["tiles", ":", " ", "\n", "- ", "{", "}", "[", "]", "&a", "*a", "!", "'", '"', "#", "|", ">", "?", "1"]
        ),
        max_size=60,
    ).map("".join)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(WrongBoard):
        assert isinstance(read_file(text).document, dict)
