"""The factor into the result's currency beside every partial sum: the rate of the booked store day, carried if need be."""

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.scan import BOOKED, CURRENCY
from comptoir.semantic.plan import Plan

# The factor is 0 where a rate is missing: rates are positive.
CARRIED, FACTOR, NO_RATE = "x_carried", "k_factor", "0"
RATES = "SELECT day, rates, carried FROM rates FINAL WHERE rate_set = {rate_set:String} AND day >= {rates_from:Date}"
_OWN = f"s.{CURRENCY} = {{currency:String}}"
_DIVIDED = f"CAST(r.rates[{{currency:String}}] AS Decimal(76, 24)) / nullIf(r.rates[s.{CURRENCY}], 0)"
_MARKED = f"least(nullIf(r.carried[s.{CURRENCY}], toDate(0)), nullIf(r.carried[{{currency:String}}], toDate(0)))"


def rated(plan: Plan, select: exp.Query) -> exp.Query:
    """Put beside every partial sum the factor into the result's currency; the currency itself needs no rate."""
    if not plan.converts:
        return select
    factor = f"if({_OWN}, CAST(1 AS Decimal(76, 24)), ifNull({_DIVIDED}, {NO_RATE})) AS {FACTOR}"
    columns = [sql.fragment("s.*"), sql.fragment(factor)]
    if not plan.exports:
        columns.append(sql.fragment(f"if({_OWN}, NULL, {_MARKED}) AS {CARRIED}"))
    rated = exp.select(*columns, copy=False).from_(sql.inner(select, "s"), copy=False)
    return sql.join_left(rated, sql.inner(sql.select(RATES), "r"), f"r.day = s.{BOOKED}")
