"""Where a figure should stand by now on its way to a target: shares of the days of a period, and what follows of them.

The shares of a period add up to exactly one. Owns arithmetic on days and figures: no I/O, no "now".
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate

from comptoir.kernel.time import DAY, Period

YEAR = DAY * 364  # 52 weeks: weekdays meet weekdays
WEEK = DAY * 7
TRAILING = 56  # days
LEAD = 14  # days before last year's period in which a figure shows that there was business then
SUNDAY = 6
LEAST = Fraction(1, 20)  # the share of a period below which no end is told from its beginning

Figures = Mapping[date, Decimal]


class Method(StrEnum):
    """What the shares of days come from."""

    LAST_YEAR = "last_year"
    WEEKDAYS = "weekdays"
    EVEN = "even"
    LEVEL = "level"  # nothing adds up: a share or an average is held, not reached


@dataclass(frozen=True, slots=True)
class Shares:
    """The share of each day of a period, and the days it was learnt from."""

    method: Method
    by_day: Mapping[date, Fraction]
    source: Period | None = None

    def by(self, day: date, elapsed: Fraction) -> Fraction:
        """Return the share that lies before a moment: ``elapsed`` of ``day``, and the days before it."""
        whole = sum((share for one, share in self.by_day.items() if one < day), Fraction(0))
        return whole + self.by_day.get(day, Fraction(0)) * elapsed


def last_year_of(period: Period) -> Period:
    """Return the days that are asked of last year: the same weekdays, and some around them."""
    return Period(period.start - YEAR - DAY * LEAD, period.end - YEAR + WEEK)


def trailing_of(period: Period, *, today: date) -> Period:
    """Return the eight weeks before a period, or before today where it has not begun."""
    end = min(period.start, today) - DAY
    return Period(end - DAY * (TRAILING - 1), end)


def shares_of_last_year(period: Period, *, figures: Figures, holidays: AbstractSet[date], today: date) -> Shares | None:
    """Return shares as the same weekdays 52 weeks ago had them; None without a whole such period of business.

    A holiday that falls on another day this year takes the place of a Sunday, and the day it left that of its weekday.
    """
    start, end = period.start - YEAR, period.end - YEAR
    early = any(figures.get(start - DAY * back, 0) > 0 for back in range(LEAD + 1))
    if end >= today or not early:
        return None
    weights = {day: _like_last_year(day, figures, holidays) for day in days_of(period)}
    return _shares(Method.LAST_YEAR, weights, Period(start, end))


def shares_of_weekdays(
    period: Period, *, figures: Figures, holidays: AbstractSet[date], source: Period
) -> Shares | None:
    """Return shares by the mean of each weekday in some weeks; holidays count as Sundays. None without figures."""
    days = [day for day in days_of(source) if day not in holidays]
    by_weekday = {
        place: _mean([figures.get(day, Decimal(0)) for day in days if day.weekday() == place]) for place in range(7)
    }
    weights = {day: by_weekday[SUNDAY if day in holidays else day.weekday()] for day in days_of(period)}
    return _shares(Method.WEEKDAYS, weights, source)


def even_shares(period: Period) -> Shares:
    """Return shares by which every day counts the same."""
    return Shares(Method.EVEN, dict.fromkeys(days_of(period), Fraction(1, period.days)))


def days_of(period: Period) -> Sequence[date]:
    """Return the days of a period."""
    return [period.start + DAY * place for place in range(period.days)]


def expected_so_far(target: Decimal, shares: Shares, *, digits: int) -> dict[date, Decimal]:
    """Return what should be reached at the end of each day; at the end of the period that is the target."""
    sums = accumulate(shares.by_day.values())
    return {day: portion(target, share, digits=digits) for day, share in zip(shares.by_day, sums, strict=True)}


def portion(target: Decimal, share: Fraction, *, digits: int) -> Decimal:
    """Return a share of an amount, rounded once."""
    exact = Fraction(target) * share
    step = Decimal(1).scaleb(-digits)
    if exact == target:
        return target
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(step, rounding=ROUND_HALF_UP)


def projected(actual: Decimal, *, share: Fraction, whole_days: int, digits: int) -> Decimal | None:
    """Return where a figure ends if the rest goes as what has passed did; None where too little has passed to tell."""
    if share >= 1:
        return actual
    if share < LEAST or whole_days < 1:
        return None
    return portion(actual, 1 / share, digits=digits)


def _like_last_year(day: date, figures: Figures, holidays: AbstractSet[date]) -> Fraction:
    then = day - YEAR
    if (day in holidays) == (then in holidays):
        return _weight(figures.get(then, Decimal(0)))
    if day in holidays:
        before = then - DAY * ((then.weekday() - SUNDAY) % 7)
        around = [before, before + WEEK] if before != then else [then]
    else:
        around = [one for one in (then - WEEK, then + WEEK) if one not in holidays] or [then]
    return _mean([figures.get(one, Decimal(0)) for one in around])


def _shares(method: Method, weights: Mapping[date, Fraction], source: Period) -> Shares | None:
    total = sum(weights.values(), Fraction(0))
    if total <= 0:
        return None
    return Shares(method, {day: weight / total for day, weight in weights.items()}, source)


def _mean(figures: Sequence[Decimal]) -> Fraction:
    return sum((_weight(one) for one in figures), Fraction(0)) / len(figures) if figures else Fraction(0)


def _weight(figure: Decimal) -> Fraction:
    return max(Fraction(0), Fraction(figure))
