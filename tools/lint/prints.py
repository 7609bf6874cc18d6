"""Rule: only commands speak to the terminal; everything else logs."""

from collections.abc import Iterator, Sequence

from tools.lint.source import PACKAGE, Finding, Source, dotted, package_sources

NAME = "prints"
SUMMARY = "no print outside commands"


def may_print(source: Source) -> bool:
    return source.name in ("commands.py", "__main__.py") or "commands" in source.parts[:-1]


def check(sources: Sequence[Source]) -> Iterator[Finding]:
    for source in package_sources(sources):
        if may_print(source):
            continue
        for call in source.calls():
            if dotted(call.func) == "print" and not source.escaped(call.lineno, rule=NAME):
                yield source.finding(
                    call.lineno, rule=NAME, message=f"print() in {PACKAGE}: log, or move it to commands"
                )
