"""The list of house rules, and the command that runs them: `python -m tools.lint.rules`."""

import sys
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType

from tools.lint import (
    borders,
    clocks,
    docstrings,
    facades,
    floats,
    names,
    prints,
    sizes,
    texts,
    typed,
    typescript,
    unfinished,
    vocabulary,
    waits,
)
from tools.lint.source import Finding, Source, read_sources

RULES: tuple[ModuleType, ...] = (
    borders,
    clocks,
    docstrings,
    facades,
    floats,
    names,
    prints,
    sizes,
    texts,
    typed,
    typescript,
    unfinished,
    vocabulary,
    waits,
)

Check = Callable[[Sequence[Source]], Iterator[Finding]]


def check_of(rule: ModuleType) -> Check:
    check: Check = rule.check
    return check


def main() -> int:
    sources = read_sources()
    findings = [finding for rule in RULES for finding in check_of(rule)(sources)]
    for finding in findings:
        print(finding)
    print(f"{len(RULES)} house rules, {len(sources)} files, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
