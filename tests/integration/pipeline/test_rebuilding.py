"""A rebuilt warehouse is proven equal; a lost or damaged one comes back; reconciling finds and repairs differences."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from comptoir.engine.projector import checksums, rebuild, watch
from comptoir.engine.projector.checksums import Slice
from comptoir.engine.projector.feed import feeds
from comptoir.engine.projector.loop import watch_forever
from comptoir.engine.projector.reconcile import reconcile
from comptoir.platform import versions
from tests.integration.pipeline.shop import everything
from tests.waiting import until_async

pytestmark = pytest.mark.engine

FEBRUARY = datetime(2026, 2, 1, 12, tzinfo=UTC)


@pytest.fixture
async def filled(shop):
    """Two orders in two months, one with a return and words of every kind."""
    await shop.order("1", tags=("it's", "back\\slash", "tab\there"), country=None)
    await shop.order("2", store="two", at=FEBRUARY, refunds=(shop.refund("r", at=FEBRUARY, amount="2.5"),))
    await shop.drain()
    return shop


SEEN = everything(("one", "2026-01-31", "10", "0", 1), ("two", "2026-02-01", "10", "2.5", 1))


async def test_both_engines_give_the_same_checksums(filled):
    for feed in feeds.all():
        async with filled.platform.database.begin_snapshot() as uow:
            truth = await checksums.of_postgres(uow, feed=feed, part=Slice())
        held = await checksums.of_warehouse(filled.platform.warehouse, feed=feed, part=Slice())
        assert truth == held
        assert feed.kind not in ("sales", "store") or truth


async def test_a_rebuild_changes_no_figure_and_every_version(filled):
    before = await filled.version()
    report = await rebuild.rebuild(filled.platform)
    assert report.rows["sales"] == await filled.scalar("select count(*) from sales_entries where superseded_by is null")
    assert await filled.facts() == SEEN == await filled.daily()
    assert await filled.version() == before + 1
    touched, _ = await versions.seen(
        filled.platform.database, filled.actor, stores=None, days=None, facts=["sales"], now=filled.platform.clock()
    )
    assert touched[0] == before + 1


async def test_a_rebuild_leaves_no_shadow_and_takes_in_what_waited(filled):
    await filled.order("3", at=FEBRUARY)
    await rebuild.rebuild(filled.platform)
    await filled.drain()
    assert (await filled.facts())[("one", date(2026, 2, 1))][2] == 1
    left = await filled.platform.warehouse.query(
        "SELECT count() FROM system.databases WHERE name = {name:String}",
        {"name": f"{filled.platform.warehouse.database}_shadow"},
    )
    assert left.scalar() == 0


async def test_a_rebuild_that_is_not_equal_leaves_the_old_tables(filled, monkeypatch):
    honest = checksums.of_warehouse

    async def lying(*arguments, **named):
        found = await honest(*arguments, **named)
        return dict(list(found.items())[1:])

    monkeypatch.setattr(checksums, "of_warehouse", lying)
    with pytest.raises(rebuild.NotEqual):
        await rebuild.rebuild(filled.platform)
    assert await filled.facts() == SEEN


async def lose(platform, how):
    database = platform.warehouse.database
    if how == "whole":
        await platform.warehouse.command(f"DROP DATABASE `{database}` SYNC")
    elif how == "table":
        await platform.warehouse.command(f"DROP TABLE `{database}`.sales SYNC")
    elif how == "older":
        identity = f"`{database}`.comptoir_identity"
        await platform.warehouse.command(
            f"ALTER TABLE {identity} UPDATE schema = 1 WHERE 1 SETTINGS mutations_sync = 2"
        )
        await platform.warehouse.command(
            f"ALTER TABLE `{database}`.rates DROP COLUMN carried SETTINGS mutations_sync = 2"
        )
    else:
        await platform.warehouse.command(f"TRUNCATE TABLE `{database}`.sales SYNC")
        await platform.warehouse.command(f"TRUNCATE TABLE `{database}`.comptoir_identity SYNC")
        await platform.warehouse.ensure_schema(())


@pytest.mark.parametrize("how", ["whole", "table", "swapped", "older"])
async def test_a_lost_warehouse_comes_back_by_itself(filled, how):
    assert await watch.ensure_sound(filled.platform) is None
    await lose(filled.platform, how)
    stop = asyncio.Event()
    watching = asyncio.create_task(watch_forever(filled.platform, stop=stop))

    async def is_back():
        return (
            await filled.scalar("select state = 'ready' and identity is not null from warehouse_state")
            and (await watch.state.look(filled.platform)).reason is None
        )

    await until_async(is_back, within=20, what="the warehouse is back")
    stop.set()
    await watching
    assert await filled.facts() == SEEN == await filled.daily()


async def test_a_command_without_a_server_brings_a_lost_warehouse_back_first(filled):
    await lose(filled.platform, "whole")
    await filled.order("3", at=FEBRUARY)
    await filled.drain()
    assert len(await filled.facts()) == 3


async def test_an_interrupted_rebuild_is_done_again(filled, monkeypatch):
    await lose(filled.platform, "table")

    async def killed(*_, **__):
        raise ConnectionError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(rebuild, "_exchange", killed)
        with pytest.raises(ConnectionError):
            await watch.ensure_sound(filled.platform)
    async with filled.platform.database.begin(filled.actor) as uow:
        fresh = await versions.freshness(uow, organisation_id=filled.organisation_id, now=filled.platform.clock())
    assert fresh.is_rebuilding
    assert fresh.is_stale
    await watch.ensure_sound(filled.platform)
    assert await filled.facts() == SEEN


async def test_places_that_agree_are_equal(filled):
    report = await reconcile(filled.platform, part=Slice())
    assert report.is_equal
    assert report.buckets >= 3


DAMAGES = {
    "a missing entry": "ALTER TABLE sales DELETE WHERE day = '2026-01-31'",
    "a changed amount": "ALTER TABLE sales UPDATE gross = gross + 1 WHERE day = '2026-02-01'",
    "a changed word": "ALTER TABLE sales UPDATE country = 'XX' WHERE day = '2026-02-01'",
    "an entry too many": (
        "INSERT INTO sales (organisation, store, day, order, entry, gross, version) "
        "SELECT organisation, store, '2026-03-01', order, generateUUIDv4(), 99, 1000000 FROM sales FINAL LIMIT 1"
    ),
    "a wrong roll-up": "ALTER TABLE sales_daily UPDATE gross = gross + 1 WHERE day = '2026-02-01'",
    "a missing store": "ALTER TABLE stores DELETE WHERE slug = 'one'",
}


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_difference_is_found_and_repaired(filled, damage):
    await filled.platform.warehouse.command(DAMAGES[damage], settings={"mutations_sync": 2})
    found = await reconcile(filled.platform, part=Slice(organisation_id=filled.organisation_id))
    assert not found.is_equal
    mended = await reconcile(filled.platform, part=Slice(), repair=True)
    assert mended.is_equal
    assert mended.repaired
    assert await filled.facts() == SEEN == await filled.daily()
    assert (await reconcile(filled.platform, part=Slice())).is_equal


async def test_a_slice_looks_at_its_days_only(filled):
    await filled.platform.warehouse.command(DAMAGES["a changed amount"], settings={"mutations_sync": 2})
    january = Slice(organisation_id=filled.organisation_id, last=date(2026, 1, 31))
    february = Slice(organisation_id=filled.organisation_id, first=date(2026, 2, 1))
    assert (await reconcile(filled.platform, part=january)).is_equal
    assert not (await reconcile(filled.platform, part=february)).is_equal


async def test_a_repair_that_is_killed_is_finished_by_the_next_projector(filled, monkeypatch):
    from comptoir.engine.projector import reconcile as module

    await filled.platform.warehouse.command(DAMAGES["a changed amount"], settings={"mutations_sync": 2})
    found = await reconcile(filled.platform, part=Slice())

    async def killed(*_, **__):
        raise ConnectionError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(module, "drain", killed)
        with pytest.raises(ConnectionError):
            await module.repair_differences(filled.platform, found.differences)
    await filled.drain()
    assert await filled.facts() == SEEN == await filled.daily()


async def test_orders_that_disagree_with_their_entries_or_their_source_are_found(filled):
    async with filled.platform.database.begin_system() as uow:
        await uow.execute(text("update orders set gross = gross + 1 where source_id = '1'"))
        await uow.execute(
            text("delete from order_revisions where order_id = (select id from orders where source_id = '2')")
        )
    report = await reconcile(filled.platform, part=Slice())
    assert not report.is_equal
    assert {(item.places, item.left, item.right) for item in report.findings} == {
        (("orders", "entries"), "11.000000", "10.000000"),
        (("source", "postgresql"), "0 orders", "1 orders"),
    }
