"""DATABASE_URL and WAREHOUSE_URL: the same code against servers. Here the servers are a home's own engines."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from comptoir.engine.client import open_warehouse
from comptoir.engine.embedded import embedded_address
from comptoir.kernel.actor import system_actor
from comptoir.kernel.ids import new_id
from comptoir.platform.context import open_platform
from comptoir.platform.engines.home import EngineHome
from comptoir.platform.outbox import OutboxRow, append
from tests.integration.engines.conftest import kill, told_pid
from tests.waiting import until_async

pytestmark = pytest.mark.engine


async def test_two_addresses_replace_the_embedded_engines(settings, engine_home, warehouse, tmp_path):
    directory = EngineHome(engine_home).socket_directory()
    address = embedded_address(EngineHome(engine_home))
    served = replace(
        settings,
        home=tmp_path,
        key_file=tmp_path / "key",
        database_url=f"postgresql://comptoir_admin@/{settings.database_name}?host={directory}",
        warehouse_url=f"http://{address.user}:{address.password}@127.0.0.1:{address.port}/{settings.warehouse_name}",
    )
    mine, other = system_actor(new_id()), system_actor(new_id())
    async with open_platform(served) as platform:
        assert not platform.database.server.embedded
        for actor in (mine, other):
            async with platform.database.begin(actor) as uow:
                await append(uow, [OutboxRow("sales", new_id(), None, 1)])
        async with platform.database.begin(mine) as uow:
            assert (await uow.execute(text("SELECT current_user"))).scalar_one() == "comptoir_app"
            assert (await uow.execute(text("SELECT count(*) FROM outbox"))).scalar_one() == 1
        async with platform.database.begin_system() as uow:
            assert (await uow.execute(text("SELECT count(*) FROM outbox"))).scalar_one() == 2
        assert (await platform.warehouse.health()).sound
    assert not (tmp_path / "run").exists()


async def test_a_damaged_part_is_noticed(own_home, own_settings):
    warehouse = await open_warehouse(own_settings)
    await warehouse.ensure_schema([])
    await warehouse.command(
        "CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a SETTINGS min_bytes_for_wide_part = 0"
    )
    await warehouse.command("INSERT INTO t SELECT number FROM numbers(1000)")
    query = "SELECT path FROM system.parts WHERE table = 't' AND database = currentDatabase()"
    path = (await warehouse.query(query)).scalar()
    assert (await warehouse.health()).sound
    kill(told_pid(own_home, "warehouse"))
    (EngineHome(own_home).warehouse / path / "columns.txt").write_text("damaged")

    async def noticed():
        return not (await warehouse.health()).sound

    await until_async(noticed, within=15, what="the damaged part to be noticed")
    assert "t/" in (await warehouse.health()).detached_parts[0]
    await warehouse.close()
