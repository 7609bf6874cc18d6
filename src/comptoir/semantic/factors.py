"""What a question must be told of rates: factors for the entries of a few days, and since when rates are carried forward.

Read once a version of the rates. Factors are worked out as the engine does: the rate of the result's currency by that of
the entry's, cut after 24 decimals.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_DOWN, Context, Decimal
from typing import Any

from comptoir.platform.warehouse import Warehouse
from comptoir.semantic.cache import Cache
from comptoir.semantic.passes.convert import PLACES
from comptoir.semantic.plan import Plan

# Booked days lie beside the day an entry counts on: an edit later, the organisation's day one before or after.
BEFORE, AFTER = timedelta(days=2), timedelta(days=2)
NEVER = date(2149, 6, 6)  # the last day the engine knows
RATES = """
SELECT day, {columns} FROM rates FINAL
WHERE rate_set = {{rate_set:String}} AND day BETWEEN {{first:Date}} AND {{last:Date}}
"""
_NEAR = RATES.format(columns="rates, carried")
_FAR = RATES.format(columns="map(), carried") + "AND hasAny(mapKeys(carried), {currencies:Array(String)})"
_WIDE = Context(prec=100, rounding=ROUND_DOWN)
_STEP = Decimal(1).scaleb(-24)
_EPOCH = date(1970, 1, 1)
_KEPT = 500
_NO_RATE = Decimal(0)
Day = tuple[date, Mapping[str, Decimal], Mapping[str, date]]


@dataclass(frozen=True, slots=True)
class Written:
    """A parameter in ClickHouse's own notation, written once for all questions that take it."""

    text: str

    def __str__(self) -> str:
        """Return the notation, which the driver sends as it is: what is no text needs no escaping."""
        return self.text


@dataclass(frozen=True, slots=True)
class Factors:
    """Parameters of a question, the keys they have factors for (None: the question joins rates itself), and the
    publication day of rates that were carried forward, by key.
    """

    parameters: Mapping[str, Any] = field(default_factory=dict)
    keys: frozenset[int] | None = None
    carried: Mapping[int, date] = field(default_factory=dict)

    def covers(self, used: Iterable[int]) -> bool:
        """Whether every factor that entries asked for was there."""
        return self.keys is None or self.keys.issuperset(used)

    def carried_among(self, used: Iterable[int]) -> date | None:
        """Return the latest publication day that was carried forward for one of these."""
        return max((self.carried[key] for key in used if key in self.carried), default=None)


NONE = Factors()


@dataclass(slots=True)
class FactorSource:
    """Factors of one process, by rates' version, currencies and days."""

    warehouse: Warehouse
    kept: Cache[Factors] = field(default_factory=lambda: Cache(limit=_KEPT))

    async def of(self, plan: Plan, *, version: int) -> Factors:
        """Return what a plan must be told; ``version`` is that of the shared tables."""
        if not plan.converts or plan.exports:
            return NONE
        first, last = _window(plan)
        key = (plan.tenant.rate_set, version, plan.currencies, plan.is_near, first, last)
        found = self.kept.get(key)
        if found is None:
            asked = {
                "rate_set": plan.tenant.rate_set,
                "first": first,
                "last": last,
                "currencies": list(plan.currencies),
            }
            rows = (await self.warehouse.query(_NEAR if plan.is_near else _FAR, asked)).rows
            found = (handed_in if plan.is_near else marked)(rows, currencies=plan.currencies)
            self.kept.put(key, found)
        return found


def _window(plan: Plan) -> tuple[date, date]:
    starts = [period.start for period in (plan.query.range, plan.previous) if period]
    return min(starts, default=_EPOCH + BEFORE) - BEFORE, plan.now.date() + AFTER


def handed_in(rows: Iterable[Day], *, currencies: Sequence[str]) -> Factors:
    """Return each day's factors into the first currency; a currency without a rate that day has none."""
    rows = list(rows)
    values: dict[int, Decimal] = {}
    for day, rates, _ in rows:
        own = rates.get(currencies[0])
        for key, currency in _keys(day, currencies):
            if currency == currencies[0]:
                values[key] = Decimal(1)
            elif own and rates.get(currency):
                values[key] = _WIDE.quantize(_WIDE.divide(own, rates[currency]), _STEP)
    days = sorted(day for day, _, _ in rows)
    first, last = (days[0], days[-1]) if days else (_EPOCH, _EPOCH)
    every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    text = ", ".join(f"{values.get(key, _NO_RATE):f}" for day in every for key, _ in _keys(day, currencies))
    parameters = {
        "factors": Written(f"[{text}]"),
        "factors_from": (first - _EPOCH).days,
        "factors_each": len(currencies),
    }
    return Factors(parameters, frozenset(values), marked(rows, currencies=currencies).carried)


def marked(rows: Iterable[Day], *, currencies: Sequence[str]) -> Factors:
    """Return which rates were carried forward; converting from or into a currency carried on is provisional."""
    carried: dict[int, date] = {}
    for day, _, published in rows:
        for key, currency in _keys(day, currencies[1:], start=2):
            dates = [published[one] for one in (currency, currencies[0]) if one in published]
            if dates:
                carried[key] = min(dates)
    since = _EPOCH + timedelta(days=min(carried) // PLACES) if carried else NEVER
    return Factors({"carried_from": since}, None, carried)


def _keys(day: date, currencies: Sequence[str], *, start: int = 1) -> list[tuple[int, str]]:
    number = (day - _EPOCH).days * PLACES
    return [(number + place, currency) for place, currency in enumerate(currencies, start=start)]
