"""How quickly the command line answers without doing anything."""

from bench.harness import Round, Sample, Stage
from bench.processes import comptoir


async def help_(stage: Stage) -> Round:
    """A whole process, from start to end."""

    async def one_round() -> Sample:
        done = await comptoir("--help", home=stage.scratch)
        return Sample(ours=done.seconds * 1000)

    return one_round
