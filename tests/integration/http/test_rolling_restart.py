"""Two processes that take deliveries in are stopped and started one after the other while deliveries arrive.

Whoever asks is answered 200, told 503 with when to come back, or finds the door shut; what was answered 200 is there.
"""

import base64
import hashlib
import hmac
import json
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from comptoir.platform.database.server import SYSTEM, server_of
from comptoir.platform.testing.home import settings_in
from tests.integration.http.program import Program, run
from tests.waiting import until

pytestmark = pytest.mark.engine
SECRET = b"a secret worth keeping"
SENDERS = 4


def signed(number: int) -> tuple[bytes, dict[str, str]]:
    order = {
        "id": number,
        "created_at": "2026-02-01T10:00:00Z",
        "currency": "EUR",
        "financial_status": "paid",
        "line_items": [{"id": number, "title": "Tee", "quantity": 1, "price": "1.00"}],
    }
    body = json.dumps(order).encode()
    digest = base64.b64encode(hmac.digest(SECRET, body, hashlib.sha256)).decode()
    headers = {"x-shopify-hmac-sha256": digest, "x-shopify-topic": "orders/create", "x-shopify-webhook-id": str(number)}
    return body, headers


class Platform:
    """Delivers order after order to whichever address takes it, until told to stop."""

    def __init__(self, addresses: list[str]) -> None:
        self.addresses = addresses
        self.acknowledged: list[int] = []
        self.statuses: set[int] = set()
        self.enough = threading.Event()

    def deliver_every(self, first: int) -> None:
        """Deliver the orders ``first``, ``first + SENDERS``, … each until it is acknowledged."""
        number = first
        with httpx.Client(timeout=20) as client:
            while not self.enough.is_set():
                if self._is_taken(client, number):
                    self.acknowledged.append(number)
                    number += SENDERS

    def _is_taken(self, client: httpx.Client, number: int) -> bool:
        body, headers = signed(number)
        for address in list(self.addresses):
            try:
                answer = client.post(f"{address}/hooks/shopify/north", content=body, headers=headers)
            except httpx.HTTPError:
                continue  # nobody said that it was stored
            self.statuses.add(answer.status_code)
            if answer.status_code == 200:
                return True
        return False


def test_nothing_acknowledged_is_lost_and_somebody_always_takes(
    environment: dict[str, str], start: Any, tmp_path: Path
) -> None:
    file = tmp_path / "secret"
    file.write_bytes(SECRET)
    for words in (
        ("init", "--organisation", "Shop", "--currency", "EUR", "--timezone", "Europe/Berlin"),
        ("store", "add", "north", "--currency", "EUR", "--timezone", "Europe/Berlin", "--platform", "shopify",
         "--webhook-secret-file", str(file)),
    ):  # fmt: skip
        done = run(*words, environment=environment)
        assert done.returncode == 0, done.stderr
    running: list[Program] = [start("serve", "--role", "ingest", "--port", "0") for _ in range(2)]
    platform = Platform([program.address() for program in running])

    def taken_after_now() -> None:
        enough = len(platform.acknowledged) + 2 * SENDERS
        until(lambda: len(platform.acknowledged) >= enough, within=60, what="more deliveries to be taken")

    with ThreadPoolExecutor(SENDERS) as pool:
        sending = [pool.submit(platform.deliver_every, first) for first in range(1, SENDERS + 1)]
        try:
            for place in range(2):
                taken_after_now()
                assert running[place].stop(signal.SIGTERM) == 0
                taken_after_now()  # by the other one
                running[place] = start("serve", "--role", "ingest", "--port", "0")
                platform.addresses[place] = running[place].address()
            taken_after_now()
        finally:
            platform.enough.set()
        for one in sending:
            one.result(timeout=60)
    assert platform.statuses <= {200, 503}
    server = server_of(
        settings_in(Path(environment["COMPTOIR_HOME"]), database_name=environment["COMPTOIR_DATABASE_NAME"])
    )
    with psycopg.connect(**server.connection(SYSTEM), autocommit=True) as connection:

        def asked(query: str) -> list[Any]:
            return connection.execute(query).fetchall()

        until(lambda: asked("select count(*) from inbox where state = 'new'") == [(0,)], within=60, what="the pump")
        stored = {int(name) for (name,) in asked("select source_id from orders")}
        assert stored >= set(platform.acknowledged)
        assert asked("select count(*) from inbox") == [(len(stored),)]
        assert asked("select sum(order_count) from sales_entries where superseded_by is null") == [(len(stored),)]
    assert all("Traceback" not in program.text for program in running)
