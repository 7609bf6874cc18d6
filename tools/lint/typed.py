"""Rule: every function that ships says the type of each parameter and of its result."""

from collections.abc import Iterator, Sequence

from tools.lint.source import Finding, FunctionNode, Source, package_sources

NAME = "typed"
SUMMARY = "every function is fully typed"


def is_typed(function: FunctionNode) -> bool:
    return function.returns is not None and not list(untyped(function))


def untyped(function: FunctionNode) -> Iterator[str]:
    """Names of the parameters without a type; the first of a method needs none."""
    taken = function.args
    positional = [*taken.posonlyargs, *taken.args]
    if positional and positional[0].arg in ("self", "cls"):
        positional = positional[1:]
    starred = [argument for argument in (taken.vararg, taken.kwarg) if argument]
    return (argument.arg for argument in [*positional, *taken.kwonlyargs, *starred] if argument.annotation is None)


def check(sources: Sequence[Source]) -> Iterator[Finding]:
    for source in package_sources(sources):
        for function in source.functions():
            names = list(untyped(function))
            if names:
                text = f"{function.name}: no type for {', '.join(names)}"
                yield source.finding(function.lineno, rule=NAME, message=text)
            if function.returns is None:
                yield source.finding(function.lineno, rule=NAME, message=f"{function.name}: no type for its result")


def share(sources: Sequence[Source]) -> tuple[int, int]:
    """How many functions are fully typed, of how many."""
    functions = [function for source in sources for function in source.functions()]
    return sum(is_typed(function) for function in functions), len(functions)
