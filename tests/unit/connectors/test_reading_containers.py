"""Workbooks, Parquet and JSON."""

import datetime as dt
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from comptoir.connectors.sdk.errors import FileProblem, OverLimit
from comptoir.connectors.sdk.files.inspection import inspect_file, open_rows
from comptoir.connectors.sdk.files.limits import Limits
from comptoir.connectors.sdk.files.rows import Document, Flaw, Row
from tests.unit.connectors.reading import documents_of, rows_of, write


def workbook(directory: Path, sheets: dict[str, list[list[object]]], name: str = "book.xlsx") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = directory / name
    book.save(path)
    return path


def test_a_workbook_gives_typed_cells_as_exact_text(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        {
            "notes": [],
            "sales": [
                ["id", "when", "price", "paid", "note"],
                [17850, dt.datetime(2024, 5, 1, 13, 30), 12.5, True, None],  # noqa: DTZ001
                [17851, dt.date(2024, 5, 2), 957.5775, False, " x "],
                [],
                [17852, None, 3, None, ""],
            ],
        },
    )
    found = inspect_file(path)
    assert (found.sheet, found.sheets, found.rows_estimate) == ("sales", ("notes", "sales"), 4)
    rows = rows_of(path)
    assert rows[0] == Row(2, ["17850", "2024-05-01 13:30:00", "12.5", "true", ""])
    assert rows[1].cells[2:] == ["957.5775", "false", "x"]
    assert rows[2] == Row(5, ["17852", "", "3", "", ""])


def test_the_sheet_can_be_chosen(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"one": [["a", "b"], [1, 2]], "two": [["c", "d"], [3, 4]]})
    assert inspect_file(path, sheet="two").columns == ("c", "d")
    assert inspect_file(path).content_hash != inspect_file(path, sheet="two").content_hash
    with pytest.raises(FileProblem, match="has no sheet 'three'"):
        inspect_file(path, sheet="three")


def test_one_far_cell_is_a_spreadsheet_bomb(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "id"
    book.active["XFD1048576"] = "boom"
    path = tmp_path / "far.xlsx"
    book.save(path)
    with pytest.raises(OverLimit, match=r"spans 17,179,869,184 cells, more than 6,000,000, the limit"):
        inspect_file(path)


def test_a_workbook_that_unpacks_too_far_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", b"\0" * 3_000_000)
    with pytest.raises(OverLimit, match="the limit for a workbook"):
        inspect_file(path, limits=Limits(workbook_bytes=1_000_000))
    with pytest.raises(OverLimit, match="parts, more than 1"):
        inspect_file(path, limits=Limits(archive_entries=1))


def test_another_archive_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("orders.csv", "a,b\n")
    with pytest.raises(FileProblem, match="ZIP archive, not an Excel workbook"):
        inspect_file(path)


def test_parquet_is_read_in_slices(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": pa.array([1, 2, None], pa.int64()),
            "price": pa.array([Decimal("1.20"), Decimal("957.5775"), None], pa.decimal128(12, 4)),
            "rate": pa.array([17850.0, 0.1, None]),
            "at": pa.array([dt.datetime(2024, 1, 1, tzinfo=dt.UTC), None, None], pa.timestamp("us", "UTC")),
        }
    )
    path = tmp_path / "t.parquet"
    pq.write_table(table, path)
    assert inspect_file(path).rows_estimate == 3
    assert rows_of(path) == [
        Row(1, ["1", "1.2000", "17850", "2024-01-01 00:00:00+00:00"]),
        Row(2, ["2", "957.5775", "0.1", ""]),
        Row(3, ["", "", "", ""]),
    ]


def test_a_huge_row_group_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"a": list(range(10_000))}), path)
    with pytest.raises(OverLimit, match="row group"), open_rows(inspect_file(path, limits=Limits(row_group_bytes=100))):
        pass


ORDERS = [{"id": number, "total": "1.10", "note": "ä\n" * number} for number in range(3)]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ORDERS),
        json.dumps(ORDERS, indent=2),
        "\ufeff" + json.dumps(ORDERS),
        json.dumps({"items": ORDERS, "total_count": 3}),
        json.dumps({"orders": ORDERS}, indent=1),
        "\n".join(map(json.dumps, ORDERS)),
        "\r\n\r\n".join(map(json.dumps, ORDERS)) + "\n",
        "\n".join(json.dumps(order, indent=4) for order in ORDERS),
    ],
)
def test_json_of_every_shape(tmp_path: Path, text: str) -> None:
    found = documents_of(write(tmp_path, text, "orders.json"))
    assert [document.body for document in found if isinstance(document, Document)] == ORDERS
    assert len(found) == 3


def test_a_long_array_is_read_piece_by_piece(tmp_path: Path) -> None:
    many = [{"id": number, "text": "ü" * 1_000} for number in range(3_000)]
    found = documents_of(write(tmp_path, json.dumps(many, ensure_ascii=False), "a.json"))
    assert [document.body["id"] for document in found if isinstance(document, Document)] == list(range(3_000))


def test_json_numbers_are_exact(tmp_path: Path) -> None:
    (found,) = documents_of(write(tmp_path, '{"price": 0.29, "big": 12345678901234.123456}', "a.json"))
    assert found.body == {"price": Decimal("0.29"), "big": Decimal("12345678901234.123456")}


def test_a_broken_line_costs_one_document(tmp_path: Path) -> None:
    found = documents_of(write(tmp_path, '{"id": 1}\n{"id": 2,\n{"id": NaN}\n[3]\n{"id": 4}\n', "a.jsonl"))
    assert [(item.line, isinstance(item, Flaw)) for item in found] == [
        (1, False),
        (2, True),
        (3, True),
        (4, True),
        (5, False),
    ]


def test_an_array_that_breaks_off_says_so(tmp_path: Path) -> None:
    found = documents_of(write(tmp_path, '[{"id": 1}, {"id": 2', "a.json"))
    assert isinstance(found[0], Document)
    assert found[1].reason == "the JSON ends or breaks here; nothing after it could be read"


def test_deep_nesting_is_a_flaw_and_no_crash(tmp_path: Path) -> None:
    deep = '{"a":' * 20_000 + "1" + "}" * 20_000
    found = documents_of(write(tmp_path, '{"id": 1}\n' + deep + "\n", "a.jsonl"))
    assert [type(item) for item in found] == [Document, Flaw]


def test_a_huge_document_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, '{"a": "' + "x" * 3_000_000 + '"}\n', "a.jsonl")
    from comptoir.connectors.sdk.files.inspection import open_documents

    with (
        open_documents(inspect_file(path), limits=Limits(document_bytes=1 << 20)) as found,
        pytest.raises(OverLimit, match="larger than 1 MiB"),
    ):
        list(found)
