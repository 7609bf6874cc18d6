"""Engines start once, outlive a Ctrl-C meant for a command, come back when killed, and leave when nobody needs them."""

import os
import shutil
import signal
import stat
import subprocess
from dataclasses import replace
from functools import partial

import psycopg
import pytest
from sqlalchemy import text

from comptoir.engine.client import open_warehouse
from comptoir.platform.context import open_platform
from comptoir.platform.database.connect import Database
from comptoir.platform.database.migrate import OtherVersion, latest
from comptoir.platform.engines.errors import EngineCannotStart, EngineUnavailable
from comptoir.platform.engines.home import EngineHome
from comptoir.platform.testing.home import stop_engines
from tests.integration.engines.conftest import alive, ended, kill, server_pid, told_pid
from tests.waiting import until, until_async

pytestmark = pytest.mark.engine

OPEN = """
import asyncio, faulthandler, sys
from comptoir.platform import context
from comptoir.platform.context import open_platform
from comptoir.platform.settings import load_settings
from tests.integration.engines.conftest import unfurnished

context._furnish = unfurnished
faulthandler.enable()

async def main():
    async with open_platform(load_settings()) as platform:
        async with platform.database.begin_system() as uow:
            await uow.execute(__import__("sqlalchemy").text("SELECT 1"))
        await platform.warehouse.query("SELECT 1")
        print("open", flush=True)
        told = asyncio.Event()
        asyncio.get_running_loop().add_reader(sys.stdin, told.set)
        await told.wait()

asyncio.run(main())
"""
PIPE = -1


async def test_processes_that_start_at_once_share_one_of_each_engine(own_home, run_python):
    with ended(run_python(OPEN, stdin=PIPE)) as one, ended(run_python(OPEN, stdin=PIPE)) as two:
        for process in (one, two):
            assert process.stdout.readline() == "open\n", process.stderr.read()
        server, host = server_pid(own_home), told_pid(own_home, "warehouse")
        # A Ctrl-C goes to every process of a command's terminal group; the engines are in sessions of their own.
        assert os.getsid(server) != os.getsid(0)
        assert os.getsid(host) != os.getsid(0)
        one.send_signal(signal.SIGINT)
        ending(one)
        assert alive(server)
        assert alive(host)
        two.stdin.write("\n")
        two.stdin.flush()
        assert ending(two) == 0
    until(lambda: not alive(server), within=15, what="PostgreSQL to leave after its last lease")
    until(lambda: not alive(host), within=15, what="the host to leave after its last lease")


def ending(process):
    """Wait for the end of a process; one that hangs tells where."""
    try:
        return process.wait(timeout=40)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGABRT)
        raise AssertionError(process.communicate(timeout=20)[1]) from None


async def test_killed_engines_are_back_and_nothing_acknowledged_is_lost(own_home, own_settings):
    async with open_platform(replace(own_settings, unsafe_fast=False)) as platform:
        warehouse = platform.warehouse
        await warehouse.command(
            "CREATE TABLE kept (a UInt32) ENGINE = MergeTree ORDER BY a SETTINGS fsync_after_insert = 1"
        )
        for turn in range(1, 4):
            async with platform.database.begin_system() as uow:
                await uow.execute(
                    text(
                        "INSERT INTO outbox (organisation_id, kind, key, revision) "
                        "VALUES (gen_random_uuid(), 'sales', gen_random_uuid(), 1)"
                    )
                )
            await warehouse.insert_rows("kept", ["a"], [[turn]])
            kill(server_pid(own_home))
            kill(told_pid(own_home, "warehouse"))
            await until_async(partial(outbox_holds, platform.database, turn), within=60, what="PostgreSQL to be back")
            assert (await warehouse.query("SELECT count() FROM kept")).scalar() == turn


async def outbox_holds(database, rows):
    """A connection that has not noticed yet may still fail, retryably, inside its next transaction."""
    try:
        async with database.begin_system() as uow:
            return (await uow.execute(text("SELECT count(*) FROM outbox"))).scalar_one() == rows
    except EngineUnavailable:
        return False


async def test_a_transaction_the_server_dies_in_gives_a_retryable_error(own_home, own_settings):
    async with open_platform(own_settings) as platform:
        with pytest.raises(EngineUnavailable) as caught:
            async with platform.database.begin_system() as uow:
                kill(server_pid(own_home))
                for _ in range(100):
                    await uow.execute(text("SELECT pg_sleep(0.05)"))
        assert caught.value.retryable
        assert caught.value.status == 503
        assert await platform.database.ping() < 10


async def test_a_keeper_that_was_killed_is_replaced_and_the_server_left_alone(own_home, own_settings):
    database = await Database.open(own_settings)
    server, keeper = server_pid(own_home), told_pid(own_home, "postgres")
    kill(keeper)
    until(lambda: not alive(keeper))
    again = await Database.open(own_settings)
    assert server_pid(own_home) == server
    assert told_pid(own_home, "postgres") != keeper
    await database.close()
    await again.close()
    until(lambda: not alive(server), within=15, what="the adopted server to leave")


async def test_an_empty_home_is_laid_out_and_a_newer_one_refused(own_home, own_settings):
    async with open_platform(own_settings) as platform:
        assert (await platform.warehouse.health()).sound
        async with platform.database.begin_system() as uow:
            found = (await uow.execute(text("SELECT version_num FROM alembic_version"))).scalar_one()
            assert found == latest()
        server = platform.database.server
        with psycopg.connect(**server.connection(None), autocommit=True) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999_from_the_future'")
        with pytest.raises(OtherVersion, match="9999_from_the_future"):
            async with open_platform(own_settings):
                pass


async def test_a_deleted_warehouse_directory_is_noticed(own_home, own_settings):
    async with open_platform(own_settings) as platform:
        first = await platform.warehouse.health()
        assert first.sound
        kill(told_pid(own_home, "warehouse"))
        shutil.rmtree(EngineHome(own_home).warehouse)
        health = await platform.warehouse.health()
        assert not health.present
        assert not health.sound


async def test_no_directory_above_the_home_changes(own_home, own_settings):
    outer = own_home / "outer"
    outer.mkdir(mode=0o751)
    inner = outer / "home"
    before = {path: stat.S_IMODE(path.stat().st_mode) for path in (outer, own_home, own_home.parent)}
    settings = replace(own_settings, home=inner)
    own_home.chmod(0o711)
    before[own_home] = 0o711
    try:
        database = await Database.open(settings)
        await database.close()
        assert {path: stat.S_IMODE(path.stat().st_mode) for path in before} == before
        # As root the home may be passed by PostgreSQL's own account; nothing in it may be read by others.
        assert stat.S_IMODE(inner.stat().st_mode) == (0o711 if os.geteuid() == 0 else 0o700)
        for path in inner.rglob("*"):
            if path.name not in ("run", "postgres") and path.is_dir():
                assert not path.stat().st_mode & 0o077, path
    finally:
        stop_engines(inner)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another user")
async def test_a_home_behind_a_closed_directory_is_refused_with_the_way_out(own_home, own_settings):
    closed = own_home / "closed"
    closed.mkdir(mode=0o700)
    own_home.chmod(0o711)
    settings = replace(own_settings, home=closed / "home")
    with pytest.raises(EngineCannotStart, match="may not pass") as caught:
        await Database.open(settings)
    assert "COMPTOIR_HOME" in caught.value.hint
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


async def test_a_home_with_a_long_path_gets_a_short_socket(own_home, own_settings):
    own_home.chmod(0o711)
    home = own_home / ("x" * 90)
    settings = replace(own_settings, home=home)
    directory = EngineHome(home).socket_directory()
    try:
        database = await Database.open(settings)
        await database.close()
        assert len(str(directory)) < 60
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    finally:
        stop_engines(home)
        shutil.rmtree(directory, ignore_errors=True)


async def test_an_insert_on_a_dead_host_starts_it_first(own_home, own_settings):
    warehouse = await open_warehouse(own_settings)
    await warehouse.command("CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a")
    kill(told_pid(own_home, "warehouse"))

    async def rows():
        yield b"1\n2\n"

    assert await warehouse.insert_stream("t", ["a"], rows()) == 2
    assert (await warehouse.query("SELECT sum(a) FROM t")).scalar() == 3
    await warehouse.close()
