"""A lease on an embedded engine: while it is held the engine stays, and `ensure` brings a dead one back.

Owns who starts. Knows nothing of any engine's protocol: an ``Engine`` says how it is started and when it answers.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from comptoir.platform.engines.errors import EngineCannotStart
from comptoir.platform.engines.home import EngineHome
from comptoir.platform.engines.locks import FileLock

START_WITHIN = 60.0
PAUSE = 0.02
LOG_KEPT = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Engine:
    """How an engine is started (a Python module) and how to find out that it answers."""

    name: str
    label: str
    module: str  # run as `python -m module`
    given: Mapping[str, object]  # handed over as JSON on the command line: nothing secret
    answers: Callable[[], bool]


class EngineLease:
    """This process's claim on one embedded engine. Blocking: call it through ``asyncio.to_thread``."""

    def __init__(self, home: EngineHome, engine: Engine) -> None:
        self.home = home
        self.engine = engine
        self._lease = FileLock(home.lease(engine.name))

    @property
    def held(self) -> bool:
        """Whether the engine is kept for this process."""
        return self._lease.held

    def ensure(self, *, within: float = START_WITHIN) -> None:
        """Hold the lease and return once the engine answers, starting it if nobody else does."""
        deadline = time.monotonic() + within
        if not self._lease.held:
            self.home.lay_out()
            if not self._lease.acquire(shared=True, timeout=within):
                raise self._silent(within)
        if self.engine.answers():
            return
        start = FileLock(self.home.start_lock(self.engine.name))
        while not start.acquire(timeout=PAUSE):
            if self.engine.answers():
                return
            if time.monotonic() > deadline:
                raise self._silent(within)
        with start:
            if not self.engine.answers():
                self._start(deadline, within)

    def _start(self, deadline: float, within: float) -> None:
        log = self.home.log(self.engine.name)
        trim(log)
        before = log.stat().st_size if log.exists() else 0
        process = spawn(self.engine, log=log)
        while not self.engine.answers():
            code = process.poll()
            if code:
                raise EngineCannotStart(
                    f"{self.engine.label} could not start: {said(log, after=before)}",
                    hint=f"Its log is {log}. `comptoir doctor` looks for the usual causes.",
                )
            if time.monotonic() > deadline:
                raise self._silent(within)
            time.sleep(PAUSE)

    def _silent(self, within: float) -> EngineCannotStart:
        return EngineCannotStart(
            f"{self.engine.label} did not answer within {within:g} seconds.",
            hint=f"Its log is {self.home.log(self.engine.name)}.",
        )

    def release(self) -> None:
        """Give the lease back; the engine ends some time after the last one."""
        self._lease.release()


class Detached(subprocess.Popen[bytes]):
    """A process that outlives this one on purpose: letting go of it is no mistake worth a warning."""

    def __del__(self) -> None:
        self.poll()


def spawn(engine: Engine, *, log: Path) -> Detached:
    """Start the engine's process in a session of its own, with its output in the log."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "COVERAGE"))}
    with log.open("ab") as output:
        return Detached(
            [sys.executable, "-m", engine.module, json.dumps(dict(engine.given))],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env=environment,
            start_new_session=True,
        )


def trim(log: Path) -> None:
    """Keep the log from growing without end: an old one is kept once."""
    if log.exists() and log.stat().st_size > LOG_KEPT:
        log.replace(log.with_suffix(".old"))


def said(log: Path, *, after: int) -> str:
    """Return the last line an engine wrote since ``after``."""
    with log.open("rb") as file:
        file.seek(after if log.stat().st_size >= after else 0)
        lines = [line for line in file.read().decode(errors="replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing."
