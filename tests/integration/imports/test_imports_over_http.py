"""The import page's way: upload, plan, answers, start, rejects, undo; and hostile uploads."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest

from comptoir.composed.integrations.endpoints import ROUTES
from comptoir.composed.integrations.usecases.run_upload import run_upload
from comptoir.kernel.actor import Actor
from comptoir.platform.http.addresses import HostPolicy
from comptoir.platform.http.application import create_application
from comptoir.platform.http.authentication import SessionCookie
from comptoir.platform.http.principal import Principal
from tests.integration.imports.conftest import Merchant

pytestmark = pytest.mark.engine

SALES = (
    "order id,date,sku,quantity,price,discount,email\n"
    "1,5/4/2024,A,2,10.00,0.5,kim@example.test\n"
    "2,6/4/2024,A,one,10.00,0.1,lee@example.test\n"
    "3,7/4/2024,B,1,5.00,0,\n"
)


class Anybody:
    """Everyone with a token is this actor."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    async def by_session(self, token: str) -> Principal | None:
        return None

    async def by_bearer(self, token: str) -> Principal | None:
        return Principal(self.actor)


def client_of(merchant: Merchant, **changes: Any) -> httpx.AsyncClient:
    application: Any = create_application(
        routers=ROUTES,
        authenticator=Anybody(replace(merchant.actor, **changes)),
        cookie=SessionCookie(suffix=""),
        values={"platform": merchant.platform},
        hosts=HostPolicy.of(public_url=None, extra=()),
    )
    transport = httpx.ASGITransport(application, client=("127.0.0.1", 40000), raise_app_exceptions=False)
    return httpx.AsyncClient(
        transport=transport, base_url="http://127.0.0.1:8000/api/v1", headers={"Authorization": "Bearer token"}
    )


@pytest.fixture
async def client(merchant: Merchant) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(merchant) as found:
        yield found


async def upload(client: httpx.AsyncClient, content: str = SALES, name: str = "sales.csv") -> dict[str, Any]:
    answer = await client.post("/imports", files={"file": (name, content.encode())})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_from_the_upload_to_the_undo(client: httpx.AsyncClient, merchant: Merchant) -> None:
    planned = await upload(client)
    assert planned["detected"]["format"] == "transactions"
    assert planned["mapping"]["order_id"] == "order id"
    assert (planned["store"], planned["state"], planned["result"]) == ("shop", "planned", None)
    assert [question["id"] for question in planned["questions"]] == ["date_format", "discount_is_rate"]
    assert {column["name"]: column["type"] for column in planned["columns"]}["price"] == "number"
    assert planned["columns"][6]["samples"] == ["kim@example.test", "lee@example.test"]
    path = f"/imports/{planned['id']}"
    refused = await client.post(f"{path}/start")
    assert (refused.status_code, refused.json()["code"]) == (422, "import_not_ready")

    options = {"date_format": "d/m/Y", "discount_is_rate": False}
    body = {"store": "shop", "format": "transactions", "mapping": planned["mapping"], "options": options}
    ready = (await client.put(f"{path}/plan", json=body)).json()
    assert ready["questions"] == []
    assert {one["id"]: one["answer"] for one in ready["answered"]} == {
        "date_format": "d/m/Y",
        "discount_is_rate": "false",
    }
    assert [row["ok"] for row in ready["preview"]] == [True, False, True]
    assert ready["preview"][0]["values"]["ordered_at"] == "2024-04-04T22:00:00+00:00"
    assert ready["preview"][1]["reason"] == "quantity is not a number: one"

    started = await client.post(f"{path}/start")
    assert (started.status_code, started.json()["state"]) == (202, "running")
    await run_upload(merchant.actor, merchant.platform, import_id=UUID(planned["id"]))
    done = (await client.get(path)).json()
    assert (done["state"], done["progress"]) == ("done", {"read": 3, "total": 3})
    assert (done["result"]["created"], done["result"]["rejected"]) == (2, 1)
    assert done["result"]["reject_reasons"] == [{"reason": "quantity is not a number", "count": 1}]
    assert (await merchant.facts())["gross"] == "25"
    await run_upload(merchant.actor, merchant.platform, import_id=UUID(planned["id"]))  # a job may run twice

    rejects = await client.get(f"{path}/rejects")
    assert rejects.headers["content-disposition"] == "attachment; filename*=UTF-8''sales.csv.rejected.csv"
    assert rejects.text.splitlines()[1].startswith("3,quantity is not a number,one,2,6/4/2024")
    undone = (await client.post(f"{path}/undo")).json()
    assert (undone["state"], undone["undo"]["removed"]) == ("undone", 2)
    assert (await merchant.facts())["orders"] == "0"
    listed = (await client.get("/imports", params={"limit": 1})).json()
    assert [item["id"] for item in listed["items"]] == [planned["id"]]
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404


async def test_an_answer_can_be_changed_until_the_start_and_is_there_after_a_reload(client: httpx.AsyncClient) -> None:
    planned = await upload(client)
    path = f"/imports/{planned['id']}"
    body = {"store": "shop", "format": "transactions", "mapping": planned["mapping"]}
    days = []
    for style in ("m/d/Y", "d/m/Y"):
        options = {"date_format": style, "discount_is_rate": False}
        await client.put(f"{path}/plan", json=body | {"options": options})
        again = (await client.get(path)).json()
        asked = {one["id"]: one for one in again["answered"]}
        assert (asked["date_format"]["answer"], again["options"]["date_format"]) == (style, style)
        assert {choice["value"] for choice in asked["date_format"]["options"]} == {"m/d/Y", "d/m/Y"}
        days.append(again["preview"][0]["values"]["ordered_at"])
    assert days == ["2024-05-03T22:00:00+00:00", "2024-04-04T22:00:00+00:00"]
    back = (await client.put(f"{path}/plan", json=body | {"options": {"discount_is_rate": True}})).json()
    assert [one["id"] for one in back["questions"]] == ["date_format"]
    assert (await client.post(f"{path}/start")).status_code == 422


async def test_what_an_upload_shows_rests_sealed(client: httpx.AsyncClient, merchant: Merchant) -> None:
    await upload(client)
    async with merchant.platform.database.begin_system() as uow:
        stored = b"".join([piece async for piece in uow.copy_out("SELECT * FROM imports")])
    assert b"sales.csv" in stored
    assert b"kim@example" not in stored
    assert b"kim@example".hex().encode() not in stored


async def test_a_viewer_of_imports_sees_no_rows_of_the_file(client: httpx.AsyncClient, merchant: Merchant) -> None:
    planned = await upload(client)
    async with client_of(merchant, permissions=frozenset({"imports:read"})) as viewer:
        seen = await viewer.get(f"/imports/{planned['id']}")
        assert "kim@example" not in seen.text
        refused = await viewer.post("/imports", files={"file": ("a.csv", b"a,b\n1,2\n")})
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


async def test_a_file_that_cannot_be_read_leaves_nothing(client: httpx.AsyncClient, merchant: Merchant) -> None:
    answer = await client.post("/imports", files={"file": ("a.pdf", b"%PDF-1.7")})
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_file")
    assert "PDF" in answer.json()["detail"]
    assert await merchant.count("imports") == 0
    assert not [path for path in (merchant.directory / "blobs").rglob("*") if path.is_file()]


async def test_a_file_of_no_known_format_waits_for_a_mapping(client: httpx.AsyncClient) -> None:
    planned = await upload(client, "a,b,c\n1,2024-05-01,5.00\n")
    assert planned["detected"]["format"] is None
    assert planned["problem"]
    body = {
        "format": "transactions",
        "mapping": {"order_id": "a", "ordered_at": "b", "line_total": "c"},
        "options": {},
    }
    ready = (await client.put(f"/imports/{planned['id']}/plan", json=body)).json()
    assert ready["problem"] is None
    assert ready["preview"][0]["values"]["gross"] == "5"


@pytest.mark.parametrize(
    ("body", "kind", "detail"),
    [
        (b"nothing", "text/plain", "multipart/form-data"),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=x", "proper multipart"),
        (b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n', "multipart/form-data; boundary=x", "no file"),
        (b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,b\r\n', "multipart/form-data; boundary=x", "ended before"),
    ],
)  # fmt: skip
async def test_hostile_bodies_are_refused(client: httpx.AsyncClient, body: bytes, kind: str, detail: str) -> None:
    answer = await client.post("/imports", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 422
    assert detail in answer.json()["detail"]


async def test_an_upload_over_the_limit_is_refused(merchant: Merchant) -> None:
    merchant.platform.settings = replace(merchant.platform.settings, max_upload_bytes=1000)
    async with client_of(merchant) as client:
        answer = await client.post("/imports", files={"file": ("a.csv", b"a,b\n" + b"1,2\n" * 1000)})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert not [path for path in (merchant.directory / "blobs").rglob("*") if path.is_file()]
