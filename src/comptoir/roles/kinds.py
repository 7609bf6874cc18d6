"""What each kind of process does. Data only."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of process: whether it listens, to what, and which loops and jobs it runs."""

    listens: bool = False
    only_hooks: bool = False
    loops: frozenset[str] = frozenset()
    works: bool = False
    schedules: bool = False
    beside: str | None = None  # the role that a process of this role starts beside itself


ROLES: Mapping[str, Role] = {
    # What everything behind the panel costs must not be paid by the loop that answers people: it runs beside.
    "all": Role(listens=True, loops=frozenset({"web", "live"}), beside="background"),
    "background": Role(loops=frozenset({"ingest", "worker", "scheduler", "projector"}), works=True, schedules=True),
    "web": Role(listens=True, loops=frozenset({"web"})),
    "live": Role(listens=True, loops=frozenset({"live"})),
    "ingest": Role(listens=True, only_hooks=True, loops=frozenset({"ingest"})),
    "worker": Role(loops=frozenset({"worker"}), works=True),
    "scheduler": Role(loops=frozenset({"scheduler"}), schedules=True),
    "projector": Role(loops=frozenset({"projector"})),
}
