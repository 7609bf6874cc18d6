"""Live under load: one change to ten thousand sockets, a steady stream to a figure, a burst drained, a restart survived."""

import asyncio
import json
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import psycopg

from bench.cases.webhooks import SECRET, process, signed
from bench.harness import Round, Sample, Stage
from bench.processes import COMMAND, answers, comptoir, environment, free_port, new_home, status
from bench.sockets import Listener, answered, crowd
from comptoir.foundation.identity import facade as identity
from comptoir.platform.context import open_platform
from comptoir.platform.database.server import SYSTEM, server_of
from comptoir.platform.modules import load_tables
from comptoir.platform.settings import Settings, load_settings

SOCKETS, KEYS, EACH = 10_000, 50, 10
SOCKETS_A_TOKEN = 25  # below what one token may open
SETTINGS_OF_STORE = ("--currency", "EUR", "--timezone", "Europe/Berlin", "--platform", "shopify")
MONTH = {"from": "2026-02-01", "to": "2026-02-28"}  # holds the day of every order that is delivered
BURST = 20_000
STEADY_RATE, STEADY_SECONDS, BYSTANDERS = 120, 60, 1_000
SENDERS, LOADED_FOR = 8, 2.0
SETTLED_WITHIN = 600.0
PER_ORDER = Decimal("318.40")  # net sales of one delivered order: 8 lines of 2 × 19.90
OPEN = "select (select count(*) from inbox where state = 'new') + (select count(*) from outbox where state = 'new')"


@dataclass(slots=True)
class Shop:
    """A home with a store that platforms deliver to, one web process and one behind it."""

    home: Path
    port: int
    web: int = 0
    tokens: list[str] = field(default_factory=list)


async def home_with_shop(stage: Stage) -> Path:
    """Make a home with a store that platforms deliver to."""
    home = await new_home(stage.scratch / "home")
    secret = stage.scratch / "secret"
    secret.write_bytes(SECRET)
    words = ("store", "add", "bench", "--name", "Bench", *SETTINGS_OF_STORE, "--webhook-secret-file", str(secret))
    await comptoir(*words, home=home)
    return home


async def opened(stage: Stage, *, tokens: int = 1) -> Shop:
    """Make the home, its tokens, and start the two processes."""
    home = await home_with_shop(stage)
    load_tables()
    made = []
    async with open_platform(load_settings(environment(home))) as platform:
        actor = await identity.command_actor(platform)
        for number in range(tokens):
            token = await identity.make_token(
                actor, platform, name=f"bench {number}", scopes=["analytics:read"], expires_in=timedelta(days=1)
            )
            made.append(token.secret)
    shop = Shop(home, 0, tokens=made)
    await stage.stack.enter_async_context(background(home))
    shop.port = await stage.stack.enter_async_context(process(home, *COMMAND, "serve", "--role", "web", "--port"))
    shop.web = listening(shop.port)
    return shop


class background:  # noqa: N801  (used as a context manager)
    """The process behind the panel: pumps and projects."""

    def __init__(self, home: Path) -> None:
        self.home = home

    async def __aenter__(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            *COMMAND, "serve", "--role", "background", env=environment(self.home),
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip

    async def __aexit__(self, *_: object) -> None:
        self.process.terminate()
        await self.process.wait()


def listening(port: int) -> int:
    """Return the process that was started with this port."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"comptoir" in words and str(port).encode() in words:
                return int(folder.name)
    raise RuntimeError("the web process is gone")


def question(number: int) -> dict[str, Any]:
    """One of ``KEYS`` different questions about the month of all orders."""
    metrics = [["net_sales"], ["orders"], ["net_sales", "orders"], ["aov"], ["units_sold"]][number % 5]
    return {"metrics": metrics, "range": MONTH, "limit": 100 + number // 5}


async def fan_out(stage: Stage) -> Round:
    """99th percentile over 10,000 sockets of the seconds from a delivery's 2xx to all ten new answers of a socket."""
    shop = await opened(stage, tokens=SOCKETS // SOCKETS_A_TOKEN)
    before = status(shop.web)["VmRSS"]
    asked = [[question((place + step) % KEYS) for step in range(EACH)] for place in range(SOCKETS)]
    listeners = await crowd(shop.port, tokens=shop.tokens, asked=asked)
    stage.stack.callback(leave, listeners)
    stage.note(f"memory a socket: {(status(shop.web)['VmRSS'] - before) * 1024 / SOCKETS:.1f} KB (bar 40)")
    client = await stage.stack.enter_async_context(httpx.AsyncClient())

    async def one_round() -> Sample:
        wanted = [one.results + EACH for one in listeners]
        await deliver(client, shop)
        started = time.perf_counter()
        await answered(listeners, wanted)
        taken = sorted(one.at - started for one in listeners)
        stage.note(f"first socket complete after {taken[0]:.2f} s, last after {taken[-1]:.2f} s")
        await asyncio.sleep(2)  # further answers of the same change, if any, belong to no round
        return Sample(ours=taken[round(len(taken) * 0.99) - 1])

    return one_round


async def steady(stage: Stage) -> Round:
    """95th percentile of the seconds from a 2xx to a figure that holds the order, 120 orders a second, 1,000 sockets open."""
    shop = await opened(stage, tokens=BYSTANDERS // SOCKETS_A_TOKEN + 1)
    asked = [[question(place % KEYS)] for place in range(BYSTANDERS)]
    listeners = await crowd(shop.port, tokens=shop.tokens, asked=asked)
    (watcher,) = await crowd(shop.port, tokens=shop.tokens[-1:], asked=[[question(0)]], keep=True)
    stage.stack.callback(leave, [*listeners, watcher])
    client = await stage.stack.enter_async_context(httpx.AsyncClient(limits=httpx.Limits(max_connections=32)))

    async def one_round() -> Sample:
        already = shown(watcher)
        taken_in: list[float] = []
        memory = [status(shop.web)["VmRSS"]]
        seen: list[tuple[float, int]] = []
        watching = asyncio.create_task(watch(watcher, seen))
        sending: set[asyncio.Task[None]] = set()
        started = time.perf_counter()
        for number in range(STEADY_RATE * STEADY_SECONDS):
            await asyncio.sleep(max(0.0, started + number / STEADY_RATE - time.perf_counter()))
            task = asyncio.create_task(note(client, shop, taken_in))
            sending.add(task)
            task.add_done_callback(sending.discard)
        await asyncio.gather(*sending)
        goal = already + len(taken_in)
        await until(lambda: bool(seen) and seen[-1][1] >= goal)
        watching.cancel()
        memory.append(status(shop.web)["VmRSS"])
        delays = sorted(waited(sorted(taken_in), seen, already))
        p95, p99 = (delays[round(len(delays) * share) - 1] for share in (0.95, 0.99))
        stage.note(f"p50 {statistics.median(delays):.2f} s, p95 {p95:.2f} s, p99 {p99:.2f} s (bar 2 s), "
                   f"{len(taken_in) / (max(taken_in) - started):.0f} orders/s accepted, web process {memory[0]:.0f} → {memory[1]:.0f} MB")  # fmt: skip
        return Sample(ours=p95)

    return one_round


async def drain(stage: Stage) -> Round:
    """Microseconds an order from the first delivery of a burst until the last is visible to queries."""
    shop = await opened(stage)
    settings = load_settings(environment(shop.home))

    async def one_round() -> Sample:
        started = time.perf_counter()
        requests = iter([signed() for _ in range(BURST)])
        made = time.perf_counter()
        async with AsyncExitStack() as stack:
            clients = [await stack.enter_async_context(httpx.AsyncClient(timeout=30)) for _ in range(16)]
            await asyncio.gather(*(push(client, shop.port, requests) for client in clients))
        accepted = time.perf_counter() - made
        await until(lambda: left(settings) == 0)
        taken = time.perf_counter() - made
        stage.note(f"{BURST:,} deliveries: accepted in {accepted:.1f} s without a 5xx, drained after {taken:.1f} s: "
                   f"{BURST / taken:,.0f} orders/s (bodies made in {made - started:.1f} s before)")  # fmt: skip
        return Sample(ours=taken / BURST * 1e6)

    return one_round


async def restart(stage: Stage) -> Round:
    """Seconds from SIGTERM under load until the next process on the same port takes a delivery; none may be lost."""
    home, port = await home_with_shop(stage), free_port()
    settings = load_settings(environment(home))
    client = await stage.stack.enter_async_context(httpx.AsyncClient(timeout=10))
    acknowledged: list[float] = []
    running = [await started(home, port)]
    stage.stack.push_async_callback(ended, running)

    async def one_round() -> Sample:
        sending = [asyncio.create_task(insist(client, port, acknowledged)) for _ in range(SENDERS)]
        await asyncio.sleep(LOADED_FOR)
        stopped = time.perf_counter()
        await ended(running)
        gone = time.perf_counter()
        running.append(await started(home, port))
        await asyncio.sleep(LOADED_FOR)
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)
        await until(lambda: left(settings) == 0)
        kept = await asyncio.to_thread(asked, settings, "select count(*) from orders")
        if kept < len(acknowledged):
            raise RuntimeError(f"{len(acknowledged)} deliveries were acknowledged, {kept} are there")
        first = min(at for at in acknowledged if at > gone)
        stage.note(f"ended after {gone - stopped:.2f} s; {len(acknowledged)} acknowledged so far, all there")
        return Sample(ours=first - stopped)

    return one_round


async def insist(client: httpx.AsyncClient, port: int, acknowledged: list[float]) -> None:
    """Deliver one order after the other, each again and again until it is taken."""
    while True:
        request = signed()
        while True:
            try:
                await push(client, port, iter([request]))
            except (httpx.HTTPError, RuntimeError):
                await asyncio.sleep(0.02)
            else:
                acknowledged.append(time.perf_counter())
                break


async def started(home: Path, port: int) -> asyncio.subprocess.Process:
    """Start everything in one process and wait until it is ready."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND, "serve", "--port", str(port), env=environment(home),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    await until(lambda: answers(f"http://127.0.0.1:{port}/health/ready"))
    return process


async def ended(running: list[asyncio.subprocess.Process]) -> None:
    """Stop what runs, as a person or systemd does."""
    while running:
        process = running.pop()
        process.terminate()
        await process.wait()


async def push(client: httpx.AsyncClient, port: int, requests: Any) -> None:
    """Send deliveries until none is left; anything but 200 is an error."""
    for request in requests:
        head, _, body = request.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        answer = await client.post(f"http://127.0.0.1:{port}/hooks/shopify/bench", content=body, headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(f"a delivery was answered {answer.status_code}")


async def deliver(client: httpx.AsyncClient, shop: Shop) -> None:
    """Deliver one order; it must be taken."""
    await push(client, shop.port, iter([signed()]))


async def note(client: httpx.AsyncClient, shop: Shop, taken_in: list[float]) -> None:
    await deliver(client, shop)
    taken_in.append(time.perf_counter())


async def until(condition: Callable[[], bool]) -> None:
    """Look ten times a second, without holding the loop up, until it is so."""
    for _ in range(int(SETTLED_WITHIN * 10)):
        if await asyncio.to_thread(condition):
            return
        await asyncio.sleep(0.1)
    raise RuntimeError(f"what was delivered is not visible after {SETTLED_WITHIN:.0f} s")


def left(settings: Settings) -> int:
    """How many deliveries and changes wait."""
    return asked(settings, OPEN)


def asked(settings: Settings, query: str) -> int:
    """Ask PostgreSQL for one number, over all organisations."""
    with psycopg.connect(**server_of(settings).connection(SYSTEM), autocommit=True) as connection:
        row = connection.execute(query).fetchone()
        return int(row[0]) if row else 0


def shown(watcher: Listener) -> int:
    """How many orders the watched figure holds: every order has the same amount."""
    last = watcher.payload.splitlines()[-1] if watcher.payload else b""
    if b'"result"' not in last:
        return 0
    rows = json.loads(last)["result"]["rows"]
    return int(Decimal(rows[0][0] or 0) / PER_ORDER) if rows else 0


async def watch(watcher: Listener, seen: list[tuple[float, int]]) -> None:
    """Note when the figure changes, and to what."""
    known = -1.0
    while True:
        if watcher.at != known:
            known = watcher.at
            seen.append((known, shown(watcher)))
        await asyncio.sleep(0.005)


def waited(taken_in: Sequence[float], seen: Sequence[tuple[float, int]], already: int) -> list[float]:
    """Return for each accepted order how long until a figure held as many orders as had been accepted."""
    delays, place = [], 0
    for number, at in enumerate(taken_in, start=already + 1):
        while seen[place][1] < number:
            place += 1
        delays.append(max(0.0, seen[place][0] - at))
    return delays


def leave(listeners: Sequence[Listener]) -> None:
    """Close all sockets."""
    for one in listeners:
        one.close()
