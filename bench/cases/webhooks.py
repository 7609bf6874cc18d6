"""How fast signed deliveries are accepted durably, against a handler that only inserts bodies into PostgreSQL."""

import asyncio
import base64
import hashlib
import hmac
import itertools
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.harness import Round, Sample, Stage
from bench.processes import COMMAND, answers, comptoir, environment, free_port, new_home

CONNECTIONS = 128
DELIVERIES = 4_000
SECRET = b"bench secret of the store"
numbers = itertools.count(1)
Make = Callable[[], bytes]


async def accepted(stage: Stage) -> Round:
    """Seconds for the same number of deliveries on 128 connections: the product's door ÷ the bare handler."""
    home = await new_home(stage.scratch / "home")
    secret = stage.scratch / "secret"
    secret.write_bytes(SECRET)
    options = (
        "--name",
        "Bench",
        "--currency",
        "EUR",
        "--timezone",
        "Europe/Berlin",
        "--webhook-secret-file",
        str(secret),
    )
    await comptoir("store", "add", "bench", "--platform", "shopify", *options, home=home)
    ours = await stage.stack.enter_async_context(process(home, *COMMAND, "serve", "--role", "web", "--port"))
    bare = await stage.stack.enter_async_context(process(home, sys.executable, "-m", "bench.bare_intake"))

    async def one_round() -> Sample:
        seconds = await load(ours, signed), await load(bare, plain)
        rates = [DELIVERIES / each for each in seconds]
        stage.note(f"{rates[0]:,.0f} deliveries/s ÷ {rates[1]:,.0f}/s = {rates[0] / rates[1]:.2f}")
        return Sample(ours=seconds[0], baseline=seconds[1])

    return one_round


@asynccontextmanager
async def process(home: Path, *command: str) -> AsyncIterator[int]:
    """Run a server on a free port, given as its last argument, until the case is over."""
    port = free_port()
    started = await asyncio.create_subprocess_exec(
        *command, str(port), env=environment(home),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not await asyncio.to_thread(answers, f"http://127.0.0.1:{port}/health/ready"):
            if started.returncode is not None:
                raise RuntimeError(f"{command[-2]} did not start")
            await asyncio.sleep(0.05)
        yield port
    finally:
        if started.returncode is None:
            started.terminate()
        await started.wait()


def order() -> bytes:
    """A small order as Shopify tells it, about three kilobytes."""
    number = next(numbers)
    line = {"sku": "TEE-M", "title": "Tee", "quantity": 2, "price": "19.90", "tax_lines": [], "properties": ["x" * 120]}
    return json.dumps(
        {
            "id": number,
            "name": f"#{number}",
            "created_at": "2026-02-01T10:00:00+01:00",
            "updated_at": "2026-02-01T10:00:01+01:00",
            "currency": "EUR",
            "financial_status": "paid",
            "total_price": "79.60",
            "line_items": [line | {"id": number * 100 + place} for place in range(8)],
            "note": "y" * 800,
        }
    ).encode()


def signed() -> bytes:
    """One request to the product's door."""
    body = order()
    signature = base64.b64encode(hmac.digest(SECRET, body, hashlib.sha256)).decode()
    head = (
        "POST /hooks/shopify/bench HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"X-Shopify-Topic: orders/create\r\nX-Shopify-Webhook-Id: {next(numbers)}\r\n"
        f"X-Shopify-Hmac-Sha256: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def plain() -> bytes:
    """One request to the bare handler."""
    body = order()
    head = f"POST /hooks HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def load(port: int, make: Make) -> float:
    """Send all deliveries, made before the clock starts; return the seconds until the last was answered 200."""
    requests = iter([make() for _ in range(DELIVERIES)])
    started = time.perf_counter()
    await asyncio.gather(*(_client(port, requests) for _ in range(CONNECTIONS)))
    return time.perf_counter() - started


async def _client(port: int, requests: Iterator[bytes]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode()[:200])
        size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(size)
    writer.close()
