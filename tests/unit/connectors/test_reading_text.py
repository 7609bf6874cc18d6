"""Separated text of every kind, and what is wrong with some of it."""

import gzip
from pathlib import Path

import pytest

from comptoir.connectors.sdk.errors import FileProblem, OverLimit
from comptoir.connectors.sdk.files.inspection import inspect_file
from comptoir.connectors.sdk.files.limits import Limits
from comptoir.connectors.sdk.files.rows import Flaw, Row
from tests.unit.connectors.reading import rows_of, write

TABLE = "name,town,amount\nJürgen,Köln,12\nZoë,Ystad,7\n"


def cells(path: Path) -> list[list[str]]:
    return [row.cells for row in rows_of(path) if isinstance(row, Row)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, TABLE.encode(encoding))
    assert inspect_file(path).columns == ("name", "town", "amount")
    assert cells(path) == [["Jürgen", "Köln", "12"], ["Zoë", "Ystad", "7"]]


def test_a_byte_late_in_a_file_decides_its_encoding(tmp_path: Path) -> None:
    path = write(tmp_path, ("a,b\n" + "x,1\n" * 400_000).encode() + "Köln,2\n".encode("cp1252"))
    assert inspect_file(path).encoding == "cp1252"


def test_a_few_broken_bytes_do_not_make_a_file_another_encoding(tmp_path: Path) -> None:
    path = write(tmp_path, ("a,b\n" + "Köln,1\n" * 20).encode() + b"K\xf6ln,2\n")
    found = rows_of(path)
    assert inspect_file(path).encoding == "utf-8"
    assert found[0].cells == ["Köln", "1"]
    assert found[-1] == Flaw(22, "the row holds bytes that are not UTF-8", ["K?ln", "2"])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "~", "^", "\x1f"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    path = write(tmp_path, TABLE.replace(",", separator))
    assert cells(path) == [["Jürgen", "Köln", "12"], ["Zoë", "Ystad", "7"]]


def test_a_comma_inside_semicolon_fields_is_no_separator(tmp_path: Path) -> None:
    path = write(tmp_path, "id;price;note\n1;12,50;a, b\n2;1,00;c\n")
    assert cells(path) == [["1", "12,50", "a, b"], ["2", "1,00", "c"]]


def test_excel_names_its_separator_on_a_line_of_its_own(tmp_path: Path) -> None:
    path = write(tmp_path, "sep=;\nid;price\n1;12,50\n")
    assert rows_of(path) == [Row(3, ["1", "12,50"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(tmp_path: Path, end: str) -> None:
    path = write(tmp_path, TABLE.replace("\n", end).encode())
    assert [row.line for row in rows_of(path)] == [2, 3]
    assert cells(path)[1] == ["Zoë", "Ystad", "7"]


def test_a_field_over_several_lines_keeps_the_line_numbers_right(tmp_path: Path) -> None:
    path = write(tmp_path, 'a,b\n1,"x\ny\nz"\n2,w\n')
    assert rows_of(path) == [Row(2, ["1", "x\ny\nz"]), Row(5, ["2", "w"])]


def test_a_file_without_header_gets_names(tmp_path: Path) -> None:
    path = write(tmp_path, "17,2024-01-01,5.00\n18,2024-01-02,7.00\n")
    assert inspect_file(path).columns == ("Column 1", "Column 2", "Column 3")
    assert len(rows_of(path)) == 2


def test_repeated_header_names_are_told_apart(tmp_path: Path) -> None:
    found = inspect_file(write(tmp_path, "id,Name,Name,\n1,a,b,c\n"))
    assert found.columns == ("id", "Name", "Name (2)", "Column 4")
    assert found.repeated == ("Name",)


def test_ragged_rows_are_named_and_the_others_read(tmp_path: Path) -> None:
    found = rows_of(write(tmp_path, "a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,2,3,,\n\n7,8,9\n"))
    assert [type(row) for row in found] == [Row, Flaw, Flaw, Row, Row]
    assert found[1] == Flaw(3, "fewer fields than the header has", ["4", "5"])
    assert found[2] == Flaw(4, "more fields than the header has", ["6", "7", "8", "9"])
    assert found[4].line == 7


def test_a_quotation_mark_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    found = rows_of(write(tmp_path, 'a,b\n1,"open\n2,x\n3,y\n'))
    assert found == [
        Flaw(2, "a quotation mark is opened and never closed", ['1,"open']),
        Row(3, ["2", "x"]),
        Row(4, ["3", "y"]),
    ]


def test_text_after_a_closing_quotation_mark_costs_one_row(tmp_path: Path) -> None:
    found = rows_of(write(tmp_path, 'a,b\n1,"x"y\n2,z\n'))
    assert found == [Flaw(2, "there is text after a closing quotation mark", ['1,"x"y']), Row(3, ["2", "z"])]


def test_a_nul_byte_costs_one_row(tmp_path: Path) -> None:
    found = rows_of(write(tmp_path, b"a,b\n1,x\x00y\n2,z\n"))
    assert found == [Flaw(2, "the row holds a NUL byte", ["1", "x?y"]), Row(3, ["2", "z"])]


def test_a_huge_line_is_refused_with_the_limit_named(tmp_path: Path) -> None:
    path = write(tmp_path, b"a,b\n1," + b"x" * 3_000_000 + b"\n")
    with pytest.raises(OverLimit, match=r"Line 2 .* longer than 1 MiB, the limit"):
        inspect_file(path, limits=Limits(line_bytes=1 << 20))


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, ",".join(f"c{number}" for number in range(50)) + "\n")
    with pytest.raises(OverLimit, match="50 columns, more than 40"):
        inspect_file(path, limits=Limits(columns=40))


def test_gzip_is_read_and_has_the_same_content(tmp_path: Path) -> None:
    plain = inspect_file(write(tmp_path, TABLE))
    packed = write(tmp_path, gzip.compress(TABLE.encode()), "file.csv.gz")
    assert inspect_file(packed).content_hash == plain.content_hash
    assert cells(packed) == [["Jürgen", "Köln", "12"], ["Zoë", "Ystad", "7"]]


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    bomb = write(tmp_path, gzip.compress(b"a,b\n" + b"1,2\n" * 1_000_000), "bomb.csv.gz")
    with pytest.raises(OverLimit, match="more than 100 times its size"):
        inspect_file(bomb, limits=Limits(ratio=100, ratio_from=100_000))


def test_a_damaged_gzip_file_is_named(tmp_path: Path) -> None:
    packed = gzip.compress(TABLE.encode() * 100)
    with pytest.raises(FileProblem, match="damaged gzip"):
        inspect_file(write(tmp_path, packed[: len(packed) // 2], "cut.csv.gz"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n\n", "holds no rows"),
        (b"%PDF-1.7 ...", "is a PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel workbook"),
        (b"PK\x03\x04 not a zip", "damaged or locked workbook"),
        (b"PAR1 nothing", "damaged Parquet"),
        (bytes(range(256)) * 40 + b"\0" * 4000, "is not a text file"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(FileProblem, match=message):
        inspect_file(write(tmp_path, content))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="There is no file"):
        inspect_file(tmp_path / "nowhere.csv")
