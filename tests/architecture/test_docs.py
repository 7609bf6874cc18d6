"""The documents against the code: every declared name is documented, every link leads somewhere, every target exists."""

import re
from pathlib import Path

import pytest

from comptoir.__main__ import declared
from comptoir.platform.settings import SETTINGS
from comptoir.roles.assemble import MODULES
from tools import reference
from tools.lint.source import Source, read_sources

ROOT = Path(__file__).resolve().parents[2]
PAGES = [source for source in read_sources() if source.path.endswith(".md") and not source.path.startswith("web/")]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", flags=re.MULTILINE)


@pytest.mark.parametrize("name", reference.PAGES)
def test_reference_page_is_up_to_date(name: str) -> None:
    path = reference.FOLDER / name
    assert path.is_file(), "run `make docs`"
    assert path.read_text() == reference.PAGES[name](), "run `make docs`"


def test_every_name_is_documented() -> None:
    """Independent of how the pages are written: the names themselves must stand in them."""
    text = {name: (reference.FOLDER / name).read_text() for name in reference.PAGES}
    for command in declared(MODULES):
        assert f"## comptoir {' '.join(command.path)}\n" in text["commands.md"]
        for argument in command.arguments:
            assert f"`{argument.flags[0]}`" in text["commands.md"]
    for module in MODULES:
        for permission in module.permissions:
            assert f"`{permission.key}`" in text["permissions.md"]
    for setting in SETTINGS:
        assert f"`{setting.environment_name()}`" in text["settings.md"]
    for metric in reference.vocabulary("Metric"):
        assert f"## {metric.key}\n" in text["metrics.md"]
    for dimension in reference.vocabulary("Dimension"):
        assert f"`{dimension.key}`" in text["dimensions.md"]


def test_every_declaration_says_what_it_means() -> None:
    for command in declared(MODULES):
        assert len(command.help) > 8, command.path
        assert all(argument.help for argument in command.arguments), command.path
    for module in MODULES:
        assert len(module.description) > 15, module.name
        assert all(len(permission.description) > 8 for permission in module.permissions), module.name
    for each in [*reference.vocabulary("Metric"), *reference.vocabulary("Dimension")]:
        assert len(each.description) > 15, each.key
        assert each.label, each.key


def anchors(text: str) -> set[str]:
    """The anchors a Markdown page offers, as the usual renderers name them."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in HEADING.findall(text)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_links_lead_somewhere(page: Source) -> None:
    for target in LINK.findall(page.text):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        path = (ROOT / page.path).parent / name if name else ROOT / page.path
        assert path.exists(), f"{page.path} links to {target}"
        if anchor and path.suffix == ".md":
            assert anchor in anchors(path.read_text()), f"{page.path} links to {target}"


def targets() -> set[str]:
    return set(re.findall(r"^([a-z0-9]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_make_targets_exist(page: Source) -> None:
    named = set(re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z0-9]+)", page.text))
    named |= set(re.findall(r"^(?:[A-Z_]+=\S+ )*make ([a-z0-9]+)", page.text, flags=re.MULTILINE))
    assert named <= targets(), page.path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_commands_named_in_prose_exist(page: Source) -> None:
    paths = {" ".join(command.path) for command in declared(MODULES)}
    first_words = {path.split()[0] for path in paths}
    for name in re.findall(r"`(?:\.venv/bin/)?comptoir ([a-z]+(?: [a-z]+)?)", page.text):
        known = name in paths or name.split()[0] in paths or (" " not in name and name in first_words)
        assert known, f"{page.path} names `comptoir {name}`"


def test_every_target_is_listed_by_help_or_internal() -> None:
    text = (ROOT / "Makefile").read_text()
    shown = set(re.findall(r"^([a-z0-9]+):.*## ", text, flags=re.MULTILINE))
    assert targets() - shown == {"browser"}
    assert set(re.search(r"^\.PHONY: (.+)$", text, flags=re.MULTILINE)[1].split()) == targets()  # type: ignore[index]


def test_decisions_are_numbered_and_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    files = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))
    index = (folder / "README.md").read_text()
    assert all(f"({name})" in index for name in files)


def test_every_layer_and_word_of_a_module_is_in_the_architecture_page() -> None:
    from tools.lint.vocabulary import KNOWN

    text = (ROOT / "docs" / "architecture.md").read_text()
    assert all(f"`{word}" in text for word in KNOWN - {"__init__"})
