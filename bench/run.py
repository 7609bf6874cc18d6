"""`make bench`: runs the declared benchmarks one after the other and prints one table.

`--only a,b` runs some, `--orders N` changes the scale (default 1,000,000 orders, 3,000,000 lines), `--strict` exits
with 1 when a bar does not hold.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

from bench.harness import Bench, Outcome, Stage, measure
from bench.registry import BENCHES
from bench.report import as_json, table

RESULTS = Path(__file__).resolve().parent / "results"
# Outside the checkout, which may lie where the user that PostgreSQL runs as cannot go.
KEPT = Path("/var/tmp" if Path("/var/tmp").is_dir() else tempfile.gettempdir()) / "comptoir-bench"


def chosen(only: str | None) -> tuple[Bench, ...]:
    """Return the benches named, all without a name; an unknown name ends the run."""
    if not only:
        return BENCHES
    known = {bench.name: bench for bench in BENCHES}
    names = [name.strip() for name in only.split(",")]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SystemExit(f"bench: there is no {', '.join(unknown)}; there are {', '.join(known)}")
    return tuple(known[name] for name in names)


async def run_one(bench: Bench, *, orders: int) -> Outcome:
    KEPT.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="comptoir-bench-"))
    scratch.chmod(0o711)  # as root, PostgreSQL runs as another user, who must be able to pass
    try:
        async with AsyncExitStack() as stack:
            return await measure(bench, Stage(orders=orders, kept=KEPT, scratch=scratch, stack=stack))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


async def run_all(benches: tuple[Bench, ...], *, orders: int) -> list[Outcome]:
    """Run each; one that fails is named and the others go on."""
    outcomes: list[Outcome] = []
    for bench in benches:
        start = time.perf_counter()
        print(f"{bench.name} …", end=" ", flush=True, file=sys.stderr)
        try:
            outcomes.append(await run_one(bench, orders=orders))
            print(f"{time.perf_counter() - start:.1f} s", file=sys.stderr, flush=True)
        except Exception as error:  # noqa: BLE001 - one bench that falls over must not hide the others
            print(f"failed: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
    return outcomes


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description="Measures Comptoir against its bars.")
    parser.add_argument("--only")
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--strict", action="store_true")
    arguments = parser.parse_args()
    benches = chosen(arguments.only)
    outcomes = asyncio.run(run_all(benches, orders=arguments.orders))
    print(table(outcomes))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "latest.json").write_text(as_json(outcomes))
    complete = len(outcomes) == len(benches)
    return 0 if complete and (not arguments.strict or all(outcome.holds for outcome in outcomes)) else 1


if __name__ == "__main__":
    sys.exit(main())
