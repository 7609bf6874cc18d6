"""Rule: every Python module says what it owns."""

import ast
from collections.abc import Iterator, Sequence

from tools.lint.source import Finding, Source

NAME = "docstrings"
SUMMARY = "every module has a docstring that says what it owns"

SHORTEST = 12


def check(sources: Sequence[Source]) -> Iterator[Finding]:
    for source in sources:
        if not source.is_python or not source.text.strip():
            continue
        docstring = ast.get_docstring(source.tree) or ""
        if len(docstring) < SHORTEST:
            yield source.finding(1, rule=NAME, message="no docstring that says what the module owns")
