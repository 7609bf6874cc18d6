"""Data that the first program wrote comes to the newest schema with its figures, and nobody goes back by accident."""

import asyncio
from argparse import Namespace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from comptoir import __version__
from comptoir.composed.insights import facade as insights
from comptoir.engine.identity import IDENTITY, SCHEMA, refuse_newer
from comptoir.engine.projector import watch
from comptoir.kernel.actor import system_actor
from comptoir.platform import master_key, schema
from comptoir.platform.backup import kept, keys
from comptoir.platform.backup.restore import look
from comptoir.platform.backup.verify import verify
from comptoir.platform.context import open_platform, opened
from comptoir.platform.database.migrate import OtherVersion, create_database, current, latest, made_by
from comptoir.platform.database.migrate import refuse_newer as refuse
from comptoir.platform.database.server import OWNER
from comptoir.platform.secrets import KeyProblem
from comptoir.platform.testing.fixtures import TEST_KEY
from comptoir.roles.admin import restoring
from comptoir.roles.admin.commands import migrate as migrating
from comptoir.semantic.query import parse_query
from tests.integration.engines.test_migrations import at_first_shape

pytestmark = pytest.mark.engine

WRITTEN = Path(__file__).parent / "samples" / "data_at_0001.sql"
METRICS = ("orders", "gross_sales", "discounts", "returns", "net_sales", "taxes", "gross_profit", "customers")
# What the first program answered itself, by month.
FIGURES = [
    ["2025-01-01", 1, "94.00", "8.00", "0.00", "86.00", "16.34", "66.90", 1],
    ["2025-02-01", 1, "199.90", "20.00", "179.90", "0.00", "0.00", "89.90", 1],
    ["2025-03-01", 1, "40.00", "0.00", "0.00", "40.00", "7.60", "22.00", 0],
]


@pytest.fixture
async def first_home(empty_home):
    """An empty home's database as the first program left it."""
    settings = empty_home()
    master_key.place(settings, TEST_KEY)
    async with opened(settings) as (database, _warehouse):
        server = database.server
        await asyncio.to_thread(create_database, server)
        await asyncio.to_thread(at_first_shape, server)
        with psycopg.connect(**server.connection(OWNER)) as connection:
            connection.execute(WRITTEN.read_text())
        yield settings, server


async def figures(platform):
    async with platform.database.begin_system() as uow:
        organisation = (await uow.execute(text("select id from organisations"))).scalar_one()
    asked = parse_query({"metrics": list(METRICS), "grain": "month", "currency": "EUR"})
    answer = await insights.run(system_actor(organisation), platform, query=asked)
    return [[str(cell) if not isinstance(cell, int) else cell for cell in row] for row in answer.rows]


async def drop(platform):
    await platform.warehouse.command(f"DROP DATABASE `{platform.warehouse.database}` SYNC")


def asked(**given):
    return Namespace(json=False, without_backup=False, **given)


async def test_migrating_backs_up_first_and_keeps_every_figure(first_home, monkeypatch, capsys):
    settings, server = first_home
    monkeypatch.setattr(migrating, "load_settings", lambda: settings)
    with pytest.raises(OtherVersion, match="this program needs") as refused:
        async with open_platform(settings):
            pass
    assert "makes a backup first" in refused.value.hint
    assert await migrating.migrate(asked()) == 0
    out = capsys.readouterr().out
    (backup,) = kept.listed(settings.backups)
    assert str(backup) in out
    assert f"Migrated from 0001_baseline to {latest()}" in out
    assert "-before-" in backup.name
    assert verify(backup).position.schema == "0001_baseline"
    assert made_by(server) == __version__
    async with open_platform(settings) as platform:
        await watch.ensure_sound(platform)
        assert await figures(platform) == FIGURES
        await drop(platform)
    assert await migrating.migrate(asked()) == 0
    assert "Nothing to do" in capsys.readouterr().out
    assert kept.listed(settings.backups) == [backup]


async def test_a_backup_of_the_first_schema_is_restored_and_migrated(first_home, empty_home):
    settings, server = first_home
    backup = await asyncio.to_thread(migrating.backed_up, settings, server)
    there = empty_home()
    told = look(backup.path, warehouse_shape=SCHEMA)
    openers = keys.candidates(settings)
    done = await restoring.restore(there, backup.path, told=told, openers=openers, progress=lambda _step: None)
    assert done.is_equal
    async with open_platform(there) as platform:
        assert await asyncio.to_thread(current, platform.database.server) == latest()
        assert await figures(platform) == FIGURES
        await drop(platform)


async def test_a_migration_without_a_backup_is_not_begun(first_home, monkeypatch):
    settings, server = first_home
    settings.key_file.unlink()
    monkeypatch.setattr(migrating, "load_settings", lambda: settings)
    with pytest.raises(KeyProblem, match="does not exist"):
        await migrating.migrate(asked())
    assert current(server) == "0001_baseline"


async def test_an_older_program_names_the_version_it_needs_and_changes_nothing(platform):
    server = platform.database.server
    with psycopg.connect(**server.connection(OWNER), autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999_later'")
        for comment, needed in (("'Comptoir 9.2.0'", "Start Comptoir 9.2.0 or newer"), ("NULL", "the newer Comptoir")):
            connection.execute(f"COMMENT ON TABLE alembic_version IS {comment}")
            with pytest.raises(OtherVersion, match="0999_later") as refused:
                refuse(server, current(server))
            assert needed in refused.value.hint
        with pytest.raises(OtherVersion, match="0999_later"):
            await schema.migrate(database=platform.database, warehouse=platform.warehouse)
        with pytest.raises(OtherVersion, match="0999_later"):
            await schema.ensure_current(platform.settings, database=platform.database, warehouse=platform.warehouse)


async def test_a_newer_warehouse_is_not_rebuilt_by_an_older_program(platform):
    await platform.warehouse.command(
        f"ALTER TABLE {IDENTITY.name} UPDATE schema = {SCHEMA + 1} WHERE 1", settings={"mutations_sync": 2}
    )
    with pytest.raises(OtherVersion, match=f"shapes up to {SCHEMA}"):
        await watch.ensure_sound(platform)
    health = await platform.warehouse.health()
    assert health.shape == SCHEMA + 1
    with pytest.raises(OtherVersion):
        refuse_newer(health)
