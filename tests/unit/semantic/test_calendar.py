"""Buckets and comparisons: by ordinal, by calendar, by wall clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kernel.fiscal import FiscalCalendar
from comptoir.kernel.time import Grain, Period, WeekStart
from comptoir.semantic.calendar import align, count_buckets, earlier_period, hours_of, same_wall_clock
from comptoir.semantic.query import Compare

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2040, 12, 31))
PERIODS = st.builds(lambda start, length: Period(start, start + timedelta(days=length)), DAYS, st.integers(0, 800))
BERLIN = "Europe/Berlin"
CALENDAR = FiscalCalendar()


def aligned(period: Period, compare: Compare, grain: Grain, zone: str = BERLIN) -> dict[object, object]:
    pairs = align(period, compare=compare, grain=grain, calendar=CALENDAR, zone_name=zone).pairs
    return {after: before for before, after in pairs}


@given(PERIODS, st.sampled_from(Compare), st.sampled_from([grain for grain in Grain if grain is not Grain.HOUR]))
def test_pairs_lie_in_both_periods_and_never_repeat(period: Period, compare: Compare, grain: Grain) -> None:
    found = align(period, compare=compare, grain=grain, calendar=CALENDAR, zone_name=BERLIN)
    before, after = [pair[0] for pair in found.pairs], [pair[1] for pair in found.pairs]
    assert len(set(before)) == len(before)
    assert len(set(after)) == len(after)
    earlier = earlier_period(period, compare)
    assert set(before) <= set(CALENDAR.buckets(earlier, grain))
    assert set(after) <= set(CALENDAR.buckets(period, grain))
    assert found.unpaired == count_buckets(earlier, grain, CALENDAR) - len(before)
    assert sorted(before) == before


@given(PERIODS)
def test_weekdays_meet_weekdays(period: Period) -> None:
    for after, before in aligned(period, Compare.PREVIOUS_YEAR_WEEKDAY, Grain.DAY).items():
        assert before.weekday() == after.weekday()  # type: ignore[attr-defined]


@given(PERIODS)
def test_last_year_is_the_same_day_of_the_calendar(period: Period) -> None:
    for after, before in aligned(period, Compare.PREVIOUS_YEAR, Grain.DAY).items():
        assert (before.month, before.day) == (after.month, after.day)  # type: ignore[attr-defined]


def test_the_leap_day_stands_alone() -> None:
    leap = aligned(Period(date(2024, 2, 28), date(2024, 3, 1)), Compare.PREVIOUS_YEAR, Grain.DAY)
    assert leap == {date(2024, 2, 28): date(2023, 2, 28), date(2024, 3, 1): date(2023, 3, 1)}
    after = Period(date(2025, 2, 1), date(2025, 3, 31))
    found = align(after, compare=Compare.PREVIOUS_YEAR, grain=Grain.DAY, calendar=CALENDAR, zone_name=BERLIN)
    assert found.unpaired == 1


def test_a_shorter_month_leaves_days_without_partner() -> None:
    found = align(
        Period(date(2025, 2, 1), date(2025, 2, 28)),
        compare=Compare.PREVIOUS_PERIOD,
        grain=Grain.DAY,
        calendar=CALENDAR,
        zone_name=BERLIN,
    )
    assert (len(found.pairs), found.unpaired, found.pairs[0]) == (28, 3, (date(2025, 1, 1), date(2025, 2, 1)))


@given(PERIODS, st.sampled_from(WeekStart), st.sampled_from(Grain))
def test_every_day_has_its_bucket(period: Period, week_start: WeekStart, grain: Grain) -> None:
    calendar = FiscalCalendar(week_start=week_start)
    starts = list(calendar.buckets(period, grain))
    assert starts[0] == calendar.start_of(period.start, grain)
    assert calendar.start_of(period.end, grain) == starts[-1]
    assert len(set(starts)) == len(starts)


def test_hours_of_days() -> None:
    assert [len(hours_of(day, BERLIN)) for day in (date(2025, 3, 30), date(2025, 10, 26), date(2025, 6, 1))] == [
        23,
        25,
        24,
    ]


def test_hours_meet_at_the_wall_clock() -> None:
    day = aligned(Period(date(2025, 10, 26), date(2025, 10, 26)), Compare.PREVIOUS_PERIOD, Grain.HOUR)
    assert len(day) == 24  # the second hour 2 has no partner on a day of 24 hours
    assert day[datetime(2025, 10, 26, 22, tzinfo=UTC)] == datetime(2025, 10, 25, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "then"), [("2025-03-31T08:30", "2025-03-30T08:30"), ("2025-03-30T07:30", "2025-03-29T08:30")]
)
def test_the_same_minute_is_of_the_wall_clock(now: str, then: str) -> None:
    def the_day_before(day: date) -> date:
        return day - timedelta(days=1)

    instant = datetime.fromisoformat(now).replace(tzinfo=UTC)
    found = same_wall_clock(instant, on=the_day_before, zone_name=BERLIN)
    assert found == datetime.fromisoformat(then).replace(tzinfo=UTC)
