"""Whatever mark a chart shows, the entries behind it add up to it; and a figure is one figure in every form it takes."""

import asyncio
import csv
import io
import json
import random
from decimal import Decimal
from typing import Any

import pyarrow.parquet
import pytest

from comptoir.composed.insights.facade import catalogue
from comptoir.semantic import facade
from comptoir.semantic.layer import SemanticLayer
from comptoir.semantic.query import parse_query
from tests.contract.semantic.test_rows_and_files import all_rows, file_of
from tests.contract.semantic.world import ACTOR

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

METRICS = sorted(catalogue().metrics)
# Each gives about ten marks; together they split by store, thing sold, place, person, clock and calendar.
SPLITS: tuple[dict[str, Any], ...] = (
    {"dimensions": ["store"]},
    {"dimensions": ["category"], "grain": "month"},
    {"dimensions": ["country", "channel"]},
    {"grain": "week"},
    {"grain": "quarter", "dimensions": ["customer_type"]},
    {"dimensions": ["weekday", "hour_of_day"]},
    {"dimensions": ["category_current", "store"]},
    {"dimensions": ["discount_code"], "grain": "year"},
)
FILTERS: tuple[list[dict[str, Any]], ...] = (
    [],
    [{"field": "store", "op": "in", "value": ["berlin", "boston"]}],
    [{"field": "country", "op": "ne", "value": "DE"}],
    [{"field": "category", "op": "not_null"}],
)
RANGES = ({"from": "2024-06-15", "to": "2025-02-10"}, {"from": "2025-03-01", "to": "2025-04-20"})
QUERIES: tuple[dict[str, Any], ...] = (
    {"dimensions": ["store"], "range": RANGES[0], "compare": "previous_year"},
    {"grain": "month", "range": RANGES[0], "currency": "USD"},
    {"dimensions": ["category"], "range": RANGES[1], "filters": FILTERS[1], "day": "organisation"},
)


@pytest.mark.parametrize("marks", [50, pytest.param(200, marks=pytest.mark.soak)])
async def test_entries_behind_random_marks_add_up(layer: SemanticLayer, marks: int) -> None:
    seen = 0
    while seen < marks:
        query = {"metrics": random.sample(METRICS, 3), "currency": random.choice(("EUR", "USD"))}
        query |= random.choice(SPLITS) | {"range": random.choice(RANGES), "filters": random.choice(FILTERS)}
        answer = await facade.run(ACTOR, layer, query=parse_query(query))
        rows = random.sample(list(answer.rows), min(8, len(answer.rows)))
        names = [column.name for column in answer.columns]
        await asyncio.gather(*(adds_up(layer, query, dict(zip(names, row, strict=True))) for row in rows))
        seen += len(rows)


async def adds_up(layer: SemanticLayer, query: dict[str, Any], row: dict[str, Any]) -> None:
    """The entries behind one figure of a row add up to it; of a ratio, the rows say the figure."""
    metric = random.choice(query["metrics"])
    mark = {name: value for name, value in row.items() if name not in METRICS}
    entries, total = await all_rows(layer, query, metric=metric, row=mark, limit=1_000)
    assert total == row[metric], (query, mark, metric)
    values = [one["value"] for one in entries if one["value"] is not None]
    if values:
        difference = sum(map(Decimal, values)) - Decimal(row[metric] or 0)
        assert abs(difference) < Decimal("0.0051"), (query, mark, metric)


@pytest.mark.parametrize("query", QUERIES, ids=("stores", "months", "categories"))
async def test_every_metric_is_the_same_in_every_file(layer: SemanticLayer, query: dict[str, Any]) -> None:
    asked = {**query, "metrics": METRICS}
    answer = await facade.run(ACTOR, layer, query=parse_query(asked))
    names = [column.name for column in answer.columns]
    assert answer.rows
    lines = list(csv.DictReader(io.StringIO((await file_of(layer, asked, "csv")).decode())))
    objects = json.loads(await file_of(layer, asked, "json"))
    table = pyarrow.parquet.read_table(io.BytesIO(await file_of(layer, asked, "parquet"))).to_pylist()
    for row, line, thing, record in zip(answer.rows, lines, objects, table, strict=True):
        for name, value in zip(names, row, strict=True):
            if name not in METRICS:
                continue
            assert figure_of(line[name]) == figure_of(thing[name]) == figure_of(record[name]) == figure_of(value), name


def figure_of(value: object) -> Decimal | None:
    """The figure a file holds; an empty cell is none."""
    return None if value in (None, "") else Decimal(str(value))
