"""Who may see, change and manage which board; what the viewer may not read never leaves the server."""

from collections.abc import Mapping
from typing import Any

import pytest

from comptoir.composed.boards.repository import boards
from comptoir.composed.boards.usecases.forget_boards import FORGET_DELETED
from comptoir.foundation.identity import facade as identity
from comptoir.foundation.identity.permissions import ROLES
from comptoir.kernel.actor import system_actor
from tests.integration.boards.conftest import Team, ask, make, sign_in
from tests.unit.boards.documents import document, tile

pytestmark = pytest.mark.engine

# Of a board of ``sales``: what each person gets for reading, saving, renaming and deleting it.
NOBODY, ALIEN, READS, EDITS, ALL = (
    (404, 404, 404, 404),
    (404, 403, 403, 403),
    (200, 403, 403, 403),
    (200, 200, 403, 403),
    (200, 200, 200, 204),
)
MATRIX: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "personal": {"sales": ALL, "sales2": NOBODY, "owner": NOBODY, "viewer": ALIEN, "finance": NOBODY},
    "shared": {"sales": ALL, "sales2": NOBODY, "owner": ALL, "admin": ALL, "viewer": READS, "finance": EDITS},
    "organisation": {"sales": READS, "marketing": READS, "owner": ALL, "admin": ALL, "viewer": READS, "security": READS},
}  # fmt: skip


@pytest.mark.parametrize("visibility", MATRIX)
async def test_what_each_may_do_with_a_board_of_sales(team: Team, visibility: str) -> None:
    roles = ["viewer", "finance"] if visibility == "shared" else []
    for person, expected in MATRIX[visibility].items():
        made = await make(await team("sales"))
        await grant(team, made, visibility, roles)
        client, path = await team(person), f"/api/v1/boards/{made['id']}"
        read = await client.get(path)
        new = {"base_version": 1, "document": document(tile("new"))}
        got = (
            read.status_code,
            (await client.put(f"{path}/document", json=new)).status_code,
            (await client.patch(path, json={"name": "Renamed"})).status_code,
            (await client.delete(path)).status_code,
        )
        assert got == expected, person
        if read.status_code == 200:
            told = read.json()
            assert (told["may_edit"], told["may_manage"]) == (got[1] == 200, got[3] == 204), person


async def grant(team: Team, made: Mapping[str, Any], visibility: str, roles: list[str]) -> None:
    """Share a board of sales: with everybody only by somebody who may, who must be able to see it first."""
    path = f"/boards/{made['id']}"
    sales = await team("sales")
    if visibility == "organisation":
        await ask(sales, "PATCH", path, 403, visibility="organisation")
        await ask(sales, "PATCH", path, visibility="shared", roles=["sales"])
        await ask(await team("owner"), "PATCH", path, visibility="organisation")
    elif visibility == "shared":
        await ask(sales, "PATCH", path, visibility="shared", roles=roles)


async def test_lists_show_what_one_may_open(team: Team) -> None:
    owner, sales, viewer = await team("owner"), await team("sales"), await team("viewer")
    await make(owner, "a private")
    await make(owner, "B for sales", visibility="shared", roles=["sales"])
    everybody = await make(owner, "c for all", visibility="organisation")
    await make(sales, "d of sales")

    async def names(client: Any) -> list[str]:
        return [one["name"] for one in (await ask(client, "GET", "/boards"))["items"]]

    assert await names(owner) == ["a private", "B for sales", "c for all"]
    assert await names(sales) == ["B for sales", "c for all", "d of sales"]
    assert await names(viewer) == ["c for all"]
    await ask(viewer, "PUT", f"/boards/{everybody['id']}/favourite", 204)
    await ask(viewer, "PUT", f"/boards/{everybody['id']}/favourite", 204)
    assert (await ask(viewer, "GET", "/boards"))["items"][0]["is_favourite"] is True
    assert (await ask(owner, "GET", f"/boards/{everybody['id']}"))["is_favourite"] is False
    await ask(viewer, "DELETE", f"/boards/{everybody['id']}/favourite", 204)
    assert (await ask(viewer, "GET", "/boards"))["items"][0]["is_favourite"] is False


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"visibility": "shared"}, "roles"),
        ({"visibility": "shared", "roles": ["chef"]}, "roles.0"),
        ({"visibility": "personal", "roles": ["sales"]}, "roles"),
        ({"visibility": "public"}, "visibility"),
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"description": "a\x00b"}, "description"),
    ],
)
async def test_wrong_facts_are_refused(team: Team, body: dict[str, Any], wrong: str) -> None:
    owner = await team("owner")
    refused = await ask(owner, "POST", "/boards", 422, **{"name": "A board", **body})
    assert [one["place"] for one in refused["problems"]] == [wrong]


async def test_a_viewer_makes_nothing_and_the_others_manage_nothing(team: Team) -> None:
    viewer, marketing = await team("viewer"), await team("marketing")
    await ask(viewer, "POST", "/boards", 403, name="Mine")
    await ask(viewer, "POST", "/boards/import", 403, yaml="format: 1")
    await ask(viewer, "POST", "/annotations", 403, day="2026-01-01", text="x")
    await ask(marketing, "POST", "/boards", 403, name="Ours", visibility="organisation")
    await ask(marketing, "PUT", "/boards/defaults/sales", 403, board_id=None)
    await ask(marketing, "GET", "/boards/defaults", 403)


async def test_the_board_one_lands_on(team: Team) -> None:
    owner, sales = await team("owner"), await team("sales")
    default = await make(owner, "For sales", visibility="shared", roles=["sales"])
    home = await make(sales, "Sales'")
    nothing = {"board_id": None, "why": None}
    assert await ask(sales, "GET", "/boards/home") == (await ask(sales, "GET", "/session"))["home_board"] == nothing
    refused = await ask(owner, "PUT", "/boards/defaults/finance", 409, board_id=default["id"])
    assert refused["code"] == "board_not_seen"
    await ask(owner, "PUT", "/boards/defaults/chef", 422, board_id=default["id"])
    chosen = await ask(owner, "PUT", "/boards/defaults/sales", board_id=default["id"])
    assert chosen["roles"] == {role: default["id"] if role == "sales" else None for role in ROLES}
    assert await ask(sales, "GET", "/boards/home") == {"board_id": default["id"], "why": "role"}
    assert await ask(sales, "PUT", "/boards/home", board_id=home["id"]) == {"board_id": home["id"], "why": "home"}
    assert (await ask(sales, "GET", "/session"))["home_board"] == {"board_id": home["id"], "why": "home"}
    await ask(owner, "PUT", "/boards/home", 404, board_id=home["id"])
    await ask(sales, "DELETE", f"/boards/{home['id']}", 204)
    assert (await ask(sales, "GET", "/boards/home"))["why"] == "role"
    await ask(owner, "PATCH", f"/boards/{default['id']}", visibility="personal")
    assert await ask(sales, "GET", "/boards/home") == nothing, "a board taken back is nobody's start"


COSTLY = {
    "profit": tile("profit", metrics=["gross_profit"]),
    "inside": tile("inside", "table", metrics=["net_sales", "gross_margin"], dimensions=["store"]),
    "right": tile("right", "combo", metrics=["net_sales", "cost_coverage"], options={"right": ["cost_coverage"], "annotations": False}),
}  # fmt: skip


async def test_what_one_may_not_read_is_denied_and_survives_ones_edits(team: Team) -> None:
    owner, sales = await team("owner"), await team("sales")
    whole = document(tile("net"), *COSTLY.values())
    made = await make(owner, visibility="shared", roles=["sales"], document=whole)
    path = f"/boards/{made['id']}"
    seen = await ask(sales, "GET", path)
    tiles = {one["id"]: one for one in seen["document"]["tiles"]}
    assert [one.get("denied") for one in tiles.values()] == [None, True, True, True]
    assert not any(word in str(seen) for word in ("gross_profit", "gross_margin", "cost_coverage"))
    assert tiles["right"]["options"] == {"annotations": False}
    edited = document({**tiles["net"], "title": "Sales"}, *(tiles[key] for key in COSTLY))
    edited["tiles"][1] = {**edited["tiles"][1], "title": "Called by sales", "place": {"x": 6, "y": 6, "w": 3, "h": 3}}
    saved = await ask(sales, "PUT", f"{path}/document", base_version=1, document=edited)
    assert (saved["conflicts"], saved["board"]["document"]["tiles"][1]["denied"]) == ([], True)
    kept = {one["id"]: one for one in (await ask(owner, "GET", path))["document"]["tiles"]}
    assert kept["profit"]["query"] == COSTLY["profit"]["query"]
    assert (kept["profit"]["title"], kept["net"]["title"]) == ("Called by sales", "Sales")
    assert (kept["inside"], kept["right"]) == (COSTLY["inside"], COSTLY["right"])
    for answer in (
        await ask(sales, "GET", f"{path}/versions/1"),
        await ask(sales, "POST", f"{path}/duplicate", 201, name="Copy"),
        await ask(sales, "POST", f"{path}/versions/1/restore"),
    ):
        assert "gross_profit" not in str(answer["document"])
    await ask(owner, "PATCH", path, roles=["sales", "security"])
    unseen = (await ask(await team("security"), "GET", path))["document"]["tiles"]
    assert [(one["denied"], "query" in one) for one in unseen] == [(True, False)] * 4, "they ask no figures at all"
    file = await sales.get(f"/api/v1{path}/file")
    assert "gross_" not in file.text
    assert "net_sales" in file.text


async def test_a_forged_layout_shows_nothing(team: Team) -> None:
    owner, sales = await team("owner"), await team("sales")
    forged = await make(sales, document=document(*COSTLY.values()))
    assert [one["denied"] for one in forged["document"]["tiles"]] == [True] * 3
    assert "gross_profit" not in str(forged)
    shared = await make(owner, visibility="shared", roles=["sales"], document=document(COSTLY["profit"]))
    copied = document({**COSTLY["profit"], "id": "stolen", "denied": True})
    answer = await ask(sales, "PUT", f"/boards/{shared['id']}/document", 422, base_version=1, document=copied)
    assert [one["place"] for one in answer["problems"]] == ["tiles.0"]


async def test_a_conflict_shows_no_hidden_question(team: Team) -> None:
    owner, sales = await team("owner"), await team("sales")
    made = await make(owner, visibility="shared", roles=["sales"], document=document(tile("a"), tile("b")))
    path = f"/boards/{made['id']}/document"
    profit = tile("a", metrics=["gross_profit"])
    await ask(owner, "PUT", path, base_version=1, document=document(profit, tile("b")))
    saved = await ask(sales, "PUT", path, base_version=1, document=document(tile("a", metrics=["orders"]), tile("b")))
    assert saved["conflicts"][0]["theirs"]["denied"] is True
    assert "gross_profit" not in str(saved)


async def test_a_metric_that_is_gone_is_named_and_no_reason_to_refuse(team: Team) -> None:
    owner = await team("owner")
    made = await make(owner, document=document(tile("a"), tile("b")))
    path = f"/boards/{made['id']}"
    gone = document(tile("a", metrics=["old_metric"], dimensions=["old_dimension"]), tile("b"))
    actor = team.place.actor()
    async with team.place.platform.database.begin(actor) as uow:
        values = {"document": gone, "version": 2}
        await boards.change(uow, board_id=(await boards.every(uow))[0].id, values=values)
        by = {"saved_at": team.place.clock(), "saved_by": None, "summary": "x"}
        await boards.add_version(uow, board_id=(await boards.every(uow))[0].id, values={**values, **by}, keep=9)
    seen = (await ask(owner, "GET", path))["document"]["tiles"]
    assert [one.get("missing") for one in seen] == [["old_metric", "old_dimension"], None]
    saved = await ask(
        owner, "PUT", f"{path}/document", base_version=2, document=document(seen[0], tile("b", title="New"))
    )
    assert saved["board"]["document"]["tiles"][0]["missing"] == ["old_metric", "old_dimension"]
    other = document(seen[0], tile("b", metrics=["other_gone"]))
    refused = await ask(owner, "PUT", f"{path}/document", 422, base_version=3, document=other)
    assert [one["place"] for one in refused["problems"]] == ["tiles.1.query.metrics.0"]


async def test_what_was_deleted_long_ago_is_forgotten(team: Team) -> None:
    owner = await team("owner")
    old, young = await make(owner, "Old"), await make(owner, "Young")
    await ask(owner, "PUT", f"/boards/{old['id']}/favourite", 204)
    await ask(owner, "DELETE", f"/boards/{old['id']}", 204)
    team.place.clock.move(days=2.5)
    await ask(owner, "DELETE", f"/boards/{young['id']}", 204)
    actor = system_actor(team.place.organisation.id)
    await FORGET_DELETED.run(actor, team.place.platform)
    assert len((await ask(owner, "GET", "/boards?deleted=true"))["items"]) == 2
    team.place.clock.move(days=28)
    await FORGET_DELETED.run(actor, team.place.platform)
    async with team.place.client() as fresh:  # the session has ended meanwhile
        await sign_in(fresh)
        assert [one["name"] for one in (await ask(fresh, "GET", "/boards?deleted=true"))["items"]] == ["Young"]
        await ask(fresh, "POST", f"/boards/{old['id']}/undelete", 404)


async def test_a_token_of_nobody_makes_boards_of_the_organisation_only(team: Team) -> None:
    place = team.place
    made = await identity.make_token(
        place.actor(), place.platform, name="script", scopes=["boards:read", "boards:edit", "boards:manage"]
    )
    async with place.client(headers={"authorization": f"Bearer {made.secret}"}) as script:
        refused = await ask(script, "POST", "/boards", 422, name="Mine")
        assert [one["place"] for one in refused["problems"]] == ["visibility"]
        board = await make(script, "Ours", visibility="organisation")
        assert (board["owner"], board["may_edit"], board["is_mine"]) == (None, True, False)
        assert (await ask(script, "GET", "/boards/home"))["board_id"] is None
        await ask(script, "PUT", f"/boards/{board['id']}/favourite", 403)
    assert [one["name"] for one in (await ask(await team("viewer"), "GET", "/boards"))["items"]] == ["Ours"]
