"""Two caches of one process: compiled plans by shape, results by everything that decides them. Bounded, oldest first out."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from comptoir.semantic.result import Result

T = TypeVar("T")
MEGABYTE = 1024 * 1024
_VALUE_BYTES = 64
_ROW_BYTES = 64
_RESULT_BYTES = 4096


class Cache(Generic[T]):
    """A mapping that forgets what was used longest ago once it weighs more than ``limit``."""

    def __init__(self, *, limit: int, weigh: Callable[[T], int] = lambda _: 1) -> None:
        self.limit = limit
        self.weight = 0
        self.hits = 0
        self.misses = 0
        self._weigh = weigh
        self._items: OrderedDict[Hashable, T] = OrderedDict()

    def __len__(self) -> int:
        return len(self._items)

    def get(self, key: Hashable) -> T | None:
        """Return what was kept under a key, and remember that it was used."""
        found = self._items.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._items.move_to_end(key)
        return found

    def put(self, key: Hashable, item: T) -> None:
        """Keep an item, unless it alone weighs more than a quarter of the limit."""
        self.drop(key)
        weight = self._weigh(item)
        if weight * 4 > self.limit > 8:
            return
        self._items[key] = item
        self.weight += weight
        while self.weight > self.limit:
            _, oldest = self._items.popitem(last=False)
            self.weight -= self._weigh(oldest)

    def drop(self, key: Hashable) -> None:
        """Forget one item."""
        found = self._items.pop(key, None)
        if found is not None:
            self.weight -= self._weigh(found)


def weigh_result(result: Result) -> int:
    """Return about how many bytes a result holds."""
    return _RESULT_BYTES + len(result.rows) * (_ROW_BYTES + _VALUE_BYTES * len(result.columns))


def result_cache(*, limit: int = 64 * MEGABYTE) -> Cache[Result]:
    """Return a cache of results that holds about ``limit`` bytes."""
    return Cache(limit=limit, weigh=weigh_result)
