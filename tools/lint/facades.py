"""Rule: a facade's public functions take the actor first, then at most the unit of work or the platform by position."""

import ast
from collections.abc import Iterator, Sequence

from tools.lint.source import PACKAGE, Finding, FunctionNode, Source

NAME = "facades"
SUMMARY = "facade functions: actor first, everything after the unit of work by keyword"

POSITIONAL = ("actor", "uow", "platform", "layer")  # layer: what the semantic facade is handed in place of both


def check(sources: Sequence[Source]) -> Iterator[Finding]:
    for source in sources:
        if not source.in_package or not is_facade(source):
            continue
        for node in source.tree.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
                continue
            text = complaint(node)
            if text and not source.escaped(node.lineno, rule=NAME):
                yield source.finding(node.lineno, rule=NAME, message=f"{node.name}: {text}")


def is_facade(source: Source) -> bool:
    inner = source.path.removeprefix(f"{PACKAGE}/")
    return source.name == "facade.py" or "/facade/" in inner


def complaint(function: FunctionNode) -> str | None:
    names = [argument.arg for argument in [*function.args.posonlyargs, *function.args.args]]
    if not names or names[0] != "actor":
        return "the actor comes first; a call before anyone is known says `# facades: why`"
    extra = [name for name in names if name not in POSITIONAL]
    if extra or len(names) > 2:
        return f"{', '.join(extra or names[2:])}: by keyword only"
    return None
