"""Rule: no committed file names a package registry's host, a path of somebody's machine or a ticket's number.

Lock files that name a registry are not committed at all.
"""

import re
from collections.abc import Iterator, Sequence

from tools.lint.source import Finding, Source

NAME = "texts"
SUMMARY = "no registry hosts, no machine paths, no uv.lock or pylock.toml"

# Written in parts, so that this file obeys its own rule.
HOSTS = ("pypi" + ".org", "python" + "hosted.org", "registry." + "npmjs", "npmjs" + ".org", "registry." + "yarnpkg")
PATHS = (
    r"(?<![\w.-])/" + "work/",
    r"(?<![\w.-])/" + "tmp/(plan|lab|bash_jobs)",
    r"(?<![\w.])/" + "(home|Users)/(?!ada/)[a-z]+/",  # Ada is the person of our examples
)
NUMBERS = (r"\b[Ii]ssue #?\d+\b",)
PATTERNS = tuple(re.compile(re.escape(host)) for host in HOSTS) + tuple(re.compile(path) for path in PATHS + NUMBERS)
LOCKS = ("uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock")


def check(sources: Sequence[Source]) -> Iterator[Finding]:
    for source in sources:
        if source.name in LOCKS:
            yield source.finding(1, rule=NAME, message="this lock file names a registry: use requirements.lock")
            continue
        for number, line in enumerate(source.lines, start=1):
            found = next((pattern.search(line) for pattern in PATTERNS if pattern.search(line)), None)
            if found and not source.escaped(number, rule=NAME):
                yield source.finding(number, rule=NAME, message=f"{found.group()!r} must not be committed")
