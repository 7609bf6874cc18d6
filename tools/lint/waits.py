"""Rule: tests wait for a condition with a deadline, never for a time."""

from collections.abc import Iterator, Sequence

from tools.lint.source import Finding, Source, dotted

NAME = "waits"
SUMMARY = "no sleep in tests"

SLEEPS = ("time.sleep", "asyncio.sleep", "anyio.sleep", "sleep", "page.wait_for_timeout", "wait_for_timeout")
HOME_OF_WAITING = "tests/waiting.py"


def check(sources: Sequence[Source]) -> Iterator[Finding]:
    """Only the one function that polls a condition may sleep between two looks."""
    for source in sources:
        if not source.is_python or not source.path.startswith("tests/") or source.path == HOME_OF_WAITING:
            continue
        for call in source.calls():
            name = dotted(call.func)
            if (name in SLEEPS or name.endswith(".wait_for_timeout")) and not source.escaped(call.lineno, rule=NAME):
                text = f"{name}(): wait for a condition with tests.waiting.until"
                yield source.finding(call.lineno, rule=NAME, message=text)
