"""Rule: nothing says that it will be finished later."""

import re
from collections.abc import Iterator, Sequence

from tools.lint.source import Finding, Source

NAME = "unfinished"
SUMMARY = "no marker of unfinished work"

# Written in parts, so that this file obeys its own rule.
WORDS = re.compile(r"\b(" + "TO" + "DO|FIX" + "ME|XX" + "X|coming " + "soon|not implemented " + r"yet)\b")
KINDS = (".py", ".ts", ".tsx", ".css", ".md", ".toml", ".html", ".sh")


def check(sources: Sequence[Source]) -> Iterator[Finding]:
    for source in sources:
        if not source.path.endswith(KINDS):
            continue
        for number, line in enumerate(source.lines, start=1):
            found = WORDS.search(line)
            if found and not source.escaped(number, rule=NAME):
                yield source.finding(number, rule=NAME, message=f"{found.group()!r}: finish it or leave it out")
