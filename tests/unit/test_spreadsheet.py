"""Files that people open in a spreadsheet run nothing and lose nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kernel.spreadsheet import csv_rows, tame


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "=A1", "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1", "-", "-x"],
)
def test_what_could_run_is_text(cell: str) -> None:
    assert tame(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "-3.50", "+49170123", "-1,234.56", "-5%", "a=b", "1-1"])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert tame(cell) == cell


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=("Cs",))), min_size=2, max_size=4), max_size=5))
def test_rows_come_back_as_they_were(rows: list[list[str]]) -> None:
    found = list(csv.reader(io.StringIO(csv_rows(rows).decode(), newline="")))
    assert found == [[tame(cell) for cell in row] for row in rows]
