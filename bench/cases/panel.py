"""How much a browser must fetch before the panel can be used."""

import re
import subprocess

from bench.harness import Round, Sample, Stage
from tools.panel import WEB, node_commands, node_environment

ANSWER = re.compile(r"initial JavaScript \(([^)]*)\): ([\d.]+) KB")


def told() -> tuple[str, float]:
    """What counts as initial, and its size in KB."""
    done = subprocess.run(
        [str(node_commands() / "node"), "dev/size.mjs"],
        cwd=WEB, env=node_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = ANSWER.search(done.stdout)
    if not found:
        raise RuntimeError(f"web/dev/size.mjs gave no figure: {done.stderr[-300:]}")
    return found[1], float(found[2])


async def initial_javascript(stage: Stage) -> Round:
    """What the front-end's own measurement says: entry, shell and overview with all they import, gzipped."""
    parts, size = told()
    stage.note(parts)

    async def one_round() -> Sample:
        return Sample(ours=size)

    return one_round
