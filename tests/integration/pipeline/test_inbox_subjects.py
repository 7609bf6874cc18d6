"""Whose key a delivery is sealed with, and what leaves the inbox when its time is over."""

from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio
from msgspec.structs import replace as changed
from sqlalchemy import text

from comptoir.connectors.sdk.canonical import CustomerRecord, CustomerRef, Person
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.customers import facade as customers
from comptoir.domains.orders import facade as orders
from comptoir.kernel.ids import new_id
from comptoir.platform import inbox, inbox_archive
from comptoir.platform.inbox import replay
from comptoir.platform.inbox_archive import Archived, archive_inbox, inbox_days
from comptoir.platform.secrets import Sealed
from comptoir.roles.ingest.commands import lines_of
from comptoir.roles.ingest.pump import Pump, pump_round
from tests.integration.pipeline.shop import NOON
from tests.integration.pipeline.test_pump import deliver, states

pytestmark = pytest.mark.engine

ADA = {"customer": "c1", "name": "Ada Lovelace", "email": "ada@example.org"}
GONE = "the person it told of was erased; what was sold stays without them"


@pytest_asyncio.fixture
async def pump(shop):
    shop.platform.database.secrets = shop.platform.secrets

    def person(document):
        return Person(name=document.get("name"), email=document.get("email"))

    def order(document, options):
        reference = CustomerRef(document.get("customer"), person(document))
        return changed(shop.record(document["id"]), customer=reference)

    def customer(document, options):
        return CustomerRecord(document["id"], person=person(document))

    return Pump(
        platform=shop.platform,
        normaliser=lambda _platform, topic: {"order": order, "customer": customer}.get(topic),
        stores=commerce.stores_by_id,
        handlers={"order": orders.apply_orders, "customer": customers.apply_customers},
    )


async def subjects(shop):
    async with shop.platform.database.begin(shop.actor) as uow:
        return [row.subject_id for row in await uow.execute(text("select subject_id from inbox order by id"))]


async def bodies(shop):
    """What somebody with the master key and the store's key alone can read."""
    async with shop.platform.database.begin(shop.actor) as uow:
        rows = await uow.execute(text("select store_id, body from inbox order by id"))
        return [(row.store_id, bytes(row.body)) for row in rows]


async def again(shop, pump, *receipts):
    async with shop.platform.database.begin(shop.actor) as uow:
        assert await replay(shop.actor, uow, ids=[one.id for one in receipts]) == len(receipts)
    return await pump_round(pump)


async def erase(shop):
    async with shop.platform.database.begin(shop.actor) as uow:
        await uow.execute(
            text("update persons set wrapped_key = null, document = null, tokens = '{}', fingerprint = null")
        )


async def test_a_body_is_sealed_for_its_person_once_the_person_is_known(shop, pump):
    receipt = await deliver(shop, {"id": "1", **ADA})
    assert await subjects(shop) == [None]
    await pump_round(pump)
    (subject,) = await subjects(shop)
    assert subject == await shop.scalar("select customer_id from orders")
    ((store, body),) = await bodies(shop)
    assert b"Ada" not in body
    with pytest.raises(Sealed):
        shop.platform.secrets.open(body, context=f"inbox/{store}")
    assert (await again(shop, pump, receipt)).done == 1
    assert await subjects(shop) == [subject]


async def test_who_is_erased_takes_the_deliveries_along_and_the_sales_stay(shop, pump):
    receipt = await deliver(shop, {"id": "1", **ADA})
    await pump_round(pump)
    await erase(shop)
    assert (await again(shop, pump, receipt)).ignored == 1
    assert await states(shop) == [("ignored", GONE)]
    assert await shop.scalar("select count(*) from orders") == 1
    await deliver(shop, {"id": "2", **ADA})  # told again: the erased key is not made anew
    await pump_round(pump)
    assert (await subjects(shop))[1] is None
    assert await shop.scalar("select count(*) from persons where wrapped_key is not null") == 0


async def test_who_is_known_by_an_id_alone_has_a_key_too(shop, pump):
    await deliver(shop, {"id": "1", "customer": "c7"})
    await deliver(shop, {"id": "c8"}, topic="customer")
    await pump_round(pump)
    assert None not in await subjects(shop)
    await deliver(shop, {"id": "c7", "name": "Ada", "email": "ada@example.org"}, topic="customer")
    await pump_round(pump)
    first, _, third = await subjects(shop)
    assert first == third
    async with shop.platform.database.begin(shop.actor) as uow:
        assert (await customers.views(shop.actor, uow, ids=[first]))[first].name == "Ada"


async def test_guests_and_what_is_parked_or_ignored_stay_with_the_store(shop, pump):
    await deliver(shop, {"id": "1"})
    await deliver(shop, {"nothing": "readable"})
    await deliver(shop, {"id": "1", **ADA}, topic="unknown")
    pumped = await pump_round(pump)
    assert (pumped.done, pumped.parked, pumped.ignored) == (1, 1, 1)
    assert await subjects(shop) == [None] * 3


async def test_deliveries_follow_two_people_who_turn_out_to_be_one(shop, pump):
    first = await deliver(shop, {"id": "1", "customer": "c1", "name": "Ada"})
    second = await deliver(shop, {"id": "2", "name": "Ada", "email": "ada@example.org"})
    await pump_round(pump)
    assert len(set(await subjects(shop))) == 2
    third = await deliver(shop, {"id": "3", **ADA})
    await pump_round(pump)
    assert len(set(await subjects(shop))) == 1
    assert (await again(shop, pump, first, second, third)).done == 3
    await erase(shop)
    assert (await again(shop, pump, first, second, third)).ignored == 3


async def test_what_is_settled_leaves_after_its_time_and_what_is_open_stays(shop, pump):
    yesterday = shop.platform.clock() - timedelta(days=1)
    async with shop.platform.database.begin_system() as uow:
        await inbox.ensure_partitions(uow, today=NOON.date(), days=1)
    await deliver(shop, {"id": "1", **ADA})
    await deliver(shop, {"id": "2"})  # a guest
    await deliver(shop, {"id": "3"}, topic="unknown")
    await deliver(shop, {"nothing": "readable"}, now=NOON + timedelta(days=1))
    await deliver(shop, {"id": "4", **ADA}, now=NOON + timedelta(days=1))
    await deliver(shop, {"id": "5", **ADA}, now=yesterday)
    await pump_round(pump)
    assert await archive_inbox(shop.platform) == Archived(archived=2, dropped=2, partitions=1)
    assert await archive_inbox(shop.platform) == Archived()
    assert sorted(state for state, _ in await states(shop)) == ["done", "parked"]
    assert await shop.scalar("select to_regclass('inbox_20260131')") is None
    assert await shop.scalar("select to_regclass('inbox_20260201')") is not None
    blob = await shop.scalar("select blob_id from inbox_archives order by day limit 1")
    content = b"".join([piece async for piece in shop.platform.storage.open(blob)])
    assert content.count(b"\n") == 1
    assert b"Ada" not in content
    assert b"Ada".hex().encode() not in content
    async with shop.platform.database.begin_system() as uow:
        found = {one.day: one for one in await inbox_days(uow)}
    assert (found[NOON.date()].archived, found[NOON.date()].done) == (1, 0)
    kept = found[(NOON + timedelta(days=1)).date()]
    assert (kept.archived, kept.parked, kept.done, kept.sealed_for_people) == (1, 1, 0, 0)
    assert "2026-02-01" in "\n".join(lines_of(list(found.values())))
    assert (await deliver(shop, {"id": "6"}, now=NOON)).is_new, "a late delivery of a day that is gone is taken"


async def test_an_archive_is_written_in_portions(shop, pump, monkeypatch):
    monkeypatch.setattr(inbox_archive, "BATCH", 2)
    for number in range(5):
        await deliver(shop, {"id": str(number), **ADA})
    await pump_round(pump)
    assert (await archive_inbox(shop.platform)).archived == 5
    assert await shop.scalar("select array_agg(deliveries order by deliveries) from inbox_archives") == [1, 2, 2]


async def test_a_run_that_fails_takes_nothing_out_and_leaves_no_file(shop, pump, monkeypatch):
    await deliver(shop, {"id": "1", **ADA})
    await pump_round(pump)

    async def fail(*_arguments, **_named):
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(inbox_archive, "_note", fail)
        with pytest.raises(OSError, match="disk"):
            await archive_inbox(shop.platform)
    assert [state for state, _ in await states(shop)] == ["done"]
    blobs = shop.platform.settings.home / "blobs"
    assert not [path for path in blobs.rglob("*") if path.is_file()]
    assert (await archive_inbox(shop.platform)).archived == 1


async def test_another_organisation_reads_no_archive(shop, pump):
    from comptoir.kernel.actor import system_actor

    await deliver(shop, {"id": "1", **ADA})
    await pump_round(pump)
    await archive_inbox(shop.platform)
    async with shop.platform.database.begin(replace(system_actor(new_id()))) as uow:
        assert (await uow.execute(text("select count(*) from inbox_archives"))).scalar_one() == 0
