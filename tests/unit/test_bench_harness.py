"""The harness of the benchmarks: ratios of one round, the median, and a list without holes."""

import importlib
import inspect
from contextlib import AsyncExitStack
from pathlib import Path

from bench.data import transactions
from bench.harness import Bench, Outcome, Sample, Stage, calibrate, measure
from bench.registry import BENCHES
from bench.report import table

BENCH = Bench(name="a", what="something", bar=2.0, unit="×", case="tests.unit.test_bench_harness:alternate")


async def alternate(stage: Stage) -> object:
    ours = iter([99.0, 1.0, 2.0, 3.0, 4.0, 5.0])
    stage.note("prepared once")

    async def one_round() -> Sample:
        return Sample(ours=next(ours), baseline=2.0)

    return one_round


async def test_median_of_five_after_one_for_warmth(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        outcome = await measure(BENCH, Stage(orders=1, kept=tmp_path, scratch=tmp_path, stack=stack))
    assert outcome.median == 1.5
    assert outcome.holds
    assert len(outcome.calibrations) == 5
    text = table([outcome])
    assert "1.50 ×" in text
    assert "a: prepared once" in text


def test_over_the_bar_is_said() -> None:
    outcome = Outcome(bench=BENCH, samples=(Sample(ours=9.0, baseline=3.0),), calibrations=(10.0, 20.0))
    assert not outcome.holds
    assert outcome.restless
    assert "OVER" in table([outcome])
    assert "(busy)" in table([outcome])


def test_calibration_takes_time() -> None:
    assert calibrate() > 0


def test_every_declared_case_exists_and_has_a_name_of_its_own() -> None:
    assert len({bench.name for bench in BENCHES}) == len(BENCHES)
    for bench in BENCHES:
        module, _, function = bench.case.partition(":")
        assert inspect.iscoroutinefunction(getattr(importlib.import_module(module), function)), bench.case


def test_generated_file_has_the_rows_asked_for_and_is_repeatable(tmp_path: Path) -> None:
    first = transactions.write(tmp_path / "a.csv", rows=500).read_text()
    assert len(first.splitlines()) == 501
    assert transactions.write(tmp_path / "b.csv", rows=500).read_text() == first
