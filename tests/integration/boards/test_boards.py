"""Boards over HTTP: making, reading, saving, two people at once, versions, deleting."""

import asyncio
from typing import Any

import pytest

from tests.integration.boards.conftest import Team, ask, make
from tests.unit.boards.documents import document, tile

pytestmark = pytest.mark.engine


async def test_a_board_is_made_read_and_saved(team: Team) -> None:
    owner = await team("owner")
    made = await make(owner, description="What came in")
    assert (made["version"], made["tiles"], made["visibility"], made["is_mine"]) == (1, 2, "personal", True)
    assert made["owner"]["name"] == made["saved_by"]["name"] == "owner@example.test"
    read = await owner.get(f"/api/v1/boards/{made['id']}")
    assert read.json() == made
    assert read.headers["etag"] == '"1"'
    again = await owner.get(f"/api/v1/boards/{made['id']}", headers={"if-none-match": '"0", W/"1"'})
    assert (again.status_code, again.content) == (304, b"")
    new = document(tile("net", title="Money in"), tile("by-store", "bar", dimensions=["store"], y=3))
    saved = await ask(owner, "PUT", f"/boards/{made['id']}/document", base_version=1, document=new)
    assert (saved["merged"], saved["conflicts"]) == (False, [])
    assert (saved["board"]["version"], saved["board"]["document"]) == (2, new)
    assert (await ask(owner, "GET", f"/boards/{made['id']}"))["document"] == new
    items = (await ask(owner, "GET", "/boards"))["items"]
    assert [(one["name"], one["tiles"], one["version"]) for one in items] == [("Mine", 2, 2)]


async def test_saving_the_same_makes_no_version(team: Team) -> None:
    owner = await team("owner")
    made = await make(owner)
    body = {"base_version": 1, "document": made["document"]}
    assert (await ask(owner, "PUT", f"/boards/{made['id']}/document", **body))["board"]["version"] == 1


async def test_what_is_wrong_is_listed_whole_and_nothing_is_kept(team: Team) -> None:
    owner = await team("owner")
    made = await make(owner)
    bad = document(tile("a", "gauge"), tile("b", metrics=["net_sale"]), tile("c", x=11), colour="red")
    refused = await ask(owner, "PUT", f"/boards/{made['id']}/document", 422, base_version=1, document=bad)
    assert refused["code"] == "wrong_board"
    places = {one["place"]: one["message"] for one in refused["problems"]}
    assert set(places) == {"tiles.0.kind", "tiles.1.query.metrics.0", "tiles.2.place", "colour"}
    assert next(one for one in refused["problems"] if "net_sale" in one["message"])["suggestions"][0] == "net_sales"
    assert (await ask(owner, "GET", f"/boards/{made['id']}"))["version"] == 1
    await ask(owner, "POST", "/boards", 422, name="", document=document())
    await ask(owner, "POST", "/boards", 422, name="x", document=bad)
    assert len((await ask(owner, "GET", "/boards"))["items"]) == 1


async def test_two_people_save_at_once_and_both_survive(team: Team) -> None:
    owner, sales = await team("owner"), await team("sales")
    made = await make(owner, visibility="shared", roles=["sales"])
    path = f"/boards/{made['id']}/document"
    first = document(*made["document"]["tiles"], tile("mine", "line", y=5, w=6))
    second = document(
        {**made["document"]["tiles"][0], "title": "Ours"}, made["document"]["tiles"][1], tile("theirs", y=5)
    )
    assert (await ask(owner, "PUT", path, base_version=1, document=first))["merged"] is False
    saved = await ask(sales, "PUT", path, base_version=1, document=second)
    assert (saved["merged"], saved["conflicts"]) == (True, [])
    tiles = {one["id"]: one for one in saved["board"]["document"]["tiles"]}
    assert set(tiles) == {"net", "orders", "mine", "theirs"}
    assert tiles["net"]["title"] == "Ours"
    assert tiles["theirs"]["place"]["y"] >= 8, "what was put at the same place moved below"
    assert (await ask(owner, "GET", f"/boards/{made['id']}"))["document"] == saved["board"]["document"]


async def test_saves_of_one_instant_all_survive(team: Team) -> None:
    owner = await team("owner")
    made = await make(owner)
    path = f"/boards/{made['id']}/document"
    sent = [document(*made["document"]["tiles"], tile(f"new-{n}", y=3, x=2 * n, w=2)) for n in range(6)]
    saved = await asyncio.gather(*(ask(owner, "PUT", path, base_version=1, document=one) for one in sent))
    assert sorted(one["board"]["version"] for one in saved)[-1] == 7
    assert sum(one["merged"] for one in saved) == 5
    board = await ask(owner, "GET", f"/boards/{made['id']}")
    assert {one["id"] for one in board["document"]["tiles"]} == {"net", "orders", *(f"new-{n}" for n in range(6))}
    items = (await ask(owner, "GET", f"/boards/{made['id']}/versions"))["items"]
    assert [one["version"] for one in items] == [7, 6, 5, 4, 3, 2, 1]


async def test_what_both_changed_stays_and_comes_back(team: Team) -> None:
    owner, sales = await team("owner"), await team("sales")
    made = await make(owner, visibility="shared", roles=["sales"])
    path = f"/boards/{made['id']}/document"
    net, orders = made["document"]["tiles"]
    await ask(owner, "PUT", path, base_version=1, document=document({**net, "title": "Owner's"}))
    mine = {**net, "title": "Sales'"}
    saved = await ask(sales, "PUT", path, base_version=1, document=document(mine, {**orders, "title": "Kept?"}))
    conflicts = {one["tile"]: one for one in saved["conflicts"]}
    assert (conflicts["net"]["what"], conflicts["net"]["yours"]) == ("changed", mine)
    assert conflicts["net"]["theirs"]["title"] == "Owner's"
    assert (conflicts["orders"]["what"], conflicts["orders"]["theirs"]) == ("removed", None)
    assert [one["title"] for one in saved["board"]["document"]["tiles"]] == ["Owner's"]


async def test_versions_are_told_in_words_and_restored(team: Team) -> None:
    owner = await team("owner")
    made = await make(owner)
    path = f"/boards/{made['id']}"
    net, orders = made["document"]["tiles"]
    added = tile("b", "bar", dimensions=["store"], y=3)
    await ask(
        owner,
        "PUT",
        f"{path}/document",
        base_version=1,
        document=document({**net, "place": added["place"]}, orders, added),
    )
    await ask(owner, "PUT", f"{path}/document", base_version=2, document=document(orders, added))
    items = (await ask(owner, "GET", f"{path}/versions"))["items"]
    said = ["Net sales removed", "Net sales by store added, Net sales moved", "Made"]
    assert [one["summary"] for one in items] == said
    assert [one["saved_by"]["name"] for one in items] == ["owner@example.test"] * 3
    assert (await ask(owner, "GET", f"{path}/versions/1"))["document"] == made["document"]
    restored = await ask(owner, "POST", f"{path}/versions/1/restore")
    assert (restored["version"], restored["document"]) == (4, made["document"])
    assert (await ask(owner, "GET", f"{path}/versions"))["items"][0]["summary"] == "Version 1 restored"
    await ask(owner, "GET", f"{path}/versions/99", 404)


async def test_only_the_last_versions_are_kept(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comptoir.composed.boards.usecases.save_board.KEPT_VERSIONS", 3)
    owner = await team("owner")
    made = await make(owner)
    path = f"/boards/{made['id']}"
    for version in range(1, 6):
        new = document(tile("net", title=f"Number {version}"))
        await ask(owner, "PUT", f"{path}/document", base_version=version, document=new)
    assert [one["version"] for one in (await ask(owner, "GET", f"{path}/versions"))["items"]] == [6, 5, 4]
    gone: dict[str, Any] = await ask(owner, "PUT", f"{path}/document", 409, base_version=1, document=document())
    assert (gone["code"], gone["details"]) == ("version_gone", {"version": 6})


async def test_a_deleted_board_comes_back_whole(team: Team) -> None:
    owner, sales = await team("owner"), await team("sales")
    made = await make(owner, visibility="shared", roles=["sales"])
    await ask(owner, "PUT", "/boards/home", board_id=made["id"])
    await ask(owner, "DELETE", f"/boards/{made['id']}", 204)
    assert (await ask(owner, "GET", f"/boards/{made['id']}", 409))["code"] == "board_deleted"
    assert (await ask(owner, "GET", "/boards"))["items"] == []
    assert (await ask(owner, "GET", "/boards/home"))["board_id"] is None
    assert [one["id"] for one in (await ask(owner, "GET", "/boards?deleted=true"))["items"]] == [made["id"]]
    assert (await ask(sales, "GET", "/boards?deleted=true"))["items"] == []
    await ask(sales, "POST", f"/boards/{made['id']}/undelete", 403)
    back = await ask(owner, "POST", f"/boards/{made['id']}/undelete")
    assert (back["document"], back["is_home"], back["deleted_at"]) == (made["document"], True, None)


async def test_a_copy_is_personal_and_its_own(team: Team) -> None:
    owner, sales = await team("owner"), await team("sales")
    made = await make(owner, "Weekly", visibility="organisation")
    copy = await ask(sales, "POST", f"/boards/{made['id']}/duplicate", 201)
    assert (copy["name"], copy["visibility"], copy["is_mine"], copy["version"]) == (
        "Weekly (copy)",
        "personal",
        True,
        1,
    )
    await ask(sales, "PUT", f"/boards/{copy['id']}/document", base_version=1, document=document())
    assert (await ask(owner, "GET", f"/boards/{made['id']}"))["document"] == made["document"]
    await ask(owner, "GET", f"/boards/{copy['id']}", 404)
