"""Fifty metrics, three questions, five channels: tile, explorer, REST, CSV and command line show the same figure."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from comptoir.composed.insights.facade import catalogue
from tests.e2e.asking import Api, today
from tests.e2e.conftest import opened
from tools.live_panel import Panel, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.engine]

TOGETHER = 10  # metrics of one question
BASES = ("net_sales", "gross_sales", "orders", "units_sold", "discounts", "returns", "aov", "gross_profit")
OWN: dict[str, dict[str, Any]] = {
    f"{base}_{name}": {"formula": formula.format(base=base), "filters": filters}
    for base in BASES
    for name, formula, filters in (
        ("of_new", "{base}", [{"field": "customer_type", "op": "eq", "value": "new"}]),
        ("of_weekends", "{base}", [{"field": "weekday", "op": "in", "value": ["6", "7"]}]),
        ("an_order", "{base} / orders", []),
    )
}
METRICS = [*catalogue().metrics, *OWN]
QUESTIONS: dict[str, dict[str, Any]] = {
    "altogether": {},
    "by store": {"dimensions": ["store"]},
    "by month": {"grain": "month"},
}
CHUNKS = [METRICS[start : start + TOGETHER] for start in range(0, len(METRICS), TOGETHER)]
Figures = dict[tuple[str, str], list[str | None]]  # question and metric → one figure a row


def days() -> tuple[str, str]:
    """Three whole months that are over."""
    last = date.fromisoformat(today()).replace(day=1) - timedelta(days=1)
    first = last
    for _ in range(2):
        first = first.replace(day=1) - timedelta(days=1)
    return first.replace(day=1).isoformat(), last.isoformat()


def question(name: str, metrics: list[str]) -> dict[str, Any]:
    first, last = days()
    return {"metrics": metrics, "range": {"from": first, "to": last}, "currency": "EUR", **QUESTIONS[name]}


def over_rest(api: Api, name: str, metrics: list[str]) -> list[dict[str, Any]]:
    answer = api.post("/query", question(name, metrics))
    names = [column["name"] for column in answer["columns"]]
    return [dict(zip(names, row, strict=True)) for row in answer["rows"]]


def over_csv(api: Api, name: str, metrics: list[str]) -> list[dict[str, Any]]:
    headers = {"X-CSRF-Token": api.get("/session")["csrf_token"]}
    body = {"query": question(name, metrics), "format": "csv"}
    answer = api.request.post(f"{api.root}/query/export", data=body, headers=headers)
    assert answer.ok, answer.text()
    return list(csv.DictReader(io.StringIO(answer.text())))


def over_commands(panel: Panel, name: str, metrics: list[str], *, organisation: str) -> list[dict[str, Any]]:
    first, last = days()
    words = ["query", "--metrics", ",".join(metrics), "--from", first, "--to", last, "--currency", "EUR", "--json"]
    words += ["--by", "store"] if name == "by store" else []
    words += ["--grain", "month"] if name == "by month" else []
    environment = os.environ | {"COMPTOIR_HOME": str(panel.home)}
    done = subprocess.run(
        [sys.executable, "-m", "comptoir", *words, "--organisation", organisation],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    answer = json.loads(done.stdout)
    names = [column["name"] for column in answer["columns"]]
    return [dict(zip(names, row, strict=True)) for row in answer["rows"]]


def columns(rows: list[dict[str, Any]], name: str, metrics: list[str]) -> Figures:
    def plain(value: Any) -> str | None:
        return None if value in (None, "") else str(value)

    return {(name, metric): [plain(row[metric]) for row in rows] for metric in metrics}


def written(place: Locator) -> list[str]:
    """The exact figures of a tile in the order of reading, without their titles."""
    buttons = place.get_by_role("button", name=re.compile(r": .*\. Explain$"))
    texts = [re.sub(r"\s+", " ", text) for text in buttons.all_text_contents()]
    exact = [re.sub(r"^.*exactly ", "", re.sub(r"\. Explain$", "", text)) for text in texts]
    return [text.rsplit(": ", 1)[-1] for text in exact]


def shown(place: Locator, rows: int, name: str, metrics: list[str]) -> Figures:
    """What a table or a row of numbers shows, row by row; the total below is left aside."""
    found = written(place)
    assert len(found) >= rows * len(metrics), (name, metrics, found)
    return {(name, metric): list(found[at : rows * len(metrics) : len(metrics)]) for at, metric in enumerate(metrics)}


def board_of(api: Api) -> str:
    """All metrics as numbers, and as tables by store and by month."""
    tiles: list[dict[str, Any]] = []
    for at, metric in enumerate(METRICS):
        place = {"x": 3 * (at % 4), "y": 3 * (at // 4), "w": 3, "h": 3}
        tiles.append({"id": f"n{at}", "kind": "number", "place": place, "query": {"metrics": [metric]}})
    for at, metrics in enumerate(CHUNKS):
        for name, part in (("store", {"dimensions": ["store"]}), ("month", {"grain": "month"})):
            place = {"x": 0, "y": 60 + 12 * at + (6 if name == "month" else 0), "w": 12, "h": 6}
            query = {"metrics": metrics, **part}
            tiles.append({"id": f"{name}{at}", "kind": "table", "place": place, "query": query})
    first, last = days()
    settings = {"period": f"{first}..{last}", "compare": "none", "currency": "EUR"}
    document = {"format": 1, "settings": settings, "variables": [], "tiles": tiles}
    return str(api.post("/boards", {"name": "Every figure", "document": document})["id"])


def on_board(page: Page, panel: Panel, board: str, rows: dict[str, int]) -> Figures:
    page.goto(f"{panel.address}/boards/{board}")
    found: Figures = {}

    def tile(id_: str) -> Locator:
        place = page.locator(f'[data-tile="{id_}"]')
        place.scroll_into_view_if_needed()
        expect(place.get_by_role("button", name=re.compile(r"\. Explain$")).first).to_be_visible()
        return place

    for at, metric in enumerate(METRICS):
        found |= {("altogether", metric): written(tile(f"n{at}"))[:1]}
    for at, metrics in enumerate(CHUNKS):
        found |= shown(tile(f"store{at}"), rows["by store"], "by store", metrics)
        found |= shown(tile(f"month{at}"), rows["by month"], "by month", metrics)
    return found


def in_explorer(page: Page, panel: Panel, rows: dict[str, int]) -> Figures:
    first, last = days()
    parts = {"altogether": "as=number", "by store": "by=store&as=table", "by month": "step=month&as=table"}
    found: Figures = {}
    for name, part in parts.items():
        for metrics in CHUNKS:
            picks = f"period={first}..{last}&compare=none&currency=EUR"
            page.goto(f"{panel.address}/explore?m={','.join(metrics)}&{part}&{picks}")
            place = page.get_by_role("main")
            figures = place.get_by_role("button", name=re.compile(r": .*\. Explain$"))
            expect(figures.nth(rows[name] * len(metrics) - 1)).to_be_visible()
            found |= shown(place, rows[name], name, metrics)
    return found


@pytest.fixture(scope="module")
def channels(browser: Browser, panel: Panel, states: dict[str, Any]) -> Iterator[dict[str, Figures]]:
    """What each channel says, asked once."""
    if "owner" not in states:
        states["owner"] = signed_in(browser, panel)
    with opened(browser, storage_state=states["owner"], reduced_motion="reduce") as page:
        api = Api(page, panel.address)
        headers = {"X-CSRF-Token": api.get("/session")["csrf_token"]}
        for key, body in OWN.items():
            api.post("/definitions", {"key": key, "kind": "metric", "label": key.replace("_", " "), **body})
        organisation = api.get("/session")["organisation"]["slug"]
        board = board_of(api)
        found: dict[str, Figures] = {"REST": {}, "CSV": {}, "command line": {}}
        rows: dict[str, int] = {}
        for name in QUESTIONS:
            for metrics in CHUNKS:
                answered = over_rest(api, name, metrics)
                rows[name] = len(answered)
                found["REST"] |= columns(answered, name, metrics)
                found["CSV"] |= columns(over_csv(api, name, metrics), name, metrics)
                told = over_commands(panel, name, metrics, organisation=organisation)
                found["command line"] |= columns(told, name, metrics)
        found["tile"] = on_board(page, panel, board, rows)
        found["explorer"] = in_explorer(page, panel, rows)
        yield found
        api.request.delete(f"{api.root}/boards/{board}", headers=headers)
        for key in OWN:
            api.request.delete(f"{api.root}/definitions/{key}", headers=headers)


def is_written(text: str, value: str | None) -> bool:
    """Whether a text of the screen is this figure, to the last digit it shows."""
    if value is None or text == "n/a":
        return value is None and text == "n/a"
    digits = re.sub(r"[^\d.−]", "", text.replace("US", "")).replace("−", "-")
    exact = Decimal(value) * (100 if text.endswith("%") else 1)
    decimals = len(digits.partition(".")[2])
    return abs(Decimal(digits) - exact) * 2 <= Decimal(1).scaleb(-decimals)


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("metric", METRICS)
def test_every_channel_shows_the_same_figure(channels: dict[str, Figures], metric: str, name: str) -> None:
    rest = channels["REST"][name, metric]
    assert rest
    assert channels["command line"][name, metric] == rest
    assert [value and Decimal(value) for value in channels["CSV"][name, metric]] == [v and Decimal(v) for v in rest]
    for channel in ("tile", "explorer"):
        texts = channels[channel][name, metric]
        assert len(texts) == len(rest), (channel, texts, rest)
        for text, value in zip(texts, rest, strict=True):
            assert is_written(text or "", value), (channel, texts, rest)


def test_the_demo_has_figures_to_compare(channels: dict[str, Figures]) -> None:
    """Fifty metrics, most of them neither null nor nothing."""
    assert len(METRICS) >= 50
    told = [value for figures in channels["REST"].values() for value in figures]
    assert sum(1 for value in told if value is not None and Decimal(value) != 0) > len(told) * 0.7
