"""Places in the home for what must lie plain on the disk for a moment: a file being read, rows being written.

Each is a directory that only this user may enter, locked by its process as long as it is used. It goes when it is no
longer needed; after a kill the next process of the home finds it unlocked and sweeps it away.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Spool:
    """The temporary places of one home."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @contextmanager
    def place(self, purpose: str) -> Iterator[Path]:
        """Yield a new directory and remove it with everything in it."""
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(self._directory, fcntl.LOCK_SH):  # a sweep must not see it before it is locked
            path = Path(tempfile.mkdtemp(prefix=f"{purpose}-", dir=self._directory))
            held = _open(path)
            fcntl.flock(held, fcntl.LOCK_EX)
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)
            os.close(held)

    def sweep(self) -> int:
        """Remove what killed processes left behind; return how many places that were."""
        swept = 0
        try:
            with locked(self._directory, fcntl.LOCK_EX | fcntl.LOCK_NB):
                for path in self._directory.iterdir():
                    swept += _removed(path)
        except (FileNotFoundError, BlockingIOError):  # nothing there yet, or somebody is at it
            pass
        return swept


@contextmanager
def locked(directory: Path, kind: int) -> Iterator[None]:
    """Hold a lock on a directory. Raises ``BlockingIOError`` where it must not wait and would have to."""
    descriptor = _open(directory)
    try:
        fcntl.flock(descriptor, kind)
        yield
    finally:
        os.close(descriptor)


def _open(directory: Path) -> int:
    return os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)


def _removed(path: Path) -> bool:
    """Remove a place unless it is in use."""
    try:
        with locked(path, fcntl.LOCK_EX | fcntl.LOCK_NB):
            shutil.rmtree(path, ignore_errors=True)
    except OSError:  # in use, or gone meanwhile
        return False
    return True
