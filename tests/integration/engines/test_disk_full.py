"""A full disk: writes get a clear, retryable error, reads go on, and work continues once there is space again."""

import asyncio
import resource
import sys
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from comptoir.platform.context import open_platform
from comptoir.platform.database.connect import Database
from comptoir.platform.database.migrate import migrate_database
from comptoir.platform.engines.errors import StorageFull
from tests.integration.engines.conftest import told_pid

pytestmark = [pytest.mark.engine, pytest.mark.skipif(sys.platform != "linux", reason="prlimit is Linux's")]

ROOM = 20 * 1024 * 1024  # more than a WAL segment, less than the table grows to


@contextmanager
def no_file_larger_than(size, pid=0):
    """Limit one process of this user, or this process and those it starts meanwhile."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


async def fill(database, rows):
    async with database.begin_system() as uow:
        await uow.execute(text("CREATE TEMPORARY TABLE full_disk (a text)"))
        await uow.execute(
            text("INSERT INTO full_disk SELECT repeat(md5(n::text), 30) FROM generate_series(1, :rows) n"),
            {"rows": rows},
        )
        await uow.execute(text("DROP TABLE full_disk"))


async def test_postgresql_says_so_and_recovers(own_settings):
    # As root the server belongs to another user, whose limits cannot be changed later: it inherits this one.
    with no_file_larger_than(ROOM):
        database = await Database.open(own_settings)
    await asyncio.to_thread(migrate_database, database.server)
    with pytest.raises(StorageFull) as caught:
        await fill(database, 40_000)
    assert (caught.value.status, caught.value.retryable) == (503, True)
    assert "space" in caught.value.hint
    await database.ping()
    await fill(database, 1000)
    await database.close()


async def test_the_warehouse_says_so_and_recovers(own_home, own_settings):
    async with open_platform(own_settings) as platform:
        warehouse = platform.warehouse
        await warehouse.command("CREATE TABLE t (a UInt64, s String) ENGINE = MergeTree ORDER BY a")
        fill = "INSERT INTO t SELECT number, toString(sipHash128(number)) FROM numbers(1000000)"
        with no_file_larger_than(256 * 1024, told_pid(own_home, "warehouse")):
            with pytest.raises(StorageFull) as caught:
                await warehouse.command(fill)
            assert (caught.value.status, caught.value.retryable) == (503, True)

            async def rows():
                for _ in range(300):
                    yield b"1\tx\n" * 4096

            with pytest.raises(StorageFull):
                await warehouse.insert_stream("t", ["a", "s"], rows())
            assert (await warehouse.query("SELECT count() FROM t")).scalar() == 0
        await warehouse.command(fill)
        assert (await warehouse.query("SELECT count() FROM t")).scalar() == 1_000_000
