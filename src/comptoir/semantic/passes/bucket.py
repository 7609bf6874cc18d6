"""The time expressions of a plan: the day an entry counts on, its local hour, the bucket of a grain."""

from comptoir.kernel.time import Grain, WeekStart
from comptoir.semantic import sql
from comptoir.semantic.plan import CURRENT, NOW_SPAN, PREVIOUS, Plan, Scan
from comptoir.semantic.sql import Expression

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
        mode = 1 if plan.tenant.week_start is WeekStart.MONDAY else 0
        return sql.function("toStartOfWeek", sql.fragment(day), mode)
    if grain in STARTS:
        return sql.function(STARTS[grain], sql.fragment(day))
    return sql.fragment(day)


def aligned(plan: Plan, tree: Expression) -> Expression:
    """Return an earlier bucket as the bucket it stands beside; without a partner 1970-01-01."""
    if plan.query.grain is Grain.HOUR:
        pairs = [sql.parameter(f"align_{side}", "Array(UInt32)") for side in ("from", "to")]
        moved = sql.function("transform", sql.function("toUnixTimestamp", tree), *pairs, sql.fragment("toUInt32(0)"))
        return sql.function("toDateTime", moved, sql.parameter("zone", "String"))
    pairs = [sql.parameter(f"align_{side}", "Array(Date)") for side in ("from", "to")]
    return sql.function("transform", tree, *pairs, sql.fragment("toDate(0)"))
