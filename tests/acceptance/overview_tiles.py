"""The questions the overview page asks, tile by tile, as `web/src/features/overview` builds them from its pickers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from comptoir.kernel.time import Grain as KernelGrain
from comptoir.kernel.time import Period, WeekStart, add_months, bucket_start
from tests.acceptance.small_merchant import NOW, STORES

HERO = "net_sales orders aov gross_profit gross_margin new_customers returning_customers guest_orders".split()
DAY = timedelta(days=1)
ZONE = "Europe/Berlin"


@dataclass(frozen=True)
class View:
    """What the pickers are set to."""

    period: str
    currency: str
    day: str
    stores: tuple[str, ...] = ()

    @property
    def zone(self) -> str:
        """The clock of the page: the stores' common one on store days, else the organisation's."""
        zones = {store.timezone for store in STORES if store.slug in (self.stores or [one.slug for one in STORES])}
        return zones.pop() if self.day == "store" and len(zones) == 1 else ZONE

    @property
    def one_zone(self) -> bool:
        """Whether every store in view keeps the same clock."""
        shown = [store for store in STORES if not self.stores or store.slug in self.stores]
        return self.day == "organisation" or len({store.timezone for store in shown}) == 1

    @property
    def today(self) -> date:
        return NOW.astimezone(ZoneInfo(self.zone)).date()


@dataclass(frozen=True)
class Tile:
    """One question of one tile."""

    name: str
    query: dict[str, Any] = field(compare=False)

    @property
    def dimension(self) -> str | None:
        found: list[str] = self.query.get("dimensions") or [None]
        return found[0]


def preset(name: str, today: date) -> Period | None:
    """Return the days of a period of the picker."""
    week = bucket_start(today, KernelGrain.WEEK, WeekStart.MONDAY)
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    return {
        "today": Period(today, today),
        "yesterday": Period(today - DAY, today - DAY),
        "last30": Period(today - DAY * 29, today),
        "week": Period(week, week + DAY * 6),
        "month": Period(month, add_months(month, 1) - DAY),
        "year": Period(year, add_months(year, 12) - DAY),
        "all": None,
    }[name]


def earlier(period: Period, compare: str) -> Period:
    """Return the compared days."""
    if compare == "previous_year":
        return period.previous_year()
    if compare == "previous_year_weekday":
        return period.previous_year_weekday()
    if compare == "previous_week":
        back = DAY * (-(-period.days // 7) * 7)
        return Period(period.start - back, period.end - back)
    return period.previous()


def grain_for(period: Period | None) -> str:
    if period is None:
        return "month"
    return "hour" if period.days <= 2 else "day" if period.days <= 92 else "week" if period.days <= 400 else "month"


def days(period: Period) -> dict[str, str]:
    return {"from": period.start.isoformat(), "to": period.end.isoformat()}


def tiles(view: View) -> Iterator[Tile]:
    """Yield every question the page sends for a view."""
    period = preset(view.period, view.today)
    base: dict[str, Any] = {"currency": view.currency, "day": view.day}
    compare = None
    if view.stores:
        base["filters"] = [{"field": "store", "op": "in", "value": list(view.stores)}]
    if period is not None:
        base["range"] = days(period)
        base["compare"] = compare = "previous_week" if period.days == 1 else "previous_period"
        if period.start <= view.today <= period.end:
            base["same_minute"] = True
    alone = {key: value for key, value in base.items() if key not in ("compare", "same_minute")}
    yield Tile("hero", {**base, "metrics": HERO})
    for name, how in (("week", "previous_year_weekday"), ("month", "previous_year"), ("year", "previous_year")):
        stretch = preset(name, view.today)
        assert stretch is not None
        yield Tile(
            f"this {name}",
            {**base, "metrics": ["net_sales"], "range": days(stretch), "compare": how, "same_minute": True},
        )
    grain, hours = grain_for(period), []
    if grain == "hour" and not view.one_zone:  # every store's own hours
        grain, hours = "day", ["hour_of_day"]
    chart = {**alone, "metrics": ["net_sales"], "grain": grain, "dimensions": hours, "limit": 2000}
    yield Tile("chart", chart)
    if period is not None and compare is not None:
        yield Tile("chart, compared", {**chart, "range": days(earlier(period, compare))})
    yield Tile("stores", {**base, **split("store", 200)})
    yield Tile("course of stores", {**chart, "dimensions": ["store", *hours], "limit": 10_000})
    yield Tile("channels", {**base, **split("channel", 8)})
    yield Tile("products", {**alone, **split("product", 8), "metrics": ["net_sales", "gross_margin"]})
    back = {"metrics": ["returns", "units_returned"], "order_by": ["-returns"]}
    yield Tile("products that come back", {**alone, **split("product", 8), **back})
    yield Tile("countries", {**base, **split("country", 250)})


def split(dimension: str, limit: int) -> dict[str, Any]:
    return {"metrics": ["net_sales"], "dimensions": [dimension], "order_by": ["-net_sales"], "limit": limit}
