"""What `make bench` measures as the overview is what the panel asks."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from bench.cases.overview import questions
from tools.live_panel import Panel

pytestmark = pytest.mark.engine


def shape(question: dict[str, Any]) -> tuple[Any, ...]:
    """A question without its days. Hours are a grain where all stores share a clock, else an attribute of the day."""
    dimensions = question.get("dimensions", [])
    by_hour = question.get("grain") == "hour" or "hour_of_day" in dimensions
    return (
        tuple(question["metrics"]),
        tuple(name for name in dimensions if name != "hour_of_day"),
        by_hour,
        question.get("compare"),
        question.get("same_minute", False),
        tuple(question.get("order_by", ())),
    )


def test_the_measured_questions_are_the_asked_ones(page: Page, panel: Panel) -> None:
    asked: list[dict[str, Any]] = []

    def remember(request: Request) -> None:
        if request.method == "POST" and request.url.endswith(("/query", "/query/batch")):
            body = request.post_data_json
            asked.extend(body.get("queries", [body]))

    page.on("request", remember)
    page.goto(panel.address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Overview")
    page.wait_for_load_state("networkidle")
    measured = {shape(question) for question in questions(date(2025, 11, 20)).values()}
    assert {shape(question) for question in asked} == measured
