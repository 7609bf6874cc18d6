"""Buckets of a period and which of them stand beside each other in a comparison. Pure: no clock, no SQL."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from comptoir.kernel.fiscal import FISCAL, MONTHS, FiscalCalendar
from comptoir.kernel.time import DAY, Grain, Period, add_months, zone
from comptoir.semantic.plan import Alignment
from comptoir.semantic.query import Compare

HOUR = timedelta(hours=1)


def fiscal_for(period: Period, grain: Grain | None, calendar: FiscalCalendar) -> FiscalCalendar | None:
    """Return the calendar by whose months a comparison looks back, None where those of everybody decide.

    Fiscal grains do, and ranges of whole fiscal months where these are not calendar months.
    """
    if grain in FISCAL:
        return calendar
    return None if calendar.is_gregorian or calendar.whole_months(period) is None else calendar


def earlier_period(period: Period, compare: Compare, fiscal: FiscalCalendar | None = None) -> Period:
    """Return the period a comparison looks back to; with ``fiscal`` years and whole months are those of a calendar."""
    match compare:
        case Compare.PREVIOUS_PERIOD:
            months = fiscal.whole_months(period) if fiscal else None
            return fiscal.earlier(period, months=months) if fiscal and months else period.previous()
        case Compare.PREVIOUS_WEEK:
            back = DAY * (-(-period.days // 7) * 7)
            return Period(period.start - back, period.end - back)
        case Compare.PREVIOUS_YEAR:
            return fiscal.earlier(period, months=MONTHS) if fiscal else period.previous_year()
        case Compare.PREVIOUS_YEAR_WEEKDAY:
            return period.previous_year_weekday()


def count_buckets(period: Period, grain: Grain, calendar: FiscalCalendar) -> int:
    """Return how many buckets a period has; days are taken as 24 hours."""
    match grain:
        case Grain.HOUR:
            return period.days * 24
        case Grain.DAY:
            return period.days
        case _:
            return sum(1 for _ in calendar.buckets(period, grain))


def earlier_day(day: date, *, period: Period, compare: Compare, fiscal: FiscalCalendar | None = None) -> date | None:
    """Return the day of the earlier period that stands beside a day of the asked one, or None (29 February, week 53)."""
    if compare is Compare.PREVIOUS_YEAR and fiscal:
        return fiscal.moved(day, months=-MONTHS)
    if compare is Compare.PREVIOUS_YEAR:
        partner = add_months(day, -12)
        return partner if partner.day == day.day else None
    if compare is Compare.PREVIOUS_YEAR_WEEKDAY:
        return day - DAY * 364
    earlier = earlier_period(period, compare, fiscal)
    partner = earlier.start + (day - period.start)
    return partner if partner <= earlier.end else None


def align(
    period: Period, *, compare: Compare, grain: Grain, calendar: FiscalCalendar, zone_name: str, spread: int = 0
) -> Alignment:
    """Pair the buckets of the earlier period with those of the asked one.

    Days by the calendar (previous_year), by their place in the fiscal month, or by their ordinal; hours by local wall
    clock on paired days; weeks and longer by ordinal. ``spread`` days on both ends join in where stores' days differ from the zone's.
    """
    fiscal = fiscal_for(period, grain, calendar)
    earlier = earlier_period(period, compare, fiscal)
    if grain in (Grain.DAY, Grain.HOUR):
        wide = Period(period.start - DAY * spread, period.end + DAY * spread) if grain is Grain.HOUR else period
        days = [(partner, day) for day in _days(wide) if (partner := _partner(day, period, compare, spread, fiscal))]
        unpaired = earlier.days - sum(earlier.start <= partner <= earlier.end for partner, _ in days)
        if grain is Grain.DAY:
            return Alignment(pairs=tuple(days), unpaired=unpaired)
        hours = [pair for partner, day in days for pair in _hours(partner, day, zone_name)]
        return Alignment(pairs=tuple(hours), unpaired=unpaired)
    before, after = list(calendar.buckets(earlier, grain)), list(calendar.buckets(period, grain))
    return Alignment(pairs=tuple(zip(before, after, strict=False)), unpaired=max(0, len(before) - len(after)))


def hours_of(day: date, zone_name: str) -> list[datetime]:
    """Return the instants (UTC) at which the hours of a local day begin: 23, 24 or 25 of them."""
    local = zone(zone_name)
    start = datetime.combine(day, time.min, local).astimezone(UTC)
    end = datetime.combine(day + DAY, time.min, local).astimezone(UTC)
    return [start + HOUR * index for index in range(round((end - start) / HOUR))]


def same_wall_clock(instant: datetime, *, on: Callable[[date], date | None], zone_name: str) -> datetime | None:
    """Return the instant with the wall-clock time of ``instant`` on the partner of its local day."""
    local = instant.astimezone(zone(zone_name))
    partner = on(local.date())
    if partner is None:
        return None
    return datetime.combine(partner, local.time(), zone(zone_name)).replace(fold=local.fold).astimezone(UTC)


def _days(period: Period) -> Iterator[date]:
    return (period.start + DAY * index for index in range(period.days))


def _partner(day: date, period: Period, compare: Compare, spread: int, fiscal: FiscalCalendar | None) -> date | None:
    if not spread or period.start <= day <= period.end:
        return earlier_day(day, period=period, compare=compare, fiscal=fiscal)
    edge = period.start if day < period.start else period.end
    partner = earlier_day(edge, period=period, compare=compare, fiscal=fiscal)
    return partner + (day - edge) if partner else None


def _hours(earlier: date, asked: date, zone_name: str) -> Iterator[tuple[datetime, datetime]]:
    """Pair hours with equal wall clock; the second of a repeated hour and a skipped one have no partner."""
    local = zone(zone_name)

    def wall(instant: datetime) -> tuple[time, int]:
        there = instant.astimezone(local)
        return there.time(), there.fold

    targets = {wall(instant): instant for instant in hours_of(asked, zone_name)}
    for instant in hours_of(earlier, zone_name):
        if wall(instant) in targets:
            yield instant, targets[wall(instant)]
