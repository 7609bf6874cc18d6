"""Factors into the result's currency: the rate of the booked store day, carried forward if need be.

Partial sums get theirs by a join; entries of a few recent days by the parameter ``factors``, which spares the join.
"""

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.plan import Plan

CURRENCY, BOOKED = "k_currency", "k_booked"
# The factor is 0 where a rate is missing: rates are positive.
CARRIED, FACTOR, NO_RATE = "x_carried", "k_factor", "0"
RATES = "SELECT day, rates, carried FROM rates FINAL WHERE rate_set = {rate_set:String} AND day >= {rates_from:Date}"
PLACES = 1000
RATE, USED = "k_rate", "x_used"
# A factor's key is its day and the place of the currency: 20414002 is the second currency on day 20414 since 1970.
KEY = f"toUInt32({{booked}}) * {PLACES} + indexOf({{{{currencies:Array(String)}}}}, {{currency}})"
HANDED_IN = f"{{factors:Map(UInt64, Decimal(76, 24))}}[{RATE}]"
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
