"""Rule: money never becomes a float. Where a ratio or a duration may, the line says why: `# float: why`."""

from collections.abc import Iterator, Sequence

from tools.lint.source import PACKAGE, Finding, Source, dotted

NAME = "float"
SUMMARY = "no float() where money lives: kernel, connectors, domains, semantic, composed"

PLACES = tuple(f"{PACKAGE}/{layer}/" for layer in ("kernel", "connectors", "semantic", "domains", "composed"))


def check(sources: Sequence[Source]) -> Iterator[Finding]:
    for source in sources:
        if not source.is_python or not source.path.startswith(PLACES):
            continue
        for call in source.calls():
            if dotted(call.func) == "float" and not source.escaped(call.lineno, rule=NAME):
                yield source.finding(
                    call.lineno, rule=NAME, message="float(): money is Decimal; else say `# float: why`"
                )
