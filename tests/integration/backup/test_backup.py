"""A backup, a wiped home, a restore: equal figures and equal checksums; and everything that must be refused."""

import asyncio
import errno
import stat
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from sqlalchemy import text

from comptoir.engine.client import open_warehouse
from comptoir.engine.identity import SCHEMA
from comptoir.engine.projector import checksums
from comptoir.engine.projector.checksums import Slice
from comptoir.engine.projector.feed import feeds
from comptoir.kernel.errors import ComptoirError
from comptoir.platform.backup import archive, kept, keys, manifest
from comptoir.platform.backup.create import create_backup
from comptoir.platform.backup.errors import BackupDamaged, BackupLocked, BackupTooNew, HomeNotEmpty
from comptoir.platform.backup.restore import look, refuse_full
from comptoir.platform.backup.verify import verify
from comptoir.platform.context import open_platform
from comptoir.platform.engines.errors import StorageFull
from comptoir.platform.secrets import KeyProblem, create_key, read_key
from comptoir.platform.testing.fixtures import TEST_KEY
from comptoir.roles.admin import restoring
from tests.integration.pipeline.shop import Shop, everything

pytestmark = pytest.mark.engine

FEBRUARY = datetime(2026, 2, 1, 12, tzinfo=UTC)
SEEN = everything(("one", "2026-01-31", "10", "0", 1), ("two", "2026-02-01", "10", "2.5", 1))


async def words(*pieces):
    for piece in pieces:
        yield piece


@pytest.fixture
async def filled(shop):
    """Two orders, one with a return, a stored file, and a change the warehouse has not taken."""
    await shop.order("1")
    await shop.order("2", store="two", at=FEBRUARY, refunds=(shop.refund("r", at=FEBRUARY, amount="2.5"),))
    await shop.drain()
    shop.blob = await shop.platform.storage.put(words(b"rejected,", b"rows"))
    return shop


def backed_up(shop, **changed):
    home = shop.platform.settings
    opener = changed.pop("opener", None) or keys.opener_of(home)
    return create_backup(home, shop.platform.database.server, opener=opener, warehouse_shape=SCHEMA, **changed)


async def restored_into(there, backup, *, openers=None):
    told = look(backup.path, warehouse_shape=SCHEMA)
    return await restoring.restore(
        there, backup.path, told=told, openers=openers or [backup.opener], progress=lambda _step: None
    )


async def sums(platform):
    """The checksums of every table by store and day, as both engines compute them."""
    found = {}
    for feed in feeds.all():
        async with platform.database.begin_snapshot() as uow:
            found[feed.table.name] = await checksums.of_postgres(uow, feed=feed, part=Slice())
        held = await checksums.of_warehouse(platform.warehouse, feed=feed, part=Slice())
        assert held == found[feed.table.name]
    return found


async def test_a_restored_home_has_equal_figures_and_checksums(filled, empty_home):
    backup = await asyncio.to_thread(backed_up, filled)
    there = empty_home()
    done = await restored_into(there, backup)
    assert done.is_equal
    assert done.buckets > 0
    async with open_platform(there) as other:
        assert await sums(other) == await sums(filled.platform)
        twin = Shop(other, filled.organisation_id)
        twin.stores = filled.stores
        assert await twin.facts() == await twin.daily() == SEEN == await filled.facts()
        assert b"".join([piece async for piece in other.storage.open(filled.blob.id)]) == b"rejected,rows"
        await twin.order("3", at=FEBRUARY)
        await twin.drain()
        assert (await twin.facts())[("one", FEBRUARY.date())][2] == 1
        await other.warehouse.command(f"DROP DATABASE `{other.warehouse.database}` SYNC")
    assert read_key(there.key_file) == TEST_KEY
    assert read_key(there.home / "keys" / "backup.key") == backup.opener.secret


async def test_what_waited_in_the_outbox_is_projected_after_a_restore(filled, empty_home):
    await filled.order("4", at=FEBRUARY)
    backup = await asyncio.to_thread(backed_up, filled)
    assert backup.manifest.position.outbox_waiting == 1
    there = empty_home()
    assert (await restored_into(there, backup)).is_equal
    async with open_platform(there) as other:
        result = await other.warehouse.query("SELECT sum(order_count) FROM sales FINAL")
        assert int(result.scalar()) == 3
        await other.warehouse.command(f"DROP DATABASE `{other.warehouse.database}` SYNC")


async def test_orders_that_arrive_meanwhile_disturb_nothing(filled):
    """The dump is one snapshot: what is committed while it is written is not in it, and nobody waits for anybody."""
    told, going, loop = [], asyncio.Event(), asyncio.get_running_loop()

    def progress(step):
        told.append(step)
        if step == "PostgreSQL":
            asyncio.run_coroutine_threadsafe(filled.order("5", at=FEBRUARY), loop).result(timeout=20)
            loop.call_soon_threadsafe(going.set)

    backup = await asyncio.to_thread(backed_up, filled, progress=progress)
    assert going.is_set()
    assert backup.manifest.position.rows["orders"] == 2
    assert await filled.scalar("select count(*) from orders") == 3
    assert told == ["PostgreSQL", "stored files", "reading it again"]
    assert verify(backup.path) == backup.manifest


async def test_the_key_is_never_plain_and_the_file_is_closed_to_others(filled):
    backup = await asyncio.to_thread(backed_up, filled)
    data = backup.path.read_bytes()
    assert TEST_KEY not in data
    assert filled.platform.settings.key_file.read_bytes().strip() not in data
    assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600
    assert [member.name.split("/")[0] for member in backup.manifest.members] == [manifest.DUMP, "blobs"]


async def test_a_passphrase_opens_and_another_does_not(filled, tmp_path):
    (tmp_path / "words").write_text("five random words of mine\n")
    (tmp_path / "other").write_text("five other words of mine\n")
    backup = await asyncio.to_thread(backed_up, filled, opener=keys.with_passphrase(tmp_path / "words"))
    for openers in ([keys.with_passphrase(tmp_path / "other")], []):
        with pytest.raises(BackupLocked, match="cannot be opened") as refused:
            keys.unwrap(backup.manifest.key, openers)
        assert "--passphrase-file" in refused.value.hint
    master, _ = keys.unwrap(backup.manifest.key, [keys.with_passphrase(tmp_path / "words")])
    assert master == TEST_KEY
    (tmp_path / "short").write_text("short")
    with pytest.raises(BackupLocked, match="shorter than 12"):
        keys.with_passphrase(tmp_path / "short")


async def test_the_homes_own_key_opens_its_backups(filled):
    backup = await asyncio.to_thread(backed_up, filled)
    home = filled.platform.settings
    assert keys.unwrap(backup.manifest.key, keys.candidates(home, key_file=home.key_file))[0] == TEST_KEY


async def test_a_home_with_data_is_never_restored_into(filled):
    backup = await asyncio.to_thread(backed_up, filled)
    with pytest.raises(HomeNotEmpty, match="holds data already") as refused:
        refuse_full(filled.platform.settings, filled.platform.database.server, backup.manifest)
    with pytest.raises(HomeNotEmpty, match="The warehouse"):
        restoring.refuse_foreign("w", identity=(await filled.platform.warehouse.health()).identity)
    assert "COMPTOIR_HOME" in refused.value.hint
    assert await filled.facts() == SEEN


async def test_another_key_or_other_files_are_never_written_over(filled, empty_home):
    backup = await asyncio.to_thread(backed_up, filled)
    there = empty_home()
    create_key(there.key_file)
    with pytest.raises(KeyProblem, match="another key"):
        await restored_into(there, backup)
    there.key_file.unlink()
    (there.home / "blobs" / "aa").mkdir(parents=True)
    (there.home / "blobs" / "aa" / "somebodys").write_bytes(b"x")
    with pytest.raises(HomeNotEmpty, match="1 stored files"):
        await restored_into(there, backup)


async def test_an_interrupted_restore_can_be_run_again(filled, empty_home, monkeypatch):
    backup = await asyncio.to_thread(backed_up, filled)
    there = empty_home()
    with monkeypatch.context() as broken:
        broken.setattr("comptoir.platform.backup.dump.restore", failing(OSError(errno.EIO, "broken")))
        with pytest.raises(OSError, match="broken"):
            await restored_into(there, backup)
    assert there.key_file.exists()
    assert (await restored_into(there, backup)).is_equal
    warehouse = await open_warehouse(there)
    await warehouse.command(f"DROP DATABASE `{warehouse.database}` SYNC")
    await warehouse.close()


def failing(error):
    def fail(*_given, **_named):
        raise error

    return fail


async def test_a_newer_schema_shape_or_form_is_refused_in_one_sentence(filled, monkeypatch, tmp_path):
    backup = await asyncio.to_thread(backed_up, filled)
    with pytest.raises(BackupTooNew, match=r"schema \d{4}\w*; this is Comptoir"):
        look(backup.path, warehouse_shape=SCHEMA - 1)
    with monkeypatch.context() as older:
        older.setattr("comptoir.platform.backup.restore.revisions", lambda: ("0001_baseline",))
        with pytest.raises(BackupTooNew, match="made by Comptoir"):
            look(backup.path, warehouse_shape=SCHEMA)
    data = backup.path.read_bytes().replace(b"comptoir-backup 1 sha256", b"comptoir-backup 7 sha256")
    (tmp_path / "newer.backup").write_bytes(data)
    with pytest.raises(BackupTooNew, match="form 7"):
        verify(tmp_path / "newer.backup")


@pytest.fixture
def whole(filled, tmp_path):
    backup = backed_up(filled, target=tmp_path / "whole.backup")
    return backup.path.read_bytes()


async def test_one_altered_byte_anywhere_is_found(whole, tmp_path):
    """Wherever it lies: in the dump, a stored file, the manifest, ZIP's own words or the ending."""
    path = tmp_path / "altered.backup"
    path.write_bytes(whole)
    archive.prove(path)

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(place=strategies.integers(0, len(whole) - 1), by=strategies.integers(1, 255))
    def altered(place, by):
        data = bytearray(whole)
        data[place] ^= by
        path.write_bytes(data)
        with pytest.raises((BackupDamaged, BackupTooNew)):
            verify(path)

    altered()


async def test_a_backup_cut_short_anywhere_is_found(whole, tmp_path):
    path = tmp_path / "short.backup"

    @settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(length=strategies.integers(0, len(whole) - 1))
    def cut(length):
        path.write_bytes(whole[:length])
        with pytest.raises(BackupDamaged, match="cut short"):
            verify(path)

    cut()


async def test_a_full_disk_leaves_no_half_file_and_nothing_older_goes(filled, monkeypatch):
    """Both ways a disk is full: nothing can be written any more, or only what the engines need is left."""
    home = filled.platform.settings
    first = await asyncio.to_thread(backed_up, filled)
    filled.platform.settings = replace(home, backup_keep=1)
    with monkeypatch.context() as full:
        full.setattr(archive.Lagging, "write", failing(OSError(errno.ENOSPC, "No space left on device")))
        with pytest.raises(StorageFull, match="The backup could not write: the disk is full"):
            await asyncio.to_thread(backed_up, filled)
    nearly = archive.writing(home.backups / "x.backup", reserve=2**62)
    with pytest.raises(StorageFull, match="disk is full"), nearly:
        pass
    assert [path.name for path in home.backups.iterdir()] == [first.path.name]
    assert not list((home.home / "temporary").iterdir())
    await filled.order("6")
    await filled.drain()


async def test_old_backups_go_when_a_new_one_is_whole(filled):
    filled.platform.settings = replace(filled.platform.settings, backup_keep=2)
    directory = filled.platform.settings.backups
    directory.mkdir(parents=True)
    (directory / "notes.txt").write_text("mine")
    (directory / ".comptoir-20200101-000000.backup.1.partial").write_bytes(b"left by a kill")
    made = [await asyncio.to_thread(backed_up, filled) for _ in range(3)]
    before = [await asyncio.to_thread(backed_up, filled, reason="before 0009") for _ in range(1)]
    assert kept.listed(directory) == [made[1].path, made[2].path, before[0].path]
    assert made[2].pruned == (made[0].path,)
    assert {path.name for path in directory.iterdir()} - {path.name for path in kept.listed(directory)} == {"notes.txt"}
    assert kept.found(directory, named=None) == before[0].path
    assert kept.found(directory, named=made[1].path.name) == made[1].path


async def test_a_database_that_cannot_be_dumped_leaves_nothing(filled, monkeypatch):
    monkeypatch.setattr("comptoir.platform.backup.dump.OWNER", "comptoir_nobody")
    with pytest.raises(ComptoirError, match="comptoir_nobody") as refused:
        await asyncio.to_thread(backed_up, filled)
    assert refused.value.hint
    assert not list(filled.platform.settings.backups.iterdir())


async def test_text_of_every_kind_comes_back(filled, empty_home):
    async with filled.platform.database.begin_system() as uow:
        name = "Zoë \\ 'quoted' \t \u2028 東京 🛍"
        await uow.execute(text("update stores set name = :name where slug = 'one'"), {"name": name})
    backup = await asyncio.to_thread(backed_up, filled)
    there = empty_home()
    await restored_into(there, backup)
    async with open_platform(there) as other, other.database.begin_system() as uow:
        assert (await uow.execute(text("select name from stores where slug = 'one'"))).scalar_one() == name
        await other.warehouse.command(f"DROP DATABASE `{other.warehouse.database}` SYNC")


@pytest.mark.parametrize("name", ["blobs/../../../etc/cron.d/x", "/etc/passwd", "blobs/ab", "run/postgres.lease"])
def test_a_forged_part_that_would_leave_its_place_is_refused(tmp_path, name):
    path = tmp_path / "forged.backup"
    position = manifest.Position("0001", 1, 0, 0, {}, {})
    wrapped = keys.WrappedKey(**{field.name: "" for field in fields(keys.WrappedKey)})
    with archive.writing(path, reserve=0) as writer:
        writer.add(name, [b"* * * * * root true"])
        told = manifest.Manifest("0.1.0", FEBRUARY, "by hand", "18", position, wrapped, tuple(writer.members))
        writer.add(manifest.NAME, [told.as_bytes()])
    with pytest.raises(BackupDamaged, match="a part that no backup has"):
        verify(path)
