"""How many orders a store takes on a day: growth, year, week, promotions and chance, without any memory."""

import math
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from random import Random

from comptoir.composed.demo.model.stores import DemoStore

# Orders of the whole merchant on an average day of the first year; two years give about 250,000 with growth.
BASE_ORDERS = 272.0
YEARLY_GROWTH = 0.17

_WEEKDAYS = (1.04, 0.97, 0.95, 0.99, 1.02, 0.94, 1.09)
_SHOP_WEEKDAYS = (0.75, 0.85, 0.9, 1.0, 1.25, 1.75, 0.5)
_MONTHS = (0.93, 0.88, 0.92, 0.95, 0.99, 0.97, 0.92, 0.90, 0.98, 1.05, 1.22, 1.32)
_HOURS = (6, 4, 2, 1, 1, 3, 9, 18, 30, 40, 46, 49, 52, 48, 45, 46, 49, 55, 64, 76, 84, 76, 49, 20)
_SHOP_HOURS = (0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 40, 55, 70, 66, 60, 62, 74, 84, 70, 34, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Promotion:
    """A named sale: code, share taken off, how much it lifts demand."""

    code: str
    rate: str
    lift: float
    uptake: float


def black_friday(year: int) -> date:
    """Return the day after the fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 22)


def promotion(day: date) -> Promotion | None:
    """Return the promotion that runs on a day."""
    offset = (day - black_friday(day.year)).days
    if -4 <= offset <= 3:
        lift = {-4: 1.8, -3: 1.8, -2: 2.0, -1: 2.7, 0: 6.3, 1: 4.3, 2: 3.6, 3: 4.6}[offset]
        return Promotion("BLACKFRIDAY", "0.20", lift, 0.62)
    if (day.month, day.day) >= (12, 27) or (day.month == 1 and day.day <= 9):
        return Promotion("WINTERSALE", "0.25", 1.35, 0.5)
    if day.month == 6 and 20 <= day.day <= 30:
        return Promotion("MIDSUMMER", "0.15", 1.4, 0.45)
    if day.month == 3 and 14 <= day.day <= 18:
        return Promotion("SPRING10", "0.10", 1.25, 0.4)
    if day.month == 9 and 1 <= day.day <= 4:
        return Promotion("BACKHOME", "0.10", 1.2, 0.35)
    return None


def rng(seed: int, *parts: object) -> Random:
    """Return the generator of one thing: the same parts give the same numbers."""
    return Random("/".join(map(str, (seed, *parts))))  # noqa: S311 - invented data, not a secret


def orders_on(seed: int, store: DemoStore, start: date, day: date) -> int:
    """Return how many orders a store takes on its local day."""
    since = (day - start).days - store.opened
    if since < 0:
        return 0
    is_shop = store.channels[0][0] == "point of sale"
    weekday = (_SHOP_WEEKDAYS if is_shop else _WEEKDAYS)[day.weekday()]
    ramp = min(1.0, 0.35 + since / 120) if store.opened else 1.0
    growth = (1 + YEARLY_GROWTH) ** ((day - start).days / 365)
    sale = promotion(day)
    quiet = 0.35 if (day.month, day.day) in {(12, 25), (1, 1)} else 1.0
    after = 0.72 if 4 <= (day - black_friday(day.year)).days <= 6 else 1.0
    expected = BASE_ORDERS * store.weight * weekday * _MONTHS[day.month - 1] * ramp * growth * quiet * after
    expected *= sale.lift if sale else 1.0
    random = rng(seed, store.slug, day, "count")
    return max(0, round(random.gauss(expected * random.lognormvariate(0, 0.07), math.sqrt(expected))))


@lru_cache(maxsize=65536)
def new_buyers_on(seed: int, store: DemoStore, start: date, day: date) -> int:
    """Return how many of a day's orders come from first-time buyers; the share falls as a store ages."""
    count = orders_on(seed, store, start, day)
    age = max(0, (day - start).days - store.opened)
    share = 0.56 + 0.24 * math.exp(-age / 150)
    return min(count, round(count * share + rng(seed, store.slug, day, "new").uniform(-0.5, 0.5)))


class Buyers:
    """Numbers the buyers of one store: buyer N first bought on ``first_day(N)``. Built once a store, from counts alone."""

    def __init__(self, seed: int, store: DemoStore, start: date, last: date) -> None:
        days = (last - start).days + 1
        counts = [new_buyers_on(seed, store, start, start + timedelta(days=day)) for day in range(days)]
        self._start = start
        self._totals = list(accumulate(counts, initial=0))

    def before(self, day: date) -> int:
        """Return how many people had bought before ``day``."""
        return self._totals[min(max((day - self._start).days, 0), len(self._totals) - 1)]

    def first_day(self, number: int) -> date:
        """Return the day buyer ``number`` first bought."""
        return self._start + timedelta(days=bisect_right(self._totals, number) - 1)


def minute_of(random: Random, *, is_shop: bool) -> int:
    """Return the local minute of the day of an order, after the day's own curve."""
    hour: int = random.choices(range(24), weights=_SHOP_HOURS if is_shop else _HOURS)[0]
    return hour * 60 + random.randrange(60)
