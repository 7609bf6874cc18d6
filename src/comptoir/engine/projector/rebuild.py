"""The whole warehouse anew from PostgreSQL: into a shadow, proven by equal checksums, then exchanged.

No projector writes meanwhile, so nothing can slip between the shadow and the exchange; what changes during a rebuild
waits in the outbox and is projected right after. Killed at any point it leaves the old tables, or the new ones.
"""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Uuid

from comptoir.engine.identity import IDENTITY, refuse_newer
from comptoir.engine.projector import checksums, locks, state, statements
from comptoir.engine.projector.batch import next_revision, stamp_shared
from comptoir.engine.projector.checksums import BucketKey, Difference, Slice
from comptoir.engine.projector.feed import Feed, feeds
from comptoir.engine.projector.transfer import LARGE_PORTION_BYTES, transfer
from comptoir.engine.schema import WarehouseTable
from comptoir.kernel.errors import ComptoirError
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.modules import load_tables

Progress = Callable[[str, int], None]


class NotEqual(ComptoirError):
    """A rebuilt warehouse differs from PostgreSQL; the old one stays in place."""

    code = "rebuild_not_equal"

    def __init__(self, differences: list[Difference]) -> None:
        first = differences[0]
        super().__init__(
            f"The rebuilt {first.table} differs from PostgreSQL in {len(differences)} buckets, first {first.key}; "
            "the warehouse in use was left as it is.",
            hint="Run it again; if it fails again, report it with `comptoir doctor --json`.",
        )
        self.differences = differences


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild wrote and proved."""

    rows: dict[str, int]
    buckets: int
    seconds: float


def _silent(_step: str, _rows: int) -> None:
    """Tell nobody."""


async def rebuild(platform: Platform, *, progress: Progress = _silent) -> RebuildReport:
    """Rebuild all tables of all organisations. Waits for running projectors; queries keep reading the old tables.

    ``progress`` hears (table or step, rows so far). Raises ``NotEqual`` and changes nothing when the proof fails.
    """
    refuse_newer(await platform.warehouse.health())
    async with platform.database.begin_system() as holder:
        await locks.hold_whole_warehouse(holder)
        return await rebuild_alone(platform, holder, progress=progress)


async def rebuild_alone(platform: Platform, holder: UnitOfWork, *, progress: Progress = _silent) -> RebuildReport:
    """Rebuild inside a transaction that keeps every projector out."""
    load_tables()
    started = time.monotonic()
    async with shadow(platform) as database:
        rows, found, touched = await _fill_and_prove(platform, database=database, progress=progress)
        progress("exchange", 0)
        await _exchange(platform, database=database)
    await stamp_everything(holder, organisations=touched)
    health = await platform.warehouse.health()
    await state.write_state(holder, identity=health.identity, state=state.READY)
    return RebuildReport(rows=rows, buckets=found, seconds=time.monotonic() - started)


@asynccontextmanager
async def shadow(platform: Platform) -> AsyncIterator[str]:
    """An empty database beside the warehouse's, with all tables; dropped at the end, whatever happens."""
    name = f"{platform.warehouse.database}_shadow"
    await platform.warehouse.command(f"DROP DATABASE IF EXISTS `{name}` SYNC")
    try:
        await platform.warehouse.ensure_schema(tables(), database=name)
        yield name
    finally:
        await platform.warehouse.command(f"DROP DATABASE IF EXISTS `{name}` SYNC")


def tables() -> list[WarehouseTable]:
    """Return every table that feeds fill, roll-ups included."""
    return [table for feed in feeds.all() for table in (feed.table, *(rollup.table for rollup in feed.rollups))]


async def _fill_and_prove(
    platform: Platform, *, database: str, progress: Progress
) -> tuple[dict[str, int], int, list[UUID]]:
    """Fill the shadow from one snapshot of PostgreSQL and compare both; return rows, buckets and organisations."""
    rows: dict[str, int] = {}
    buckets = 0
    organisations: set[UUID] = set()
    async with platform.database.begin_snapshot() as uow:
        revision = await next_revision(uow)
        for feed in feeds.all():
            select = statements.full_select(feed, version=revision)
            rows[feed.table.name] = await transfer(
                platform.warehouse,
                uow,
                select=select,
                table=feed.table,
                database=database,
                portion_bytes=LARGE_PORTION_BYTES,
            )
            progress(feed.table.name, rows[feed.table.name])
            await _fill_rollups(platform, feed=feed, database=database, revision=revision)
            proven = await _prove(platform, uow, feed=feed, database=database)
            buckets += len(proven)
            organisations |= {key.organisation for key in proven}
    return rows, buckets, sorted(organisations)


async def _fill_rollups(platform: Platform, *, feed: Feed, database: str, revision: int) -> None:
    """Sum the shadow's facts, one partition a statement."""
    for rollup in feed.rollups:
        months = await platform.warehouse.query(
            f"SELECT DISTINCT toYYYYMM(day) AS month FROM `{database}`.`{feed.table.name}` ORDER BY month"
        )
        for (month,) in months.rows:
            where = f"toYYYYMM(day) = {int(month)}"
            await platform.warehouse.command(
                statements.rollup_insert(rollup, database=database, where=where, version=revision)
            )


async def _prove(platform: Platform, uow: UnitOfWork, *, feed: Feed, database: str) -> list[BucketKey]:
    """Compare PostgreSQL, the shadow and its roll-ups; raise ``NotEqual`` on the first table that differs."""
    truth = await checksums.of_postgres(uow, feed=feed, part=Slice())
    held = await checksums.of_warehouse(platform.warehouse, feed=feed, part=Slice(), database=database)
    name = feed.table.name
    differences = checksums.compare(truth, held, table=name, places=("postgresql", "warehouse"))
    for rollup in feed.rollups:
        sums = await checksums.of_rollup(platform.warehouse, feed=feed, rollup=rollup, part=Slice(), database=database)
        differences += checksums.compare(
            truth, sums, table=rollup.table.name, places=("postgresql", "roll-up"), with_hash=False
        )
    if differences:
        raise NotEqual(differences)
    return list(truth)


async def _exchange(platform: Platform, *, database: str) -> None:
    """Swap every table of the shadow with the one in use; each swap is atomic.

    The identity row stays, unless it says that the tables had another shape: its swap comes last.
    """
    used = platform.warehouse.database
    await platform.warehouse.ensure_schema(tables())
    is_of_shape = not (await platform.warehouse.health()).problems
    for table in [*tables(), *([] if is_of_shape else [IDENTITY])]:
        await platform.warehouse.command(f"EXCHANGE TABLES `{database}`.`{table.name}` AND `{used}`.`{table.name}`")


_EVERYTHING = text("""
insert into data_versions as v (organisation_id, data_version, rebuilt_version, as_of)
select organisation_id, 1, 1, now() from (
  select unnest(cast(:organisations as uuid[])) as organisation_id union select organisation_id from data_versions
) as known
where organisation_id <> '00000000-0000-0000-0000-000000000000'
on conflict (organisation_id) do update set
  data_version = v.data_version + 1, rebuilt_version = v.data_version + 1, as_of = now()
""").bindparams(bindparam("organisations", type_=ARRAY(Uuid)))


async def stamp_everything(uow: UnitOfWork, *, organisations: list[UUID]) -> None:
    """Give every organisation a new version that counts for all its buckets: no cached result may outlive this."""
    await uow.execute(_EVERYTHING, {"organisations": organisations})
    await stamp_shared(uow, names=[feed.table.name for feed in feeds.all() if feed.shared])
