"""A projector killed between any two steps repeats harmlessly; late commits are not skipped; two at once agree."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from comptoir.engine.projector import batch, drain, locks
from comptoir.engine.projector.loop import project_forever
from comptoir.platform.outbox import oldest_waiting
from comptoir.platform.signals import VERSIONS, read_versions
from tests.integration.pipeline.shop import everything
from tests.waiting import until_async

pytestmark = pytest.mark.engine

FEBRUARY = datetime(2026, 2, 1, 12, tzinfo=UTC)
MOVED = everything(("one", "2026-02-01", "12", "0", 1))
STEPS = ("claim", "write_rows", "touched_buckets", "rebuild_buckets", "give_version", "mark_done")


class Killed(BaseException):
    """Nothing catches it, as nothing catches a kill."""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
async def test_a_batch_killed_at_any_step_is_repeated_harmlessly(shop, monkeypatch, step, when):
    await shop.order("1")
    await shop.drain()
    version = await shop.version()
    await shop.order("1", at=FEBRUARY, lines=((1, "12"),))
    real = getattr(batch, step)

    async def killed(*arguments, **named):
        if when == "after":
            await real(*arguments, **named)
        raise Killed(step)

    with monkeypatch.context() as patch:
        patch.setattr(batch, step, killed)
        with pytest.raises(Killed):
            await shop.drain()
    assert await shop.waiting() > 0
    assert await shop.version() == version
    await shop.drain()
    assert await shop.facts() == MOVED == await shop.daily()
    assert await shop.version() == version + 1
    assert await shop.waiting() == 0


async def test_a_kill_in_the_middle_of_a_stream_is_repeated_harmlessly(shop, monkeypatch):
    await shop.orders([shop.record(str(number)) for number in range(50)])
    warehouse = type(shop.platform.warehouse)
    real = warehouse.insert_stream

    async def cut(self, table, columns, chunks, **named):
        if table != "sales":
            return await real(self, table, columns, chunks, **named)

        async def half():
            async for chunk in chunks:
                yield chunk[: len(chunk) // 2 + 1].rpartition(b"\n")[0] + b"\n"
                return

        await real(self, table, columns, half(), **named)
        raise Killed(table)

    with monkeypatch.context() as patch:
        patch.setattr(warehouse, "insert_stream", cut)
        with pytest.raises(Killed):
            await shop.drain()
    await shop.drain()
    assert await shop.facts() == everything(("one", "2026-01-31", "500", "0", 50)) == await shop.daily()


async def test_a_change_that_commits_late_is_not_skipped(shop):
    """Its id is lower than that of a change that was projected long ago: a consumer by id would never see it."""
    await shop.drain()
    async with shop.platform.database.begin_system() as late:
        await late.execute(text("select nextval('outbox_id_seq')"))
        held = (await late.execute(text("select currval('outbox_id_seq')"))).scalar_one()
        await shop.order("1")
        await shop.drain()
        assert await shop.waiting() == 0
        await late.execute(
            text(
                "insert into outbox (id, organisation_id, kind, key, store_id, revision) overriding system value "
                "values (:id, :organisation, 'store', :store, :store, 1)"
            ),
            {"id": held, "organisation": shop.organisation_id, "store": shop.stores["one"].id},
        )
    assert await shop.waiting() == 1
    assert (await shop.drain()).changes == 1


async def test_two_drains_at_once_show_everything_to_both(shop):
    await shop.orders([shop.record(str(number)) for number in range(40)])
    expected = everything(("one", "2026-01-31", "400", "0", 40))

    async def see():
        await shop.drain()
        return await shop.facts(), await shop.daily()

    for facts, daily in await asyncio.gather(see(), see(), see()):
        assert facts == expected == daily


async def test_a_drain_waits_for_what_another_has_in_hand(shop):
    await shop.order("1")
    async with shop.platform.database.begin_system() as other:
        await locks.hold_organisation(other, organisation_id=shop.organisation_id)
        waiting = asyncio.create_task(shop.drain())

        async def is_held():
            return await shop.scalar("select count(*) from pg_locks where locktype = 'advisory' and not granted")

        await until_async(is_held, what="the drain waits")
        assert not waiting.done()
    await waiting
    assert await shop.facts() == everything(("one", "2026-01-31", "10", "0", 1))


async def test_small_batches_give_the_same_as_one(shop, monkeypatch):
    await shop.orders([shop.record(str(number), at=FEBRUARY) for number in range(7)])
    real = batch.project_batch

    async def small(*arguments, **named):
        return await real(*arguments, **(named | {"limit": 2}))

    monkeypatch.setattr(drain, "project_batch", small)
    report = await shop.drain()
    assert report.batches >= 4
    assert await shop.facts() == everything(("one", "2026-02-01", "70", "0", 7)) == await shop.daily()


async def test_changes_of_one_order_in_a_batch_are_written_once(shop):
    for amount in ("1", "2", "3"):
        await shop.order("1", lines=((1, amount),))
    await shop.drain()
    written = await shop.platform.warehouse.query("SELECT count() FROM sales WHERE NOT is_deleted")
    current = await shop.scalar("select count(*) from sales_entries where superseded_by is null")
    assert written.scalar() == current


async def test_the_loop_projects_by_itself_and_tells_who_listens(shop):
    stop = asyncio.Event()
    heard = {}
    driver = await shop.platform.database._connect("comptoir_app")
    await driver.set_autocommit(True)
    await driver.execute(f"listen {VERSIONS}")

    async def listen():
        async for notice in driver.notifies():
            heard.update(read_versions(notice.payload))

    listening = asyncio.create_task(listen())
    loop = asyncio.create_task(project_forever(shop.platform, stop=stop))
    await shop.order("1")

    async def is_visible():
        return await shop.waiting() == 0 and heard.get(shop.organisation_id) == await shop.version()

    await until_async(is_visible, within=20, what="the change is visible and told")
    stop.set()
    await loop
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    await driver.close()
    assert await shop.facts() == everything(("one", "2026-01-31", "10", "0", 1))


async def test_what_waits_makes_figures_stale_and_a_drain_fresh(shop):
    await shop.order("1")
    async with shop.platform.database.begin(shop.actor) as uow:
        assert await oldest_waiting(uow, organisation_id=shop.organisation_id) is not None
    await shop.drain()
    async with shop.platform.database.begin(shop.actor) as uow:
        assert await oldest_waiting(uow, organisation_id=shop.organisation_id) is None
