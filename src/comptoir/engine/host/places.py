"""How many statements run at once, in all and for one caller, and noticing callers who left."""

import contextlib
import select
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from comptoir.engine.host.request import Refused

WAIT_SECONDS = 30.0
LOOK_SECONDS = 0.1


class Places:
    """Places for running statements. A caller with a name gets half of them at most."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._each = max(1, total // 2)
        self._taken: Counter[str] = Counter()
        self._free = threading.Condition()

    @contextmanager
    def one(self, caller: str) -> Iterator[None]:
        """Hold a place; refuse like ClickHouse does when none is free for too long."""
        with self._free:
            if not self._free.wait_for(lambda: self._may(caller), timeout=WAIT_SECONDS):
                raise Refused(503, 202, "TOO_MANY_SIMULTANEOUS_QUERIES", "Too many queries run at once")
            self._taken[caller] += 1
        try:
            yield
        finally:
            with self._free:
                self._taken[caller] -= 1
                if not self._taken[caller]:
                    del self._taken[caller]
                self._free.notify_all()

    def _may(self, caller: str) -> bool:
        return self._taken.total() < self._total and (not caller or self._taken[caller] < self._each)


class Watch:
    """Looks ten times a second whether callers of running statements are still there, and cancels for those who left."""

    def __init__(self) -> None:
        self._watched: dict[socket.socket, Callable[[], None]] = {}
        self._some = threading.Condition()
        threading.Thread(target=self._look, name="watch", daemon=True).start()

    @contextmanager
    def over(self, connection: socket.socket, leave: Callable[[], None]) -> Iterator[None]:
        """Call ``leave`` once if the peer closes while the block runs."""
        with self._some:
            self._watched[connection] = leave
            self._some.notify()
        try:
            yield
        finally:
            with self._some:
                self._watched.pop(connection, None)

    def _look(self) -> None:
        stop = threading.Event()
        while True:
            with self._some:
                self._some.wait_for(lambda: bool(self._watched))
            stop.wait(LOOK_SECONDS)
            with self._some:
                gone = [connection for connection in self._watched if closed(connection)]
                left = [self._watched.pop(connection) for connection in gone]
            for leave in left:
                with contextlib.suppress(RuntimeError):
                    leave()


def closed(connection: socket.socket) -> bool:
    """Return whether the peer has closed its side. Asks first, because a socket with a timeout would wait."""
    try:
        poller = select.poll()
        poller.register(connection, select.POLLIN)
        return bool(poller.poll(0)) and connection.recv(1, socket.MSG_PEEK) == b""
    except (OSError, ValueError):
        return True
