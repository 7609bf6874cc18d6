"""Fiscal calendars: every day in exactly one bucket, published years of retail, week 53, weeks of ISO 8601."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kernel.fiscal import FISCAL, Anchor, FiscalCalendar, Pattern
from comptoir.kernel.time import DAY, Grain, Period, WeekStart, add_months, day_bounds
from comptoir.semantic.calendar import align, earlier_day, earlier_period, fiscal_for
from comptoir.semantic.query import Compare

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))
WEEKS = (Pattern.FOUR_FOUR_FIVE, Pattern.FOUR_FIVE_FOUR, Pattern.FIVE_FOUR_FOUR)
RETAIL = FiscalCalendar(WeekStart.SUNDAY, Pattern.FOUR_FIVE_FOUR, 2, Anchor.NEAREST)  # the NRF's 4-5-4
SEPTEMBER = FiscalCalendar(WeekStart.SUNDAY, Pattern.FOUR_FOUR_FIVE, 10, Anchor.LAST)  # ends on its last Saturday


@st.composite
def own_lists(draw: st.DrawFn) -> FiscalCalendar:
    starts = [draw(st.dates(min_value=date(2015, 1, 1), max_value=date(2030, 12, 31)))]
    for _ in range(12 * draw(st.integers(1, 4))):
        starts.append(starts[-1] + timedelta(days=draw(st.integers(14, 70))))
    return FiscalCalendar(pattern=Pattern.CUSTOM, starts=tuple(starts))


PLAIN = st.builds(
    FiscalCalendar,
    st.sampled_from(WeekStart),
    st.sampled_from((Pattern.GREGORIAN, *WEEKS)),
    st.integers(1, 12),
    st.sampled_from(Anchor),
)
CALENDARS = st.one_of(PLAIN, own_lists())


@given(CALENDARS, DAYS, st.sampled_from([Grain.WEEK, *FISCAL]))
def test_every_day_lies_in_exactly_one_bucket(calendar: FiscalCalendar, day: date, grain: Grain) -> None:
    period = calendar.period_of(day, grain)
    assert period.start <= day <= period.end
    assert calendar.period_of(period.start, grain) == calendar.period_of(period.end, grain) == period
    assert calendar.start_of(period.start - DAY, grain) < period.start
    assert calendar.start_of(period.end + DAY, grain) == period.end + DAY


@given(CALENDARS, DAYS)
def test_months_make_quarters_and_quarters_years(calendar: FiscalCalendar, day: date) -> None:
    year = calendar.period_of(day, Grain.FISCAL_YEAR)
    months = list(calendar.buckets(year, Grain.FISCAL_MONTH))
    assert len(months) == 12
    assert list(calendar.buckets(year, Grain.FISCAL_QUARTER)) == months[::3]
    assert calendar.whole_months(year) == 12


@given(st.builds(FiscalCalendar, st.sampled_from(WeekStart), st.sampled_from(WEEKS), st.integers(1, 12),
                 st.sampled_from(Anchor)), DAYS)  # fmt: skip
def test_years_of_whole_weeks(calendar: FiscalCalendar, day: date) -> None:
    year = calendar.period_of(day, Grain.FISCAL_YEAR)
    assert year.days in (364, 371)
    assert year.start.weekday() == calendar.week_start.place
    lengths = [
        calendar.period_of(start, Grain.FISCAL_MONTH).days // 7 for start in calendar.buckets(year, Grain.FISCAL_MONTH)
    ]
    wanted = [int(one) for one in calendar.pattern.split("-")] * 4
    assert lengths == [*wanted[:-1], wanted[-1] + (year.days - 364) // 7]
    assert calendar.week_of(year.end)[1] == year.days // 7
    number, _ = calendar.place_of(day)
    final = date(number, calendar.first_month, 1) - DAY
    off = (year.start - DAY - final).days
    assert (-6 <= off <= 0) if calendar.anchor is Anchor.LAST else (-3 <= off <= 3)


@pytest.mark.parametrize(
    ("year", "start", "weeks"),
    [
        (2006, date(2006, 1, 29), 53),
        (2012, date(2012, 1, 29), 53),
        (2016, date(2016, 1, 31), 52),
        (2017, date(2017, 1, 29), 53),
        (2018, date(2018, 2, 4), 52),
        (2022, date(2022, 1, 30), 52),
        (2023, date(2023, 1, 29), 53),
        (2024, date(2024, 2, 4), 52),
        (2025, date(2025, 2, 2), 52),
    ],
)
def test_published_years_of_retail(year: int, start: date, weeks: int) -> None:
    """The years of the National Retail Federation's 4-5-4 calendar, those of 53 weeks among them."""
    assert RETAIL.year_start(year) == start
    assert RETAIL.period_of(start, Grain.FISCAL_YEAR).days == weeks * 7


def test_months_of_retail_2023() -> None:
    """February has four weeks, March five, April four; the 53rd week makes January one of five."""
    starts = RETAIL.month_starts(2023)
    assert starts[:4] == (date(2023, 1, 29), date(2023, 2, 26), date(2023, 4, 2), date(2023, 4, 30))
    assert RETAIL.period_of(date(2024, 1, 15), Grain.FISCAL_MONTH) == Period(date(2023, 12, 31), date(2024, 2, 3))
    assert RETAIL.week_of(date(2024, 2, 3)) == (2023, 53)


@pytest.mark.parametrize(
    ("year", "end"),
    [
        (2017, date(2017, 9, 30)),  # 53 weeks
        (2018, date(2018, 9, 29)),
        (2021, date(2021, 9, 25)),
        (2022, date(2022, 9, 24)),
        (2023, date(2023, 9, 30)),  # 53 weeks
        (2024, date(2024, 9, 28)),
        (2025, date(2025, 9, 27)),
    ],
)
def test_years_that_end_on_the_last_saturday_of_september(year: int, end: date) -> None:
    """Year ends as a public company with this rule reported them."""
    assert SEPTEMBER.period_of(end, Grain.FISCAL_YEAR).end == end
    assert SEPTEMBER.period_of(end, Grain.FISCAL_YEAR).days == (371 if year in (2017, 2023) else 364)


@given(DAYS)
def test_weeks_of_iso_8601(day: date) -> None:
    assert FiscalCalendar().week_of(day) == day.isocalendar()[:2]


def test_week_53_of_iso() -> None:
    calendar = FiscalCalendar()
    assert calendar.week_of(date(2020, 12, 31)) == (2020, 53)
    assert calendar.week_of(date(2026, 12, 31)) == (2026, 53)
    assert calendar.week_of(date(2025, 12, 31)) == (2026, 1)
    assert calendar.period_of(date(2026, 12, 31), Grain.WEEK) == Period(date(2026, 12, 28), date(2027, 1, 3))


@given(st.integers(1, 12), DAYS)
def test_fiscal_months_of_a_gregorian_year_are_calendar_months(first: int, day: date) -> None:
    calendar = FiscalCalendar(first_month=first)
    assert calendar.period_of(day, Grain.FISCAL_MONTH) == calendar.period_of(day, Grain.MONTH)
    year = calendar.period_of(day, Grain.FISCAL_YEAR)
    assert (year.start.month, year.start.day) == (first, 1)
    assert add_months(year.start, 12) == year.end + DAY


def test_days_of_a_fiscal_week_have_23_to_25_hours() -> None:
    week = RETAIL.period_of(date(2025, 3, 30), Grain.WEEK)
    hours = [round((end - start).total_seconds() / 3600) for start, end in
             (day_bounds(week.start + DAY * place, "Europe/Berlin") for place in range(week.days))]  # fmt: skip
    assert hours == [23, 24, 24, 24, 24, 24, 24]
    assert sum(hours) == 167


def test_a_year_of_53_weeks_beside_one_of_52() -> None:
    """Fiscal places meet; the 53rd week stands beside nothing, and is in the year's total."""
    year = RETAIL.period_of(date(2024, 6, 1), Grain.FISCAL_YEAR)
    earlier = earlier_period(year, Compare.PREVIOUS_YEAR, RETAIL)
    assert earlier == Period(date(2023, 1, 29), date(2024, 2, 3))
    found = align(year, compare=Compare.PREVIOUS_YEAR, grain=Grain.WEEK, calendar=RETAIL, zone_name="UTC")
    assert (len(found.pairs), found.unpaired) == (52, 1)
    days = align(year, compare=Compare.PREVIOUS_YEAR, grain=Grain.DAY, calendar=RETAIL, zone_name="UTC")
    assert (len(days.pairs), days.unpaired) == (364, 7)
    assert all(RETAIL.place_of(one)[1] == RETAIL.place_of(other)[1] for one, other in days.pairs)
    assert all(one.weekday() == other.weekday() for one, other in days.pairs)
    long = RETAIL.period_of(date(2023, 6, 1), Grain.FISCAL_YEAR)
    assert earlier_day(date(2024, 2, 3), period=long, compare=Compare.PREVIOUS_YEAR, fiscal=RETAIL) is None


def test_a_fiscal_quarter_beside_the_one_before() -> None:
    quarter = RETAIL.period_of(date(2025, 3, 1), Grain.FISCAL_QUARTER)
    assert fiscal_for(quarter, None, RETAIL) is RETAIL
    assert earlier_period(quarter, Compare.PREVIOUS_PERIOD, RETAIL) == RETAIL.period_of(
        date(2025, 1, 1), Grain.FISCAL_QUARTER
    )
    found = align(quarter, compare=Compare.PREVIOUS_PERIOD, grain=Grain.FISCAL_MONTH, calendar=RETAIL, zone_name="UTC")
    assert [other for _, other in found.pairs] == list(RETAIL.buckets(quarter, Grain.FISCAL_MONTH))


@given(CALENDARS, DAYS, st.integers(0, 120), st.sampled_from(Compare), st.sampled_from(FISCAL))
def test_pairs_of_fiscal_buckets(
    calendar: FiscalCalendar, day: date, length: int, compare: Compare, grain: Grain
) -> None:
    period = Period(day, day + DAY * length)
    earlier = earlier_period(period, compare, fiscal_for(period, grain, calendar))
    assert earlier.end < period.end
    found = align(period, compare=compare, grain=grain, calendar=calendar, zone_name="UTC")
    assert {one for one, _ in found.pairs} <= set(calendar.buckets(earlier, grain))
    assert {other for _, other in found.pairs} <= set(calendar.buckets(period, grain))


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        ([date(2025, 1, 1)], "twelve starts"),
        ([date(2025, 1, 1) + DAY * 30 * place for place in range(12)], "twelve starts"),
        ([date(2025, 1, 1) + DAY * 5 * place for place in range(13)], "14 to 70 days"),
        ([date(2025, 1, 1) - DAY * 30 * place for place in range(13)], "14 to 70 days"),
    ],
)
def test_lists_that_are_no_calendar(starts: list[date], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        FiscalCalendar(pattern=Pattern.CUSTOM, starts=tuple(starts))
