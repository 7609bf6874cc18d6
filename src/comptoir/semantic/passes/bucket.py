"""The time expressions of a plan: the day an entry counts on, its local hour, the bucket of a grain."""

from datetime import date
from functools import lru_cache

from comptoir.kernel.fiscal import FISCAL, FiscalCalendar
from comptoir.kernel.time import Grain
from comptoir.semantic import sql
from comptoir.semantic.plan import CURRENT, NOW_SPAN, PREVIOUS, Plan, Scan
from comptoir.semantic.sql import Expression

EPOCH, FIRST_YEAR, LAST_YEAR = date(1970, 1, 1), 1970, 2149  # days that the warehouse can hold
STARTS = {Grain.MONTH: "toStartOfMonth", Grain.QUARTER: "toStartOfQuarter", Grain.YEAR: "toStartOfYear"}


def day_expression(plan: Plan, read: Scan) -> str:
    """Return the day an entry counts on, as a fragment."""
    fact = plan.catalogue.facts[read.fact]
    return fact.rollup_days[plan.query.day] if read.uses_rollup else fact.days[plan.bases]


def instant_expression(plan: Plan, read: Scan) -> str:
    """Return the instant an entry counts at, as a fragment."""
    return plan.catalogue.facts[read.fact].instants[plan.bases[1:]]


def hour_expression(plan: Plan, read: Scan) -> str:
    """Return the local hour an entry counts at: a column on the default bases, else computed by zone."""
    ready = plan.catalogue.facts[read.fact].hours.get(plan.bases)
    if ready:
        return ready
    instant = instant_expression(plan, read)
    if plan.query.day == "organisation" or len(plan.zones) < 2:
        return f"toHour(toTimeZone({instant}, {{zone:String}}))"
    cases = [
        f"store IN {{zone_stores_{index}:Array(UUID)}}, toHour(toTimeZone({instant}, {{zone_{index}:String}}))"
        for index in range(len(plan.zones))
    ]
    return f"multiIf({', '.join(cases)}, 0)"


def side_of(plan: Plan, read: Scan) -> str:
    """Return which period a row belongs to, as a fragment."""
    if read.side is not None:
        return f"toUInt8({read.side})"
    day = day_expression(plan, read)
    return f"if({day} BETWEEN {{{NOW_SPAN.first}:Date}} AND {{{NOW_SPAN.last}:Date}}, {CURRENT}, {PREVIOUS})"


def bucket(plan: Plan, *, day: str, instant: str) -> Expression:
    """Return the start of the bucket that holds a day (for hours: an instant)."""
    grain = plan.query.grain
    if grain is Grain.HOUR:
        return sql.function(
            "toStartOfHour", sql.function("toTimeZone", sql.fragment(instant), sql.parameter("zone", "String"))
        )
    if grain is Grain.WEEK:
        return sql.fragment(_week(day, plan.tenant.calendar.week_start.place))
    if grain in FISCAL:
        return sql.fragment(_fiscal(day, grain, plan.tenant.calendar))
    if grain in STARTS:
        return sql.function(STARTS[grain], sql.fragment(day))
    return sql.fragment(day)


def _week(day: str, place: int) -> str:
    if place in (0, 6):
        return f"toStartOfWeek({day}, {int(place == 0)})"
    return f"addDays(toStartOfWeek(subtractDays({day}, {place}), 1), {place})"


def _fiscal(day: str, grain: Grain, calendar: FiscalCalendar) -> str:
    """Fiscal months that are calendar months are moved to where a year begins and back; others are looked up."""
    if not calendar.is_gregorian:
        return f"toDate(roundDown(toUInt16({day}), {{fiscal_starts:Array(UInt16)}}))"
    if grain is Grain.FISCAL_MONTH:
        return f"toStartOfMonth({day})"
    start, every = ("toStartOfYear", 12) if grain is Grain.FISCAL_YEAR else ("toStartOfQuarter", 3)
    back = (calendar.first_month - 1) % every
    return f"addMonths({start}(subtractMonths({day}, {back})), {back})" if back else f"{start}({day})"


def fiscal_values(plan: Plan) -> dict[str, list[int]]:
    """Return the first days of all fiscal buckets, as the warehouse counts days, where a plan looks them up."""
    grain, calendar = plan.query.grain, plan.tenant.calendar
    if grain not in FISCAL or calendar.is_gregorian:
        return {}
    return {"fiscal_starts": list(_starts(calendar, grain))}


@lru_cache(maxsize=64)
def _starts(calendar: FiscalCalendar, grain: Grain) -> tuple[int, ...]:
    every = {Grain.FISCAL_MONTH: 1, Grain.FISCAL_QUARTER: 3}.get(grain, 12)
    days = (start for year in range(FIRST_YEAR, LAST_YEAR) for start in calendar.month_starts(year)[::every])
    return tuple((day - EPOCH).days for day in days if day >= EPOCH)


def aligned(plan: Plan, tree: Expression) -> Expression:
    """Return an earlier bucket as the bucket it stands beside; without a partner 1970-01-01."""
    if plan.query.grain is Grain.HOUR:
        pairs = [sql.parameter(f"align_{side}", "Array(UInt32)") for side in ("from", "to")]
        moved = sql.function("transform", sql.function("toUnixTimestamp", tree), *pairs, sql.fragment("toUInt32(0)"))
        return sql.function("toDateTime", moved, sql.parameter("zone", "String"))
    pairs = [sql.parameter(f"align_{side}", "Array(Date)") for side in ("from", "to")]
    return sql.function("transform", tree, *pairs, sql.fragment("toDate(0)"))
