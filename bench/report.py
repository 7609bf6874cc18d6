"""The table that `make bench` prints, and the file it leaves for comparison."""

import json
import statistics
from collections.abc import Sequence

from bench.harness import Outcome

HEAD = ("bench", "median", "bar", "", "ours", "baseline", "spread", "calibration")


def figure(value: float, unit: str) -> str:
    digits = 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:.{digits}f} {unit}"


def row(outcome: Outcome) -> tuple[str, ...]:
    bench = outcome.bench
    ratio = bench.unit == "×"
    ours = statistics.median(sample.ours for sample in outcome.samples)
    baselines = [sample.baseline for sample in outcome.samples if sample.baseline is not None]
    return (
        bench.name,
        figure(outcome.median, bench.unit),
        f"≤ {bench.bar:g} {bench.unit}",
        "holds" if outcome.holds else "OVER",
        figure(ours, "ms") if ratio else "",
        figure(statistics.median(baselines), "ms") if ratio and baselines else "",
        f"{outcome.spread:.2f}",
        f"{statistics.median(outcome.calibrations):.1f} ms{' (busy)' if outcome.restless else ''}",
    )


def table(outcomes: Sequence[Outcome]) -> str:
    rows = [HEAD, *(row(outcome) for outcome in outcomes)]
    widths = [max(len(line[column]) for line in rows) for column in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in rows]
    lines += ["", *(f"{outcome.bench.name}: {outcome.bench.what}" for outcome in outcomes)]
    lines += [f"{outcome.bench.name}: {note}" for outcome in outcomes for note in outcome.notes]
    return "\n".join(lines)


def as_json(outcomes: Sequence[Outcome]) -> str:
    """Everything measured, for a comparison with another run."""
    body = [
        {
            "name": outcome.bench.name,
            "unit": outcome.bench.unit,
            "bar": outcome.bench.bar,
            "median": outcome.median,
            "samples": [[sample.ours, sample.baseline] for sample in outcome.samples],
            "calibrations": list(outcome.calibrations),
        }
        for outcome in outcomes
    ]
    return json.dumps(body, indent=1)
