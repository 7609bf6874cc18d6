"""A figure opens down to its entries, and leaves as a file: both say the same as the answer."""

import csv
import io
import json
import tempfile
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import pytest

from comptoir.kernel.errors import ComptoirError
from comptoir.platform.spool import Spool
from comptoir.semantic import facade
from comptoir.semantic.export import in_brackets
from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.query import parse_query
from tests.contract.semantic.world import ACTOR

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]
RANGE = {"from": "2024-06-15", "to": "2025-02-10"}


async def all_rows(layer: SemanticLayer, query: dict[str, Any], **more: Any) -> tuple[list[dict[str, Any]], Any]:
    cursor, found = None, []
    more = {"limit": 200} | more
    while True:
        page = await facade.rows(ACTOR, layer, query=parse_query(query), cursor=cursor, **more)
        names = [column.name for column in page.columns]
        found += [dict(zip(names, row, strict=True)) for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            assert page.total == len(found)
            return found, page.sum


@pytest.mark.parametrize(
    "metric",
    ["net_sales", "gross_sales", "returns", "total_sales", "cogs", "gross_profit", "units_sold", "orders", "guest_orders"]
    + ["customers", "new_customers", "returning_customers"],
)  # fmt: skip
async def test_the_entries_add_up_to_the_figure(layer: SemanticLayer, metric: str) -> None:
    query = {"metrics": [metric], "dimensions": ["country"], "range": RANGE, "currency": "EUR"}
    answer = await facade.run(ACTOR, layer, query=parse_query(query))
    assert answer.rows
    for country, figure in answer.rows:
        rows, total = await all_rows(layer, query, metric=metric, row={"country": country})
        assert total == figure
        assert abs(sum(Decimal(row["value"] or 0) for row in rows) - Decimal(figure or 0)) < Decimal("0.0051")
    rows, total = await all_rows(layer, query, metric=metric)
    assert total == answer.totals[metric]


@pytest.mark.parametrize(
    ("dimension", "grain"),
    [("store", None), ("category", "month"), ("category_current", None), ("discount_code", "week"), (None, "hour"), ("hour_of_day", None)],
)  # fmt: skip
async def test_any_row_opens(layer: SemanticLayer, dimension: str | None, grain: str | None) -> None:
    query = {
        "metrics": ["gross_sales"],
        "dimensions": [dimension] if dimension else [],
        "grain": grain,
        "currency": "EUR",
    }
    query["range"] = {"from": "2025-01-01", "to": "2025-01-31"}
    answer = await facade.run(ACTOR, layer, query=parse_query(query))
    keys = [column.name for column in answer.columns if not column.metric]
    for values in answer.rows[:6]:
        rows, total = await all_rows(layer, query, row=dict(zip(keys, values[:-1], strict=True)))
        assert total == values[-1]
        assert abs(sum(Decimal(row["value"]) for row in rows) - Decimal(values[-1])) < Decimal("0.0051")


async def test_a_ratio_shows_its_parts(layer: SemanticLayer) -> None:
    rows, total = await all_rows(layer, {"metrics": ["aov"], "range": RANGE, "currency": "EUR"})
    assert {row["value"] for row in rows} == {None}
    gross = sum(Decimal(row["gross_amount"] or 0) - Decimal(row["discount_amount"] or 0) for row in rows)
    orders = len({row["order"] for row in rows if row["order_count"]})
    assert abs(gross / orders - Decimal(total)) < Decimal("0.01")


async def test_rows_are_impersonal(layer: SemanticLayer) -> None:
    page = await facade.rows(ACTOR, layer, query=parse_query({"metrics": ["orders"]}))
    assert not {"customer", "city"} & {column.name for column in page.columns}


async def file_of(layer: SemanticLayer, query: dict[str, Any], fmt: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = await facade.export(ACTOR, layer, query=parse_query(query), fmt=fmt, spool=Spool(Path(folder)))
        return b"".join([chunk async for chunk in file.chunks])


QUERY = {
    "metrics": ["net_sales", "orders", "gross_margin"],
    "dimensions": ["store", "category"],
    "grain": "month",
    "range": RANGE,
}


async def test_files_say_what_the_answer_says(layer: SemanticLayer) -> None:
    query = {**QUERY, "compare": "previous_year"}
    answer = await facade.run(ACTOR, layer, query=parse_query({**query, "limit": 5000}))
    names = [column.name for column in answer.columns]
    lines = list(csv.reader(io.StringIO((await file_of(layer, query, "csv")).decode())))
    assert lines[0] == names
    assert len(lines) - 1 == len(answer.rows)
    for line, row in zip(lines[1:], answer.rows, strict=True):
        for name, text, value in zip(names, line, row, strict=True):
            if value is None:
                assert text == "", name
            elif name in ("period", "store", "category"):
                assert text == value
            else:
                assert Decimal(text) == Decimal(value), name
    as_json = json.loads(await file_of(layer, query, "json"))
    assert [row["net_sales"] for row in as_json] == [row[3] for row in answer.rows]
    table = pyarrow.parquet.read_table(io.BytesIO(await file_of(layer, query, "parquet")))
    assert table.column_names == names
    assert [str(value) for value in table["net_sales"].to_pylist()] == [row[3] for row in answer.rows]
    sheet = openpyxl.load_workbook(io.BytesIO(await file_of(layer, query, "xlsx"))).active
    cells = list(sheet.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert list(cells[0]) == names
    assert [round(float(str(row[3])), 2) for row in cells[1:]] == [float(str(row[3])) for row in answer.rows]


async def test_a_file_without_rows_is_whole(layer: SemanticLayer) -> None:
    query = {**QUERY, "range": {"from": "1999-01-01", "to": "1999-01-02"}}
    assert (
        await file_of(layer, query, "csv")
    ).decode() == '"period","store","category","net_sales","orders","gross_margin"\n'
    assert json.loads(await file_of(layer, query, "json")) == []
    table = pyarrow.parquet.read_table(io.BytesIO(await file_of(layer, query, "parquet")))
    assert (table.num_rows, table.num_columns) == (0, 6)
    sheet = openpyxl.load_workbook(io.BytesIO(await file_of(layer, query, "xlsx"))).active
    assert len(list(sheet.iter_rows())) == 1  # type: ignore[union-attr]


async def test_json_of_many_pieces_is_one_array() -> None:
    async def pieces(*of: bytes) -> AsyncIterator[bytes]:
        for one in of:
            yield one

    async def joined(*of: bytes) -> Any:
        return json.loads(b"".join([piece async for piece in in_brackets(pieces(*of))]))

    assert await joined() == []
    assert await joined(b'{"a":1}\n') == [{"a": 1}]
    rows = [{"a": n, "b": "line\n" * 3} for n in range(5)]
    whole = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    for size in (1, 2, 3, 7, 11, 40, len(whole)):
        assert await joined(*(whole[at : at + size] for at in range(0, len(whole), size))) == rows


async def test_a_file_holds_every_row_unless_limited(layer: SemanticLayer) -> None:
    query = {"metrics": ["orders"], "dimensions": ["order"]}
    whole = (await file_of(layer, query, "csv")).decode().splitlines()
    few = (await file_of(layer, {**query, "limit": 3}, "csv")).decode().splitlines()
    assert (len(whole) - 1, len(few) - 1) == (420, 3)


async def test_hours_in_files_carry_their_offset(layer: SemanticLayer) -> None:
    berlin = [{"field": "store", "op": "eq", "value": "berlin"}]
    query = {
        "metrics": ["orders"],
        "grain": "hour",
        "filters": berlin,
        "range": {"from": "2024-10-20", "to": "2024-11-03"},
    }
    answer = await facade.run(ACTOR, layer, query=parse_query(query))
    lines = list(csv.reader(io.StringIO((await file_of(layer, query, "csv")).decode())))
    assert [line[0] for line in lines[1:]] == [row[0] for row in answer.rows]
    assert {row[0][-6:] for row in answer.rows} == {"+01:00", "+02:00"}


@pytest.mark.parametrize("fmt", ["pdf", "cvs", ""])
async def test_a_format_there_is_not(layer: SemanticLayer, fmt: str) -> None:
    with pytest.raises(ComptoirError) as caught:
        await file_of(layer, QUERY, fmt)
    assert caught.value.status == 422


async def test_too_many_groups_name_the_budget(layer: SemanticLayer, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from comptoir.semantic.passes import budget

    monkeypatch.setattr(budget, "ALLOWANCES", {"system": replace(budget.COMMAND, groups=50)})
    with pytest.raises(ComptoirError, match="more than 50 groups") as caught:
        await layer.run(ACTOR, parse_query({"metrics": ["orders"], "dimensions": ["order"], "filters": []}))
    assert caught.value.code == "over_budget"


async def test_explain(layer: SemanticLayer) -> None:
    query = {**QUERY, "currency": "EUR", "filters": [{"field": "country", "op": "in", "value": ["DE", "US"]}]}
    found = await facade.explain(ACTOR, layer, query=parse_query(query))
    assert [metric.key for metric in found.metrics][:1] == ["net_sales"]
    assert {"gross_sales", "gross_profit"} <= {metric.key for metric in found.metrics}
    assert found.filters == ("Country is one of DE, US.",)
    assert (found.currency, found.rate_set, found.tables) == ("EUR", "ecb", ("rates", "sales"))
    answer = await layer.warehouse.query(found.sql, found.parameters)
    shown = await facade.run(ACTOR, layer, query=parse_query(query))
    assert len(answer.rows) == len(shown.rows) + 1
