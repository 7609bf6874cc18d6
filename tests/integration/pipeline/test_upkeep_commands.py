"""`comptoir reconcile` and `comptoir rebuild warehouse`: what they print and how they end."""

import argparse
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from comptoir.composed.upkeep import commands
from comptoir.kernel.errors import Invalid, Unknown

pytestmark = pytest.mark.engine


@pytest.fixture
async def filled(shop, monkeypatch):
    """A shop with two orders, which the commands find as their home."""

    @asynccontextmanager
    async def this_platform(_settings):
        yield shop.platform

    monkeypatch.setattr(commands, "open_platform", this_platform)
    await shop.order("1")
    await shop.order("2", store="two", at=datetime(2026, 2, 1, 12, tzinfo=UTC))
    await shop.drain()
    return shop


def said(*, store=None, first=None, last=None, repair=False, json=False):
    return argparse.Namespace(store=store, first=first, last=last, repair=repair, json=json)


async def damage(shop):
    await shop.platform.warehouse.command(
        "ALTER TABLE sales UPDATE gross = gross + 1 WHERE day = '2026-02-01'", settings={"mutations_sync": 2}
    )


async def test_places_that_agree_end_with_0(filled, capsys):
    assert await commands.reconcile(said()) == 0
    assert "All places agree." in capsys.readouterr().out


async def test_a_difference_ends_with_1_and_names_store_day_and_amounts(filled, capsys):
    await damage(filled)
    assert await commands.reconcile(said()) == 1
    out = capsys.readouterr().out
    assert "sales two 2026-02-01: postgresql has 1 rows (10.000000" in out
    assert "warehouse has 1 rows (11.000000" in out


async def test_other_stores_and_days_are_left_out(filled, capsys):
    await damage(filled)
    assert await commands.reconcile(said(store="one")) == 0
    assert await commands.reconcile(said(last="2026-01-31")) == 0
    assert await commands.reconcile(said(store="two", first="2026-02-01")) == 1


async def test_a_line_without_its_order_is_named(filled, capsys):
    async with filled.platform.database.begin_system() as uow:
        await uow.execute(text("delete from orders where source_id = '1'"))
    assert await commands.reconcile(said()) == 1
    assert "lines of orders that are no more" in capsys.readouterr().out


async def test_a_repair_says_what_it_mended(filled, capsys):
    await damage(filled)
    assert await commands.reconcile(said(repair=True, json=True)) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["equal"]
    assert len(found["repaired"]) == 1


async def test_a_wrong_word_is_named(filled):
    with pytest.raises(Unknown, match="no store 'onee'"):
        await commands.reconcile(said(store="onee"))
    with pytest.raises(Invalid, match="not a day"):
        await commands.reconcile(said(first="31.1.2026"))


async def test_a_rebuild_says_what_was_proven(filled, capsys):
    assert await commands.rebuild_warehouse(said()) == 0
    out = capsys.readouterr().out
    assert "sales: 2 rows" in out
    assert "proven equal to PostgreSQL" in out
    assert await commands.rebuild_warehouse(said(json=True)) == 0
    assert json.loads(capsys.readouterr().out)["rows"]["sales"] == 2
