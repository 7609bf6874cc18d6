"""The HTTP application over a real PostgreSQL, with a clock that tests move. The warehouse is not asked here."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from comptoir.foundation.identity import facade as identity
from comptoir.foundation.identity.contracts import Organisation
from comptoir.foundation.identity.module import MODULE as IDENTITY
from comptoir.kernel.actor import Actor
from comptoir.platform.audit import Recorder
from comptoir.platform.context import Platform
from comptoir.platform.database.connect import Database
from comptoir.platform.http.panel import Panel
from comptoir.platform.secrets import SecretBox
from comptoir.platform.settings import Settings
from comptoir.platform.storage import Storage
from comptoir.platform.warehouse import Warehouse
from comptoir.roles.web import web_application

ADDRESS = "http://127.0.0.1:8000"
OWNER = "owner@example.test"
PASSWORD = "correct horse battery"


class MovableClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **span: float) -> None:
        self.now += timedelta(**span)


class QuietWarehouse:
    """Answers readiness and nothing else."""

    async def query(self, sql: str) -> None:
        assert sql == "SELECT 1"


@dataclass
class Place:
    """An application with its people: what a test talks to."""

    platform: Platform
    clock: MovableClock
    organisation: Organisation
    recogniser: identity.Recogniser
    application: Any

    def client(self, **options: Any) -> httpx.AsyncClient:
        """Return another browser."""
        address = options.pop("client", ("127.0.0.1", 40000))
        transport = httpx.ASGITransport(self.application, client=address, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=options.pop("base_url", ADDRESS), **options)

    def actor(self, **changes: Any) -> Actor:
        """Return who runs commands on the host, inside the organisation."""
        return replace(identity.HOST, organisation_id=self.organisation.id, **changes)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def panel(tmp_path: Path) -> Panel:
    directory = tmp_path / "dist"
    directory.mkdir()
    (directory / "index.html").write_text("<!doctype html><title>Comptoir</title>")
    return Panel(directory=directory)


@pytest.fixture
async def place(settings: Settings, database: Database, clock: MovableClock, tmp_path: Path, panel: Panel) -> Place:
    secrets = SecretBox(b"\x07" * 32)
    database.record = Recorder(secrets, clock=clock).write
    platform = Platform(
        settings=replace(settings, metrics_token="scrape-me", trusted_proxies=("10.0.0.0/8",)),
        database=database,
        warehouse=cast(Warehouse, QuietWarehouse()),
        secrets=secrets,
        storage=Storage(tmp_path / "blobs", secrets=secrets),
        clock=clock,
    )
    organisation = await identity.create_organisation(
        identity.HOST, platform, name="Harbour", currency="EUR", timezone="Europe/Berlin"
    )
    host = replace(identity.HOST, organisation_id=organisation.id)
    await identity.add_member(host, platform, email=OWNER, role="owner", password=PASSWORD)
    recogniser = identity.Recogniser(platform)
    application = web_application(platform, modules=(IDENTITY,), panel=panel, recogniser=recogniser)
    return Place(platform, clock, organisation, recogniser, application)


@pytest.fixture
async def browser(place: Place) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that nobody signed in with."""
    async with place.client() as client:
        yield client


@pytest.fixture
async def owner(place: Place) -> AsyncIterator[httpx.AsyncClient]:
    """A browser the owner signed in with; it sends the CSRF token."""
    async with place.client() as client:
        await sign_in(client)
        yield client


async def sign_in(client: httpx.AsyncClient, *, email: str = OWNER, password: str = PASSWORD) -> dict[str, Any]:
    """Sign a browser in and let it send its CSRF token from now on."""
    answer = await client.post("/api/v1/session", json={"email": email, "password": password})
    assert answer.status_code == 200, answer.text
    body = cast(dict[str, Any], answer.json())
    client.headers["X-CSRF-Token"] = body["csrf_token"]
    return body
