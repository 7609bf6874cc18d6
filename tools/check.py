"""`make check`: format, lint, types, layers, house rules, the front-end's own checks, the architecture tests, what ships, the numbers.

Runs every step even when one fails, says how long each took, and ends with what failed.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Step:
    """One check: a name and the command that exits with 0 when all is well."""

    name: str
    command: Sequence[str]


PYTHON_PLACES = ("src", "tests", "tools", "bench")


def steps() -> tuple[Step, ...]:
    python = sys.executable
    panel = (python, "tools/panel.py", "npm", "run", "--silent")
    return (
        Step("format", (str(BIN / "ruff"), "format", "--check", *PYTHON_PLACES)),
        Step("lint", (str(BIN / "ruff"), "check", *PYTHON_PLACES)),
        Step("types", (str(BIN / "mypy"), "src", "tools", "bench")),
        Step("layers", (str(BIN / "lint-imports"), "--no-cache")),
        Step("house rules", (python, "-m", "tools.lint.rules")),
        Step("web types", (*panel, "typecheck")),
        Step("web lint", (*panel, "lint")),
        Step("web size", (*panel, "size")),
        Step("architecture", (python, "-m", "pytest", "-q", "tests/architecture")),
        Step("supply chain", (python, "-m", "tools.supply_chain")),
        Step("figures", (python, "-m", "tools.figures")),
    )


def main() -> int:
    failed: list[str] = []
    for step in steps():
        print(f"== {step.name}", flush=True)
        start = time.perf_counter()
        done = subprocess.run(step.command, cwd=ROOT, env=dict(os.environ, PYTHONPATH=str(ROOT)), check=False)
        verdict = "ok" if done.returncode == 0 else "FAILED"
        print(f"-- {step.name}: {verdict} in {time.perf_counter() - start:.1f} s", flush=True)
        if done.returncode:
            failed.append(step.name)
    print(f"check failed: {', '.join(failed)}" if failed else "check: all hold")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
