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


ROLES: Mapping[str, Role] = {
    "all": Role(
        listens=True,
        loops=frozenset({"web", "live", "ingest", "worker", "scheduler", "projector"}),
        works=True,
        schedules=True,
    ),
    "web": Role(listens=True, loops=frozenset({"web"})),
    "live": Role(listens=True, loops=frozenset({"live"})),
    "ingest": Role(listens=True, only_hooks=True, loops=frozenset({"ingest"})),
    "worker": Role(loops=frozenset({"worker"}), works=True),
    "scheduler": Role(loops=frozenset({"scheduler"}), schedules=True),
    "projector": Role(loops=frozenset({"projector"})),
}
