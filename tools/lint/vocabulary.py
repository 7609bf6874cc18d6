"""Rule: a domain module uses only the known file names, and has the five it starts with."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tools.lint.source import PACKAGE, Finding, Source

NAME = "vocabulary"
SUMMARY = "a domain module uses only the file names of docs/architecture.md"

START = ("module", "contracts", "facade", "model", "tables")
BORDER = {"module", "contracts", "facade", "events", "errors", "permissions"}
RULES = {"model", "usecases"}
STORAGE = {"tables", "repository", "projections", "migrations"}
ENTRY_POINTS = {"endpoints", "schemas", "graphql", "jobs", "handlers", "commands"}
ANALYTICS = {"metrics"}
KNOWN = BORDER | RULES | STORAGE | ENTRY_POINTS | ANALYTICS | {"__init__"}
LAYERS = ("domains", "foundation")


def check(sources: Sequence[Source]) -> Iterator[Finding]:
    """A word may be a file or, when it grows, a folder of that name; inside a folder names are free."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for source in sources:
        for layer in LAYERS:
            prefix = f"{PACKAGE}/{layer}/"
            if not source.is_python or not source.path.startswith(prefix):
                continue
            module, _, inner = source.path.removeprefix(prefix).partition("/")
            if not inner:
                continue
            word = inner.split("/")[0].removesuffix(".py")
            seen[f"{prefix}{module}"].add(word)
            if word not in KNOWN:
                text = f"{word!r} is not a word of a domain module: {', '.join(sorted(KNOWN - {'__init__'}))}"
                yield source.finding(1, rule=NAME, message=text)
    for path, words in sorted(seen.items()):
        missing = [word for word in START if word not in words]
        if missing:
            yield Finding(path=path, line=0, rule=NAME, message=f"has no {', '.join(missing)}")
