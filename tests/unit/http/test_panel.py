"""The panel's files: caching, compression, pages the browser routes, nothing outside the folder."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from comptoir.platform.http.panel import Panel

SCRIPT = "console.log('comptoir');\n" * 200


@pytest.fixture
def built(tmp_path: Path) -> Path:
    directory = tmp_path / "dist"
    (directory / "assets").mkdir(parents=True)
    (directory / "index.html").write_text("<!doctype html><title>Comptoir</title>")
    (directory / "favicon.svg").write_text("<svg/>")
    (directory / "assets" / "main-1a2b3c.js").write_text(SCRIPT)
    (directory / ".inputs").write_text("secret")
    (tmp_path / "outside.txt").write_text("not for you")
    return directory


@pytest.fixture
async def client(built: Path) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Panel(directory=built))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client


async def test_a_hashed_asset_never_changes_and_travels_compressed(client: httpx.AsyncClient) -> None:
    answer = await client.get("/assets/main-1a2b3c.js")
    assert answer.text == SCRIPT
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(gzip.compress(SCRIPT.encode())) + 50
    plain = await client.get("/assets/main-1a2b3c.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize("page", ["/", "/orders", "/orders/0191?tab=entries", "/sign-in", "/stores/shop.de"])
async def test_pages_the_browser_routes_get_the_index(client: httpx.AsyncClient, page: str) -> None:
    answer = await client.get(page)
    assert answer.status_code == 200
    assert "<title>Comptoir" in answer.text
    assert answer.headers["cache-control"] == "no-cache"


async def test_an_asset_of_an_older_build_is_missing_not_a_page(client: httpx.AsyncClient) -> None:
    answer = await client.get("/assets/main-old.js")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


@pytest.mark.parametrize(
    "path", ["/../outside.txt", "/%2e%2e/outside.txt", "/assets/../../outside.txt", "/.inputs", "/assets/..%5c..%5cx"]
)
async def test_nothing_outside_or_hidden_is_served(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert "not for you" not in answer.text
    assert "secret" not in answer.text


async def test_an_unchanged_file_is_not_sent_again_and_a_new_build_shows(
    client: httpx.AsyncClient, built: Path
) -> None:
    first = await client.get("/favicon.svg")
    again = await client.get("/favicon.svg", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    (built / "favicon.svg").write_text("<svg>new</svg>")
    assert (await client.get("/favicon.svg")).text == "<svg>new</svg>"


async def test_head_and_other_methods(client: httpx.AsyncClient) -> None:
    head = await client.head("/")
    assert head.status_code == 200
    assert head.content == b""
    assert (await client.post("/orders")).status_code == 405
