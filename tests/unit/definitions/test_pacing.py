"""Shares of the days of a period: they add up to one, never fall back, and end at the target."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.composed.definitions.model import pacing
from comptoir.composed.definitions.model.pacing import Method, Shares
from comptoir.composed.definitions.model.sums import Sum, sum_of
from comptoir.composed.insights.facade import catalogue
from comptoir.kernel.time import DAY, Period

FEBRUARY = Period(date(2028, 2, 1), date(2028, 2, 29))  # of a leap year
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))
PERIODS = st.builds(lambda start, length: Period(start, start + DAY * length), DAYS, st.integers(0, 370))
AMOUNTS = st.decimals(min_value=Decimal(-50), max_value=Decimal(9000), places=2)


@st.composite
def shares(draw: st.DrawFn) -> Shares:
    """Shares by last year, weekdays or evenly, of drawn figures and holidays."""
    period = draw(PERIODS)
    known = draw(st.lists(AMOUNTS, min_size=7, max_size=40))
    off = {period.start + DAY * draw(st.integers(-400, 370)) for _ in range(draw(st.integers(0, 9)))}
    span = pacing.last_year_of(period)
    if draw(st.booleans()):
        figures = {day: known[place % len(known)] for place, day in enumerate(pacing.days_of(span))}
        found = pacing.shares_of_last_year(period, figures=figures, holidays=off, today=period.start)
    else:
        span = pacing.trailing_of(period, today=period.start)
        figures = {day: known[place % len(known)] for place, day in enumerate(pacing.days_of(span))}
        found = pacing.shares_of_weekdays(period, figures=figures, holidays=off, source=span)
    return found or pacing.even_shares(period)


@given(shares())
def test_shares_add_up_to_exactly_one_and_none_is_negative(found: Shares) -> None:
    assert sum(found.by_day.values(), Fraction(0)) == 1
    assert min(found.by_day.values()) >= 0


@given(shares(), st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from([0, 2, 3]))
def test_the_pace_never_falls_and_ends_at_the_target(found: Shares, target: Decimal, digits: int) -> None:
    target = target.quantize(Decimal(1).scaleb(-digits))
    course = list(pacing.expected_so_far(target, found, digits=digits).values())
    assert course == sorted(course)
    assert course[-1] == target


@given(shares(), st.fractions(min_value=0, max_value=1), st.fractions(min_value=0, max_value=1), DAYS)
def test_a_day_passes_evenly(found: Shares, one: Fraction, other: Fraction, day: date) -> None:
    low, high = sorted((one, other))
    assert 0 <= found.by(day, low) <= found.by(day, high) <= found.by(day + DAY, Fraction(0)) <= 1


def test_the_leap_day_has_its_share() -> None:
    figures = dict.fromkeys(pacing.days_of(pacing.last_year_of(FEBRUARY)), Decimal(5))
    found = pacing.shares_of_last_year(FEBRUARY, figures=figures, holidays=set(), today=date(2028, 2, 3))
    assert found is not None
    assert found.source == Period(date(2027, 2, 2), date(2027, 3, 2))
    assert len(found.by_day) == 29
    assert found.by_day[date(2028, 2, 29)] == Fraction(1, 29)


def test_a_weekday_meets_the_same_weekday_of_last_year() -> None:
    """Saturdays brought nine times what other days did: they do so this year, on other days of the month."""
    span = pacing.last_year_of(FEBRUARY)
    figures = {day: Decimal(90 if day.weekday() == 5 else 10) for day in pacing.days_of(span)}
    found = pacing.shares_of_last_year(FEBRUARY, figures=figures, holidays=set(), today=date(2028, 2, 3))
    assert found is not None
    assert {day.weekday() for day, share in found.by_day.items() if share == Fraction(90, 4 * 90 + 25 * 10)} == {5}


def test_a_holiday_moves_with_its_day() -> None:
    """Easter Monday 2026 is 6 April, a Monday; 52 weeks before was an ordinary Monday, Easter 2025 two weeks later."""
    period = Period(date(2026, 4, 1), date(2026, 4, 30))
    off = {date(2025, 4, 21), date(2026, 4, 6)}
    span = pacing.last_year_of(period)
    figures = {day: Decimal(10 if day.weekday() == 6 or day in off else 100) for day in pacing.days_of(span)}
    found = pacing.shares_of_last_year(period, figures=figures, holidays=off, today=date(2026, 4, 3))
    assert found is not None
    ordinary = found.by_day[date(2026, 4, 7)]
    assert found.by_day[date(2026, 4, 6)] == ordinary / 10
    assert found.by_day[date(2026, 4, 20)] == ordinary


def test_without_a_year_weekdays_decide_and_holidays_are_sundays() -> None:
    period = Period(date(2026, 5, 1), date(2026, 5, 31))
    span = pacing.trailing_of(period, today=date(2026, 6, 9))
    assert (span.days, span.end) == (56, date(2026, 4, 30))
    figures = {day: Decimal(0 if day.weekday() == 6 else 50) for day in pacing.days_of(span)}
    assert pacing.shares_of_last_year(period, figures=figures, holidays=set(), today=date(2026, 5, 2)) is None
    found = pacing.shares_of_weekdays(period, figures=figures, holidays={date(2026, 5, 1)}, source=span)
    assert found is not None
    assert found.method is Method.WEEKDAYS
    assert found.by_day[date(2026, 5, 1)] == found.by_day[date(2026, 5, 3)] == 0
    assert found.by_day[date(2026, 5, 2)] == Fraction(1, 25)


@pytest.mark.parametrize(
    ("share", "days", "end"),
    [
        (Fraction(1, 4), 7, Decimal("400.00")),
        (Fraction(1, 30), 1, None),  # too little to tell
        (Fraction(1, 4), 0, None),  # no whole day yet
        (Fraction(1), 30, Decimal(100)),  # over: what was reached
    ],
)
def test_the_end_is_told_only_where_it_can_be(share: Fraction, days: int, end: Decimal | None) -> None:
    assert pacing.projected(Decimal(100), share=share, whole_days=days, digits=2) == end


@pytest.mark.parametrize(
    ("metric", "kind"),
    [
        ("net_sales", Sum.ADDED),
        ("orders", Sum.ADDED),
        ("gross_profit", Sum.ADDED),
        ("customers", Sum.DISTINCT),
        ("returning_customers", Sum.DISTINCT),
        ("aov", Sum.LEVEL),
        ("gross_margin", Sum.LEVEL),
    ],
)
def test_what_adds_up_over_days(metric: str, kind: Sum) -> None:
    assert sum_of(catalogue(), metric) is kind


def test_trailing_weeks_end_before_today_for_what_lies_ahead() -> None:
    ahead = Period(date(2027, 1, 1), date(2027, 1, 31))
    assert pacing.trailing_of(ahead, today=date(2026, 6, 9)).end == date(2026, 6, 8)
    assert pacing.last_year_of(ahead).start == ahead.start - timedelta(days=378)
