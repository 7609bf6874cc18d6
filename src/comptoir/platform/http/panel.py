"""The built panel's files, as an ASGI application.

Owns caching, compression and the fallback to index.html for pages the browser routes itself. Serves nothing outside
its folder. Answers without a panel with a page that says how to build it.
"""

import asyncio
import gzip
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath

import comptoir
from comptoir.platform.http import problems
from comptoir.platform.http.edge import Receive, Scope, Send, send_problem

IMMUTABLE = b"public, max-age=31536000, immutable"
REVALIDATE = b"no-cache"
_COMPRESSED = {".js", ".css", ".html", ".svg", ".json", ".webmanifest", ".map", ".txt", ".wasm"}
_TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2"}
_SMALLEST_COMPRESSED = 1024
_ABSENT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Comptoir</title>
<p>The server runs, but its pages are not built yet. Run <code>make setup</code> in the checkout and reload.</p></html>"""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, ready to send."""

    modified: int
    body: bytes
    zipped: bytes | None
    media_type: bytes
    tag: bytes


def panel_directory() -> Path | None:
    """Return the packaged panel; in a checkout it is a link to the last build of web/."""
    directory = Path(comptoir.__file__).parent / "panel"
    return directory if (directory / "index.html").is_file() else None


class Panel:
    """Serves the files of ``directory`` (found at each request when not given, so that a later build shows)."""

    def __init__(self, *, directory: Path | None = None) -> None:
        self._given = directory
        self._assets: dict[Path, Asset] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            refusal = problems.problem(405, code="method_not_allowed", detail="Pages answer only GET and HEAD.")
            await send_problem(send, refusal)
            return
        directory = self._given or panel_directory()
        if directory is None:
            await _send(send, 503, body=_ABSENT.encode(), headers={b"content-type": b"text/html; charset=utf-8"})
            return
        path = PurePosixPath(scope["path"])
        file = await asyncio.to_thread(find, directory, path)
        if file is None:
            await send_problem(send, problems.problem(404, code="not_found", detail=f"There is nothing at {path}."))
            return
        asset = await self._asset(file)
        await self._send_asset(scope, send, asset=asset, hashed="assets" in path.parts)

    async def _asset(self, file: Path) -> Asset:
        known = self._assets.get(file)
        if known is None or known.modified != file.stat().st_mtime_ns:
            known = await asyncio.to_thread(load, file)
            self._assets[file] = known
        return known

    async def _send_asset(self, scope: Scope, send: Send, *, asset: Asset, hashed: bool) -> None:
        wanted = dict(scope["headers"])
        headers = {
            b"content-type": asset.media_type,
            b"cache-control": IMMUTABLE if hashed else REVALIDATE,
            b"etag": asset.tag,
            b"vary": b"accept-encoding",
        }
        if wanted.get(b"if-none-match") == asset.tag:
            await _send(send, 304, body=b"", headers=headers)
            return
        body = asset.body
        if asset.zipped is not None and b"gzip" in wanted.get(b"accept-encoding", b""):
            body = asset.zipped
            headers[b"content-encoding"] = b"gzip"
        await _send(send, 200, body=body, headers=headers, with_body=scope["method"] == "GET")


def find(directory: Path, path: PurePosixPath) -> Path | None:
    """Return the file for a path: itself, else index.html for a page, else None for a missing file."""
    parts = [part for part in path.parts if part != "/"]
    if any(part.startswith(".") or "\0" in part or "\\" in part for part in parts):
        return None
    file = directory.joinpath(*parts)
    if parts and file.is_file():
        return file
    return None if path.suffix and parts[:1] == ["assets"] else directory / "index.html"


def load(file: Path) -> Asset:
    """Read a file and compress it once."""
    modified = file.stat().st_mtime_ns
    body = file.read_bytes()
    zipped = None
    if file.suffix in _COMPRESSED and len(body) >= _SMALLEST_COMPRESSED:
        beside = file.with_name(file.name + ".gz")
        zipped = beside.read_bytes() if beside.is_file() else gzip.compress(body, 9, mtime=0)
    kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind.endswith("json"):
        kind += "; charset=utf-8"
    tag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    return Asset(modified=modified, body=body, zipped=zipped, media_type=kind.encode(), tag=tag.encode())


async def _send(
    send: Send, status: int, *, body: bytes, headers: Mapping[bytes, bytes], with_body: bool = True
) -> None:
    length = [] if status == 304 else [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers.items(), *length]})
    await send({"type": "http.response.body", "body": body if with_body else b""})
