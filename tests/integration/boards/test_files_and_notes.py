"""Boards as files over HTTP and on the command line; notes on days."""

import asyncio
import json
from pathlib import Path

import pytest

from comptoir.__main__ import main
from tests.integration.boards.conftest import Team, ask, make
from tests.unit.boards.documents import document, tile

pytestmark = pytest.mark.engine


async def test_a_file_is_the_board_again(team: Team) -> None:
    owner, finance = await team("owner"), await team("finance")
    whole = document(
        tile("group", "section", w=12),
        tile("net", parent="group", title="<script>alert(1)</script>", settings={"stores": [], "period": "week"}),
        tile("said", "text", options={"markdown": "# Écrit\n\n* no\n"}, y=4),
        variables=[{"name": "country", "label": "Country", "dimension": "country", "value": ["NO"]}],
    )
    made = await make(owner, 'Ünusual "name"', description="Two\nlines", visibility="organisation", document=whole)
    file = await finance.get(f"/api/v1/boards/{made['id']}/file")
    assert file.headers["content-type"].startswith("application/yaml")
    assert 'filename="nusual-name.yaml"' in file.headers["content-disposition"]
    back = await ask(finance, "POST", "/boards/import", 201, yaml=file.text)
    assert (back["document"], back["name"], back["description"]) == (whole, made["name"], "Two\nlines")
    assert (back["visibility"], back["is_mine"], back["id"] == made["id"]) == ("personal", True, False)


async def test_a_wrong_file_is_told_whole_and_makes_nothing(team: Team) -> None:
    owner = await team("owner")
    text = """
format: 2
owner: me
tiles:
- {id: a, kind: gauge, place: {x: 0, y: 0, w: 3, h: 3}}
- {id: b, kind: number, place: {x: 10, y: 0, w: 3, h: 3}, query: {metrics: [net_sales, revenue], dimensions: [contry]}}
- {id: c, kind: table, place: {x: 0, y: 0, w: 3}, query: {metrics: [orders]}, settings: {stores: [mars]}}
"""
    refused = await ask(owner, "POST", "/boards/import", 422, yaml=text)
    assert {one["place"] for one in refused["problems"]} == {
        "name",
        "format",
        "owner",
        "tiles.0.kind",
        "tiles.1.place",
        "tiles.1.query.metrics.1",
        "tiles.1.query.dimensions.0",
        "tiles.2.place.h",
        "tiles.2.settings.stores.0",
    }
    bomb = await ask(owner, "POST", "/boards/import", 422, yaml="a: &a [x]\nb: [*a, *a]\n")
    assert bomb["problems"] == [{"place": "line 1", "message": "anchors and aliases are not read", "suggestions": []}]
    large = await owner.post("/api/v1/boards/import", json={"yaml": "x" * 600_000})
    assert (large.status_code, large.json()["code"]) == (413, "board_file_too_large")
    assert (await ask(owner, "GET", "/boards"))["items"] == []


async def test_a_body_that_is_no_document_is_refused(team: Team) -> None:
    owner = await team("owner")
    made = await make(owner)
    path = f"/api/v1/boards/{made['id']}/document"
    deep = '{"base_version": 1, "document": {"format": 1, "settings": {}, "variables": [], "tiles": ' + "[" * 100_000
    bodies = [b"[]", b"{", b'{"base_version": "1", "document": {}}', b'{"base_version": 1, "document": []}']
    bodies += [deep.encode(), deep.encode() + b"]" * 100_000 + b"}}"]
    for body in bodies:
        answer = await owner.put(path, content=body, headers={"content-type": "application/json"})
        assert answer.status_code in (400, 422), (body[:60], answer.text)
    assert (await ask(owner, "GET", f"/boards/{made['id']}"))["version"] == 1


async def test_boards_on_the_command_line(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = await team("owner")
    made = await make(owner, "Weekly", visibility="shared", roles=["sales"])
    settings = team.place.platform.settings
    monkeypatch.setattr("comptoir.composed.boards.commands.load_settings", lambda: settings)

    async def run(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = await asyncio.to_thread(main, list(words))
        said = capsys.readouterr()
        return code, said.out, said.err

    code, out, _ = await run("boards", "list", "--json")
    assert (code, [one["name"] for one in json.loads(out)["items"]]) == (0, ["Weekly"])
    assert "shared sales" in (await run("boards", "list"))[1]
    code, text, _ = await run("boards", "export", "Weekly")
    assert code == 0
    path = tmp_path / "weekly.yaml"
    assert (await run("boards", "export", made["id"], "--to", str(path)))[0] == 0
    assert path.read_text() == text
    code, out, _ = await run("boards", "import", str(path), "--role", "finance", "--json")
    assert (code, json.loads(out)["visibility"], json.loads(out)["roles"]) == (0, "shared", ["finance"])
    finance = await team("finance")
    items = (await ask(finance, "GET", "/boards"))["items"]
    assert [(one["name"], one["owner"], one["is_mine"]) for one in items] == [("Weekly", None, False)]
    path.write_text(text.replace("net_sales", "net_sale").replace("kind: number", "kind: gauge", 1))
    code, _, err = await run("boards", "import", str(path))
    assert code == 1
    assert "Did you mean net_sales" in err
    assert "Nothing was imported: 2 problems." in err
    assert (await run("boards", "export", "Nothing"))[0] == 1
    assert (await run("boards", "import", str(tmp_path / "none.yaml")))[0] == 2
    assert len((await ask(owner, "GET", "/boards"))["items"]) == 2


async def test_notes_on_days(team: Team) -> None:
    owner, marketing, sales = await team("owner"), await team("marketing"), await team("sales")
    body = {"slug": "berlin", "name": "Berlin", "platform": "custom", "currency": "EUR", "timezone": "Europe/Berlin"}
    await ask(owner, "POST", "/stores", 201, **body, prices="gross")
    fair = await ask(
        marketing, "POST", "/annotations", 201, day="2026-03-01", until="2026-03-08", text="Fair", kind="campaign"
    )
    empty = await ask(
        owner, "POST", "/annotations", 201, day="2026-03-20", text="Kettles out", kind="stock_out", stores=["berlin"]
    )
    assert (fair["by"]["name"], fair["may_edit"], fair["stores"]) == ("Marketing", True, [])

    async def texts(query: str = "") -> list[str]:
        return [one["text"] for one in (await ask(sales, "GET", f"/annotations{query}"))["items"]]

    assert await texts() == ["Fair", "Kettles out"]
    assert await texts("?from=2026-03-08&to=2026-03-10") == ["Fair"]
    assert await texts("?from=2026-03-09") == ["Kettles out"]
    assert await texts("?store=lyon") == ["Fair"]
    assert await texts("?store=berlin,lyon") == ["Fair", "Kettles out"]
    await ask(sales, "PATCH", f"/annotations/{fair['id']}", 403, text="Mine")
    await ask(sales, "DELETE", f"/annotations/{fair['id']}", 403)
    changed = await ask(marketing, "PATCH", f"/annotations/{fair['id']}", until=None, text="Fair, day one")
    assert (changed["until"], changed["text"], changed["day"], changed["kind"]) == (
        None,
        "Fair, day one",
        "2026-03-01",
        "campaign",
    )
    await ask(owner, "DELETE", f"/annotations/{fair['id']}", 204)
    await ask(owner, "PATCH", f"/annotations/{fair['id']}", 404, text="x")
    wrong = {"day": "2026-03-02", "until": "2026-03-01", "text": " ", "kind": "party", "stores": ["mars"]}
    refused = await ask(owner, "POST", "/annotations", 422, **wrong)
    assert {one["place"] for one in refused["problems"]} == {"until", "text", "kind", "stores.0"}
    assert [one["id"] for one in (await ask(sales, "GET", "/annotations"))["items"]] == [empty["id"]]
