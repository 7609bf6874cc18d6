"""Every template is a board that may be kept: known names, no overlap, rows that fill the page, what it says of itself."""

import itertools

import pytest

from comptoir.composed.boards.model.checking import check_document
from comptoir.composed.boards.model.document import COLUMNS, Names
from comptoir.composed.boards.model.merge import overlap
from comptoir.composed.boards.model.templates.declaring import Template
from comptoir.composed.boards.model.templates.known import TEMPLATES
from comptoir.composed.boards.model.text_file import read_file, write_file
from comptoir.composed.insights import facade as insights

EVERY = list(TEMPLATES.values())


@pytest.fixture(scope="module")
def names() -> Names:
    catalogue = insights.catalogue()
    return Names(
        metrics={key: one.label for key, one in catalogue.metrics.items()},
        dimensions={key: one.label for key, one in catalogue.dimensions.items()},
        stores=frozenset(),
    )


def test_there_are_twelve_and_each_is_its_own() -> None:
    assert len(EVERY) == 12
    assert len({one.name for one in EVERY}) == len({one.question for one in EVERY}) == 12


@pytest.mark.parametrize("template", EVERY, ids=lambda one: one.key)
def test_a_template_is_a_board_that_may_be_kept(template: Template, names: Names) -> None:
    made = template.document()
    assert check_document(made, names=names) == []
    assert template.question.endswith("?")
    assert template.needs
    assert all(fact.metric in names.metrics for fact in template.needs)
    assert all(tile.get("title") for tile in made["tiles"] if tile["kind"] not in ("number", "text"))
    assert read_file(write_file(name=template.name, description=None, document=made)).document == made


@pytest.mark.parametrize("template", EVERY, ids=lambda one: one.key)
def test_rows_fill_the_page_and_nothing_overlaps(template: Template) -> None:
    tiles = template.document()["tiles"]
    pairs = itertools.combinations(tiles, 2)
    assert [(a["id"], b["id"]) for a, b in pairs if overlap(a["place"], b["place"])] == []
    for _, row in itertools.groupby(tiles, key=lambda tile: tile["place"]["y"]):
        parts = list(row)
        assert sum(tile["place"]["w"] for tile in parts) == COLUMNS
        assert len({tile["place"]["h"] for tile in parts}) == 1
