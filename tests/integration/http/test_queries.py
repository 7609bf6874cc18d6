"""The query interface over HTTP: figures, refusals, explanation, rows and files."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from comptoir.platform.warehouse import Warehouse
from comptoir.roles.web import web_application
from tests.integration.http.conftest import Place, sign_in

pytestmark = pytest.mark.engine


@pytest.fixture
async def asker(place: Place, warehouse: Warehouse) -> AsyncIterator[httpx.AsyncClient]:
    """The owner's browser before the whole application, with a warehouse to ask."""
    place.platform.warehouse = warehouse
    place.application = web_application(place.platform, recogniser=place.recogniser)
    async with place.client() as client:
        await sign_in(client)
        yield client


async def post(client: httpx.AsyncClient, path: str, body: Any) -> httpx.Response:
    return await client.post(f"/api/v1{path}", json=body)


async def test_a_figure(asker: httpx.AsyncClient) -> None:
    answer = await post(asker, "/query", {"metrics": ["net_sales", "orders", "aov"]})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["rows"] == [["0.00", 0, None]]
    assert [column["name"] for column in body["columns"]] == ["net_sales", "orders", "aov"]
    assert {"totals", "as_of", "data_version", "stale", "truncated", "elapsed_ms", "cached", "notes"} <= body.keys()
    again = (await post(asker, "/query", {"metrics": ["net_sales", "orders", "aov"]})).json()
    assert (again["cached"], again["rows"]) == (True, body["rows"])


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ({"metrics": ["net_sale"]}, "unknown_name", "net_sales"),
        ({"metrics": ["net_sales"], "dimensions": ["contry"]}, "unknown_name", "country"),
        ({"metrics": ["net_sales"], "limit": 10**9}, "over_budget", "rows"),
        (
            {"metrics": ["net_sales"], "grain": "hour", "range": {"from": "1975-01-01", "to": "2024-12-31"}},
            "over_budget",
            "buckets",
        ),
        ({"metrics": "net_sales", "day": "yours"}, "invalid", "organisation"),
        ([], "invalid", ""),
    ],
)
async def test_refusals(asker: httpx.AsyncClient, body: Any, code: str, said: str) -> None:
    answer = await post(asker, "/query", body)
    assert answer.status_code in (400, 422), answer.text
    if body:
        assert answer.status_code == 422
        assert answer.json()["code"] == code
        assert said in answer.text


async def test_nobody_asks_unsigned(asker: httpx.AsyncClient, place: Place) -> None:
    async with place.client() as stranger:
        answer = await post(stranger, "/query", {"metrics": ["net_sales"]})
    assert answer.status_code == 401


async def test_explanation_rows_and_files(asker: httpx.AsyncClient) -> None:
    query = {"metrics": ["net_sales"], "dimensions": ["country"]}
    explained = (await post(asker, "/query/explain", query)).json()
    assert explained["metrics"][0]["formula"] == "gross_sales - discounts - returns"
    assert "SELECT" in explained["sql"]
    rows = (await post(asker, "/query/rows", {"query": query, "metric": "net_sales"})).json()
    assert (rows["rows"], rows["total"], rows["sum"], rows["next_cursor"]) == ([], 0, "0.00", None)
    for fmt, media in (("csv", "text/csv"), ("json", "application/json"), ("xlsx", "application/vnd.openxml")):
        file = await post(asker, "/query/export", {"query": query, "format": fmt})
        assert file.status_code == 200, file.text
        assert file.headers["content-type"].startswith(media)
        assert f'.{fmt}"' in file.headers["content-disposition"]
    assert (await post(asker, "/query/export", {"query": query, "format": "pdf"})).status_code == 422


async def test_what_can_be_asked(asker: httpx.AsyncClient) -> None:
    metrics = (await asker.get("/api/v1/metrics")).json()
    assert {"net_sales", "cogs"} <= {metric["key"] for metric in metrics}
    dimensions = (await asker.get("/api/v1/dimensions")).json()
    assert {"store", "category_current"} <= {dimension["key"] for dimension in dimensions}
    values = await asker.get("/api/v1/dimensions/country/values", params={"q": "D"})
    assert (values.status_code, values.json()) == (200, {"items": []})
    assert (await asker.get("/api/v1/dimensions/contry/values")).json()["did_you_mean"][0] == "country"


async def test_several_questions_in_one_request(asker: httpx.AsyncClient) -> None:
    asked = [
        {"metrics": ["net_sales"]},
        {"metrics": ["net_saless"]},
        {"metrics": ["orders"], "grain": "day"},
        {"metrics": 7},
    ]
    answer = await post(asker, "/query/batch", {"queries": asked})
    assert answer.headers["content-type"].startswith("application/x-ndjson"), answer.text
    lines = {line["place"]: line for line in map(json.loads, answer.text.splitlines())}
    assert set(lines) == {0, 1, 2, 3}
    assert lines[0]["result"]["totals"] == {"net_sales": "0.00"}
    assert [column["name"] for column in lines[2]["result"]["columns"]] == ["period", "orders"]
    assert (lines[1]["problem"]["status"], lines[1]["problem"]["did_you_mean"][0]) == (422, "net_sales")
    assert lines[3]["problem"]["status"] == 422
    for wrong in ({"queries": []}, {"queries": [{}] * 101}, {"queries": "all"}, {}):
        assert (await post(asker, "/query/batch", wrong)).status_code == 422, wrong
