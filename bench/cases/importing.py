"""`comptoir import` of a large file beside the least that any import could do with the same bytes."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

from bench.data import transactions
from bench.harness import Round, Sample, Stage
from bench.processes import Finished, comptoir, environment, home_with_store
from comptoir.platform.context import Platform, open_platform
from comptoir.platform.settings import load_settings

BLOCK = 1 << 20
ROWS_PER_ORDER = 0.5  # 500,000 rows at the full scale of 1,000,000 orders


async def run_import(stage: Stage) -> tuple[Finished, Path, Path, int]:
    """Import into a fresh home; returns the finished command, the home, the file and its rows."""
    rows = max(1_000, int(stage.orders * ROWS_PER_ORDER))
    file = transactions.write(stage.kept / f"transactions-{rows}.csv", rows=rows)
    home = await home_with_store(stage.scratch / f"home-{time.monotonic_ns()}")
    done = await comptoir("import", str(file), "--store", "bench", "--format", "transactions", home=home)
    stage.note(f"{rows:,} rows in {done.seconds:.1f} s, peak {done.peak_mb:.0f} MB")
    return done, home, file, rows


async def against_raw(stage: Stage) -> Round:
    """Ratio to COPY into PostgreSQL plus INSERT into ClickHouse, both of the file as it is."""

    async def one_round() -> Sample:
        done, home, file, rows = await run_import(stage)
        async with open_platform(load_settings(environment(home))) as platform:
            raw = await raw_copy(platform, file=file, rows=rows) + await raw_insert(platform, file=file, rows=rows)
        return Sample(ours=done.seconds * 1000, baseline=raw * 1000)

    return one_round


async def memory(stage: Stage) -> Round:
    """High-water mark of the importing process alone."""

    async def one_round() -> Sample:
        done, *_ = await run_import(stage)
        return Sample(ours=done.peak_mb)

    return one_round


async def raw_copy(platform: Platform, *, file: Path, rows: int) -> float:
    """Seconds of COPY FROM STDIN of the file into a table of text columns."""
    columns = ", ".join(f'"{name}" text' for name in transactions.HEADER)
    async with platform.database.begin_system() as uow:
        raw = await uow.connection.get_raw_connection()
        cursor = raw.driver_connection.cursor()  # type: ignore[union-attr]
        start = time.perf_counter()
        await cursor.execute(f"create temporary table bench_raw ({columns}) on commit drop")
        async with cursor.copy("copy bench_raw from stdin with (format csv, header)") as copy:
            async for block in blocks(file):
                await copy.write(block)
        await cursor.execute("select count(*) from bench_raw")
        found = await cursor.fetchone()
        seconds = time.perf_counter() - start
    if found[0] != rows:
        raise RuntimeError(f"COPY took {found[0]} of {rows} rows")
    return seconds


async def raw_insert(platform: Platform, *, file: Path, rows: int) -> float:
    """Seconds of INSERT … FORMAT CSVWithNames of the file into a MergeTree table of strings."""
    columns = ", ".join(f"`{name}` String" for name in transactions.HEADER)
    await platform.warehouse.command(f"CREATE TABLE bench_raw ({columns}) ENGINE = MergeTree ORDER BY order_id")
    start = time.perf_counter()
    await platform.warehouse.insert_stream("bench_raw", transactions.HEADER, blocks(file), fmt="CSVWithNames")
    seconds = time.perf_counter() - start
    found = (await platform.warehouse.query("SELECT count() FROM bench_raw")).scalar()
    await platform.warehouse.command("DROP TABLE bench_raw")
    if int(found) != rows:
        raise RuntimeError(f"the warehouse took {found} of {rows} rows")
    return seconds


async def blocks(file: Path) -> AsyncIterator[bytes]:
    with file.open("rb") as handle:
        while block := handle.read(BLOCK):
            yield block
