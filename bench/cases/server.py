"""The second start of the server, and what it takes when nobody asks anything."""

import asyncio
from pathlib import Path

from bench.harness import Round, Sample, Stage
from bench.processes import new_home, processes_of, proportional_memory, serving

SETTLED_WITHIN = 0.02


async def second_start(stage: Stage) -> Round:
    """The home exists and the engines are warm or cold as the last round left them."""
    home = await new_home(stage.scratch / "home")

    async def one_round() -> Sample:
        async with serving(home) as (_, seconds):
            return Sample(ours=seconds)

    return one_round


async def idle_memory(stage: Stage) -> Round:
    """Proportional memory of all processes of one home, once it no longer moves."""
    home = await new_home(stage.scratch / "home")

    async def one_round() -> Sample:
        async with serving(home):
            return Sample(ours=await settled(home))

    return one_round


async def settled(home: Path) -> float:
    """Ask until two looks half a second apart agree, at most twenty times."""
    before = 0.0
    for _ in range(20):
        now = sum(proportional_memory(pid) for pid in processes_of(home))
        if before and abs(now - before) / before < SETTLED_WITHIN:
            break
        before = now
        await asyncio.sleep(0.5)
    return now
