"""Rule: no file is named after nothing in particular."""

from collections.abc import Iterator, Sequence

from tools.lint.source import Finding, Source

NAME = "names"
SUMMARY = "no service, utils, helpers, common or misc"

FORBIDDEN = {"service", "services", "util", "utils", "helper", "helpers", "common", "misc", "stuff", "shared"}


def check(sources: Sequence[Source]) -> Iterator[Finding]:
    for source in sources:
        if not (source.is_python or source.is_typescript):
            continue
        words = [part.split(".")[0].lower() for part in source.parts]
        for word in FORBIDDEN.intersection(words):
            text = f"{word!r} says nothing: name what the file holds"
            yield source.finding(1, rule=NAME, message=text)
