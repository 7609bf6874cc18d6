"""Checks of JSON values that name everything wrong, each with its place. Knows nothing of boards.

A check is called with a value, its place and the list it adds to. It never stops at the first problem and never raises.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from comptoir.composed.boards.contracts import Problem
from comptoir.semantic.catalogue import nearest

Found = list[Problem]
Check = Callable[[Any, str, Found], None]
SHOWN = 60
MOST_PROBLEMS = 200  # a hostile file must not be answered with more than it sent


def say(found: Found, place: str, message: str, *, suggestions: Sequence[str] = ()) -> None:
    """Add a problem, unless there are far too many."""
    if not is_full(found):
        found.append(Problem(place, message, tuple(suggestions)))


def is_full(found: Found) -> bool:
    """Return whether so much is wrong that nobody need look on."""
    return len(found) >= MOST_PROBLEMS


def shown(value: Any) -> str:
    """Return a value as a sentence may quote it: one line, short, nothing that a terminal would obey."""
    text = "".join(mark if mark.isprintable() else "·" for mark in str(value)[: SHOWN + 1])
    return f"{text[:SHOWN]}…" if len(text) > SHOWN else text


def inside(place: str, key: object) -> str:
    """Return the place of a member."""
    return f"{place}.{shown(key)}" if place else shown(key)


def text(most: int, *, least: int = 0, lines: bool = False) -> Check:
    """Text of so many characters, without marks that are no characters; ``lines`` allows line breaks and tabs."""

    def check(value: Any, place: str, found: Found) -> None:
        if not isinstance(value, str):
            say(found, place, f"must be text, not {kind_of(value)}")
        elif len(value) > most:
            say(found, place, f"has {len(value):,} characters; at most {most:,} are kept")
        elif len(value.strip()) < least:
            say(found, place, "must not be empty")
        elif not is_clean(value, lines=lines):
            say(found, place, "holds a control character")

    return check


def is_clean(value: str, *, lines: bool = False) -> bool:
    """Return whether a text holds no control character and no half of a character."""
    allowed = "\n\t\r" if lines else ""
    return not any(unicodedata.category(mark) in ("Cc", "Cs") and mark not in allowed for mark in value)


def matching(pattern: str, *, says: str) -> Check:
    """Text that a pattern fits whole."""
    wanted = re.compile(pattern)

    def check(value: Any, place: str, found: Found) -> None:
        if not isinstance(value, str) or not wanted.fullmatch(value):
            say(found, place, f"{shown(value)!r} is not {says}")

    return check


def whole(low: int, high: int) -> Check:
    """A whole number within bounds, both included."""

    def check(value: Any, place: str, found: Found) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            say(found, place, f"must be a whole number, not {kind_of(value)}")
        elif not low <= value <= high:
            say(found, place, f"is {shown(value)}; it lies between {low} and {high}")

    return check


def flag(value: Any, place: str, found: Found) -> None:
    """Yes or no."""
    if not isinstance(value, bool):
        say(found, place, f"must be true or false, not {kind_of(value)}")


def choice(*words: str) -> Check:
    """One of some words."""

    def check(value: Any, place: str, found: Found) -> None:
        if not isinstance(value, str) or value not in words:
            near = nearest(str(value)[:SHOWN], known=words)
            say(found, place, f"cannot be {shown(value)!r}: it is one of {', '.join(words)}", suggestions=near)

    return check


def items(each: Check, *, most: int, least: int = 0, unique: bool = False) -> Check:
    """A list of things that one check fits."""

    def check(value: Any, place: str, found: Found) -> None:
        if not isinstance(value, list):
            say(found, place, f"must be a list, not {kind_of(value)}")
            return
        if len(value) > most:
            say(found, place, f"has {len(value):,} entries; at most {most:,} are possible")
            return
        if len(value) < least:
            say(found, place, "must not be empty")
        for index, one in enumerate(value):
            if is_full(found):
                return
            each(one, inside(place, index), found)
        if unique and len({repr(one) for one in value}) < len(value):
            say(found, place, "names something twice")

    return check


def record(*, required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """An object with known members only."""
    known = {**required, **optional}

    def check(value: Any, place: str, found: Found) -> None:
        if not isinstance(value, dict):
            say(found, place, f"must be an object, not {kind_of(value)}")
            return
        for key, one in value.items():
            if is_full(found):
                return
            inner = known.get(key) if isinstance(key, str) else None
            if inner is None:
                near = nearest(str(key)[:SHOWN], known=known)
                say(found, inside(place, key), "is not known here", suggestions=near)
            else:
                inner(one, inside(place, key), found)
        for key in required:
            if key not in value:
                say(found, inside(place, key), "is missing")

    return check


def kind_of(value: Any) -> str:
    """Return what a value is, in a word."""
    words = {type(None): "nothing", bool: "true or false", int: "a number", float: "a number", str: "text"}
    return words.get(type(value), "a list" if isinstance(value, list) else "an object")
