"""Deliveries: kept once, applied once, poison set aside with its reason, replayable, bounded."""

import asyncio
import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import text

from comptoir.connectors.sdk.errors import RowProblem
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.orders import facade as orders
from comptoir.kernel.errors import Forbidden, Unavailable
from comptoir.platform import inbox
from comptoir.platform.inbox import Delivery, receive, replay
from comptoir.roles.ingest import pump as pumping
from comptoir.roles.ingest.loops import assemble, normaliser_of, pump_forever
from comptoir.roles.ingest.pump import Pump, pump_batch, pump_round
from tests.integration.pipeline.shop import NOON, everything
from tests.waiting import until_async

pytestmark = pytest.mark.engine

SECRET = "Ada Lovelace, ada@example.org"


class Poison(Exception):
    """What applying a hostile delivery provokes."""


@pytest_asyncio.fixture
async def pump(shop):
    def normalise(document, options):
        if "total" not in document:
            raise RowProblem("an order needs a total")
        return shop.record(document["id"], lines=((1, str(document["total"])),))

    async def apply(actor, uow, *, store, records, provenance):
        await orders.apply_orders(actor, uow, store=store, records=records, provenance=provenance)
        if any("poison" in record.source_id for record in records):
            raise Poison(SECRET)
        if any("away" in record.source_id for record in records):
            raise Unavailable("The engine is away.")

    return Pump(
        platform=shop.platform,
        normaliser=lambda _platform, topic: normalise if topic == "order" else None,
        stores=commerce.stores_by_id,
        handlers={"order": apply},
    )


async def deliver(shop, document, *, topic="order", delivery_id=None, store="one", now=NOON):
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    delivery = Delivery(
        store_id=shop.stores[store].id,
        platform="custom",
        topic=topic,
        delivery_id=delivery_id or f"d{len(body)}-{topic}",
        body=body,
        headers={"content-type": "application/json", "cookie": "session=1", "authorization": "Bearer x"},
    )
    async with shop.platform.database.begin(shop.actor) as uow:
        return await receive(uow, secrets=shop.platform.secrets, delivery=delivery, now=now)


async def states(shop):
    async with shop.platform.database.begin(shop.actor) as uow:
        rows = await uow.execute(text("select state, reason from inbox order by id"))
        return [(row.state, row.reason) for row in rows]


async def count_orders(shop):
    return await shop.scalar("select count(*) from orders")


async def test_a_delivery_becomes_an_order_that_is_visible(shop, pump):
    await deliver(shop, {"id": "1", "total": 10})
    pumped = await pump_round(pump)
    assert (pumped.done, pumped.parked, pumped.ignored) == (1, 0, 0)
    await shop.drain()
    assert await shop.facts() == everything(("one", "2026-01-31", "10", "0", 1))


async def test_the_same_delivery_is_kept_once_and_another_body_under_its_id_twice(shop, pump):
    first = await deliver(shop, {"id": "1", "total": 10}, delivery_id="x")
    again = await deliver(shop, {"id": "1", "total": 10}, delivery_id="x")
    tomorrow = await deliver(shop, {"id": "1", "total": 10}, delivery_id="x", now=NOON + timedelta(days=1))
    other = await deliver(shop, {"id": "2", "total": 10}, delivery_id="x")
    assert first.is_new
    assert other.is_new
    assert not again.is_new
    assert not tomorrow.is_new
    assert first.id == again.id == tomorrow.id
    await pump_round(pump)
    assert await count_orders(shop) == 2


async def test_what_a_batch_applies_at_once_names_the_delivery_that_told_of_it(shop, pump):
    arrived = [NOON, NOON + timedelta(minutes=5), NOON + timedelta(minutes=1)]
    told = {
        str(number): await deliver(shop, {"id": str(number), "total": 10}, delivery_id=f"d{number}", now=now)
        for number, now in enumerate(arrived)
    }
    assert (await pump_round(pump)).done == 3
    async with shop.platform.database.begin(shop.actor) as uow:
        kept = await uow.execute(text("select source_id, provenance_id, received_at from order_revisions"))
        found = {row.source_id: (row.provenance_id, row.received_at) for row in kept}
    assert found == {number: (told[number].id, now) for number, now in zip(told, arrived, strict=True)}


async def test_a_body_rests_sealed_and_headers_are_chosen(shop):
    await deliver(shop, {"id": "1", "total": 10, "name": SECRET})
    row = await shop.scalar("select inbox::text from inbox")
    body = await shop.scalar("select body from inbox")
    assert SECRET.encode() not in bytes(body)
    assert "session=1" not in row
    assert "Bearer" not in row
    assert "application/json" in row


async def test_poison_is_parked_alone_and_says_why_without_its_words(shop, pump):
    for number in range(8):
        await deliver(shop, {"id": "poison" if number == 5 else str(number), "total": 1}, delivery_id=f"n{number}")
    pumped = await pump_round(pump)
    assert (pumped.done, pumped.parked) == (7, 1)
    assert await count_orders(shop) == 7
    found = await states(shop)
    assert found[5] == ("parked", "Poison while it was read or applied")
    assert [state for state, _ in found].count("done") == 7
    assert SECRET not in str(found)


@pytest.mark.parametrize("body", [b"not json", b"[1, 2]", b'{"id": "1"}', b"\xff\xfe", b'{"id": "1", "total": NaN}'])
async def test_what_cannot_be_read_is_parked_beside_what_can(shop, pump, body):
    await deliver(shop, body)
    await deliver(shop, {"id": "2", "total": 3})
    pumped = await pump_round(pump)
    assert (pumped.done, pumped.parked) == (1, 1)
    state, reason = (await states(shop))[0]
    assert state == "parked"
    assert reason


async def test_an_unknown_topic_is_kept_visible_and_replayed_once_it_is_known(shop, pump):
    await deliver(shop, {"id": "1", "total": 10}, topic="later")
    assert (await pump_round(pump)).ignored == 1
    receipt = await deliver(shop, {"id": "1", "total": 10}, topic="later")
    known = Pump(pump.platform, lambda _p, _t: pump.normaliser("custom", "order"), pump.stores, pump.handlers)
    async with shop.platform.database.begin(shop.actor) as uow:
        assert await replay(shop.actor, uow, ids=[receipt.id]) == 1
    assert (await pump_round(known)).done == 1
    assert await count_orders(shop) == 1


async def test_parked_deliveries_are_replayed_after_the_cause_is_gone(shop, pump):
    await deliver(shop, {"id": "poison", "total": 10})
    await pump_round(pump)
    mended = Pump(pump.platform, pump.normaliser, pump.stores, {"order": orders.apply_orders})
    async with shop.platform.database.begin(shop.actor) as uow:
        assert await replay(shop.actor, uow) == 1
    assert (await pump_round(mended)).done == 1
    async with shop.platform.database.begin(shop.actor) as uow:
        assert await replay(shop.actor, uow) == 0
    assert await count_orders(shop) == 1


async def test_replaying_what_was_applied_changes_nothing(shop, pump):
    receipt = await deliver(shop, {"id": "1", "total": 10})
    steps = Pump(
        pump.platform, lambda _p, _t: lambda document, _o: shop.record(document["id"]), pump.stores, pump.handlers
    )
    await pump_round(steps)
    async with shop.platform.database.begin(shop.actor) as uow:
        await replay(shop.actor, uow, ids=[receipt.id])
    await pump_round(steps)
    await shop.drain()
    assert (await shop.facts())[("one", NOON.date())][2] == 1


async def test_replaying_needs_the_right(shop):
    from comptoir.kernel.actor import Actor

    nobody = Actor(organisation_id=shop.organisation_id, user_id=None, permissions=frozenset())
    async with shop.platform.database.begin(nobody) as uow:
        with pytest.raises(Forbidden):
            await replay(nobody, uow)


async def test_what_may_succeed_later_is_never_parked(shop, pump):
    await deliver(shop, {"id": "away", "total": 10})
    with pytest.raises(Unavailable):
        await pump_batch(pump, organisation_id=shop.organisation_id)
    assert await states(shop) == [("new", None)]
    assert await count_orders(shop) == 0


async def test_a_batch_is_bounded_by_bytes_but_never_empty(shop, pump):
    for number in range(3):
        await deliver(shop, {"id": str(number), "total": 1, "filler": "x" * 5000}, delivery_id=f"n{number}")
    small = Pump(pump.platform, pump.normaliser, pump.stores, pump.handlers, batch_bytes=6000)
    assert [(await pump_round(small)).done for _ in range(4)] == [1, 1, 1, 0]


async def test_two_pumps_apply_each_delivery_once(shop, pump):
    for number in range(20):
        await deliver(shop, {"id": str(number), "total": 1}, delivery_id=f"n{number}")
    small = Pump(pump.platform, pump.normaliser, pump.stores, pump.handlers, batch=5)

    async def work():
        done = 0
        while (pumped := await pump_round(small)).ids:
            done += pumped.done
        return done

    assert sum(await asyncio.gather(work(), work())) == 20
    assert await count_orders(shop) == 20


async def test_a_killed_pump_leaves_its_batch_for_the_next(shop, pump, monkeypatch):
    await deliver(shop, {"id": "1", "total": 10})

    async def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pumping, "_settle", killed)
        with pytest.raises(KeyboardInterrupt):
            await pump_round(pump)
    assert await count_orders(shop) == 0
    assert (await pump_round(pump)).done == 1


async def test_another_organisation_sees_no_delivery(shop):
    from comptoir.kernel.actor import system_actor
    from comptoir.kernel.ids import new_id

    await deliver(shop, {"id": "1", "total": 10})
    async with shop.platform.database.begin(system_actor(new_id())) as uow:
        assert (await uow.execute(text("select count(*) from inbox"))).scalar_one() == 0
        assert (await uow.execute(text("select count(*) from inbox_default"))).scalar_one() == 0


async def test_partitions_are_made_ahead_and_used(shop):
    async with shop.platform.database.begin_system() as uow:
        assert await inbox.ensure_partitions(uow, today=NOON.date(), days=2) == 3
        assert await inbox.ensure_partitions(uow, today=NOON.date(), days=2) == 0
    await deliver(shop, {"id": "1", "total": 10})
    assert await shop.scalar("select tableoid::regclass::text from inbox") == "inbox_20260131"


async def test_the_assembled_pump_reads_a_shops_own_words(shop):
    await shop.add_store("woo", platform="woocommerce")
    pump = assemble(shop.platform)
    assert {"order", "product", "customer"} <= set(pump.handlers)
    assert normaliser_of("woocommerce", "order.updated") is not None
    assert normaliser_of("woocommerce", "coupon.created") is None
    assert normaliser_of("nobody", "order.updated") is None


async def test_the_loop_pumps_until_it_is_stopped(shop):
    stop = asyncio.Event()
    loop = asyncio.create_task(pump_forever(shop.platform, stop=stop))
    await deliver(shop, {"id": "1"}, topic="unknown")

    async def is_settled():
        return (await states(shop))[0][0] == "ignored"

    await until_async(is_settled, within=20)
    stop.set()
    await loop


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+00:00", "1969-12-31T12:00:00+00:00", "9999-12-31T12:00:00+00:00"])
async def test_a_delivery_that_cannot_be_kept_is_parked_with_a_sentence_and_reaches_nothing(shop, pump, at):
    def normalise(document, options):
        return shop.record(document["id"], at=datetime.fromisoformat(document["at"]))

    pump = replace(pump, normaliser=lambda _platform, _topic: normalise)
    await deliver(shop, {"id": "far", "at": at}, delivery_id="far")
    await deliver(shop, {"id": "near", "at": NOON.isoformat()}, delivery_id="near")
    pumped = await pump_round(pump)
    assert (pumped.done, pumped.parked) == (1, 1)
    assert (inbox.PARKED, "ordered_at is before 2 January 1970 or after 5 June 2149") in await states(shop)
    assert await shop.scalar("select count(*) from order_revisions") == 1
    await shop.drain()
    assert await shop.facts() == everything(("one", "2026-01-31", "10", "0", 1))
