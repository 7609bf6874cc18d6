"""Questions that are asked at once: each with its own rights, plan, cache entry and error, few statements for all.

Owns the way of a family of questions through the engine. Whatever goes wrong with a family, its members are asked one
by one: being asked together must never be seen in an answer.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import ComptoirError
from comptoir.platform.warehouse import QueryResult
from comptoir.semantic.factors import Factors
from comptoir.semantic.layer import Asked, SemanticLayer, Versions, is_whole, result_of
from comptoir.semantic.passes.budget import allowance_of
from comptoir.semantic.passes.convert import USED
from comptoir.semantic.passes.family import Family, Member, families
from comptoir.semantic.passes.fuse import Fused, bind_family, fuse
from comptoir.semantic.passes.run import run_bound
from comptoir.semantic.passes.storage import is_light
from comptoir.semantic.plan import Plan
from comptoir.semantic.query import Query
from comptoir.semantic.result import Result, extras_of, notes_of

Answer = Result | Exception
AT_ONCE = 4  # statements of one batch


@dataclass(slots=True)
class Looks:
    """Looks at versions at one instant: questions about the same part of the data share one."""

    layer: SemanticLayer
    actor: Actor
    _found: dict[object, "asyncio.Future[Versions]"] = field(default_factory=dict)

    async def at(self, plan: Plan) -> Versions:
        """Return the versions of what a plan reads."""
        compiled = self.layer.compiled(plan)
        part = (plan.scope, plan.query.range, plan.previous, plan.bases, compiled.tables)
        if part not in self._found:
            self._found[part] = asyncio.ensure_future(self.layer.versions(self.actor, plan, compiled))
        return await self._found[part]


async def run_many(layer: SemanticLayer, actor: Actor, queries: Sequence[Query]) -> list[Answer]:
    """Return the answer to each question, or why it has none, in the order they were asked."""
    found = {place: answer async for place, answer in answers(layer, actor, queries)}
    return [found[place] for place in range(len(queries))]


async def answers(
    layer: SemanticLayer, actor: Actor, queries: Sequence[Query]
) -> AsyncGenerator[tuple[int, Answer], None]:
    """Yield place and answer of each question as soon as its family is done; what is kept comes first."""
    now, looks = layer.clock(), Looks(layer, actor)
    asked = await asyncio.gather(*(_ask(looks, query, now) for query in queries), return_exceptions=True)
    waiting: dict[int, Asked] = {}
    for place, one in enumerate(asked):
        if isinstance(one, Asked):
            kept = layer.kept(one)
            if kept is None:
                waiting[place] = one
            else:
                yield place, kept
        elif isinstance(one, Exception):
            yield place, one
        else:
            raise one
    slots = asyncio.Semaphore(AT_ONCE)
    groups = families({place: one.plan for place, one in waiting.items()})
    running = [asyncio.ensure_future(_run_family(layer, group, waiting, slots)) for group in groups]
    try:
        for done in asyncio.as_completed(running):
            for found in (await done).items():
                yield found
    finally:
        for task in running:
            task.cancel()


async def _ask(looks: Looks, query: Query, now: datetime) -> Asked:
    started = time.perf_counter()
    plan = await looks.layer.plan(looks.actor, query, now=now)
    bound = looks.layer.bound(plan)
    return Asked(looks.actor, plan, bound, await looks.at(plan), started)


async def _run_family(
    layer: SemanticLayer, family: Family, asked: dict[int, Asked], slots: asyncio.Semaphore
) -> dict[int, Answer]:
    async with slots:
        return await _answered(layer, family, asked)


async def _answered(layer: SemanticLayer, family: Family, asked: dict[int, Asked]) -> dict[int, Answer]:
    own = {member.place: asked[member.place] for member in family.members}
    found: dict[int, Answer] = {}
    if len(own) > 1 and len({one.before.shared for one in own.values()}) == 1:
        with contextlib.suppress(ComptoirError):  # each is asked alone and says itself what is wrong with it
            found = await _together(layer, family, own)
    alone = [place for place in own if place not in found]
    others = await asyncio.gather(*(layer.answer(own[place]) for place in alone), return_exceptions=True)
    for place, one in zip(alone, others, strict=True):
        if isinstance(one, BaseException) and not isinstance(one, Exception):
            raise one
        found[place] = one
    return found


async def _together(layer: SemanticLayer, family: Family, own: dict[int, Asked]) -> dict[int, Answer]:
    """Return the answers that one statement gave; who needs to look again is left out."""
    fused = _statement(layer, family)
    first = next(iter(own.values()))
    factors = await layer.factors.of(_earliest(family), version=first.before.shared)
    found = await run_bound(
        layer.warehouse,
        bind_family(family, fused).given(factors.parameters),
        allowance=allowance_of(first.actor.client),
        caller=str(first.actor.user_id or first.actor.client),
        is_light=all(is_light(member.plan) for member in family.members),
    )
    rows, looks = fused.by_group(found.rows), Looks(layer, first.actor)
    told: dict[int, Answer] = {}
    for member in family.members:
        one = own[member.place]
        own_rows = fused.rows_of(family, member, one.bound.compiled, rows)
        if own_rows is None:
            continue
        mine = replace(found, rows=own_rows)
        if _is_answered(member, one, mine, factors):
            told[member.place] = await _finish(layer, one, mine, factors, looks)
    return told


def _statement(layer: SemanticLayer, family: Family) -> Fused:
    known = layer.plans.get(family.shape)
    if known is None:
        known = fuse(family).compiled
        layer.plans.put(family.shape, known)
    return Fused(known)


def _is_answered(member: Member, asked: Asked, found: QueryResult, factors: Factors) -> bool:
    compiled = asked.bound.compiled
    has_row = bool(found.rows) and (not compiled.has_total_row or found.rows[0][0] == 1)
    return has_row and is_whole(member.plan, compiled, found, factors=factors)


async def _finish(layer: SemanticLayer, asked: Asked, found: QueryResult, factors: Factors, looks: Looks) -> Result:
    extras = extras_of(asked.bound.compiled, found)
    carried = factors.carried_among(extras.get(USED, ()))
    result = result_of(asked, found, notes=notes_of(asked.plan, extras, carried=carried))
    if layer.results is not None:
        layer.keep(asked, result, after=await looks.at(asked.plan))
    return result


def _earliest(family: Family) -> Plan:
    """The window whose days begin first: what it must be told of rates is enough for all."""
    return min(family.windows, key=lambda one: min(p.start for p in (one.query.range, one.previous) if p))
