"""Where a figure stands on its way to its target, weighted by how business spreads over days."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from comptoir.composed.definitions.contracts import Pace, PaceDay, Target
from comptoir.composed.definitions.errors import UnknownTarget
from comptoir.composed.definitions.model import pacing
from comptoir.composed.definitions.model.pacing import Figures, Method, Shares
from comptoir.composed.definitions.model.sums import Sum, sum_of
from comptoir.composed.definitions.usecases.look_at_targets import PERIODS, list_targets
from comptoir.composed.definitions.usecases.save_targets import check_period
from comptoir.composed.insights import facade as insights
from comptoir.domains.commerce import facade as commerce
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.kernel.money import exponent
from comptoir.kernel.time import DAY, Period, day_bounds, day_of
from comptoir.platform.context import Platform
from comptoir.semantic.condition import Filter, Op
from comptoir.semantic.query import Query


@dataclass(frozen=True, slots=True)
class Today:
    """The local day now, and how much of it has passed."""

    day: date
    elapsed: Fraction


@dataclass(frozen=True, slots=True)
class Course:
    """The figures of days, and the figure of all of them together."""

    by_day: Figures
    total: Decimal | None


async def pace_of(
    actor: Actor, platform: Platform, *, metric: str, store: str | None, period: str, start: date | None
) -> Pace:
    """Return the pace of a target, by default that of the running period. Raises ``UnknownTarget``."""
    async with platform.database.begin(actor) as uow:
        organisation = await identity.organisation(actor, uow)
        zone = organisation.timezone if store is None else (await commerce.store(actor, uow, slug=store)).timezone
    today = _today(platform, zone)
    check_period(period)
    first = start or organisation.calendar.start_of(today.day, PERIODS[period])
    found = [one for one in await list_targets(actor, platform, metric=metric, first=first, last=first)
             if (one.store, one.period, one.start) == (store, period, first)]  # fmt: skip
    if not found:
        raise UnknownTarget(f"There is no target of {metric[:60]!r} for the {period} from {first}.")
    return await _pace(actor, platform, target=found[0], today=today)


async def _pace(actor: Actor, platform: Platform, *, target: Target, today: Today) -> Pace:
    catalogue = await insights.catalogue_of(actor, platform)
    kind = sum_of(catalogue, target.metric)
    period = Period(target.start, target.end)
    actual = Course({}, None)
    if period.start <= today.day:
        actual = await _figures(actor, platform, target, Period(period.start, min(period.end, today.day)))
    off = await _holidays(actor, platform, target, period)
    if kind is Sum.LEVEL:
        return _level(target, actual, today=today, holidays=off)
    shares, learnt = await _shares(actor, platform, target, today=today, holidays=off)
    return _on_the_way(target, actual, shares, kind=kind, today=today, holidays=off, learnt=learnt)


def _on_the_way(
    target: Target,
    actual: Course,
    shares: Shares,
    *,
    kind: Sum,
    today: Today,
    holidays: AbstractSet[date],
    learnt: str,
) -> Pace:
    digits = exponent(target.currency) if target.currency else 2
    share = shares.by(today.day, today.elapsed)
    now = pacing.portion(target.amount, share, digits=digits)
    done = actual.total if today.day >= target.start else Decimal(0)
    end = None
    if done is not None and kind is Sum.ADDED:
        whole = (min(today.day, target.end + DAY) - target.start).days
        end = pacing.projected(done, share=share, whole_days=whole, digits=digits)
    return Pace(
        target=target,
        method=shares.method.value,
        statement=f"{learnt} Today counts by the part of it that has passed.",
        actual=done,
        expected_by_now=now,
        ahead_by=None if done is None else done - now,
        share_done=_ratio(done, target.amount),
        expected_at_end=end,
        days=_days(target, actual, shares, today=today, holidays=holidays, digits=digits),
    )


def _level(target: Target, actual: Course, *, today: Today, holidays: AbstractSet[date]) -> Pace:
    """A share or an average is held, not reached: on every day the target itself is what is expected."""
    has_begun = today.day >= target.start
    days = [
        PaceDay(day, day in holidays, None, None, target.amount, actual.by_day.get(day))
        for day in pacing.days_of(Period(target.start, target.end))
    ]
    return Pace(
        target=target,
        method=Method.LEVEL.value,
        statement="This figure is a share or an average: it does not add up over days, so the target is to be held.",
        actual=actual.total,
        expected_by_now=target.amount if has_begun else None,
        ahead_by=None if actual.total is None or not has_begun else actual.total - target.amount,
        share_done=_ratio(actual.total, target.amount),
        expected_at_end=actual.total if today.day > target.end else None,
        days=days,
    )


def _days(
    target: Target, actual: Course, shares: Shares, *, today: Today, holidays: AbstractSet[date], digits: int
) -> list[PaceDay]:
    sums = pacing.expected_so_far(target.amount, shares, digits=digits)
    found, before = [], Decimal(0)
    for day, total in sums.items():
        share = pacing.portion(Decimal(1), shares.by_day[day], digits=6)
        brought = actual.by_day.get(day, Decimal(0)) if day <= today.day else None
        found.append(PaceDay(day, day in holidays, share, total - before, total, brought))
        before = total
    return found


async def _shares(
    actor: Actor, platform: Platform, target: Target, *, today: Today, holidays: AbstractSet[date]
) -> tuple[Shares, str]:
    """Return the shares of a period with a sentence on where they come from."""
    period = Period(target.start, target.end)
    span = pacing.last_year_of(period)
    then = await _holidays(actor, platform, target, span)
    figures = (await _figures(actor, platform, target, span)).by_day
    shares = pacing.shares_of_last_year(period, figures=figures, holidays=holidays | then, today=today.day)
    if shares is not None and shares.source is not None:
        return shares, (
            f"Each day counts as the same weekday 52 weeks before did ({shares.source.start} to {shares.source.end}); "
            "holidays that moved were moved with it."
        )
    span = pacing.trailing_of(period, today=today.day)
    then = await _holidays(actor, platform, target, span)
    figures = (await _figures(actor, platform, target, span)).by_day
    shares = pacing.shares_of_weekdays(period, figures=figures, holidays=holidays | then, source=span)
    if shares is not None:
        return shares, (
            f"There is no whole year before it: each day counts as its weekday did in the eight weeks from {span.start} "
            f"to {span.end}, holidays as Sundays."
        )
    return pacing.even_shares(period), "There are no earlier figures: every day counts the same."


async def _figures(actor: Actor, platform: Platform, target: Target, days: Period) -> Course:
    """Return a metric by day, days of the stores, in the currency of its target."""
    filters = (Filter(field="store", op=Op.EQ, value=target.store),) if target.store else ()
    query = Query(
        metrics=(target.metric,),
        grain=PERIODS["day"],
        range=days,
        filters=filters,
        currency=target.currency,
        limit=days.days + 1,
    )
    found = await insights.run(actor, platform, query=query)
    place = [column.name for column in found.columns].index(target.metric)
    by_day = {date.fromisoformat(str(row[0])): Decimal(str(row[place])) for row in found.rows if row[place] is not None}
    total = found.totals.get(target.metric)
    return Course(by_day, None if total is None else Decimal(str(total)))


async def _holidays(actor: Actor, platform: Platform, target: Target, days: Period) -> frozenset[date]:
    """Return the holidays of the target's store; of all stores together those that every store keeps."""
    async with platform.database.begin(actor) as uow:
        found = await commerce.holidays(actor, uow, first=days.start, last=days.end)
    return frozenset(one.day for one in found if not one.stores or target.store in one.stores)


def _today(platform: Platform, zone: str) -> Today:
    now = platform.clock()
    day = day_of(now, zone)
    start, end = day_bounds(day, zone)
    return Today(day, Fraction(int((now - start).total_seconds()), int((end - start).total_seconds())))


def _ratio(done: Decimal | None, of: Decimal) -> Decimal | None:
    return None if done is None or not of else (done / of).quantize(Decimal("0.0001"))
