"""Where a person's name goes and where it never goes; and that no organisation sees another's rows, whatever is asked.

A buyer whose every field is a made-up word comes in by webhook, by file, with rejected rows, with poison and as a
merged customer. Then everything that rests or was said is searched for those words.
"""

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from comptoir.composed.integrations import facade as integrations
from comptoir.composed.integrations.contracts import ImportOptions
from comptoir.composed.integrations.facade import Order
from comptoir.composed.integrations.usecases.run_upload import run_upload
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import NewStore
from comptoir.domains.orders import facade as orders
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor, system_actor
from comptoir.platform import telemetry
from comptoir.platform.context import Platform
from comptoir.platform.database.metadata import metadata
from comptoir.platform.database.server import OWNER
from comptoir.platform.http.panel import Panel
from comptoir.platform.inbox import Delivery, receive
from comptoir.platform.outbox import drain
from comptoir.roles.ingest.loops import assemble
from comptoir.roles.ingest.pump import pump_round
from comptoir.roles.web import web_application
from tests.unit.connectors.test_json_orders import WOO

pytestmark = pytest.mark.engine

# Words nothing else in the product uses, one for each personal field of the intake.
PERSON = {
    "first_name": "Quillota",
    "last_name": "Zwiebelhorn",
    "email": "q.zwiebelhorn@zanzibarium.test",
    "phone": "+49 170 5550199",
    "address_1": "Wunderpfad 1787",
    "address_2": "Gartenzwergflügel",
    "postcode": "DX99817",
    "company": "Differenzmaschinen KG",
}
WORDS = ("quillota", "zwiebelhorn", "zanzibarium", "5550199", "wunderpfad", "gartenzwerg", "dx99817", "differenzmasch")
WORDS += ("10.77.99.213", "klingeln beim nachbarn")
FILE = (
    "order id,date,sku,quantity,price,customer id,customer name,email,postal code,city\n"
    f"F1,2026-03-01,A,1,10.00,77,Quillota Zwiebelhorn,{PERSON['email']},DX99817,Eisenach\n"
    f"F2,2026-03-02,A,one,10.00,77,Quillota Zwiebelhorn,{PERSON['email']},DX99817,Eisenach\n"
)


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """Everything any logger says, at its most talkative."""
    stream, root = io.StringIO(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    telemetry.configure_logging(level="debug", form="json", stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


async def shop(platform: Platform, name: str) -> Actor:
    """Make an organisation with a WooCommerce store."""
    made = await identity.create_organisation(
        identity.HOST, platform, name=name, currency="EUR", timezone="Europe/Berlin"
    )
    actor = system_actor(made.id)
    async with platform.database.begin(actor) as uow:
        store = NewStore("shop", "Shop", "woocommerce", "EUR", "Europe/Berlin", "gross")
        await commerce.add_store(actor, uow, store=store, now=platform.clock())
    return actor


async def deliver(platform: Platform, actor: Actor, document: Any, *, name: str) -> None:
    async with platform.database.begin(actor) as uow:
        store = await commerce.store(actor, uow, slug="shop")
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        headers = {"content-type": "application/json", "x-forwarded-for": "10.77.99.213", "cookie": "zwiebelhorn=1"}
        delivery = Delivery(store.id, "woocommerce", "order.created", name, body, headers)
        await receive(uow, secrets=platform.secrets, delivery=delivery, now=platform.clock())


def document(**changes: Any) -> dict[str, Any]:
    known = {"customer_note": "klingeln beim Nachbarn", "customer_ip_address": "10.77.99.213"}
    return WOO | {"billing": PERSON | {"country": "DE", "city": "Eisenach"}, "shipping": PERSON, **known, **changes}


async def tell_everything(platform: Platform, actor: Actor, folder: Path) -> None:
    """By webhook (good, changed, unreadable, poison), by file on the host, by upload with a rejected row."""
    await deliver(platform, actor, document(), name="1")
    await deliver(platform, actor, document(id=813, customer_id=0, number="813"), name="2")
    await deliver(platform, actor, document(line_items="Quillota Zwiebelhorn"), name="3")
    await deliver(platform, actor, json.dumps(document()).encode()[:-40], name="4")
    await pump_round(assemble(platform))
    path = folder / "sales.csv"
    path.write_text(FILE)
    await integrations.import_file(actor, platform, order=Order(path, "shop", "transactions", {}, ImportOptions()))

    async def pieces() -> AsyncIterator[bytes]:
        yield FILE.replace("F1", "G1").replace("F2", "G2").encode()

    planned = await integrations.upload(actor, platform, name="sales.csv", stream=pieces(), store="shop")
    await integrations.start(actor, platform, import_id=planned.id)
    await run_upload(actor, platform, import_id=planned.id)
    await drain(platform, actor.organisation_id)


async def ask_everything(platform: Platform, actor: Actor) -> None:
    """Requests that carry the words in body and address, some of them wrong, as an access log would tell them."""
    await identity.ensure_user(
        identity.HOST, platform, organisation_id=actor.organisation_id, email=PERSON["email"], role="owner"
    )
    application: Any = web_application(platform, panel=Panel())
    transport = httpx.ASGITransport(application, client=("10.77.99.1", 40000), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000/api/v1") as client:
        wrong = {"email": PERSON["email"], "password": "Quillota-Zwiebelhorn"}
        assert (await client.post("/session", json=wrong)).status_code == 401
        link = await identity.sign_in_link(identity.HOST, platform, email=PERSON["email"])
        signed = await client.post("/session/link", json={"token": link.path.split("token=")[1]})
        client.headers["X-CSRF-Token"] = signed.json()["csrf_token"]
        for path in ("/search", "/orders", "/nothing/zwiebelhorn"):
            await client.get(path, params={"q": "zwiebelhorn", "cursor": "zwiebelhorn"})
        filters = [{"field": "customer", "op": "eq", "value": "Quillota Zwiebelhorn"}]
        refused = await client.post("/query", json={"metrics": ["orders"], "filters": filters})
        assert refused.status_code == 422


def found_in(content: bytes | str) -> list[str]:
    plain = content.decode("utf-8", errors="replace") if isinstance(content, bytes) else content
    lowered = plain.casefold()
    return [word for word in WORDS if word in lowered]


async def test_no_personal_value_rests_or_is_said_in_plain(
    platform: Platform, said: io.StringIO, tmp_path: Path
) -> None:
    platform.database.secrets = platform.secrets
    actor = await shop(platform, "Buyers")
    (tmp_path / "in").mkdir()
    await tell_everything(platform, actor, tmp_path / "in")
    await ask_everything(platform, actor)
    async with platform.database.begin(actor) as uow:
        rows = await uow.execute(text("select delivery_id, state from inbox"))
        states = {row.delivery_id: row.state for row in rows}
        assert states == {"1": "done", "2": "done", "3": "parked", "4": "parked"}
        assert (await orders.search(actor, uow, query="zwiebelh")).customers, "the words did come in"
    # Whoever signs in has an account under the address: kept in one private table, which no organisation can read.
    assert set(scan_postgres(platform)) <= {"users"}
    assert await scan_warehouse(platform) == {}
    for blob in (path for path in (tmp_path / "blobs").rglob("*") if path.is_file()):
        assert found_in(blob.read_bytes()) == []
    assert len(said.getvalue()) > 500, "the loggers were heard"
    assert found_in(said.getvalue()) == []


def scan_postgres(platform: Platform) -> dict[str, list[str]]:
    """Search every row of every table, as text and, where it is bytes, as what the bytes say."""
    found: dict[str, list[str]] = {}
    scanned = set()
    with psycopg.connect(**platform.database.server.connection(OWNER)) as connection:
        tables = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        for (table,) in tables:
            for row in connection.execute(f'select t.*, t::text from "{table}" t').fetchall():
                scanned.add(table)
                for value in row:
                    words = found_in(bytes(value) if isinstance(value, bytes | memoryview) else str(value))
                    if words:
                        found.setdefault(table, []).extend(words)
    assert {"inbox", "outbox", "orders", "order_revisions", "persons", "imports", "customer_links"} <= scanned
    return found


async def scan_warehouse(platform: Platform) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    tables = await platform.warehouse.query("SELECT name FROM system.tables WHERE database = currentDatabase()")
    full = set()
    for (table,) in tables.rows:
        for (row,) in (await platform.warehouse.query(f"SELECT toString(tuple(*)) FROM `{table}`")).rows:
            full.add(table)
            words = found_in(row)
            if words:
                found.setdefault(table, []).extend(words)
    assert {"sales", "sales_daily", "customers"} <= full
    return found


async def test_row_level_security_holds_without_the_applications_own_filter(platform: Platform, tmp_path: Path) -> None:
    """Raw SQL without any condition, as the application's role: one sees, changes and deletes one's own rows alone."""
    platform.database.secrets = platform.secrets
    mine, theirs = await shop(platform, "Mine"), await shop(platform, "Theirs")
    for number, actor in enumerate((mine, theirs)):
        folder = tmp_path / str(number)
        folder.mkdir()
        await tell_everything(platform, actor, folder)
    seen = 0
    for table in metadata.sorted_tables:
        if not table.info.get("tenant"):
            continue
        column = table.info.get("tenant_column", "organisation_id")
        for actor, other in ((mine, theirs), (theirs, mine)):
            async with platform.database.begin(actor) as uow:
                owners = await uow.execute(text(f'select distinct "{column}" from "{table.name}"'))
                visible = set(owners.scalars())
                assert visible <= {actor.organisation_id}, table.name
                seen += len(visible)
                named = text(f'select count(*) from "{table.name}" where "{column}" = :other')
                assert (await uow.execute(named, {"other": other.organisation_id})).scalar_one() == 0
    assert seen > 30
    counts = await all_counts(platform, theirs)
    for table in reversed(metadata.sorted_tables):
        if table.info.get("tenant") and table.name != "organisations":
            refused = pytest.raises(DBAPIError, match="append-only") if table.name == "audit_entries" else nullcontext()
            with refused:
                async with platform.database.begin(mine) as uow:
                    await uow.execute(text(f'delete from "{table.name}"'))
    assert await all_counts(platform, theirs) == counts
    left = {name: count for name, count in (await all_counts(platform, mine)).items() if count}
    assert set(left) == {"audit_entries"}, "what happened stays told"


async def all_counts(platform: Platform, actor: Actor) -> dict[str, int]:
    async with platform.database.begin_system() as uow:
        return {
            table.name: (
                await uow.execute(
                    text(f'select count(*) from "{table.name}" where organisation_id = :id'),
                    {"id": actor.organisation_id},
                )
            ).scalar_one()
            for table in metadata.sorted_tables
            if table.info.get("tenant") and table.name != "organisations"
        }
