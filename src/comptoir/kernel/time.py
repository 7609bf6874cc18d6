"""Days, grains and periods: local calendar arithmetic over aware UTC instants.

"Day" is always the day of a named zone (a store's or the organisation's). Owns no I/O and no "now".
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY = timedelta(days=1)


class Grain(StrEnum):
    """Width of one bucket of a time series."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FISCAL_MONTH = "fiscal_month"
    FISCAL_QUARTER = "fiscal_quarter"
    FISCAL_YEAR = "fiscal_year"


class WeekStart(StrEnum):
    """First day of the organisation's week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def place(self) -> int:
        """Return the weekday as ``date.weekday`` counts it: Monday is 0."""
        return tuple(WeekStart).index(self)


@dataclass(frozen=True, slots=True)
class Period:
    """A range of local days, both ends included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"the period ends ({self.end}) before it starts ({self.start})")

    @property
    def days(self) -> int:
        """Number of days, both ends counted."""
        return (self.end - self.start).days + 1

    def previous(self) -> "Period":
        """Return the period of equal length that ends the day before; whole months give whole months."""
        if self.start.day == 1 and self.end.day == monthrange(self.end.year, self.end.month)[1]:
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
            return Period(add_months(self.start, -months), self.start - DAY)
        return Period(self.start - DAY * self.days, self.start - DAY)

    def previous_year(self) -> "Period":
        """Return the same calendar days a year earlier; 29 February becomes 28, month ends stay month ends."""
        end = add_months(self.end, -12)
        if self.end.month == 2 and self.end.day == monthrange(self.end.year, 2)[1]:
            end = end.replace(day=monthrange(end.year, 2)[1])
        return Period(add_months(self.start, -12), end)

    def previous_year_weekday(self) -> "Period":
        """Return the period 52 weeks earlier, so that weekdays meet weekdays."""
        return Period(self.start - DAY * 364, self.end - DAY * 364)


def zone(name: str) -> ZoneInfo:
    """Return the IANA zone or raise ``ValueError`` with a sentence."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not an IANA time zone such as Europe/Berlin") from error


def day_of(instant: datetime, zone_name: str) -> date:
    """Return the local day of an aware instant in a zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(zone(zone_name)).date()


def day_bounds(day: date, zone_name: str) -> tuple[datetime, datetime]:
    """Return the UTC instants at which a local day begins and ends; DST days last 23 or 25 hours."""
    local = zone(zone_name)
    start = datetime.combine(day, time.min, local).astimezone(UTC)
    return start, datetime.combine(day + DAY, time.min, local).astimezone(UTC)


def bucket_start(day: date, grain: Grain, week_start: WeekStart = WeekStart.MONDAY) -> date:
    """Return the first day of the bucket that holds ``day``. Fiscal grains need a calendar: see ``kernel.fiscal``."""
    match grain:
        case Grain.WEEK:
            return day - DAY * ((day.weekday() - week_start.place) % 7)
        case Grain.MONTH:
            return day.replace(day=1)
        case Grain.QUARTER:
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case Grain.YEAR:
            return day.replace(month=1, day=1)
        case Grain.HOUR | Grain.DAY:
            return day
        case _:
            raise ValueError(f"{grain} needs the organisation's calendar")


def next_bucket(start: date, grain: Grain) -> date:
    """Return the first day of the bucket after the one that starts at ``start``."""
    match grain:
        case Grain.WEEK:
            return start + DAY * 7
        case Grain.MONTH:
            return add_months(start, 1)
        case Grain.QUARTER:
            return add_months(start, 3)
        case Grain.YEAR:
            return add_months(start, 12)
        case Grain.HOUR | Grain.DAY:
            return start + DAY
        case _:
            raise ValueError(f"{grain} needs the organisation's calendar")


def last_of_month(day: date) -> date:
    """Return the last day of the calendar month of a day."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later or earlier, clipped to the month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
