"""How a benchmark is run: five rounds, the median, a calibration loop beside each, ratios from one and the same round.

Owns the meaning of the figures. A case prepares once, then answers each round with a `Sample`.
"""

import hashlib
import importlib
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

ROUNDS = 5
RESTLESS = 1.25  # the slowest calibration over the fastest: beyond it the machine was busy with something else


@dataclass(frozen=True, slots=True)
class Sample:
    """One round. ``ours`` alone is compared with the bar; with ``baseline`` the ratio of the two is."""

    ours: float
    baseline: float | None = None

    @property
    def value(self) -> float:
        return self.ours if self.baseline is None else self.ours / self.baseline


Round = Callable[[], Awaitable[Sample]]


@dataclass(slots=True)
class Stage:
    """What a case may use: the scale, a folder kept between runs, one for this run, and a stack to clean up with."""

    orders: int
    kept: Path
    scratch: Path
    stack: AsyncExitStack
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        """Say something beneath the table, for example what a figure consists of."""
        self.notes.append(text)


@dataclass(frozen=True, slots=True)
class Bench:
    """One line of the table. ``case`` is ``"module:function"``, a coroutine function from a stage to a round."""

    name: str
    what: str
    bar: float
    unit: str  # ×, ms, s, MB, KB
    case: str
    rounds: int = ROUNDS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What five rounds gave."""

    bench: Bench
    samples: tuple[Sample, ...]
    calibrations: tuple[float, ...]
    notes: tuple[str, ...] = ()

    @property
    def median(self) -> float:
        return statistics.median(sample.value for sample in self.samples)

    @property
    def holds(self) -> bool:
        return self.median <= self.bench.bar

    @property
    def spread(self) -> float:
        values = [sample.value for sample in self.samples]
        return max(values) / min(values) if min(values) else 1.0

    @property
    def restless(self) -> bool:
        return max(self.calibrations) / min(self.calibrations) > RESTLESS


def calibrate() -> float:
    """Milliseconds of a fixed amount of work in Python and in C: how fast this machine is right now."""
    start = time.perf_counter()
    total = 0
    for number in range(300_000):
        total += number & 7
    digest = hashlib.sha256()
    block = bytes(1 << 16)
    for _ in range(160):
        digest.update(block)
    return (time.perf_counter() - start) * 1000


async def measure(bench: Bench, stage: Stage) -> Outcome:
    """Prepare the case, run one round for warmth and then the counted ones."""
    module, _, function = bench.case.partition(":")
    one_round: Round = await getattr(importlib.import_module(module), function)(stage)
    await one_round()
    samples: list[Sample] = []
    calibrations: list[float] = []
    for _ in range(bench.rounds):
        calibrations.append(calibrate())
        samples.append(await one_round())
    return Outcome(bench=bench, samples=tuple(samples), calibrations=tuple(calibrations), notes=tuple(stage.notes))
