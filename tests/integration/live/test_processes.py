"""Two web processes on one home: a change reaches the sockets of both; one dies, its client goes on at the other."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect

from comptoir.platform.database.server import Server
from tests.integration.http.program import Program, link_token
from tests.integration.live.conftest import Socket

pytestmark = pytest.mark.engine

QUESTION = {"metrics": ["net_sales"], "range": {"from": "2024-05-01", "to": "2024-05-31"}}
STORE = (
    "store",
    "add",
    "one",
    "--name",
    "One",
    "--currency",
    "EUR",
    "--timezone",
    "Europe/Berlin",
    "--platform",
    "custom",
)


def run(*words: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "comptoir", *words], env=environment, capture_output=True, text=True, timeout=120,
        stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def sell(environment: dict[str, str], tmp_path: Path) -> Any:
    """Imports an order of a hundred, seen by queries when it returns."""
    made = iter(range(1, 100))

    def one() -> None:
        number = next(made)
        file = tmp_path / f"{number}.csv"
        file.write_text(f"order_id,ordered_at,sku,quantity,line_total\n{number},2024-05-0{number},A,1,100.00\n")
        run("import", str(file), "--store", "one", "--format", "transactions", environment=environment)

    return one


async def test_two_processes_tell_the_same_and_outlive_each_other(
    environment: dict[str, str], start: Any, sell: Any, database_template: Server
) -> None:
    run("init", "--organisation", "Pine", "--currency", "EUR", "--timezone", "Europe/Berlin",
        "--admin-email", "owner@example.test", environment=environment)  # fmt: skip
    run(*STORE, environment=environment)
    first: Program = start("serve", "--port", "0")
    second: Program = start("serve", "--role", "web", "--port", "0")
    addresses = [first.address(), second.address()]
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{addresses[0]}/api/v1/session/link", json={"token": link_token(environment)})
        answer.raise_for_status()
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())

    def opened(address: str) -> Any:
        url = f"{address.replace('http', 'ws')}/api/v1/live"
        return connect(url, origin=address, additional_headers={"Cookie": cookie}, compression=None)

    async with opened(addresses[0]) as one, opened(addresses[1]) as two:
        for each in (Socket(one), Socket(two)):
            await each.say(type="subscribe", id="a", query=QUESTION)
            await each.figure("0.00")
        sell()
        told = [await Socket(each).figure("100.00") for each in (one, two)]
        assert told[0]["version"] == told[1]["version"]
        os.kill(second.process.pid, signal.SIGKILL)
        assert await Socket(two).end() in (1006, None)
    has = told[1]["version"]
    async with opened(addresses[0]) as again:
        await again.send(json.dumps({"type": "subscribe", "id": "a", "query": QUESTION, "version": has}))
        assert (await Socket(again).next("unchanged"))["version"] == has
    sell()
    async with opened(addresses[0]) as again:
        await again.send(json.dumps({"type": "subscribe", "id": "a", "query": QUESTION, "version": has}))
        assert (await Socket(again).figure("200.00"))["version"] > has
    assert first.stop(signal.SIGTERM) == 0
    assert "Traceback" not in first.text
