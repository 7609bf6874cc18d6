"""What a cache may rely on: a version changes exactly when what it stands for did."""

from datetime import UTC, date, datetime, timedelta

import pytest

from comptoir.kernel.actor import system_actor
from comptoir.kernel.ids import new_id
from comptoir.platform import versions
from comptoir.platform.outbox import EVERYONE, OutboxRow, append, drain, forget

pytestmark = pytest.mark.engine

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


async def touched(shop, *, stores=None, days=None, facts=("sales",)):
    ids = None if stores is None else [shop.stores[slug].id for slug in stores]
    found, _ = await versions.seen(
        shop.platform.database, shop.actor, stores=ids, days=days, facts=facts, now=shop.platform.clock()
    )
    return found


async def test_a_bucket_that_nothing_touched_keeps_its_version(shop):
    await shop.order("1")
    await shop.drain()
    january = await touched(shop, days=JANUARY)
    assert january[0] == await shop.version()
    assert (await touched(shop, days=MARCH))[0] == 0
    await shop.order("2", at=datetime(2026, 3, 5, tzinfo=UTC))
    await shop.drain()
    assert await touched(shop, days=JANUARY) == january
    assert (await touched(shop, days=MARCH))[0] == await shop.version()
    assert (await touched(shop))[0] == await shop.version()


async def test_both_days_of_a_moved_order_get_a_new_version(shop):
    await shop.order("1")
    await shop.drain()
    await shop.order("1", at=datetime(2026, 3, 5, tzinfo=UTC))
    await shop.drain()
    assert (await touched(shop, days=JANUARY))[0] == (await touched(shop, days=MARCH))[0] == await shop.version()


async def test_versions_are_kept_by_store(shop):
    await shop.order("1", store="one")
    await shop.drain()
    one = await touched(shop, stores=["one"])
    await shop.order("2", store="two")
    await shop.drain()
    assert await touched(shop, stores=["one"]) == one
    assert (await touched(shop, stores=["two"]))[0] == one[0] + 1
    assert (await touched(shop, stores=[]))[0] == 0


async def test_dimensions_have_versions_of_their_own(shop):
    await shop.drain()
    before = (await touched(shop, facts=["stores"]))[0]
    await shop.order("1")
    await shop.drain()
    assert (await touched(shop, facts=["stores"]))[0] == before
    await shop.add_store("three")
    await shop.drain()
    assert (await touched(shop, facts=["stores"]))[0] == await shop.version()


async def test_what_all_share_has_one_version_for_all(shop):
    before = (await touched(shop, facts=["rates"]))[1]
    async with shop.platform.database.begin_system() as uow:
        await append(uow, [OutboxRow("rates", EVERYONE, None, 1)], organisation_id=EVERYONE)
    await drain(shop.platform)
    assert (await touched(shop, facts=["rates"]))[1] == before + 1


async def test_another_organisation_sees_nothing(shop, platform):
    await shop.order("1")
    await shop.drain()
    stranger = system_actor(new_id())
    found, fresh = await versions.seen(
        platform.database, stranger, stores=None, days=None, facts=["sales"], now=platform.clock()
    )
    assert (found[0], fresh.data_version) == (0, 0)


async def test_figures_are_stale_once_a_change_waited_too_long(shop):
    await shop.drain()
    now = shop.platform.clock()

    async def fresh(at):
        async with shop.platform.database.begin(shop.actor) as uow:
            return await versions.freshness(uow, organisation_id=shop.organisation_id, now=at)

    assert not (await fresh(now)).is_stale
    await shop.order("1")
    soon, later = await fresh(now + timedelta(seconds=1)), await fresh(now + timedelta(minutes=1))
    assert not soon.is_stale
    assert later.is_stale
    assert later.as_of is not None
    assert later.as_of <= later.stale_since
    await shop.drain()
    assert not (await fresh(now + timedelta(minutes=1))).is_stale


async def test_changes_are_forgotten_only_when_they_are_done_and_old(shop):
    await shop.order("1")
    await shop.drain()
    await shop.order("2")
    async with shop.platform.database.begin_system() as uow:
        assert await forget(uow, done_before=shop.platform.clock() - timedelta(days=1)) == 0
        assert await forget(uow, done_before=shop.platform.clock() + timedelta(days=1)) > 0
    assert await shop.waiting() > 0
