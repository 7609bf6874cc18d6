"""File locks between processes of one machine: the lease of a client and the locks of those who start engines.

A lock belongs to an open file, so it vanishes with its process however that ends, and no clean-up is ever needed.
"""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from comptoir.platform.engines.ending import Ending

PAUSE = 0.05
ROUND = 0.25  # seconds between two looks at the leases


class FileLock:
    """One lock on a file, held until ``release``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def acquire(self, *, shared: bool = False, timeout: float | None = None) -> bool:
        """Take the lock; wait up to ``timeout`` seconds (None: as long as it takes). Return whether it was taken."""
        if self._descriptor is not None:
            return True
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            taken = self._wait(descriptor, kind, timeout)
        except BaseException:
            os.close(descriptor)
            raise
        if taken:
            self._descriptor = descriptor
        else:
            os.close(descriptor)
        return taken

    @staticmethod
    def _wait(descriptor: int, kind: int, timeout: float | None) -> bool:
        if timeout is None:
            fcntl.flock(descriptor, kind)
            return True
        deadline = time.monotonic() + timeout
        while True:
            try:
                fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    return False
                time.sleep(PAUSE)
            else:
                return True

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def free(path: Path) -> bool:
    """Return whether nobody holds a lock on ``path``."""
    lock = FileLock(path)
    taken = lock.acquire(timeout=0)
    lock.release()
    return taken


class Idleness:
    """Watches the leases on an engine, from inside the process that keeps it."""

    def __init__(self, path: Path, *, linger: float) -> None:
        self._path = path
        self._linger = linger
        self._since: float | None = None

    def over(self) -> FileLock | None:
        """Return the lease file locked against everybody once nobody has held it for the linger time.

        The engine is stopped while that lock is held: whoever comes meanwhile waits, then starts it anew.
        """
        lock = FileLock(self._path)
        if not lock.acquire(timeout=0):
            self._since = None
            return None
        now = time.monotonic()
        self._since = now if self._since is None else self._since
        if now - self._since >= self._linger:
            return lock
        lock.release()
        return None

    def wait(self, ending: Ending) -> FileLock | None:
        """Wait until the time is over, or until asked to end; return the lock in the first case."""
        while not ending.wait(ROUND):
            lock = self.over()
            if lock:
                return lock
        return None
