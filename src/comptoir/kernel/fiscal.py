"""The organisation's calendar: where its weeks begin and how its fiscal years are cut into quarters and months.

Every day lies in exactly one fiscal month, quarter and year. Week patterns are those of retail (the 4-5-4 calendar of
the National Retail Federation is one): twelve months of whole weeks, and a 53rd week at the end of some years, which
belongs to the last month. Owns dates only: no I/O, no "now", no figure.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from comptoir.kernel.time import DAY, Grain, Period, WeekStart, add_months, bucket_start, last_of_month, next_bucket

MONTHS, QUARTER = 12, 3
FISCAL = (Grain.FISCAL_MONTH, Grain.FISCAL_QUARTER, Grain.FISCAL_YEAR)
SHORTEST, LONGEST = 14, 70  # days of a month in a list of one's own
MOST_YEARS = 100


class Pattern(StrEnum):
    """How a fiscal year is cut into twelve months."""

    GREGORIAN = "gregorian"
    FOUR_FOUR_FIVE = "4-4-5"
    FOUR_FIVE_FOUR = "4-5-4"
    FIVE_FOUR_FOUR = "5-4-4"
    CUSTOM = "custom"


class Anchor(StrEnum):
    """Which day ends a year of whole weeks: the last such weekday of the month, or the one nearest to its end."""

    LAST = "last"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """Weeks and fiscal years of an organisation.

    ``first_month`` is the calendar month a year begins in; a year of whole weeks ends with the month before, on the day
    before ``week_start`` that ``anchor`` names. ``starts`` are the first days of fiscal months of a list of one's own:
    twelve a year, and at last the day after the last year. Outside the list months are as long as those of the calendar.
    """

    week_start: WeekStart = WeekStart.MONDAY
    pattern: Pattern = Pattern.GREGORIAN
    first_month: int = 1
    anchor: Anchor = Anchor.LAST
    starts: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.first_month <= MONTHS:
            raise ValueError("the first month of a fiscal year is a number from 1 to 12")
        if (self.pattern is Pattern.CUSTOM) != bool(self.starts):
            raise ValueError("a list of starts belongs to the custom calendar, and to no other")
        if self.starts:
            _check_starts(self.starts)

    @property
    def is_gregorian(self) -> bool:
        """Whether fiscal months are calendar months."""
        return self.pattern is Pattern.GREGORIAN

    @property
    def is_everybodys(self) -> bool:
        """Whether fiscal months, quarters and years are those of the calendar on every wall."""
        return self.is_gregorian and self.first_month == 1

    def starts_of(self, years: range) -> tuple[date, ...]:
        """Return the first days of all months of some years, and at last the day after the last year."""
        return (*(start for year in years for start in _months(self, year)), self.year_start(years.stop))

    def year_start(self, year: int) -> date:
        """Return the first day of the fiscal year that begins with, or nearest to, ``first_month`` of ``year``."""
        return _months(self, year)[0]

    def month_starts(self, year: int) -> tuple[date, ...]:
        """Return the first days of the twelve months of a fiscal year."""
        return _months(self, year)

    def place_of(self, day: date) -> tuple[int, int]:
        """Return fiscal year and month (0 to 11) of a day."""
        year = day.year
        while self.year_start(year) > day:
            year -= 1
        while self.year_start(year + 1) <= day:
            year += 1
        return year, sum(start <= day for start in _months(self, year)) - 1

    def month_start(self, year: int, month: int) -> date:
        """Return the first day of a month; months before 0 and after 11 lie in the years around."""
        return _months(self, year + month // MONTHS)[month % MONTHS]

    def start_of(self, day: date, grain: Grain) -> date:
        """Return the first day of the bucket that holds ``day``."""
        if grain not in FISCAL:
            return bucket_start(day, grain, self.week_start)
        year, month = self.place_of(day)
        return self.month_start(year, month - month % _length(grain))

    def next_start(self, start: date, grain: Grain) -> date:
        """Return the first day of the bucket after the one that starts at ``start``."""
        if grain not in FISCAL:
            return next_bucket(start, grain)
        year, month = self.place_of(start)
        return self.month_start(year, month - month % _length(grain) + _length(grain))

    def period_of(self, day: date, grain: Grain) -> Period:
        """Return the whole bucket that holds ``day``."""
        start = self.start_of(day, grain)
        return Period(start, self.next_start(start, grain) - DAY)

    def buckets(self, period: Period, grain: Grain) -> Iterator[date]:
        """Yield the first day of every bucket that meets the period."""
        start = self.start_of(period.start, grain)
        while start <= period.end:
            yield start
            start = self.next_start(start, grain)

    def week_of(self, day: date) -> tuple[int, int]:
        """Return year and number of a day's week: of the fiscal year where it is made of whole weeks, else by the rule
        of ISO 8601 (a week belongs to the year of its fourth day), whatever day weeks begin on.
        """
        if self.is_gregorian or self.pattern is Pattern.CUSTOM:
            middle = self.start_of(day, Grain.WEEK) + DAY * 3
            return middle.year, (middle - date(middle.year, 1, 1)).days // 7 + 1
        year, _ = self.place_of(day)
        return year, (day - self.year_start(year)).days // 7 + 1

    def whole_months(self, period: Period) -> int | None:
        """Return how many fiscal months a period is made of, None where it holds parts of some."""
        (first, one), (last, other) = self.place_of(period.start), self.place_of(period.end)
        if period.start != self.month_start(first, one) or period.end != self.month_start(last, other + 1) - DAY:
            return None
        return (last - first) * MONTHS + other - one + 1

    def moved(self, day: date, *, months: int) -> date | None:
        """Return the same day of another fiscal month; None where that month is too short (a 53rd week)."""
        year, month = self.place_of(day)
        found = self.month_start(year, month + months) + (day - self.month_start(year, month))
        return found if found < self.month_start(year, month + months + 1) else None

    def earlier(self, period: Period, *, months: int) -> Period:
        """Return the period at the same fiscal places some months before; ends of months stay ends of months."""
        year, month = self.place_of(period.end)
        last = self.month_start(year, month - months + 1) - DAY
        is_whole = period.end == self.month_start(year, month + 1) - DAY
        end = last if is_whole else self.moved(period.end, months=-months) or last
        year, month = self.place_of(period.start)
        start = self.moved(period.start, months=-months) or self.month_start(year, month - months + 1) - DAY
        return Period(start, max(start, end))


def _length(grain: Grain) -> int:
    return {Grain.FISCAL_MONTH: 1, Grain.FISCAL_QUARTER: QUARTER}.get(grain, MONTHS)


def _check_starts(starts: tuple[date, ...]) -> None:
    if len(starts) % MONTHS != 1 or not 1 < len(starts) <= MONTHS * MOST_YEARS + 1:
        raise ValueError("twelve starts a year are needed, and at last the day after the last year")
    for one, other in pairwise(starts):
        if not SHORTEST <= (other - one).days <= LONGEST:
            raise ValueError(f"the month from {one} to {other} has not {SHORTEST} to {LONGEST} days")


@lru_cache(maxsize=4096)
def _months(calendar: FiscalCalendar, year: int) -> tuple[date, ...]:
    match calendar.pattern:
        case Pattern.GREGORIAN:
            return tuple(add_months(date(year, calendar.first_month, 1), month) for month in range(MONTHS))
        case Pattern.CUSTOM:
            return _listed(calendar.starts, year)
        case _:
            weeks = [int(one) for one in calendar.pattern.split("-")] * 4
            start = _after_anchor(calendar, year)
            return tuple(start + DAY * 7 * sum(weeks[:month]) for month in range(MONTHS))


def _listed(starts: tuple[date, ...], year: int) -> tuple[date, ...]:
    place = (year - starts[0].year) * MONTHS
    last = len(starts) - 1
    if place < 0:
        return tuple(add_months(starts[0], place + month) for month in range(MONTHS))
    if place >= last:
        return tuple(add_months(starts[last], place - last + month) for month in range(MONTHS))
    return starts[place : place + MONTHS]


def _after_anchor(calendar: FiscalCalendar, year: int) -> date:
    """The day after the one that ends the year before: always the first of a week."""
    after = date(year, calendar.first_month, 1)
    final = last_of_month(after - DAY)
    start = bucket_start(final + DAY, Grain.WEEK, calendar.week_start)
    is_nearer = calendar.anchor is Anchor.NEAREST and (final + DAY - start).days > 3
    return start + DAY * 7 if is_nearer else start
