"""Factors into the result's currency: the rate of the booked store day, carried forward if need be.

Partial sums get theirs by a join; entries of recent days by the parameter ``factors``, which spares the join.
"""

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.plan import Plan

CURRENCY, BOOKED = "k_currency", "k_booked"
# The factor is 0 where a rate is missing: rates are positive.
FACTOR, NO_RATE = "k_factor", "0"
# A rate's key is its day and the place of its currency: 20414002 is the second currency on day 20414 since 1970.
RATE, USED, PLACES = "k_rate", "x_used", 1000
_WIDE = "Decimal(76, 24)"
# Day by day the factors of all currencies. A key outside of it gets any factor: whoever asked sees that it was used.
HANDED_IN = (
    f"{{factors:Array({_WIDE})}}["
    f"(toInt32(intDiv({RATE}, {PLACES})) - {{factors_from:Int32}}) * {{factors_each:Int32}} + toInt32({RATE} % {PLACES})]"
)
# Divided once a day and currency, not once a sum: wide division is what conversion costs.
RATES = f"""
SELECT day, arrayMap(
  rate -> if(rate = 0, CAST(0 AS {_WIDE}), CAST(rates[{{currency:String}}] AS {_WIDE}) / rate),
  arrayMap(one -> rates[one], {{currencies:Array(String)}})
) AS factors
FROM rates FINAL WHERE rate_set = {{rate_set:String}} AND day >= {{rates_from:Date}}
"""


def rate_key(*, booked: str, currency: str) -> str:
    """Return the key of an entry's rate, as a fragment."""
    return f"toUInt32({booked}) * {PLACES} + indexOf({{currencies:Array(String)}}, {currency})"


def rated(plan: Plan, select: exp.Query) -> exp.Query:
    """Put beside every partial sum the factor into the result's currency; the currency itself needs no rate."""
    if not plan.converts:
        return select
    place = f"indexOf({{currencies:Array(String)}}, s.{CURRENCY})"
    columns = [
        sql.fragment("s.*"),
        sql.fragment(f"if({place} = 1, CAST(1 AS {_WIDE}), r.factors[{place}]) AS {FACTOR}"),
    ]
    if not plan.exports:
        columns.append(sql.fragment(f"{rate_key(booked=f's.{BOOKED}', currency=f's.{CURRENCY}')} AS {RATE}"))
    rated = exp.select(*columns, copy=False).from_(sql.inner(select, "s"), copy=False)
    return sql.join_left(rated, sql.inner(sql.select(RATES), "r"), f"r.day = s.{BOOKED}")
