"""Prometheus figures of all processes of a home at one address: those that do not listen write theirs beside the locks.

Each process counts for itself. A process that answers /metrics gives its own figures as they are and those of the others
with a label ``process``. What a process wrote and then left is not shown for long.
"""

import asyncio
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from comptoir.platform import telemetry
from comptoir.platform.context import Platform
from comptoir.platform.engines.home import write_private

EVERY = 5.0
STALE = 20.0
ENDING = ".figures"


async def write_forever(platform: Platform, *, process: str, stop: asyncio.Event) -> None:
    """Write this process's figures every few seconds until ``stop`` is set; then take them away."""
    file = platform.settings.home / "run" / f"{process}{ENDING}"
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        while not stop.is_set():
            write_private(file, generate_latest(telemetry.registry).decode())
            try:
                await asyncio.wait_for(stop.wait(), EVERY)
            except TimeoutError:
                continue
    finally:
        file.unlink(missing_ok=True)


def exposition(home: Path) -> bytes:
    """Return the figures of this process and of those that wrote theirs into the home lately."""
    together = CollectorRegistry()
    together.register(_Together(home))
    return generate_latest(together)


class _Together:
    """Collects the families of several processes, each family once."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def collect(self) -> Iterator[Metric]:
        """Yield every family with the samples of all processes."""
        found = {family.name: family for family in telemetry.registry.collect()}
        for process, families in _written(self._home):
            for family in families:
                into = found.setdefault(family.name, Metric(family.name, family.documentation, family.type))
                for sample in family.samples:
                    into.samples.append(sample._replace(labels={**sample.labels, "process": process}))
        yield from found.values()

    def describe(self) -> Iterator[Metric]:
        """Name nothing beforehand."""
        return iter(())


def _written(home: Path) -> Iterator[tuple[str, Iterable[Metric]]]:
    for file in sorted((home / "run").glob(f"*{ENDING}")):
        try:
            if time.time() - file.stat().st_mtime < STALE:
                yield file.name.removesuffix(ENDING), list(text_string_to_metric_families(file.read_text()))
        except (OSError, ValueError):  # just gone, or not ours
            continue
