"""Two merchants of one home: one attacks, the other has one of everything that can be asked for by a name or an id."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import httpx
import pyotp
from msgspec.structs import replace as changed
from sqlalchemy import select

from comptoir.connectors.sdk.canonical import CustomerRef, Person
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import NewStore, Provenance, Store
from comptoir.domains.orders import facade as orders
from comptoir.engine.projector.drain import drain
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor, system_actor
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform
from comptoir.platform.database.metadata import metadata
from comptoir.roles.web import web_application
from tests.integration.http.conftest import ADDRESS, PASSWORD, sign_in
from tests.unit.orders.ordering import at, line, order

API = "/api/v1"
# In every name of the victim and in no request of the attacker: where it is read, something leaked.
MARK = "quagga"


@dataclass
class Merchant:
    """One of the two, with what is known of it by name."""

    name: str
    organisation_id: UUID
    actor: Actor
    store: Store
    client: httpx.AsyncClient
    ids: dict[str, str] = field(default_factory=dict)


_applications: dict[str, Any] = {}


def connected(platform: Platform) -> httpx.AsyncClient:
    """A browser that nobody signed in with; one application for each database, which every test has for itself."""
    name = platform.settings.database_name
    if name not in _applications:
        _applications.clear()
        _applications[name] = web_application(platform)
    transport = httpx.ASGITransport(_applications[name], client=("192.0.2.66", 40000), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=ADDRESS, timeout=60)


async def merchant(platform: Platform, *, name: str, store: str) -> Merchant:
    """Found an organisation with an owner, a store, an order with a person, and one of everything else."""
    made = await identity.create_organisation(
        identity.HOST, platform, name=f"{name} & Co", currency="EUR", timezone="Europe/Berlin"
    )
    host = replace(identity.HOST, organisation_id=made.id)
    email = f"{name.lower()}@{store}.test"
    await identity.add_member(host, platform, email=email, role="owner", name=f"{name} owner", password=PASSWORD)
    actor = system_actor(made.id)
    async with platform.database.begin(actor) as uow:
        new = NewStore(store, f"{name} store", "shopify", "EUR", "Europe/Berlin", webhook_secret=b"s" * 40)
        stored = await commerce.add_store(actor, uow, store=new, now=platform.clock())
        buyer = CustomerRef("a", Person(name=f"{name} Buyer", email=f"buyer@{name.lower()}.test"))
        sold = changed(order(line(), ordered_at=at(0)), number=f"{name}-1001", customer=buyer)
        by = Provenance("import", new_id(), platform.clock())
        await orders.apply_orders(actor, uow, store=stored, records=[sold], provenance=by)
    await drain(platform, made.id)
    client = connected(platform)
    await sign_in(client, email=email)
    found = Merchant(name, made.id, actor, stored, client)
    await _furnish(platform, found)
    return found


async def _furnish(platform: Platform, who: Merchant) -> None:
    async def made(path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await who.client.post(API + path, json=body)
        assert answer.is_success, (path, answer.text)
        return dict(answer.json())

    key = who.store.slug
    who.ids["board_id"] = (await made("/boards", {"name": f"{who.name} board"}))["id"]
    definition = {"key": f"metric_{key}", "kind": "metric", "label": f"{who.name} metric", "formula": "net_sales"}
    await made("/definitions", definition)
    target = {"metric": "net_sales", "period": "month", "start": "2026-01-01", "amount": "1234"}
    who.ids["target_id"] = (await made("/targets", target))["id"]
    note = {"day": "2026-01-01", "text": f"{who.name} note"}
    who.ids["annotation_id"] = (await made("/annotations", note))["id"]
    token = {"name": f"{who.name} token", "scopes": ["stores:read"]}
    made_token = await made("/account/tokens", token)
    who.ids["token_id"], who.ids["token"] = made_token["id"], made_token["secret"]
    await made("/roles", {"name": f"role {key}", "description": f"{who.name} role", "permissions": ["stores:read"]})
    await made("/store-groups", {"name": f"group {key}", "stores": [who.store.slug]})
    member = await made("/members", {"email": f"second@{key}.test", "role": "viewer", "name": f"{who.name} second"})
    who.ids["member_id"] = member["id"]
    draft = await made("/account/second-step/codes", {})
    await made(f"/account/second-step/codes/{draft['id']}", {"code": pyotp.TOTP(draft["secret"]).now()})
    who.ids["factor_id"] = draft["id"]
    upload = await who.client.post(API + "/imports", files={"file": (f"{who.name}.csv", b"a,b\n1,2\n")})
    assert upload.is_success, upload.text
    who.ids["import_id"] = upload.json()["id"]
    who.ids["session_id"] = (await who.client.get(API + "/account/sessions")).json()["items"][0]["id"]
    async with platform.database.begin(who.actor) as uow:
        for name, table in (("order_id", "orders"), ("customer_id", "customers"), ("product_id", "products")):
            column = metadata.tables[table].c.id
            who.ids[name] = str((await uow.execute(select(column))).scalars().first() or new_id())
    who.ids |= {"slug": key, "key": f"metric_{key}", "role": f"role-{key}", "group": f"group-{key}"}
    who.ids["delivery_id"] = str(new_id())


async def holdings(platform: Platform, who: Merchant) -> dict[str, list[str]]:
    """Return every row of an organisation, but for what time itself changes."""
    restless = {"sessions", "audit_entries", "audit_heads", "audit_roots", "sign_in_failures"}
    found: dict[str, list[str]] = {}
    async with platform.database.begin_system() as uow:
        for table in metadata.sorted_tables:
            if table.info.get("tenant") and "organisation_id" in table.c and table.name not in restless:
                columns = [one for one in table.columns if not one.name.endswith(("seen_at", "used_at"))]
                rows = await uow.execute(select(*columns).where(table.c.organisation_id == who.organisation_id))
                found[table.name] = sorted(map(repr, rows))
    return found
