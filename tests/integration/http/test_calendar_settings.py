"""The organisation's calendar over HTTP and on the command line: who may change it, what is no calendar, one's own week."""

from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from comptoir.foundation.identity import facade as identity
from comptoir.foundation.identity.commands import calendar_change
from comptoir.kernel.errors import Invalid
from tests.integration.http.conftest import PASSWORD, Place, sign_in

pytestmark = pytest.mark.engine
PLAIN = {"pattern": "gregorian", "first_month": 1}
RETAIL = {"pattern": "4-5-4", "first_month": 2, "anchor": "nearest"}


@asynccontextmanager
async def of_role(place: Place, role: str) -> AsyncIterator[httpx.AsyncClient]:
    email = f"{role}@example.test"
    if role != "owner":
        await identity.add_member(place.actor(), place.platform, email=email, role=role, password=PASSWORD)
    async with place.client() as client:
        await sign_in(client, email=email)
        yield client


async def change(client: httpx.AsyncClient, **body: Any) -> httpx.Response:
    return await client.patch("/api/v1/organisation", json=body)


async def test_the_calendar_is_read_and_changed(place: Place) -> None:
    async with of_role(place, "owner") as owner:
        before = (await owner.get("/api/v1/organisation")).json()
        assert (before["week_start"], before["fiscal"], before["holidays"]) == ("monday", PLAIN, None)
        answer = await change(owner, week_start="saturday", fiscal=RETAIL, holidays=["us", "DE-BE", "US"])
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert (found["week_start"], found["fiscal"], found["holidays"]) == ("saturday", RETAIL, ["US", "DE-BE"])
        assert (await change(owner, week_start="sunday")).json()["fiscal"] == RETAIL
        session = (await owner.get("/api/v1/session")).json()["organisation"]
        months = session.pop("fiscal_months")
        assert session == (await owner.get("/api/v1/organisation")).json()
        assert months == sorted(set(months))
        assert len(months) % 12 == 1, "whole fiscal years, and where the next one begins"
        assert (await change(owner, holidays=None)).json()["holidays"] is None
        assert (await change(owner, holidays=[])).json()["holidays"] == []


@pytest.mark.parametrize("role", ["viewer", "marketing", "sales"])
async def test_others_read_it_only(place: Place, role: str) -> None:
    async with of_role(place, role) as client:
        assert (await client.get("/api/v1/organisation")).json()["fiscal"] == PLAIN
        assert (await change(client, week_start="sunday")).status_code == 403


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"week_start": "someday"}, "week_start"),
        ({"fiscal": {"pattern": "4-4-4"}}, "fiscal"),
        ({"fiscal": {"pattern": "gregorian", "first_month": 13}}, "fiscal"),
        ({"fiscal": {"pattern": "4-4-5", "anchor": "first"}}, "fiscal"),
        ({"fiscal": {"pattern": "custom"}}, "fiscal"),
        ({"fiscal": {"pattern": "custom", "starts": ["2025-01-01", "soon"]}}, "fiscal"),
        ({"fiscal": {"pattern": "gregorian", "first_moon": 2}}, "fiscal"),
        ({"fiscal": {"pattern": [], "starts": 7}}, "fiscal"),
        ({"holidays": ["Atlantis"]}, "holidays"),
        ({"holidays": ["DE-XX"]}, "holidays"),
    ],
)
async def test_what_is_no_calendar(place: Place, body: dict[str, Any], field: str) -> None:
    async with of_role(place, "owner") as owner:
        answer = await change(owner, **body)
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["field"] == field
        assert (await owner.get("/api/v1/organisation")).json()["fiscal"] == PLAIN


async def test_ones_own_week_changes_nothing_of_the_organisation(place: Place) -> None:
    async with of_role(place, "viewer") as client:
        assert (await client.get("/api/v1/session")).json()["user"]["week_start"] is None
        assert (await client.patch("/api/v1/account", json={"week_start": "sunday"})).status_code == 204
        session = (await client.get("/api/v1/session")).json()
        assert (session["user"]["week_start"], session["organisation"]["week_start"]) == ("sunday", "monday")
        assert (await client.patch("/api/v1/account", json={"week_start": "noday"})).status_code == 422
        assert (await client.patch("/api/v1/account", json={"week_start": None})).status_code == 204
        assert (await client.get("/api/v1/session")).json()["user"]["week_start"] is None


def arguments(**given: Any) -> Namespace:
    names = ("week_start", "fiscal", "first_month", "anchor", "starts", "holidays")
    return Namespace(**{**dict.fromkeys(names), **given})


def test_the_command_says_the_same() -> None:
    found = calendar_change(arguments(week_start="sunday", fiscal="4-5-4", first_month=2, anchor="nearest"))
    assert (found.week_start, found.fiscal, found.holiday_places) == ("sunday", RETAIL, None)
    assert calendar_change(arguments(holidays="DE, US-CA")).holiday_places == ("DE", "US-CA")
    assert calendar_change(arguments(holidays="none")).holiday_places == ()
    assert calendar_change(arguments(holidays="stores")).holidays_of_stores
    with pytest.raises(Invalid, match="Say which pattern"):
        calendar_change(arguments(first_month=4))
