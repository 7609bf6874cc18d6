"""What an import commits becomes visible while it goes on, and what hinders projecting hinders no import."""

import pytest

from comptoir.engine.projector import drain as draining_module
from comptoir.platform.outbox import draining
from tests.integration.pipeline.shop import everything
from tests.waiting import until_async

pytestmark = pytest.mark.engine

ONE = everything(("one", "2026-01-31", "10", "0", 1))


@pytest.fixture(autouse=True)
def eager(monkeypatch):
    monkeypatch.setattr(draining_module, "WORTH_IT", 1)
    monkeypatch.setattr(draining_module, "LOOK_EVERY", 0.01)


async def test_what_is_committed_meanwhile_is_visible_before_the_end(shop):
    async def is_visible():
        return await shop.facts() == ONE

    async with draining(shop.platform, shop.organisation_id):
        await shop.order("1")
        assert await until_async(is_visible)
    assert await shop.daily() == ONE


async def test_few_changes_wait_for_the_end(shop, monkeypatch):
    monkeypatch.setattr(draining_module, "WORTH_IT", 1_000)
    async with draining(shop.platform, shop.organisation_id):
        await shop.order("1")
    assert await shop.waiting() > 0
    await shop.drain()
    assert await shop.facts() == ONE


async def test_a_failure_beside_is_met_by_the_drain_and_not_by_the_import(shop, monkeypatch):
    failed = []

    async def fail(*arguments, **named):
        failed.append(named)
        raise RuntimeError("the warehouse is away")

    async def has_failed():
        return bool(failed)

    with monkeypatch.context() as patched:
        patched.setattr(draining_module, "project_batch", fail)
        async with draining(shop.platform, shop.organisation_id):
            await shop.order("1")
            assert await until_async(has_failed)
        with pytest.raises(RuntimeError, match="the warehouse is away"):
            await shop.drain()
    await shop.drain()
    assert await shop.facts() == ONE


async def test_an_import_that_fails_takes_its_projecting_along(shop):
    with pytest.raises(ValueError, match="broken"):
        async with draining(shop.platform, shop.organisation_id):
            await shop.order("1")
            raise ValueError("broken")
    await shop.drain()
    assert await shop.facts() == ONE
