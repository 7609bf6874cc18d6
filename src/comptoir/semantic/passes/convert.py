"""The factor into the result's currency beside every partial sum: the rate of the booked store day, carried if need be."""

from sqlglot import exp

from comptoir.semantic import sql
from comptoir.semantic.passes.scan import BOOKED, CURRENCY
from comptoir.semantic.plan import Plan

CARRIED, FACTOR = "x_carried", "k_factor"
RATES = """
SELECT s.currency AS currency, s.day AS day, s.rate AS rate, t.rate AS target_rate,
  greatest(s.is_provisional, t.is_provisional) AS is_provisional,
  least(if(s.is_provisional = 1, s.published, t.published), if(t.is_provisional = 1, t.published, s.published)) AS published
FROM (SELECT currency, day, rate, published, is_provisional FROM rates FINAL
  WHERE rate_set = {rate_set:String} AND day >= {rates_from:Date}) AS s
INNER JOIN (SELECT day, rate, published, is_provisional FROM rates FINAL
  WHERE rate_set = {rate_set:String} AND currency = {currency:String} AND day >= {rates_from:Date}) AS t ON s.day = t.day
"""


def rated(plan: Plan, select: exp.Select) -> exp.Select:
    """Put beside every partial sum the factor into the result's currency; the currency itself needs no rate."""
    if not plan.converts:
        return select
    # Divided after the join: wide decimals are slow, and a plan needs few of the rates.
    wide = "CAST(r.target_rate AS Nullable(Decimal(76, 24))) / r.rate"
    factor = f"if(s.{CURRENCY} = {{currency:String}}, CAST(1 AS Nullable(Decimal(76, 24))), {wide}) AS {FACTOR}"
    carried = f"if(s.{CURRENCY} != {{currency:String}} AND r.is_provisional = 1, r.published, NULL) AS {CARRIED}"
    rated = exp.select(sql.fragment("s.*"), sql.fragment(factor), sql.fragment(carried), copy=False)
    rated = rated.from_(sql.inner(select, "s"), copy=False)
    return sql.join_left(rated, sql.inner(sql.select(RATES), "r"), f"r.currency = s.{CURRENCY} AND r.day = s.{BOOKED}")
