"""Prints the sizes, typing and cycles of the code base package by package, beside their ceilings."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

import grimp

from tools.lint import rules, sizes, typed, typescript
from tools.lint.source import PACKAGE, Source, package_sources, read_sources

HEAD = ("package", "files", "median", "p95", "max", "functions", "median", "p95", "max", "typed")


def package_of(source: Source) -> str:
    """The layer, or the module inside a layer that has modules."""
    parts = PurePosixPath(source.path).relative_to(PACKAGE).parts
    if len(parts) == 1:
        return "(top)"
    wide = parts[0] in ("domains", "foundation", "composed", "connectors", "platform", "semantic", "engine")
    return "/".join(parts[:2]) if wide and len(parts) > 2 else parts[0]


def row(label: str, sources: Sequence[Source]) -> tuple[str, ...]:
    files = [len(source.lines) for source in sources]
    functions = [sizes.length(function) for source in sources for function in source.functions()]
    done, total = typed.share(sources)
    share = f"{100 * done / total:.0f} %" if total else "-"
    return (label, *spread(files), *spread(functions), share)


def spread(values: Sequence[int]) -> tuple[str, str, str, str]:
    p50, p95 = (sizes.percentile(values, share=share) for share in (0.5, 0.95))
    return str(len(values)), str(p50), str(p95), str(max(values, default=0))


def cyclic_modules() -> int:
    """How many modules lie in an import cycle, imports hidden in functions counted."""
    graph = grimp.build_graph("comptoir", cache_dir=None)
    ahead = {module: graph.find_downstream_modules(module) for module in graph.modules}
    return sum(any(module in ahead[other] for other in ahead[module]) for module in ahead)


def code_lines(sources: Iterable[Source]) -> int:
    return sum(1 for source in sources for line in source.lines if line.strip())


def table(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(line[column]) for line in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in rows
    )


def escapes(sources: Sequence[Source]) -> str:
    """How often each rule is escaped in what ships: a rule escaped more often than obeyed is a wrong rule."""
    marks = {rule.NAME: rf"#\s*{rule.NAME}:\s*\S" for rule in rules.RULES}
    marks |= {"noqa": r"#\s*noqa", "type: ignore": r"#\s*type:\s*ignore"}
    text = "\n".join(source.text for source in sources)
    counted = {name: len(re.findall(mark, text)) for name, mark in marks.items()}
    return ", ".join(f"{name} {count}" for name, count in counted.items() if count) or "none"


def main() -> None:
    sources = read_sources()
    shipped = package_sources(sources)
    packages: defaultdict[str, list[Source]] = defaultdict(list)
    for source in shipped:
        packages[package_of(source)].append(source)
    rows = [HEAD, *(row(name, packages[name]) for name in sorted(packages)), row("all", shipped)]
    rows.append(("ceiling", "", "80", "300", "500", "", "8", "35", "60", "100 %"))
    print(table(rows))
    tests = [source for source in sources if source.is_python and source.path.startswith("tests/")]
    ratio = code_lines(tests) / max(1, code_lines(shipped))
    print(f"modules in an import cycle: {cyclic_modules()} (ceiling 0)")
    print(f"test lines per code line: {ratio:.2f} (aim 1.0 to 1.6)")
    print(f"escapes: {escapes(shipped)}")
    web = [
        len(source.lines)
        for source in sources
        if source.is_typescript
        and source.path.startswith("web/src/")
        and not source.path.startswith(typescript.GENERATED)
    ]
    count, p50, p95, largest = spread(web)
    print(f"TypeScript: {count} files, median {p50} (60), p95 {p95} (220), max {largest} (300)")


if __name__ == "__main__":
    main()
