"""Rule: no clock is read without a time zone, and no naive instant is made."""

import ast
from collections.abc import Iterator, Sequence

from tools.lint.source import Finding, Source, dotted

NAME = "clocks"
SUMMARY = "no naive datetime: now() takes a zone, utcnow and today are not used"

NEEDS_ZONE = {"datetime.now": 0, "datetime.fromtimestamp": 1}
NEVER = ("utcnow", "utcfromtimestamp", "datetime.today", "date.today")


def complaint(call: ast.Call) -> str | None:
    name = dotted(call.func)
    for ending, place in NEEDS_ZONE.items():
        if name == ending or name.endswith(f".{ending}"):
            given = len(call.args) > place or any(keyword.arg == "tz" for keyword in call.keywords)
            return None if given else f"{name}() without a time zone"
    if any(name == ending or name.endswith(f".{ending}") for ending in NEVER):
        return f"{name}() knows no time zone: ask the clock"
    return None


def check(sources: Sequence[Source]) -> Iterator[Finding]:
    for source in sources:
        if not source.is_python:
            continue
        for call in source.calls():
            text = complaint(call)
            if text and not source.escaped(call.lineno, rule=NAME):
                yield source.finding(call.lineno, rule=NAME, message=text)
