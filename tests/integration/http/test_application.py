"""The edge: CSRF, Host and Origin, problem documents, headers, health, the panel behind the same address."""

import httpx
import pytest

from tests.integration.http.conftest import OWNER, PASSWORD, Place, sign_in

pytestmark = pytest.mark.engine


async def test_a_change_without_the_csrf_token_is_refused(owner: httpx.AsyncClient) -> None:
    token = owner.headers.pop("X-CSRF-Token")
    for headers in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": token[:-1] + "x"}):
        answer = await owner.delete("/api/v1/session", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf_refused")
    assert (await owner.get("/api/v1/session")).status_code == 200
    assert (await owner.delete("/api/v1/session", headers={"X-CSRF-Token": token})).status_code == 204


async def test_another_sessions_csrf_token_does_not_fit(place: Place, owner: httpx.AsyncClient) -> None:
    async with place.client() as other:
        theirs = (await sign_in(other))["csrf_token"]
    assert (await owner.delete("/api/v1/session", headers={"X-CSRF-Token": theirs})).status_code == 403


async def test_only_our_own_names_are_answered(browser: httpx.AsyncClient) -> None:
    refused = await browser.get("/api/v1/session", headers={"Host": "evil.example"})
    assert (refused.status_code, refused.json()["code"]) == (421, "host_refused")
    assert "COMPTOIR_PUBLIC_URL" in refused.json()["hint"]
    for headers in (
        {"Host": "localhost:8000"},
        {"Host": "192.168.1.20:8000"},
        {"Host": "127.0.0.1:8000", "X-Forwarded-Host": "evil.example"},  # from a peer that is no proxy of ours
    ):
        assert (await browser.get("/api/v1/session", headers=headers)).status_code == 401, headers


async def test_a_page_of_another_site_changes_nothing(browser: httpx.AsyncClient) -> None:
    words = {"email": OWNER, "password": PASSWORD}
    for headers in (
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        answer = await browser.post("/api/v1/session", json=words, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "origin_refused"), headers
    for headers in ({"Origin": "http://127.0.0.1:8000"}, {"Sec-Fetch-Site": "same-origin"}, {}):
        assert (await browser.post("/api/v1/session", json=words, headers=headers)).status_code == 200, headers


async def test_the_address_of_a_caller_behind_a_trusted_proxy(place: Place) -> None:
    async with place.client(client=("10.0.0.1", 1), headers={"X-Forwarded-For": "198.51.100.7"}) as client:
        await sign_in(client)
        items = (await client.get("/api/v1/account/sessions")).json()["items"]
    assert items[0]["address"] == "198.51.100.7"


WRONG = (
    ("GET", "/api/v1/nothing", None, 404, "not_found"),
    ("GET", "/api/nothing", None, 404, "not_found"),
    ("GET", "/api", None, 404, "not_found"),
    ("PUT", "/api/v1/session", None, 405, "method_not_allowed"),
    ("POST", "/api/v1/session", b"{bad", 400, "malformed_request"),
    ("POST", "/api/v1/session", b'{"email": 1, "password": "x"}', 422, "invalid"),
    ("POST", "/api/v1/session", b'{"email": "a@b"}', 422, "invalid"),
    ("POST", "/api/v1/session", b'{"email": "a@b", "password": "x", "admin": true}', 422, "invalid"),
    ("POST", "/api/v1/session", b"[]", 422, "invalid"),
    ("POST", "/api/v1/session", b'"' + b"x" * (2 * 1024 * 1024) + b'"', 413, "too_large"),
    ("GET", "/api/v1/session", None, 401, "not_signed_in"),
    ("GET", "/api/v1/account/tokens", None, 401, "not_signed_in"),
    ("DELETE", "/api/v1/account/sessions/not-an-id", None, 404, "not_found"),
)


async def test_everything_wrong_is_a_problem_document(browser: httpx.AsyncClient) -> None:
    for method, path, content, status, code in WRONG:
        answer = await browser.request(method, path, content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code == status, (method, path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        body = answer.json()
        assert (body["status"], body["code"]) == (status, code)
        assert body["type"] == f"urn:comptoir:problem:{code}"
        assert body["title"]
        assert body["detail"]


async def test_field_errors_name_the_field(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/api/v1/session", json={"email": 1, "password": "x"})
    assert answer.json()["errors"] == [{"field": "email", "message": "must be text, not a whole number"}]


async def test_a_chunked_body_has_the_same_limit(browser: httpx.AsyncClient) -> None:
    async def chunks():
        for _ in range(40):
            yield b"x" * 65536

    answer = await browser.post("/api/v1/session", content=chunks(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


async def test_every_answer_wears_the_security_headers(browser: httpx.AsyncClient) -> None:
    for path in ("/", "/api/v1/session", "/api/v1/nothing", "/health/live", "/assets/none.js"):
        headers = (await browser.get(path)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy, path
        assert "script-src 'self';" in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["x-frame-options"] == "DENY", path
        assert headers["referrer-policy"] == "same-origin", path
        assert "strict-transport-security" not in headers, path
        assert headers["x-request-id"], path
        assert "server" not in headers, path


async def test_behind_tls_browsers_are_told_to_stay_there(place: Place) -> None:
    async with place.client(client=("10.0.0.1", 1), headers={"X-Forwarded-Proto": "https"}) as client:
        assert "max-age" in (await client.get("/health/live")).headers["strict-transport-security"]


async def test_answers_of_the_api_are_kept_by_nobody(owner: httpx.AsyncClient) -> None:
    assert (await owner.get("/api/v1/session")).headers["cache-control"] == "no-store"


async def test_a_request_keeps_its_correlation_id(browser: httpx.AsyncClient) -> None:
    given = await browser.get("/health/live", headers={"X-Request-ID": "import-2026.03_01"})
    assert given.headers["x-request-id"] == "import-2026.03_01"
    forged = await browser.get("/health/live", headers={"X-Request-ID": "a b\x7f"})
    assert len(forged.headers["x-request-id"]) == 32


async def test_pages_are_the_panels_and_unknown_api_routes_are_not(browser: httpx.AsyncClient) -> None:
    for page in ("/", "/orders", "/sign-in", "/stores/berlin/edit"):
        answer = await browser.get(page)
        assert answer.status_code == 200
        assert "<title>Comptoir" in answer.text
    assert (await browser.get("/hooks/shopify/berlin")).headers["content-type"] == "application/problem+json"


async def test_health(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/health/live")).json() == {"status": "ok"}
    ready = await browser.get("/health/ready", headers={"Host": "load-balancer.internal"})
    assert ready.json() == {"status": "ok", "checks": {"database": "ok", "warehouse": "ok"}}


async def test_metrics_ask_for_their_token(browser: httpx.AsyncClient, owner: httpx.AsyncClient) -> None:
    assert (await browser.get("/metrics")).status_code == 401
    assert (await owner.get("/metrics")).status_code == 401
    answer = await browser.get("/metrics", headers={"Authorization": "Bearer scrape-me"})
    assert answer.status_code == 200
    assert "comptoir_request_seconds" in answer.text


async def test_the_openapi_document_lists_the_routes(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/api/openapi.json", headers={"Accept-Encoding": "identity"})
    assert answer.status_code == 200
    document = answer.json()
    assert {"get", "post", "delete"} <= document["paths"]["/api/v1/session"].keys()
    assert "/api/openapi.json" not in document["paths"]
    answers = document["paths"]["/api/v1/session"]["post"]["responses"]
    assert answers.keys() == {"200", "4XX", "5XX"}
    assert "application/problem+json" in answers["4XX"]["content"]


async def test_an_unexpected_error_reveals_nothing(place: Place, owner: httpx.AsyncClient, monkeypatch) -> None:
    from comptoir.foundation.identity.endpoints import account

    async def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the password is hunter2")

    monkeypatch.setattr(account.facade, "sessions", fail)
    answer = await owner.get("/api/v1/account/sessions")
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal_error"
    assert answer.json()["correlation_id"] == answer.headers["x-request-id"]
    assert "hunter2" not in answer.text
