"""How much a browser must fetch before the panel paints."""

import gzip
import re
from pathlib import Path

from bench.harness import Round, Sample, Stage

DIST = Path(__file__).resolve().parents[2] / "web" / "dist"


async def initial_javascript(stage: Stage) -> Round:
    """Every script that index.html names or preloads."""
    page = (DIST / "index.html").read_text()
    names = sorted(set(re.findall(r'(?:src|href)="/?([^"]+\.js)"', page)))

    async def one_round() -> Sample:
        sizes = {name: len(gzip.compress((DIST / name).read_bytes(), 9)) / 1000 for name in names}
        return Sample(ours=sum(sizes.values()))

    stage.note(", ".join(names))
    return one_round
