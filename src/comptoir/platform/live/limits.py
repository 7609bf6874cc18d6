"""How much one socket, one session and one process may ask of the hub. Data, and the bucket that counts messages."""

from dataclasses import dataclass

MESSAGE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Counts and seconds."""

    subscriptions: int = 64  # a socket
    sockets: int = 30  # a session or token
    all_sockets: int = 18_000  # a process
    keys: int = 5_000  # distinct questions a process
    running: int = 4  # executions at once
    burst: int = 120  # messages at once
    rate: float = 20.0  # messages a second after that
    notes: int = 300  # short answers that may wait for a slow reader
    id_length: int = 100
    gap: float = 0.25  # between two executions of a key
    cost_factor: float = 20.0  # … and no more often than this many times its own cost
    longest_gap: float = 5.0
    authenticate_within: float = 10.0
    drain_within: float = 30.0
    heartbeat: float = 15.0
    recheck: float = 1.5  # with its question, within two seconds
    look: float = 1.0
    tick: float = 3.0
    flush: float = 0.02  # what changes meanwhile travels in one frame …
    flush_each: float = 40e-6  # … longer for each socket of the round before: about what sending to it costs
    longest_flush: float = 0.4

    def moment(self, sockets: int) -> float:
        """Return how long changes are collected before they are sent, after a round to this many sockets."""
        return min(self.longest_flush, self.flush + self.flush_each * sockets)

    def pause(self, cost: float) -> float:
        """Return how long after its start an execution that took ``cost`` seconds may be repeated."""
        return max(self.gap, min(self.longest_gap, self.cost_factor * cost))


class Bucket:
    """Lets ``burst`` messages through at once and ``rate`` a second after that."""

    __slots__ = ("_at", "_left")

    def __init__(self, *, limits: Limits, now: float) -> None:
        self._left = float(limits.burst)
        self._at = now

    def take(self, *, limits: Limits, now: float) -> bool:
        """Count one message; False when there are too many."""
        self._left = min(float(limits.burst), self._left + (now - self._at) * limits.rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
