"""The one source of "now", replaceable in tests. Always aware UTC."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the current instant, aware UTC."""
    return datetime.now(UTC)


def fixed_clock(instant: datetime) -> Clock:
    """Return a clock that always answers ``instant`` (aware)."""
    if instant.tzinfo is None:
        raise ValueError("a clock needs an aware instant")
    return lambda: instant
