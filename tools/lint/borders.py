"""Rule: modules of one layer meet only at their borders, and inside a module imports point inwards.

Another module sees `facade, contracts, events, errors, module, permissions` of a domain (and `metrics` names what the
semantic layer reads, `projections` the warehouse tables). Inside: entry points, then the facade, use cases, storage
and rules, the border's data last. Imports hidden in functions count.
"""

import ast
from collections.abc import Iterator, Sequence

from tools.lint.source import PACKAGE, Finding, Source

NAME = "borders"
SUMMARY = "domains meet through facade, contracts, events, errors; inside, imports point inwards"

LAYERS = ("foundation", "domains", "composed")
OPEN = {"facade", "contracts", "events", "errors", "module", "permissions"}
ORDER = (
    {"module"},
    {"endpoints", "graphql", "jobs", "handlers", "commands", "schemas"},
    {"facade"},
    {"usecases"},
    {"repository", "model", "projections", "tables", "metrics"},
    {"contracts", "errors", "events", "permissions"},
)
RANK = {word: rank for rank, words in enumerate(ORDER) for word in words}


def place(dotted: str) -> tuple[str, str, str] | None:
    """Return (layer, module, word) of `comptoir.<layer>.<module>.<word>…`, None for anything else."""
    parts = dotted.split(".")
    if len(parts) < 4 or parts[0] != "comptoir" or parts[1] not in LAYERS:
        return None
    return parts[1], parts[2], parts[3]


def imports(source: Source) -> Iterator[tuple[int, str]]:
    """Every imported name with its line, `from a import b` as `a.b`."""
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def check(sources: Sequence[Source]) -> Iterator[Finding]:
    for source in sources:
        if not source.in_package or source.path.startswith(f"{PACKAGE}/platform/testing/"):
            continue
        here = place(source.path.removeprefix("src/").removesuffix(".py").replace("/", "."))
        for line, name in imports(source):
            there = place(name)
            text = complaint(here, there) if there else None
            if text and not source.escaped(line, rule=NAME):
                yield source.finding(line, rule=NAME, message=text)


def complaint(here: tuple[str, str, str] | None, there: tuple[str, str, str]) -> str | None:
    """What is wrong with an import, None if nothing is."""
    target = f"{there[1]}.{there[2]}"
    if here is None or here[:2] != there[:2]:
        return (
            None if there[2] in OPEN else f"{target} is inside its module: use its facade, contracts, events or errors"
        )
    mine, theirs = RANK.get(here[2]), RANK.get(there[2])
    if mine is None or theirs is None or mine <= theirs:
        return None
    return f"{here[2]} imports {there[2]}: inside a module imports point from entry points to contracts"
