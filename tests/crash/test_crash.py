"""Thousands of deliveries, some late or twice, while processes and engines are killed: the ledger's totals to the cent."""

import json
import os
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from comptoir.kernel.errors import ComptoirError
from comptoir.platform.database.server import SYSTEM, server_of
from comptoir.platform.testing.home import settings_in, temporary_home
from tests.crash.shop import SECRET, Shop, cents
from tests.crash.storm import Installation, installed, settled, storm, tracebacks
from tests.integration.http.program import run
from tools.live_panel import free_port

pytestmark = pytest.mark.engine
OPEN = "select (select count(*) from inbox where state = 'new') + (select count(*) from outbox where state = 'new')"
ENDS = "select state, count(distinct delivery_id) from inbox group by state"
SET_UP: tuple[tuple[str, ...], ...] = (
    ("init", "--organisation", "Shop", "--currency", "EUR", "--timezone", "Europe/Berlin"),
    ("store", "add", "north", "--currency", "EUR", "--timezone", "Europe/Berlin", "--platform", "shopify",
     "--prices", "net", "--webhook-secret-file"),
)  # fmt: skip
QUESTION = ("query", "--metrics", "gross_sales,returns,orders", "--grain", "day", "--from", "2026-01-01", "--to",
            "2026-03-01", "--format", "json")  # fmt: skip


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with temporary_home() as home:
        environment = {
            **os.environ, "COMPTOIR_HOME": str(home), "COMPTOIR_UNSAFE_FAST": "yes",
            "COMPTOIR_ENGINE_LINGER_SECONDS": "5",
        }  # fmt: skip
        file = tmp_path / "secret"
        file.write_bytes(SECRET)
        for words in (SET_UP[0], (*SET_UP[1], str(file))):
            done = run(*words, environment=environment)
            assert done.returncode == 0, done.stderr
        logs = tmp_path / "logs"
        logs.mkdir()
        yield Installation(home, environment, logs, free_port())


@pytest.mark.parametrize(("count", "kills"), [(5_000, 10)])
def test_nothing_is_lost_or_counted_twice(installation: Installation, count: int, kills: int) -> None:
    survive(installation, seed=random.randrange(1, 400), count=count, kills=kills)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [401, 402, 403])
def test_nothing_is_lost_or_counted_twice_for_long(installation: Installation, seed: int) -> None:
    survive(installation, seed=seed, count=50_000, kills=60)


def survive(installation: Installation, *, seed: int, count: int, kills: int) -> None:
    """Deliver, kill, wait, and compare with the ledger by the same ways people ask."""
    shop = Shop(seed)
    stream = shop.deliveries(count)
    with installed(installation):
        storm(installation, stream, seed=seed, kills=kills)
        settled(lambda: asked(installation, OPEN)[0][0], within=60 + count / 50)
        assert asked(installation, ENDS) == [("done", len({one.name for one in stream}))]
        assert figures(installation) == expected(shop), f"seed {seed}"
        compared = run("reconcile", environment=installation.environment)
        assert compared.returncode == 0, compared.stdout
        assert tracebacks(installation) == []


def asked(installation: Installation, query: str) -> list[Any]:
    """Ask PostgreSQL over all organisations; while it is away, say that work is left."""
    server = server_of(settings_in(installation.home))
    try:
        with psycopg.connect(**server.connection(SYSTEM), autocommit=True) as connection:
            return connection.execute(query).fetchall()
    except (psycopg.OperationalError, ComptoirError):
        return [(1,)]


def figures(installation: Installation) -> dict[str, tuple[Decimal, Decimal, int]]:
    """What Comptoir says about each day, without the days on which nothing happened."""
    done = run(*QUESTION, environment=installation.environment)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    names = [column["name"] for column in found["columns"]]
    rows = [dict(zip(names, row, strict=True)) for row in found["rows"]]
    days = {row["period"]: (Decimal(row["gross_sales"]), Decimal(row["returns"]), int(row["orders"])) for row in rows}
    return {day: totals for day, totals in days.items() if any(totals)}


def expected(shop: Shop) -> dict[str, tuple[Decimal, Decimal, int]]:
    """The ledger in the same shape."""
    return {
        day: (Decimal(cents(told.gross)), Decimal(cents(told.returned)), told.orders)
        for day, told in shop.ledger.items()
    }
