"""kill -9 of the process that takes deliveries in: what was acknowledged is there, what was not is sent again, none twice."""

import base64
import hashlib
import hmac
import json
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from comptoir.platform.database.server import SYSTEM, Server, server_of
from comptoir.platform.testing.home import settings_in
from tests.integration.http.test_processes import Program, run
from tests.waiting import until

pytestmark = pytest.mark.engine
SECRET = b"a secret worth keeping"
DELIVERIES = 240
SENDERS = 8
DIES_AFTER = 60


def signed(number: int) -> tuple[bytes, dict[str, str]]:
    line = {"id": number, "title": "Tee", "quantity": 1, "price": "1.00"}
    body = json.dumps(
        {
            "id": number,
            "created_at": "2026-02-01T10:00:00Z",
            "currency": "EUR",
            "financial_status": "paid",
            "line_items": [line],
        }
    ).encode()
    digest = base64.b64encode(hmac.digest(SECRET, body, hashlib.sha256)).decode()
    return body, {
        "x-shopify-hmac-sha256": digest,
        "x-shopify-topic": "orders/create",
        "x-shopify-webhook-id": str(number),
    }


@pytest.fixture
def environment(engine_home: Path, database_template: Server, warehouse_kept: None, tmp_path: Path) -> dict[str, str]:
    found = {
        **os.environ,
        "COMPTOIR_HOME": str(engine_home),
        "COMPTOIR_DATABASE_NAME": "killed_intake",
        "COMPTOIR_WAREHOUSE_NAME": "killed_intake",
        "COMPTOIR_UNSAFE_FAST": "yes",
        "COMPTOIR_ENGINE_LINGER_SECONDS": "5",
    }
    file = tmp_path / "secret"
    file.write_bytes(SECRET)
    for words in (
        ("init", "--organisation", "Shop", "--currency", "EUR", "--timezone", "Europe/Berlin"),
        ("store", "add", "north", "--currency", "EUR", "--timezone", "Europe/Berlin", "--platform", "shopify",
         "--webhook-secret-file", str(file)),
    ):  # fmt: skip
        done = run(*words, environment=found)
        assert done.returncode == 0, done.stderr
    return found


@pytest.fixture
def asked(engine_home: Path, environment: dict[str, str]) -> Iterator[Any]:
    server = server_of(settings_in(engine_home, database_name="killed_intake"))
    with psycopg.connect(**server.connection(SYSTEM), autocommit=True) as connection:
        yield lambda query: connection.execute(query).fetchall()


def test_a_killed_intake_loses_nothing_it_acknowledged(environment: dict[str, str], tmp_path: Path, asked: Any) -> None:
    first = Program(("serve", "--role", "ingest", "--port", "0"), environment=environment, log=tmp_path / "first.log")
    acknowledged: set[int] = set()
    lock = threading.Lock()

    def send(address: str, number: int) -> None:
        body, headers = signed(number)
        try:
            answer = httpx.post(f"{address}/hooks/shopify/north", content=body, headers=headers, timeout=20)
        except httpx.HTTPError:
            return  # nobody said that it was stored
        if answer.status_code == 200:
            with lock:
                acknowledged.add(number)
                if len(acknowledged) == DIES_AFTER:
                    first.process.send_signal(signal.SIGKILL)

    numbers = range(1, DELIVERIES + 1)
    try:
        address = first.address()
        with ThreadPoolExecutor(SENDERS) as pool:
            list(pool.map(lambda number: send(address, number), numbers))
        assert first.process.wait(timeout=20) == -signal.SIGKILL
    finally:
        first.process.kill()
        first.process.wait()
    assert DIES_AFTER <= len(acknowledged) < DELIVERIES
    stored = {int(name) for (name,) in asked("select delivery_id from inbox")}
    assert acknowledged <= stored

    second = Program(("serve", "--role", "ingest", "--port", "0"), environment=environment, log=tmp_path / "second.log")
    try:
        address = second.address()
        with ThreadPoolExecutor(SENDERS) as pool:
            list(pool.map(lambda number: send(address, number), numbers))
        assert acknowledged == set(numbers)
        until(lambda: asked("select count(*) from orders") == [(DELIVERIES,)], within=60, what="every order")
    finally:
        second.process.kill()
        second.process.wait()
    assert asked("select count(*), count(distinct delivery_id) from inbox") == [(DELIVERIES, DELIVERIES)]
    assert asked("select sum(gross), sum(order_count) from sales_entries where superseded_by is null") == [
        (DELIVERIES, DELIVERIES)
    ]
