"""The same fiscal figures over REST and on the command line, equal to days added up by hand, as soon as it changes."""

import argparse
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import pytest

from comptoir.composed.insights import commands, facade
from comptoir.composed.insights.arguments import QUERY
from tests.integration.boards.conftest import Team, ask
from tests.integration.definitions.test_targets import open_stores, sell, working_days

pytestmark = pytest.mark.engine
DAYS = working_days(date(2025, 1, 10), date(2026, 2, 25))
# First days of months, quarters and years of the retail calendar, as published.
RETAIL = {
    "fiscal_month": "2025-01-05 2025-02-02 2025-03-02 2025-04-06 2025-05-04 2025-06-01 2025-07-06 2025-08-03 2025-08-31 "
    "2025-10-05 2025-11-02 2025-11-30 2026-01-04 2026-02-01",
    "fiscal_quarter": "2024-11-03 2025-02-02 2025-05-04 2025-08-03 2025-11-02 2026-02-01",
    "fiscal_year": "2024-02-04 2025-02-02 2026-02-01",
}


def parsed(**given: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for one in QUERY.arguments:
        parser.add_argument(*one.flags, help=one.help, **one.options)
    words = [word for name, value in given.items() for word in (f"--{name}", value)]
    return argparse.Namespace(**vars(parser.parse_args(words)), json=False)


async def test_both_ways_give_what_days_add_up_to(
    team: Team, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = await team("owner")
    await open_stores(owner, "berlin")
    await sell(team, "berlin", DAYS)
    before = await ask(owner, "POST", "/query", metrics=["orders"], grain="fiscal_year")
    assert [row[0] for row in before["rows"]] == ["2025-01-01", "2026-01-01"]
    fiscal = {"pattern": "4-5-4", "first_month": 2, "anchor": "nearest"}
    await ask(owner, "PATCH", "/organisation", week_start="sunday", fiscal=fiscal)
    await facade.layer_of(team.place.platform).sources.tenant(team.place.actor(), refresh=True)

    @asynccontextmanager
    async def here(_: argparse.Namespace) -> AsyncIterator[tuple[Any, Any]]:
        yield team.place.actor(), team.place.platform

    monkeypatch.setattr(commands, "acting", here)
    for grain, listed in RETAIL.items():
        starts = [date.fromisoformat(one) for one in listed.split()]
        counted = Counter(max(start for start in starts if start <= day) for day in DAYS)
        expected = [[start.isoformat(), counted[start]] for start in starts]
        answer = await ask(owner, "POST", "/query", metrics=["orders"], grain=grain)
        assert answer["rows"] == expected
        assert answer["totals"] == {"orders": len(DAYS)}
        capsys.readouterr()
        assert await commands.query(parsed(metrics="orders", grain=grain, format="json")) == 0
        assert json.loads(capsys.readouterr().out)["rows"] == expected
