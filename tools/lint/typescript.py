"""Rule: TypeScript stays small and typed, and files are imported by their own name."""

import re
from collections.abc import Iterator, Sequence

from tools.lint.sizes import ENOUGH, percentile
from tools.lint.source import Finding, Source

NAME = "typescript"
SUMMARY = "TypeScript file <= 300 lines (median 60, p95 220), no any, no ts-ignore, no barrels"

FILE_MAX, FILE_P95, FILE_MEDIAN = 300, 220, 60
ANY = re.compile(r"(:\s*any\b|\bas\s+any\b|<any\b|\bany\[\]|\|\s*any\b|,\s*any>)")
SILENCED = re.compile(r"@ts-(ignore|nocheck|expect-error)|eslint-disable")
BARREL = re.compile(r"""^\s*export\s+(type\s+)?(\*|\{[^}]*\})\s+from\s+["'](\.|@/|~/)""")
GENERATED = ("web/src/api/generated", "web/src/routeTree.gen")


def check(sources: Sequence[Source]) -> Iterator[Finding]:
    lengths: list[int] = []
    for source in sources:
        if not source.is_typescript or source.path.startswith(GENERATED) or source.path.endswith(".d.ts"):
            continue
        if source.path.startswith("web/src/"):
            lengths.append(len(source.lines))
        if len(source.lines) > FILE_MAX:
            yield source.finding(1, rule=NAME, message=f"{len(source.lines)} lines, the ceiling is {FILE_MAX}")
        yield from check_lines(source)
    for label, share, ceiling in (("median", 0.5, FILE_MEDIAN), ("p95", 0.95, FILE_P95)):
        value = percentile(lengths, share=share)
        if len(lengths) >= ENOUGH and value > ceiling:
            message = f"{label} of {len(lengths)} files is {value} lines, the ceiling is {ceiling}"
            yield Finding(path="web/src", line=0, rule=NAME, message=message)


def check_lines(source: Source) -> Iterator[Finding]:
    for number, line in enumerate(source.lines, start=1):
        code = line.split("//")[0]
        if ANY.search(code):
            yield source.finding(number, rule=NAME, message="any: name the type, or unknown")
        if SILENCED.search(line):
            yield source.finding(number, rule=NAME, message="the checker is silenced: mend the type")
        if BARREL.search(line):
            yield source.finding(number, rule=NAME, message="a barrel: import the file that declares the name")
