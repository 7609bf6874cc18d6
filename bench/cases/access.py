"""What access and the audit trail cost: the check of a query's rights, and a write that the trail tells of."""

import time
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from bench.cases.semantic import opened
from bench.harness import Round, Sample, Stage
from comptoir.composed.insights import facade
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import StoreChange
from comptoir.kernel.actor import Scope
from comptoir.platform.database.unit_of_work import Note, UnitOfWork
from comptoir.semantic.access import check_access

CHECKS, WRITES = 2_000, 200


async def permission_check(stage: Stage) -> Round:
    """Milliseconds of one check: three metrics and two dimensions, for somebody whose columns are limited."""
    _, actor = await opened(stage)
    limited = replace(actor, scope=Scope(masked=frozenset({"cost"}), denied=frozenset({"personal"})))
    known = facade.catalogue()

    async def one_round() -> Sample:
        started = time.perf_counter()
        for _ in range(CHECKS):
            check_access(
                limited,
                catalogue=known,
                metrics=("net_sales", "gross_margin", "orders"),
                dimensions=("store", "channel"),
                masks=True,
            )
        return Sample(ours=(time.perf_counter() - started) * 1000 / CHECKS)

    return one_round


async def audited_write(stage: Stage) -> Round:
    """A store renamed again and again, with its entry in the trail ÷ without one (medians, turn by turn)."""
    platform, actor = await opened(stage)
    writes = platform.database.record
    async with platform.database.begin(actor) as uow:
        slug = (await commerce.list_stores(actor, uow))[0].slug

    async def timed(number: int) -> float:
        started = time.perf_counter()
        async with platform.database.begin(actor) as uow:
            await commerce.change_store(actor, uow, slug=slug, change=StoreChange(name=f"Renamed {number}"))
        return time.perf_counter() - started

    async def one_round() -> Sample:
        taken: dict[bool, list[float]] = {True: [], False: []}
        for number in range(2 * WRITES):
            told = number % 2 == 0
            platform.database.record = writes if told else _silence
            taken[told].append(await timed(number))
        platform.database.record = writes
        return Sample(ours=median(taken[True]) * 1000, baseline=median(taken[False]) * 1000)

    return one_round


async def _silence(uow: UnitOfWork, notes: Sequence[Note]) -> None:
    """Tell nobody."""
