"""Delivers a shop's whole stream to a running installation while its processes and engines are killed at random."""

import contextlib
import random
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.crash.shop import PATH, Sent
from tests.integration.engines.conftest import kill, server_pid, told_pid
from tests.integration.http.program import Program
from tests.waiting import until

SENDERS = 16
PATIENCE = 120.0  # a platform sends again for hours; here a delivery must be taken within this time
VICTIMS = ("intake", "pump", "projector", "postgres", "warehouse")


@dataclass(slots=True)
class Installation:
    """Three processes on one home: one takes deliveries in, one pumps, one projects. Each is started again when killed."""

    home: Path
    environment: Mapping[str, str]
    logs: Path
    port: int
    running: dict[str, Program] = field(default_factory=dict)
    deaths: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, name: str) -> None:
        """Start one of the processes and wait until it says that it is ready."""
        role, port = {"intake": ("web", self.port), "pump": ("ingest", 0), "projector": ("projector", None)}[name]
        words = ["serve", "--role", role, *(("--port", str(port)) if port is not None else ())]
        log = self.logs / f"{name}-{len(self.deaths)}.log"
        self.running[name] = Program(words, environment=self.environment, log=log)
        self.running[name].says(r"is ready|is running")

    def kill(self, victim: str) -> None:
        """Kill -9, and start again what does not come back by itself."""
        with self._lock:
            self.deaths.append(victim)
            if victim == "postgres":
                kill(server_pid(self.home))
            elif victim == "warehouse":
                kill(told_pid(self.home, "warehouse"))
            else:
                self.running[victim].process.send_signal(signal.SIGKILL)
                self.running[victim].process.wait()
                self.start(victim)

    def stop(self) -> None:
        """End what still runs."""
        for program in self.running.values():
            program.process.kill()
            program.process.wait()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextlib.contextmanager
def installed(installation: Installation) -> Iterator[Installation]:
    """Start everything, and end it whatever happens."""
    try:
        for name in ("intake", "pump", "projector"):
            installation.start(name)
        yield installation
    finally:
        installation.stop()


def storm(installation: Installation, stream: list[Sent], *, seed: int, kills: int) -> None:
    """Deliver everything, each until it is acknowledged, and kill ``kills`` times at places the seed decides."""
    chance = random.Random(seed)
    fatal = dict(zip(sorted(chance.sample(range(len(stream)), kills)), _victims(chance, kills), strict=True))

    def deliver(place: int) -> None:
        if place in fatal:
            installation.kill(fatal[place])
        _until_taken(client, installation.address, stream[place])

    with httpx.Client(timeout=10) as client, ThreadPoolExecutor(SENDERS) as pool:
        for _ in pool.map(deliver, range(len(stream))):
            pass


def _victims(chance: random.Random, kills: int) -> list[str]:
    """Each kind about as often as every other, in any order."""
    found = [VICTIMS[number % len(VICTIMS)] for number in range(kills)]
    chance.shuffle(found)
    return found


def _until_taken(client: httpx.Client, address: str, one: Sent) -> None:
    answers: dict[str, int] = {}

    def take() -> bool:
        try:
            answer = client.post(f"{address}{PATH}", content=one.body, headers=one.headers())
        except httpx.HTTPError as error:
            told = type(error).__name__
        else:
            assert answer.status_code in (200, 503), answer.text
            told = answer.text if answer.status_code == 503 else ""
        answers[told] = answers.get(told, 0) + bool(told)
        return not told

    try:
        until(take, within=PATIENCE, what=f"delivery {one.name} to be taken")
    except AssertionError as error:
        raise AssertionError(f"{error}; it was answered {answers}") from error


def settled(left: Callable[[], int], *, within: float) -> float:
    """Wait until nothing is left to do; return the seconds it took."""
    started = time.monotonic()
    until(lambda: left() == 0, within=within, what="everything delivered to be pumped and projected")
    return time.monotonic() - started


def tracebacks(installation: Installation) -> list[str]:
    """Return the logs of processes that ended with an error nobody caught."""
    return [log.name for log in installation.logs.glob("*.log") if re.search(r"^Traceback", log.read_text(), re.M)]
