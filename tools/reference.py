"""`make docs`: writes docs/reference/*.md from the declarations of the modules; a test compares the two.

Owns the form of these pages. Their content is the code's: what is missing there cannot be mended here.
"""

import argparse
import importlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from comptoir.__main__ import JSON, declared
from comptoir.manifest import Argument, Command, Module
from comptoir.roles.assemble import MODULES
from tools.supply_chain.inventory import packages
from tools.supply_chain.policy import ACCEPTED

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
NOTE = "<!-- Written by `make docs` from the code. Change it there. -->"


def load(path: str) -> Any:
    """Import `package.module:attribute`."""
    module, _, attribute = path.partition(":")
    return getattr(importlib.import_module(module), attribute)


def page(title: str, intro: str, lines: Iterable[str]) -> str:
    return "\n".join([NOTE, "", f"# {title}", "", intro, "", *lines]).rstrip() + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell(value) for value in row)} |"


def cell(value: object) -> str:
    """One table cell: a bar or a line break inside would end it."""
    return " ".join(str(value).split()).replace("|", "\\|")


def commands() -> str:
    intro = (
        "Every command works with and without a running server. Exit codes: 0 done, 1 a check failed or rows were "
        "rejected, 2 wrong usage. Errors are one sentence on stderr; `--json` gives the machine form."
    )
    found = sorted(declared(MODULES), key=lambda command: command.path)
    return page("Commands", intro, (line for command in found for line in command_lines(command)))


def command_lines(command: Command) -> Iterator[str]:
    yield f"## comptoir {' '.join(command.path)}"
    yield ""
    yield f"{sentence(command.help)}"
    yield ""
    arguments = command.arguments
    if not any("--json" in argument.flags for argument in arguments):
        arguments = (*arguments, JSON)
    yield from table(("argument", "meaning"), ((shown(argument), argument.help) for argument in arguments))
    yield ""


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def shown(argument: Argument) -> str:
    """The flags as they are typed, with what they take."""
    options = argument.options
    names = list(argument.flags)
    paired = options.get("action") in ("boolean", argparse.BooleanOptionalAction)
    if paired:
        names += [flag.replace("--", "--no-", 1) for flag in argument.flags if flag.startswith("--")]
    flags = ", ".join(f"`{flag}`" for flag in names)
    if options.get("choices"):
        flags += f" {', '.join(str(choice) for choice in options['choices'])}"
    default = options.get("default")
    if paired and default is not None:
        flags += f" (default {'on' if default else 'off'})"
    elif default not in (None, False, "", ()):
        flags += f" (default {default})"
    return flags


def settings() -> str:
    from comptoir.platform.settings import SETTINGS

    intro = (
        "From environment variables, else from `comptoir.toml` in the home, else the default. `comptoir doctor` lists "
        "them with the values in force."
    )
    rows = ((f"`{each.environment_name()}`", f"`{each.name}`", each.description, default_of(each)) for each in SETTINGS)
    return page("Settings", intro, table(("variable", "in comptoir.toml", "meaning", "default"), rows))


def default_of(setting: Any) -> str:
    value = getattr(setting, "default", None)
    return "" if value in (None, "", ()) else f"`{value}`"


def permissions() -> str:
    intro = "Named rights, checked where the work is done. The roles that hold each from the start stand beside it."
    found = sorted((each for module in MODULES for each in module.permissions), key=lambda each: each.key)
    rows = ((f"`{each.key}`", each.description, ", ".join(sorted(each.roles))) for each in found)
    return page("Permissions", intro, table(("permission", "allows", "roles"), rows))


def vocabulary(kind: str, modules: Sequence[Module] = MODULES) -> list[Any]:
    """Every declared object of one class of the semantic vocabulary, by key."""
    found = (each for module in modules for path in module.metrics for each in flat(load(path)))
    return sorted((each for each in found if type(each).__name__ == kind), key=lambda each: str(each.key))


def flat(value: Any) -> Iterator[Any]:
    """The members of a declaration, however it groups them."""
    if callable(value) and not isinstance(value, type):
        value = value()
    if isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from flat(each)
    elif type(value).__name__ == "Declarations":
        for name in value.__dataclass_fields__:
            yield from flat(getattr(value, name))
    else:
        yield value


def metrics() -> str:
    intro = (
        "One definition a figure, the same on screens, in files and in the API. All share one population: no drafts, no "
        "tests, no orders voided before payment. A division by zero is n/a, never 0."
    )
    lines: list[str] = []
    for each in vocabulary("Metric"):
        lines += [f"## {each.key}", "", f"**{each.label}.** {sentence(each.description)}", ""]
        facts = (
            ("formula", f"`{each.formula}`"),
            ("unit", each.unit.kind.value),
            ("good direction", each.direction.value),
            ("date basis", each.date_basis.value),
            ("owner, version", f"{each.owner}, {each.version}"),
        )
        lines += [*table(("", ""), facts), ""]
    return page("Metrics", intro, lines)


def dimensions() -> str:
    intro = "What a figure can be grouped and filtered by."
    rows = ((f"`{each.key}`", each.label, each.description, history(each)) for each in vocabulary("Dimension"))
    return page("Dimensions", intro, table(("dimension", "label", "meaning", "history"), rows))


def history(dimension: Any) -> str:
    return "current" if getattr(dimension, "lookup", None) else "as sold"


def licences() -> str:
    intro = (
        "Every package that ships with Comptoir, which is Apache-2.0 itself: what the server runs with and what is bundled "
        "into the panel. `make check` refuses a licence that `tools/supply_chain/policy.py` does not allow, and writes the "
        "bill of materials (CycloneDX 1.6) to `build/`. Beside permissive licences there are:"
    )
    shipped = packages()
    others = {one.licence for one in shipped if one.licence in ACCEPTED}
    reasons = [f"* {name}: {ACCEPTED[name]}" for name in sorted(others)]
    rows = ((f"`{one.name}`", one.version, one.licence or "none", one.place) for one in shipped)
    return page("Licences", intro, [*reasons, "", *table(("package", "version", "licence", "place"), rows)])


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "settings.md": settings,
    "metrics.md": metrics,
    "dimensions.md": dimensions,
    "permissions.md": permissions,
    "licences.md": licences,
}


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, write in PAGES.items():
        (FOLDER / name).write_text(write())
    print(f"{len(PAGES)} pages in {FOLDER.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
