"""Every question of every template is answered by the engines, for the owner; and tells what it lacks without data."""

from typing import Any

import httpx
import pytest

from comptoir.composed.boards.model.templates.known import TEMPLATES
from tests.integration.boards.conftest import ask
from tests.integration.rankings.conftest import Merchant, merchant  # noqa: F401

pytestmark = pytest.mark.engine

RANGE = {"from": "2025-01-01", "to": "2025-03-31"}
TODAY = {"from": "2025-03-05", "to": "2025-03-05"}


async def person(merchant: Merchant, role: str) -> httpx.AsyncClient:  # noqa: F811
    """Return the browser of somebody who may also change things."""
    client = await merchant.person(role)
    client.headers["X-CSRF-Token"] = (await ask(client, "GET", "/session"))["csrf_token"]
    return client


def question(tile: dict[str, Any], board: dict[str, Any]) -> dict[str, Any]:
    """Return the query a page asks for a tile: its own settings over the board's."""
    settings = {**board["settings"], **tile.get("settings", {})}
    query = {key: value for key, value in tile["query"].items() if key != "grain"}
    grain = tile["query"].get("grain")
    if grain:
        query["grain"] = "week" if grain == "auto" else grain
    query["range"] = TODAY if settings.get("period") == "today" or grain == "hour" else RANGE
    if settings.get("compare") not in (None, "none"):
        query["compare"] = settings["compare"]
    return query | {"filters": settings.get("filters", [])}


async def test_every_question_of_every_template_is_answered(merchant: Merchant) -> None:  # noqa: F811
    owner = await person(merchant, "owner")
    empty: list[str] = []
    for key in TEMPLATES:
        made = await ask(owner, "POST", "/boards", 201, template=key)
        assert (made["name"], made["description"]) == (TEMPLATES[key].name, TEMPLATES[key].question)
        for tile in made["document"]["tiles"]:
            assert not {"denied", "missing"} & tile.keys()
            if "query" not in tile:
                continue
            answer = await owner.post("/api/v1/query", json=question(tile, made["document"]))
            assert answer.status_code == 200, (key, tile["id"], answer.text)
            narrow = tile.get("settings", {}).get("filters") or "today" in str(made["document"]["settings"])
            if not answer.json()["rows"] and not narrow:
                empty.append(f"{key} {tile['id']}")
    assert set(empty) <= {"hourly-operations to-pick"}, "only what is picked today"


async def test_templates_say_what_there_is_data_for(merchant: Merchant) -> None:  # noqa: F811
    owner, security = await person(merchant, "owner"), await person(merchant, "security")
    items = {one["key"]: one for one in (await ask(owner, "GET", "/boards/templates"))["items"]}
    assert list(items) == list(TEMPLATES)
    assert items["owner-home"]["has_data"] is True
    assert items["returns"]["has_data"] is True
    facts = {one["fact"]: one["has_data"] for one in items["pricing-discounts"]["facts"]}
    assert facts == {"orders": True, "discounts": True}
    assert {one["has_data"] for one in (await ask(security, "GET", "/boards/templates"))["items"]} == {True}
    fresh = await ask(owner, "POST", "/organisations", 201, name="Empty", currency="EUR", timezone="Europe/Berlin")
    assert fresh["organisation"]["name"] == "Empty"
    items = {one["key"]: one for one in (await ask(owner, "GET", "/boards/templates"))["items"]}
    assert {one["has_data"] for one in items.values()} == {False}
    assert any("costs of products" in need for need in items["owner-home"]["needs"])


async def test_who_may_not_read_costs_gets_the_board_without_them(merchant: Merchant) -> None:  # noqa: F811
    sales = await person(merchant, "sales")
    made = await ask(sales, "POST", "/boards", 201, template="owner-home")
    denied = {tile["id"] for tile in made["document"]["tiles"] if tile.get("denied")}
    assert denied == {"gross-profit", "margin", "products"}
    profit = TEMPLATES["owner-home"].document()["tiles"][1]
    refused = await sales.post("/api/v1/query", json=question(profit, made["document"]))
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
