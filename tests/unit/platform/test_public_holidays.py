"""Public holidays of countries and parts of them, and the country of a time zone."""

from datetime import date

import pytest

from comptoir.platform.public_holidays import country_of_zone, holidays_in, is_known


def test_holidays_of_several_places_stand_on_one_day_once() -> None:
    found = {
        one.day: one for one in holidays_in(["DE", "FR", "DE-BE"], first=date(2026, 1, 1), last=date(2026, 12, 31))
    }
    assert found[date(2026, 1, 1)].places == ("DE", "DE-BE", "FR")
    assert found[date(2026, 7, 14)].places == ("FR",)
    assert found[date(2026, 3, 8)].places == ("DE-BE",)
    assert list(found) == sorted(found)


def test_a_range_ends_where_it_says() -> None:
    assert [one.day for one in holidays_in(["DE"], first=date(2025, 12, 26), last=date(2026, 1, 1))] == [
        date(2025, 12, 26),
        date(2026, 1, 1),
    ]
    assert holidays_in(["XX"], first=date(2026, 1, 1), last=date(2026, 12, 31)) == []


@pytest.mark.parametrize(
    ("place", "known"), [("DE", True), ("US-CA", True), ("DE-XX", False), ("Germany", False), ("", False)]
)
def test_places(place: str, known: bool) -> None:
    assert is_known(place) is known


def test_countries_of_zones() -> None:
    assert [country_of_zone(name) for name in ("Europe/Berlin", "Asia/Tokyo", "UTC")] == ["DE", "JP", None]
