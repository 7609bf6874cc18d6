"""How far an import is, on a terminal as a bar, elsewhere as plain lines on standard error."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from comptoir.composed.integrations.usecases.run_import import Progress, silent

_WORDS = {"reading": "reading", "applying": "importing", "projecting": "making it visible"}
_LINE_EVERY = 5.0


@contextmanager
def shown_progress(name: str, *, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Yield the function that shows progress."""
    if quiet:
        yield silent
    elif sys.stderr.isatty():
        with _bar(name) as show:
            yield show
    else:
        yield _Lines(name)


@contextmanager
def _bar(name: str) -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("rows"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"{name}: reading", total=None)

        def show(progress: Progress) -> None:
            description = f"{name}: {_WORDS[progress.phase]}"
            bar.update(task, description=description, completed=progress.read, total=max(progress.total, 1))

        yield show


class _Lines:
    """A line every few seconds: for logs and pipes."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._last = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last >= _LINE_EVERY:
            self._last = now
            sys.stderr.write(f"{self._name}: {_WORDS[progress.phase]}, {progress.read:,} of {progress.total:,} rows\n")
            sys.stderr.flush()
