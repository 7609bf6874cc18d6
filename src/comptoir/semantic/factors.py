"""Factors into a currency for the entries of a few days, read once a version of the rates and handed in with a question.

Worked out as the engine does: the rate of the result's currency by that of the entry's, cut after 24 decimals.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_DOWN, Context, Decimal

from comptoir.platform.warehouse import Warehouse
from comptoir.semantic.cache import Cache
from comptoir.semantic.passes.convert import PLACES
from comptoir.semantic.plan import Plan

# Booked days lie beside the day an entry counts on: an edit later, the organisation's day one before or after.
BEFORE, AFTER = timedelta(days=2), timedelta(days=2)
RATES = """
SELECT day, rates, carried FROM rates FINAL
WHERE rate_set = {rate_set:String} AND day BETWEEN {first:Date} AND {last:Date}
"""
_WIDE = Context(prec=100, rounding=ROUND_DOWN)
_STEP = Decimal(1).scaleb(-24)
_EPOCH = date(1970, 1, 1)
_KEPT = 500


@dataclass(frozen=True, slots=True)
class Factors:
    """Which factors there are, the parameter that hands them in, and the publication day of those carried forward."""

    keys: frozenset[int]
    text: str
    carried: Mapping[int, date]

    def covers(self, used: Iterable[int]) -> bool:
        """Whether every key that entries asked for was there."""
        return self.keys.issuperset(used)

    def carried_among(self, used: Iterable[int]) -> date | None:
        """Return the latest publication day that was carried forward for one of these."""
        return max((self.carried[key] for key in used if key in self.carried), default=None)


NONE = Factors(frozenset(), "{}", {})


@dataclass(slots=True)
class FactorSource:
    """Factors of one process, by rates' version, currencies and days."""

    warehouse: Warehouse
    kept: Cache[Factors] = field(default_factory=lambda: Cache(limit=_KEPT))

    async def of(self, plan: Plan, *, version: int) -> Factors:
        """Return the factors that a near plan may need; ``version`` is that of the shared tables."""
        assert plan.query.range is not None
        start = min(plan.query.range.start, plan.previous.start if plan.previous else plan.query.range.start)
        first, last = start - BEFORE, plan.now.date() + AFTER
        key = (plan.tenant.rate_set, version, plan.currencies, first, last)
        found = self.kept.get(key)
        if found is None:
            asked = {"rate_set": plan.tenant.rate_set, "first": first, "last": last}
            rows = (await self.warehouse.query(RATES, asked)).rows
            found = worked_out(rows, currencies=plan.currencies)
            self.kept.put(key, found)
        return found


def worked_out(
    rows: Iterable[tuple[date, Mapping[str, Decimal], Mapping[str, date]]], *, currencies: Sequence[str]
) -> Factors:
    """Return each day's factors into the first currency; a currency without a rate that day has none."""
    values: dict[int, Decimal] = {}
    carried: dict[int, date] = {}
    currency = currencies[0]
    for day, rates, published in rows:
        for place, source in enumerate(currencies, start=1):
            key = (day - _EPOCH).days * PLACES + place
            if source == currency:
                values[key] = Decimal(1)
            elif rates.get(currency) and rates.get(source):
                values[key] = _WIDE.quantize(_WIDE.divide(rates[currency], rates[source]), _STEP)
                dates = [published[one] for one in (source, currency) if one in published]
                if dates:
                    carried[key] = min(dates)
    text = ", ".join(f"{key}: {value:f}" for key, value in values.items())
    return Factors(frozenset(values), f"{{{text}}}", carried)
