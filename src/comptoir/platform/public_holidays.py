"""Public holidays of countries and their parts, from the `holidays` library: computed, never stored.

Owns the reading of places such as DE or DE-BE; knows no organisation and no store.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

LANGUAGE = "en_US"
FIRST_YEAR, LAST_YEAR = 1971, 2148


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off in some places, by its names."""

    day: date
    names: tuple[str, ...]
    places: tuple[str, ...]


def known_places() -> Mapping[str, Sequence[str]]:
    """Return the countries whose holidays are known, each with its parts."""
    import holidays  # takes a tenth of a second: only where somebody asks

    return {
        code: tuple(one for one in parts if one.isascii() and one.replace("-", "").isalnum())
        for code, parts in holidays.list_supported_countries(include_aliases=False).items()
        if len(code) == 2
    }


def is_known(place: str) -> bool:
    """Return whether a place is a country, or a country and one of its parts."""
    country, _, part = place.partition("-")
    parts = known_places().get(country)
    return parts is not None and (not part or part in parts)


def holidays_in(places: Collection[str], *, first: date, last: date) -> list[Holiday]:
    """Return the holidays of places from one day to another, by day; unknown places have none."""
    found: dict[date, dict[str, list[str]]] = {}
    for place in sorted(set(places)):
        for year in range(max(first.year, FIRST_YEAR), min(last.year, LAST_YEAR) + 1):
            for day, name in _year(place, year):
                if first <= day <= last:
                    found.setdefault(day, {}).setdefault(name, []).append(place)
    return [
        Holiday(day, tuple(names), tuple(sorted({place for own in names.values() for place in own})))
        for day, names in sorted(found.items())
    ]


@lru_cache(maxsize=4096)
def _year(place: str, year: int) -> tuple[tuple[date, str], ...]:
    import holidays

    country, _, part = place.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=year, language=LANGUAGE)
    except NotImplementedError:
        return ()
    return tuple((day, name) for day, names in sorted(found.items()) for name in names.split("; "))


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    lines = files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[2]: row[0] for row in rows}


def country_of_zone(timezone: str) -> str | None:
    """Return the country whose clocks a time zone names, None for zones of no one country (UTC)."""
    return _countries().get(timezone)
