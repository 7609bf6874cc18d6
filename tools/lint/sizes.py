"""Rule: Python files and functions stay small, and so do the distributions of their sizes over the whole package."""

import math
from collections.abc import Iterator, Sequence

from tools.lint.source import Finding, FunctionNode, Source, package_sources

NAME = "sizes"
SUMMARY = "Python file <= 500 lines (median 80, p95 300), function <= 60 (median 8, p95 35)"

FILE_MAX, FILE_P95, FILE_MEDIAN = 500, 300, 80
FUNCTION_MAX, FUNCTION_P95, FUNCTION_MEDIAN = 60, 35, 8
ENOUGH = 20  # a distribution of fewer says nothing


def length(function: FunctionNode) -> int:
    """Lines from `def` to the end of the body."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def percentile(values: Sequence[int], *, share: float) -> int:
    """The smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)] if ordered else 0


def check(sources: Sequence[Source]) -> Iterator[Finding]:
    files: list[int] = []
    functions: list[int] = []
    for source in package_sources(sources):
        files.append(len(source.lines))
        if files[-1] > FILE_MAX:
            yield source.finding(1, rule=NAME, message=f"{files[-1]} lines, the ceiling is {FILE_MAX}")
        for function in source.functions():
            functions.append(length(function))
            if functions[-1] > FUNCTION_MAX:
                text = f"{function.name} has {functions[-1]} lines, the ceiling is {FUNCTION_MAX}"
                yield source.finding(function.lineno, rule=NAME, message=text)
    yield from over("files", files, median=FILE_MEDIAN, p95=FILE_P95)
    yield from over("functions", functions, median=FUNCTION_MEDIAN, p95=FUNCTION_P95)


def over(kind: str, values: Sequence[int], *, median: int, p95: int) -> Iterator[Finding]:
    """Findings about the distribution as a whole."""
    if len(values) < ENOUGH:
        return
    for label, share, ceiling in (("median", 0.5, median), ("p95", 0.95, p95)):
        value = percentile(values, share=share)
        if value > ceiling:
            message = f"{label} of {len(values)} {kind} is {value} lines, the ceiling is {ceiling}"
            yield Finding(path="src/comptoir", line=0, rule=NAME, message=message)
