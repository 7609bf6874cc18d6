"""How an engine's process is asked to end: SIGTERM, heard by whatever its main thread waits for.

A handler runs between two instructions of the main thread, perhaps while that holds the lock of the event it waits for:
setting the event there would wait for ever. Writing a byte needs no lock.
"""

import contextlib
import os
import select
import signal


class Ending:
    """Whether this process was asked to end. Made by the main thread, once a process."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)

    def listen(self) -> None:
        """Take SIGTERM as the request; SIGINT is meant for whoever sits at the terminal, not for the engines."""
        signal.signal(signal.SIGTERM, lambda _number, _frame: self.ask())
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def ask(self) -> None:
        """Ask for the end; asking again changes nothing."""
        with contextlib.suppress(BlockingIOError):
            os.write(self._write, b".")

    def wait(self, seconds: float) -> bool:
        """Wait up to ``seconds`` and return whether the end was asked for."""
        return bool(select.select([self._read], [], [], seconds)[0])
